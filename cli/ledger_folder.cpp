#include "cli/ledger_folder.h"

#include "cli/folder_parts.h"
#include "consumers/keeper/key_keeper.h"
#include "core/base/check.h"
#include "core/log/rocks/rocks_event_log.h"
#include "core/privacy/rocks/rocks_key_store.h"
#include "projections/all.h"
#include "projections/rebuild.h"

#include <array>
#include <functional>
#include <system_error>
#include <utility>

namespace aduan {
namespace {

namespace fs = std::filesystem;

Error unavailable(const fs::path& folder, const std::error_code& code) {
  return Error{ErrorKind::unavailable, "cannot use the folder '" + folder.string() +
                                           "': " + code.message() + ". Nothing was changed"};
}

/// Records in all streams: what makes a test ledger's next keys differ from its earlier ones.
Result<std::uint64_t> count_records(const EventLog& log) {
  std::uint64_t total = 0;
  for (std::uint32_t stream = 0; stream <= log.partitions(); ++stream) {
    const auto end = log.end(stream);
    if (!end) return end.error();
    total += end.value();
  }
  return total;
}

std::unique_ptr<RandomSource> random_of(const std::optional<Hash>& seed, std::uint64_t records) {
  if (!seed) return std::make_unique<SystemRandom>();
  return std::make_unique<SeededRandom>("aduan/ledger/v1 " + std::string(as_view(*seed)) +
                                        std::to_string(records));
}

/// Whether the projections stand before, or after, some stream's end as this process sees the log.
template <class Compare>
bool any_stream(const ProjectionStore& store, const EventLog& log, const Compare& compare) {
  const std::vector<std::uint64_t> applied = store.status().positions;
  for (std::uint32_t stream = 0; stream < applied.size(); ++stream) {
    const auto end = log.end(stream);
    if (end && compare(applied[stream], end.value())) return true;
  }
  return false;
}

bool is_behind(const ProjectionStore& store, const EventLog& log) {
  return any_stream(store, log, std::less<>());
}

bool is_ahead(const ProjectionStore& store, const EventLog& log) {
  return any_stream(store, log, std::greater<>());
}

StoreOptions options_of(const EventLog& log, const std::string& ledger) {
  StoreOptions options;
  options.ledger = ledger;
  options.partitions = log.partitions();
  options.projections = all_projections();
  return options;
}

Result<void> expect_ledger(const fs::path& folder) {
  if (std::error_code code; fs::exists(secret_file(folder), code)) return success();
  return Error{ErrorKind::not_found, "there is no ledger at '" + folder.string() +
                                         "'. Make one with `aduan init`, or name another with "
                                         "--ledger"};
}

}  // namespace

Result<std::unique_ptr<OpenLedger>> OpenLedger::create(const fs::path& folder,
                                                       const NewLedger& ledger,
                                                       const TimeSource& time) {
  std::error_code code;
  if (fs::exists(secret_file(folder), code)) {
    return Error{ErrorKind::invalid, "there is a ledger at '" + folder.string() +
                                         "' already; nothing was changed. Go on with it, or name "
                                         "another folder with --ledger"};
  }
  if (fs::exists(folder, code) && !fs::is_empty(folder, code)) {
    return Error{ErrorKind::invalid, "the folder '" + folder.string() +
                                         "' is not empty; nothing was changed. Name a new one with "
                                         "--ledger"};
  }
  fs::create_directories(secret_folder(folder), code);
  if (code) return unavailable(folder, code);
  fs::permissions(folder, fs::perms::owner_all, code);
  if (code) return unavailable(folder, code);

  std::optional<Hash> seed;
  if (ledger.seed) {
    seed = sha256(*ledger.seed);
    if (const auto written = write_secret_file(seed_file(folder), kSeed, *seed); !written) {
      return written.error();
    }
  }
  const auto random = random_of(seed, 0);
  Hash secret;
  random->fill(secret);
  if (const auto written = write_secret_file(secret_file(folder), kLedgerSecret, secret);
      !written) {
    return written.error();
  }
  const MasterKey master = make_master_key(*random);
  if (const auto written = write_master_key(master_file(folder), master); !written) {
    return written.error();
  }
  {
    const auto keys =
        RocksKeyStore::open(key_folder(folder), RocksKeyStore::Access::create, master, *random);
    if (!keys) return keys.error();
    const auto log = RocksEventLog::create(log_folder(folder), ledger.partitions);
    if (!log) return log.error();
  }
  std::unique_ptr<OpenLedger> opened(new OpenLedger());
  opened->name_ = ledger.name;
  if (const auto parts = opened->open_parts(folder, Access::read_write, time); !parts) {
    return parts.error();
  }
  return opened;
}

Result<std::unique_ptr<OpenLedger>> OpenLedger::open(const fs::path& folder, Access access,
                                                     const TimeSource& time) {
  if (const auto found = expect_ledger(folder); !found) return found.error();
  std::unique_ptr<OpenLedger> opened(new OpenLedger());
  if (const auto parts = opened->open_parts(folder, access, time); !parts) return parts.error();
  if (access == Access::read_only && opened->is_unfinished()) {
    // A crash left the projections behind their log, or keys behind their erasure. Whoever owns the
    // folder goes on when it opens; if nobody does, this process may.
    auto owner = open(folder, Access::read_write, time);
    if (owner) return owner;
  }
  return opened;
}

Result<void> OpenLedger::open_parts(const fs::path& folder, Access access, const TimeSource& time) {
  folder_ = folder;
  const bool owns = access == Access::read_write;
  auto log = RocksEventLog::open(log_folder(folder), owns ? RocksEventLog::Access::read_write
                                                          : RocksEventLog::Access::read_only);
  if (!log) return log.error();
  log_ = std::move(log.value());
  auto loaded = load_directory(*log_);
  if (!loaded) return loaded.error();
  loaded_ = std::move(loaded.value());
  if (loaded_.directory->is_created()) name_ = loaded_.directory->ledger;
  if (name_.empty()) {
    return Error{ErrorKind::corrupt, "the ledger at '" + folder.string() +
                                         "' was not created to its end: its directory is empty. "
                                         "Remove the folder and run `aduan init` again"};
  }

  const auto secret = read_secret_file(secret_file(folder), kLedgerSecret);
  if (!secret) return secret.error();
  secret_.emplace(secret.value());
  std::optional<Hash> seed;
  if (std::error_code code; fs::exists(seed_file(folder), code)) {
    const auto read = read_secret_file(seed_file(folder), kSeed);
    if (!read) return read.error();
    seed = read.value();
    seeded_nonces_.emplace(as_view(*seed));
  }
  const auto records = count_records(*log_);
  if (!records) return records.error();
  random_ = random_of(seed, records.value() + 1);

  const auto master = read_master_key(master_file(folder));
  if (!master) return master.error();
  auto keys = RocksKeyStore::open(
      key_folder(folder),
      owns ? RocksKeyStore::Access::read_write : RocksKeyStore::Access::read_only, master.value(),
      *random_);
  if (!keys) return keys.error();
  keys_ = std::move(keys.value());

  StoreOptions options = store_options();
  options.read_only = !owns;
  auto store = ProjectionStore::open(store_folder(folder), options);
  if (!store) return store.error();
  store_ = std::move(store.value());
  if (!owns && is_ahead(*store_, *log_)) {
    // The owner wrote between the two openings. A record is in the log before it is applied, so a
    // log opened after the projections has all that they know.
    log = RocksEventLog::open(log_folder(folder), RocksEventLog::Access::read_only);
    if (!log) return log.error();
    log_ = std::move(log.value());
  }
  if (!owns) return success();
  if (const auto caught_up = store_->catch_up(*log_); !caught_up) return caught_up.error();
  if (const auto finished = finish_erasures(); !finished) return finished.error();
  start_ledger(time);
  return success();
}

bool OpenLedger::is_unfinished() {
  if (is_behind(*store_, *log_)) return true;
  const auto open_erasures = has_open_erasures(store_->reader(), *keys_);
  return open_erasures && open_erasures.value();
}

Result<std::uint64_t> OpenLedger::finish_erasures() {
  RecordFold fold = make_fold();
  return carry_out_erasures(store_->reader(), *log_, fold, *keys_);
}

void OpenLedger::start_ledger(const TimeSource& time) {
  ledger_ = std::make_unique<EmbeddedLedger>(*log_, *store_, time, loaded_.directory, loaded_.head);
}

std::shared_ptr<const Directory> OpenLedger::directory() const {
  return ledger_ ? ledger_->directory() : loaded_.directory;
}

StoreOptions OpenLedger::store_options() const { return options_of(*log_, name_); }

Bytes16 OpenLedger::nonce_for(std::string_view subject, const CommandId& command) {
  if (seeded_nonces_) {
    const Hash hash = (*seeded_nonces_)({"aduan/nonce/v1", subject, as_view(command)});
    return *as_array<16>(as_view(hash).substr(0, 16));
  }
  Bytes16 nonce;
  random_->fill(nonce);
  return nonce;
}

Result<RebuiltProjections> OpenLedger::rebuild_projections(const fs::path& folder,
                                                           const Progress& progress) {
  if (const auto found = expect_ledger(folder); !found) return found.error();
  // The lock of the log is the folder's.
  const auto log = RocksEventLog::open(log_folder(folder), RocksEventLog::Access::read_write);
  if (!log) return log.error();
  const auto loaded = load_directory(*log.value());
  if (!loaded) return loaded.error();
  const StoreOptions options = options_of(*log.value(), loaded.value().directory->ledger);
  RebuiltProjections rebuilt;
  // Whatever keeps the old store from opening is what a rebuild is for.
  if (const auto store = ProjectionStore::open(store_folder(folder), options)) {
    const bool stands_at_end =
        !is_behind(*store.value(), *log.value()) && !is_ahead(*store.value(), *log.value());
    if (stands_at_end) rebuilt.digest_before = store.value()->status().digest;
  }
  auto after = rebuild(*log.value(), store_folder(folder), options, progress);
  if (!after) return after.error();
  rebuilt.after = std::move(after.value());
  return rebuilt;
}

}  // namespace aduan
