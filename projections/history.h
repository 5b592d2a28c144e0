// A case's whole history, as its records tell it, and its state at any point of it. Answers `show`,
// `audit` and every question as of an instant. The bytes come from the log; the store says where.

#pragma once

#include "core/ledger/fold.h"
#include "core/log/event_log.h"
#include "projections/store/reader.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace aduan {

/// One valid record of a case. Movable alone: the envelope's views are into the record's value.
struct HistoryEntry {
  Record record;
  Envelope envelope;
  std::optional<RecordedEvent> recorded;  ///< absent: its body, or an earlier one, does not decode
  CaseState after;

  HistoryEntry() = default;
  HistoryEntry(HistoryEntry&&) = default;
  HistoryEntry& operator=(HistoryEntry&&) = default;
  HistoryEntry(const HistoryEntry&) = delete;
  HistoryEntry& operator=(const HistoryEntry&) = delete;
};
using History = std::vector<HistoryEntry>;

/// The case's valid records in order; empty when it does not exist.
/// `fold` is the ledger's and the log's. Errors: corrupt (the log disagrees with the store: audit,
/// or rebuild), unavailable.
Result<History> read_history(const Reader& reader, const EventLog& log, RecordFold& fold,
                             const CaseId& id);

/// The state after the record of this sequence, or after the last one. Nothing when the case did
/// not exist then.
std::optional<CaseState> state_at(const History& history, std::uint64_t sequence);

/// By which of an event's two times a question is asked.
enum class AsOf : std::uint8_t {
  happened,  ///< `time`: `--as-of`
  known,     ///< `recordedtime`: `--as-known`
};

/// The fold, in the order of sequence, of the events whose time is at or before `instant`. Nothing
/// when the first event is later: the case did not exist. Source: RULES §7.
std::optional<CaseState> state_as_of(const History& history, Instant instant,
                                     AsOf by = AsOf::happened);

/// Whether the entry counts as of `instant`. A record whose time does not decode counts always.
bool is_known_as_of(const HistoryEntry& entry, Instant instant, AsOf by = AsOf::happened);

}  // namespace aduan
