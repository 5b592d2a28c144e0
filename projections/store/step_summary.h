// What an event left behind, as much of it as figures as of an instant are made of: so that they
// are counted from small rows that stand together, and not from the log's records.
//
// Stored with the event's history row. Bytes: docs/formats/projections.md.

#pragma once

#include "core/ledger/fold.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// One agency's part in the case after the event.
struct HoldingSummary {
  std::string_view agency;
  std::optional<Instant> due;  ///< the earliest of its running duty clocks
  bool is_active = false;
  bool begins = false;  ///< with this event

  bool operator==(const HoldingSummary&) const = default;
};

/// Views: into the event and complaint, or the row, that it was made of.
struct StepSummary {
  Instant time;           ///< the event's
  std::string_view type;  ///< the event's, short: `forwarded`
  std::string_view by;    ///< the agency that responded or returned; empty: another event
  Status status = Status::submitted;
  std::uint32_t handovers = 0;
  std::uint32_t reopenings = 0;
  std::optional<Instant> due;            ///< the earliest of all running duty clocks
  std::optional<Instant> desk_due;       ///< of the desk's
  std::string_view lead;                 ///< empty: nobody leads
  std::string_view last_lead;            ///< the lead, or the last one there was; empty: none yet
  std::vector<HoldingSummary> holdings;  ///< the active ones, and those that the event began

  bool operator==(const StepSummary&) const = default;
};

/// What `recorded` left behind; `after`: the complaint after it. Both must outlive `summary`, which
/// is overwritten; its room is used again.
void summarise(const RecordedEvent& recorded, const Complaint& after, StepSummary& summary);

void append_step_summary(std::string& out, const StepSummary& summary);
/// False: these are not the bytes of a summary; `summary` is then of no use.
bool read_step_summary(std::string_view bytes, StepSummary& summary);

}  // namespace aduan
