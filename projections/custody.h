// Who had which case from when to when, and how it stood with them. Answers `queue AGENCY --as-of`
// and the timeline's "for how long".
//
// Rows   of a step: for each agency (`desk` included) whose standing in the case the event changed,
//        how it stands after it, or that it ended.
// Key    agency id, 0x00, case id (10 bytes), sequence u64be.
// Value  CustodyRow, binary.h.
// Marks  01, case id, sequence u64be, no value: the event's time is before an earlier one's.
//
// As of an instant a marked case is folded from the log; for all others the last row at or before
// it says the same.

#pragma once

#include "core/log/event_log.h"
#include "projections/agency_queue.h"
#include "projections/projection.h"
#include "projections/store/reader.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace aduan {

/// An agency's active handling, or a case in the desk's queue.
struct Standing {
  std::optional<HandlingRole> role;    ///< absent: the desk's
  std::optional<HandlingState> state;  ///< absent: the desk's
  bool turn = false;                   ///< whether the case waits in its queue
  std::optional<Instant> due;          ///< the earliest of its running duty clocks
  std::uint32_t returns = 0;
  Status status = Status::submitted;

  bool operator==(const Standing&) const = default;
};

struct CustodyRow {
  Instant time;                      ///< the event's
  std::optional<Standing> standing;  ///< absent: it ended
};

/// How the agency stands in the case; nothing without an active handling (the desk: when it is not
/// its turn).
std::optional<Standing> standing_of(const Complaint& complaint, const AgencyId& agency);

extern const Projection kCustody;

/// A case in which an agency has a standing.
struct Held {
  CaseId case_id;
  Standing standing;

  bool operator==(const Held&) const = default;
};

/// Every case in which the agency has a standing as of the instant, by case. Parked cases stand as
/// their last readable event left them.
/// `fold` is the ledger's and the log's. Errors: corrupt, unavailable.
Result<std::vector<Held>> read_held_as_of(const Reader& reader, const EventLog& log,
                                          RecordFold& fold, const AgencyId& agency,
                                          Instant instant);

/// The agency's queue as of the instant: those of the above whose turn is its own, in the order of
/// read_agency_queue. Errors: as above.
Result<std::vector<QueueEntry>> read_agency_queue_as_of(const Reader& reader, const EventLog& log,
                                                        RecordFold& fold, const AgencyId& agency,
                                                        Instant instant);

}  // namespace aduan
