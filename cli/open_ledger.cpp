#include "cli/open_ledger.h"

#include "consumers/keeper/key_keeper.h"
#include "projections/all.h"

#include <utility>

namespace aduan {

Result<std::unique_ptr<RandomSource>> random_of(const std::optional<Hash>& seed,
                                                const EventLog& log) {
  if (!seed) return std::unique_ptr<RandomSource>(std::make_unique<SystemRandom>());
  std::uint64_t records = 0;
  for (std::uint32_t stream = 0; stream <= log.partitions(); ++stream) {
    const auto end = log.end(stream);
    if (!end) return end.error();
    records += end.value();
  }
  return std::unique_ptr<RandomSource>(std::make_unique<SeededRandom>(
      "aduan/ledger/v1 " + std::string(as_view(*seed)) + std::to_string(records + 1)));
}

StoreOptions store_options(const std::string& ledger, std::uint32_t partitions) {
  StoreOptions options;
  options.ledger = ledger;
  options.partitions = partitions;
  options.projections = all_projections();
  return options;
}

Error needs_own_store(const std::filesystem::path& folder) {
  return Error{ErrorKind::unavailable,
               "this needs projections of its own, and those in '" + folder.string() +
                   "' are kept by another process (`aduan serve`, whose watcher and steward do "
                   "what is due). Nothing was done: name another --state with a copy of its "
                   "`secret`"};
}

OpenLedger::OpenLedger(std::unique_ptr<LedgerParts> parts) : parts_(std::move(parts)) {
  if (parts_->seed) seeded_nonces_.emplace(as_view(*parts_->seed));
}

std::shared_ptr<const Directory> OpenLedger::directory() const {
  return parts_->ledger ? parts_->ledger->directory() : parts_->loaded.directory;
}

StoreOptions OpenLedger::store_options() const {
  return aduan::store_options(name(), log().partitions());
}

Bytes16 OpenLedger::nonce_for(std::string_view subject, const CommandId& command) {
  if (seeded_nonces_) {
    const Hash hash = (*seeded_nonces_)({"aduan/nonce/v1", subject, as_view(command)});
    return *as_array<16>(as_view(hash).substr(0, 16));
  }
  Bytes16 nonce;
  parts_->random->fill(nonce);
  return nonce;
}

Result<std::uint64_t> OpenLedger::finish_erasures() {
  RecordFold fold = make_fold();
  return carry_out_erasures(store().reader(), log(), fold, keys());
}

}  // namespace aduan
