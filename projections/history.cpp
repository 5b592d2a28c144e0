#include "projections/history.h"

#include "projections/store/rows.h"
#include "schemas/instant.h"

#include <string>
#include <utility>

namespace aduan {
namespace {

Error disagrees(Position position) {
  return Error{
      ErrorKind::corrupt,
      "the record at offset " + std::to_string(position.offset) + " of stream " +
          std::to_string(position.stream) +
          " is not the one that the projections point to; run `audit verify`, then rebuild "
          "the projections"};
}

std::optional<Instant> time_of(const HistoryEntry& entry, AsOf by) {
  return parse_instant(by == AsOf::happened ? entry.envelope.time : entry.envelope.recordedtime);
}

}  // namespace

Result<History> read_history(const Reader& reader, const EventLog& log, RecordFold& fold,
                             const CaseId& id) {
  std::vector<HistoryRow> rows;
  bool is_damaged = false;
  const auto scanned = reader.scan(kHistoryFamily, id.text(), {},
                                   [&](std::string_view /*key*/, std::string_view value) {
                                     const auto row = decode_history_row(value);
                                     is_damaged = !row;
                                     if (row) rows.push_back(*row);
                                     return row.has_value();
                                   });
  if (!scanned) return scanned.error();
  if (is_damaged) return damaged_row(kHistoryFamily);

  History history;
  history.reserve(rows.size());
  CaseState state;
  for (const HistoryRow& row : rows) {
    auto record = log.read(row.position);
    if (!record) return record.error();
    HistoryEntry& entry = history.emplace_back();
    entry.record = std::move(record.value());
    const auto envelope = fold.read(entry.record);
    if (!envelope || envelope->subject != id.text() || !fold.extends(state.head, *envelope)) {
      return disagrees(row.position);
    }
    entry.envelope = *envelope;
    entry.recorded = fold.apply(state, *envelope, entry.record);
    if (state.head.leaf != row.leaf) return disagrees(row.position);
    entry.after = state;
  }
  return history;
}

std::optional<CaseState> state_at(const History& history, std::uint64_t sequence) {
  if (history.empty() || sequence == 0) return std::nullopt;
  const std::uint64_t last = history.size();
  return history[(sequence < last ? sequence : last) - 1].after;
}

bool is_known_as_of(const HistoryEntry& entry, Instant instant, AsOf by) {
  const auto time = time_of(entry, by);
  return !time || *time <= instant;
}

std::optional<CaseState> state_as_of(const History& history, Instant instant, AsOf by) {
  if (history.empty() || !is_known_as_of(history.front(), instant, by)) return std::nullopt;
  CaseState state;
  for (const HistoryEntry& entry : history) {
    if (!is_known_as_of(entry, instant, by)) continue;
    state.head = entry.after.head;
    if (!entry.recorded) state.parked = true;
    if (state.parked) continue;
    evolve(state.complaint, entry.recorded->attributes, entry.recorded->event);
  }
  return state;
}

}  // namespace aduan
