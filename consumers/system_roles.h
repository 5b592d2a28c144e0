// The system's own roles in one process: deadline watcher and steward, over any ledger and the
// store that follows it. Embedded: on open and by `aduan run-due`; by `serve` and `simulate` as
// time goes on.
//
//   SystemRoles roles(ledger, store, {[&](auto key) { return secret.command_id(key); }});
//   const Result<DueWork> work = roles.run_due(now);

#pragma once

#include "consumers/deadline_watcher.h"
#include "consumers/steward.h"
#include "consumers/system_door.h"

#include <functional>
#include <optional>

namespace aduan {

/// Keep it from run to run: the first one looks at all that was ever due, later ones at what came
/// since. When nothing is due a run costs a few look-ups.
/// Threads: one at a time; any number beside each other, here or elsewhere, do no harm.
class SystemRoles {
 public:
  /// Ledger and store must outlive it.
  SystemRoles(Ledger& ledger, const ProjectionStore& store, SystemKeys keys);
  SystemRoles(const SystemRoles&) = delete;
  SystemRoles& operator=(const SystemRoles&) = delete;

  /// Sends all that is due at `now` and all that follows from it, until nothing more is. `now` is
  /// not after the ledger's own clock: what comes too early is refused, and stays due.
  /// Errors: corrupt, unavailable; what was sent is done, the next run goes on from there.
  Result<DueWork> run_due(Instant now, const DueProgress& progress = {});

  /// When the next step of the watcher becomes due, after the last run's `now`; nothing when none
  /// will. The steward's are due as soon as there is cause.
  Result<std::optional<Instant>> next_due() const { return watcher_.next_due(); }

  /// Lets time pass up to `until`, for a clock that can be moved: the watcher does each thing at
  /// its own instant, in order. `move` sets the ledger's clock; at the end it stands at `until`,
  /// and what the steward finds is done then. Errors: those of run_due.
  Result<DueWork> play(Instant until, const std::function<void(Instant)>& move,
                       const DueProgress& progress = {});

 private:
  Result<void> run(Instant now, bool with_steward);

  SystemDoor door_;
  DeadlineWatcher watcher_;
  Steward steward_;
};

}  // namespace aduan
