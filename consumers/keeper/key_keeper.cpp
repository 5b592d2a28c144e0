#include "consumers/keeper/key_keeper.h"

#include "core/privacy/erasure.h"
#include "projections/erasures.h"
#include "projections/history.h"

#include <utility>
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

Result<void> carry_out(const Erasure& erasure, const Reader& reader, const EventLog& log,
                       RecordFold& fold, KeyStore& keys) {
  const auto history = read_history(reader, log, fold, erasure.case_id);
  if (!history) return history.error();
  std::vector<SealedRecord> records;
  for (const HistoryEntry& entry : history.value()) {
    records.push_back({entry.envelope.sequence, entry.record.sealed()});
  }
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

}  // namespace aduan
