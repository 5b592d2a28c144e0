// The one place that builds concrete objects: what the command line says becomes a ledger to work
// on.

#pragma once

#include "cli/ledger_folder.h"
#include "cli/movable_time.h"
#include "cli/output.h"
#include "consumers/system_door.h"
#include "core/base/clock.h"
#include "schemas/ids.h"

#include <memory>
#include <optional>
#include <string>

namespace aduan {

/// What the system's roles did, and when there is more for them.
struct DueReport {
  DueWork work;
  std::optional<Instant> next;  ///< when the watcher's next step becomes due
};

class Wiring {
 public:
  /// `location`: a folder (`kafka://…` is not understood yet and says so). `as_of`: the instant of
  /// the reader's question, if one was given. `now`: where the clock stands, on a test ledger.
  Wiring(std::string location, Actor actor, std::optional<Instant> as_of, const TimeSource& time,
         std::optional<Instant> now = std::nullopt);

  const std::string& location() const { return location_; }
  const Actor& actor() const { return actor_; }
  std::optional<Instant> as_of() const { return as_of_; }
  /// `--as-of`, or the clock.
  Instant reading_time() const { return as_of_.value_or(time_.now()); }
  const TimeSource& time() const { return time_; }

  /// The ledger, opened when first asked for. Asked for reading, it is opened beside whoever owns
  /// it.
  /// Errors: those of OpenLedger::open; invalid (a clock that stands, and no test ledger).
  Result<OpenLedger*> open_for_reading();
  Result<OpenLedger*> open_for_writing();
  Result<OpenLedger*> create(const NewLedger& ledger);
  /// Errors: those of OpenLedger::rebuild_projections; invalid (no folder).
  Result<RebuiltProjections> rebuild_projections(const Progress& progress);

  /// The log alone, beside whoever owns it: needs neither keys nor projections, changes nothing.
  /// Errors: not_found (no log there), invalid (no folder), corrupt, unavailable.
  Result<std::unique_ptr<EventLog>> open_log() const;

  /// For writing, and what is due is done before: nobody acts on a case whose deadline has passed
  /// unseen. `output` shows how far a long backlog is. Errors: as above, and those of run_due.
  Result<OpenLedger*> open_up_to_date(Output& output);
  /// Lets watcher and steward do what is due at `until` (absent: now); on a test ledger each thing
  /// at its own instant. Requires: opened for writing. Errors: those of SystemRoles::run_due.
  Result<DueReport> run_due(Output& output, std::optional<Instant> until = std::nullopt);

 private:
  Result<OpenLedger*> open(OpenLedger::Access access);
  /// Errors: invalid, when the location is no folder.
  Result<void> expect_folder() const;
  /// A clock that stands is for test ledgers alone.
  Result<void> check_clock(bool is_test_ledger) const;

  std::string location_;
  Actor actor_;
  std::optional<Instant> as_of_;
  MovableTime time_;
  std::optional<Instant> now_;
  std::unique_ptr<OpenLedger> ledger_;
};

}  // namespace aduan
