// What the system itself must do in a case, and from when on. Answers the deadline watcher, without
// a scan of all cases: where no clock runs and nothing is owed there is no row.
//
// Rows   of a case: one a step, see DueStep.
// Key    from (ms since epoch u64be), case id (10 bytes), due (ms u64be; FF × 8: an escalation),
//        kind u8, sequence u64be, which u8 (the clock, or whom to tell), agency id (or nothing).
// Value  DueStep without case, binary.h.
//
// `from` is never before the case's last record: what becomes due in the past (a clock that was
// stopped late, a source's own due date) stands behind all that was there before it. So whoever
// walks the rows in order, in step with the clock, finds nothing new behind them. Within a case the
// dues give the order, whatever was recorded between: a watcher that goes on after a crash does the
// same in the same order.

#pragma once

#include "projections/projection.h"
#include "projections/store/reader.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace aduan {

/// A step of the watcher's. Append, never rename: the number is in the rows' keys.
enum class DueKind : std::uint8_t {
  miss,      ///< a duty clock ran out, or was stopped late, and no `deadline_missed` says so
  silence,   ///< the reporter did not answer: close
  expiry,    ///< nothing was supplemented: archive
  escalate,  ///< somebody above is to be told
};

struct DueStep {
  CaseId case_id;
  DueKind kind = DueKind::miss;
  Instant from;  ///< when it can be done first
  Clock clock = Clock::verify;
  std::optional<AgencyId> agency;  ///< the clock's; absent: the desk's, or a window
  std::uint64_t sequence = 0;      ///< of the event that started the clock, or of what to tell
  Instant due;                     ///< the clock's
  EscalationTarget to = EscalationTarget::national_admin;
  EscalationReason reason = EscalationReason::deadline;

  bool operator==(const DueStep&) const = default;
};

/// What the watcher must do in the case, now or later, by the state alone. None for a parked case:
/// nothing can be decided on it. Pure.
std::vector<DueStep> due_steps(const CaseId& id, const CaseState& state);

extern const Projection kDueSteps;

/// Calls `visit` for each step whose `from` is at or after `since`, in the order of the rows (by
/// `from`, then case), until it gives false. Errors: corrupt, unavailable.
Result<void> scan_due_steps(const Reader& reader, std::optional<Instant> since,
                            const std::function<bool(const DueStep&)>& visit);

}  // namespace aduan
