// The deadline watcher: puts missed deadlines on record, tells those above, closes where the
// reporter is silent, archives what nobody supplemented. Source: RULES §3, §4.
//
// It looks at the rows of due_steps alone, soonest first; what follows from its own commands (who
// is to be told of a miss) becomes a row by the miss, so that a crash between loses nothing.

#pragma once

#include "consumers/system_door.h"
#include "projections/due_steps.h"
#include "projections/store/store.h"

#include <optional>

namespace aduan {

/// What is sent for a step. Pure.
SystemCommand command_of(const DueStep& step);

/// Threads: one at a time.
class DeadlineWatcher {
 public:
  /// Both must outlive it.
  DeadlineWatcher(SystemDoor& door, const ProjectionStore& store);

  /// Sends everything that is due at `now`, as the store has it; what follows from it is the next
  /// pass's. Errors: corrupt, unavailable.
  Result<void> pass(Instant now);

  /// Nothing was left to send at `now`: the next pass need not look far behind it. Until then, and
  /// in a new watcher, a pass looks at everything.
  void finished(Instant now);

  /// When the next step becomes due, after the instant that was finished last; nothing when none
  /// will. Errors: corrupt, unavailable.
  Result<std::optional<Instant>> next_due() const;

 private:
  SystemDoor& door_;
  const ProjectionStore& store_;
  std::optional<Instant> finished_;
};

}  // namespace aduan
