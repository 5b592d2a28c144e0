#include "consumers/keeper/key_keeper.h"

#include "core/privacy/erasure.h"
#include "projections/erasures.h"
#include "projections/history.h"

#include <algorithm>
#include <span>
#include <utility>
#include <variant>
#include <vector>

namespace aduan {
namespace {

/// Where this key store's work begins in each stream. A mark of another shape, or beyond the log (a
/// log that came back from a backup), says nothing: everything is compared anew.
Result<std::vector<std::uint64_t>> marks(KeyStore& keys,
                                         const std::vector<std::uint64_t>& positions) {
  auto through = keys.erased_through();
  if (!through) return through.error();
  through.value().resize(positions.size(), 0);
  for (std::size_t stream = 0; stream < positions.size(); ++stream) {
    if (through.value()[stream] > positions[stream]) through.value()[stream] = 0;
  }
  return through;
}

Result<std::vector<Erasure>> read_open(const Reader& reader, KeyStore& keys,
                                       const std::vector<std::uint64_t>& positions,
                                       std::size_t limit) {
  const auto from = marks(keys, positions);
  if (!from) return from.error();
  std::vector<Erasure> open;
  for (std::uint32_t stream = 0; stream < positions.size() && open.size() < limit; ++stream) {
    const auto scanned =
        scan_erasures(reader, stream, from.value()[stream], [&](const Erasure& erasure) {
          open.push_back(erasure);
          return open.size() < limit;
        });
    if (!scanned) return scanned.error();
  }
  return open;
}

std::vector<SealedRecord> sealed_records(const History& history) {
  std::vector<SealedRecord> records;
  for (const HistoryEntry& entry : history) {
    records.push_back({entry.envelope.sequence, entry.record.sealed()});
  }
  return records;
}

/// The sequence of the last erasure of the kind; 0 where there is none.
std::uint64_t last_erasure(const History& history, KeyKind kind) {
  std::uint64_t last = 0;
  for (const HistoryEntry& entry : history) {
    if (!entry.recorded) continue;
    const auto* const erased = std::get_if<PersonalDataErased>(&entry.recorded->event);
    if (erased == nullptr) continue;
    const std::vector<KeyKind> kinds = kinds_of(erased->scope);
    const bool is_it = std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
    if (is_it) last = entry.envelope.sequence;
  }
  return last;
}

Result<void> carry_out(const Erasure& erasure, const Reader& reader, const EventLog& log,
                       RecordFold& fold, KeyStore& keys) {
  const auto history = read_history(reader, log, fold, erasure.case_id);
  if (!history) return history.error();
  const std::vector<SealedRecord> records = sealed_records(history.value());
  return destroy_keys(erasure.case_id, erasure.sequence, kinds_of(erasure.scope), records, keys);
}

/// So that a ledger of any size is kept in bounded memory.
constexpr std::size_t kErasuresAtOnce = 10'000;

}  // namespace

Result<bool> has_open_erasures(const Reader& reader, KeyStore& keys) {
  const auto status = reader.status();
  if (!status) return status.error();
  const auto open = read_open(reader, keys, status.value().positions, 1);
  if (!open) return open.error();
  return !open.value().empty();
}

Result<std::uint64_t> carry_out_erasures(const Reader& reader, const EventLog& log,
                                         RecordFold& fold, KeyStore& keys) {
  const auto status = reader.status();
  if (!status) return status.error();
  const std::vector<std::uint64_t>& positions = status.value().positions;
  std::uint64_t done = 0;
  for (;;) {
    const auto open = read_open(reader, keys, positions, kErasuresAtOnce);
    if (!open) return open.error();
    if (open.value().empty()) return done;
    auto through = marks(keys, positions);
    if (!through) return through.error();
    for (const Erasure& erasure : open.value()) {
      if (const auto destroyed = carry_out(erasure, reader, log, fold, keys); !destroyed) {
        return destroyed.error();
      }
      through.value()[erasure.position.stream] = erasure.position.offset + 1;
      ++done;
    }
    if (const auto set = keys.set_erased_through(through.value()); !set) return set.error();
  }
}

Result<bool> destroy_if_late(const CaseId& case_id, const KeyName& key, const Reader& reader,
                             const EventLog& log, RecordFold& fold, KeyStore& keys) {
  const auto state = reader.read_case(case_id);
  if (!state) return state.error();
  if (!state.value().exists()) return false;
  const auto history = read_history(reader, log, fold, case_id);
  if (!history) return history.error();
  const std::uint64_t erased = last_erasure(history.value(), key.kind);
  if (erased == 0) return false;
  if (!seals_a_record_until(key, erased, sealed_records(history.value()))) return false;
  if (const auto gone = keys.erase_keys(case_id, std::span(&key, 1)); !gone) return gone.error();
  return true;
}

}  // namespace aduan
