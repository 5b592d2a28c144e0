// The one place that builds concrete objects: what the command line says becomes a ledger to work
// on.

#pragma once

#include "cli/ledger_folder.h"
#include "cli/ledger_on_kafka.h"
#include "cli/movable_time.h"
#include "cli/output.h"
#include "cli/settings.h"
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

/// Where a ledger is, as the command line says it.
struct LedgerPlace {
  std::string location;              ///< a folder, or `kafka://HOST:PORT[/PREFIX]`
  std::optional<std::string> state;  ///< a ledger on Kafka: the folder of what this machine keeps
  Environment environment;           ///< has how to get into Kafka

  bool is_kafka() const { return is_kafka_address(location); }
  /// Errors: invalid (no address, or a setting), not_found (a file of settings).
  Result<KafkaPlace> kafka() const;
};

class Wiring {
 public:
  /// `as_of`: the instant of the reader's question, if one was given. `now`: where the clock
  /// stands, on a test ledger.
  Wiring(LedgerPlace place, Actor actor, std::optional<Instant> as_of, const TimeSource& time,
         std::optional<Instant> now = std::nullopt);

  const LedgerPlace& place() const { return place_; }
  const std::string& location() const { return place_.location; }
  const Actor& actor() const { return actor_; }
  std::optional<Instant> as_of() const { return as_of_; }
  /// `--as-of`, or the clock.
  Instant reading_time() const { return as_of_.value_or(time_.now()); }
  const TimeSource& time() const { return time_; }

  /// The ledger, opened when first asked for. Asked for reading, it is opened beside whoever owns
  /// it.
  /// Errors: those of open_ledger_folder and open_kafka_ledger; invalid (a clock that stands, and
  /// no test ledger).
  Result<OpenLedger*> open_for_reading(Freshness freshness = Freshness::caught_up);
  Result<OpenLedger*> open_for_writing();
  /// A new ledger in a folder. Its directory's first records are the caller's commands.
  Result<OpenLedger*> create(const NewLedger& ledger);
  /// A ledger on Kafka: made, or verified where it is there. Errors: those of found_kafka_ledger.
  Result<FoundedLedger> found(NewLedger& ledger, std::optional<std::uint32_t> partitions);
  /// Opened for the caller alone, with a clock of the caller's. `time` outlives it.
  Result<std::unique_ptr<OpenLedger>> open_own(const TimeSource& time) const;
  /// Errors: those of rebuild_ledger_folder and rebuild_kafka_ledger.
  Result<RebuiltProjections> rebuild_projections(const Progress& progress);

  /// The log alone, beside whoever owns it: needs neither keys nor projections, changes nothing.
  /// Errors: not_found (no log there), invalid (no address), corrupt, unavailable.
  Result<std::unique_ptr<EventLog>> open_log() const;

  /// For writing, and in a folder what is due is done before: nobody acts on a case whose deadline
  /// has passed unseen. On Kafka watcher and steward see to that. `output` shows how far a long
  /// backlog is. Errors: as above, and those of run_due.
  Result<OpenLedger*> open_up_to_date(Output& output);
  /// Lets watcher and steward do what is due at `until` (absent: now); on a test ledger each thing
  /// at its own instant. Requires: opened for writing. Errors: those of SystemRoles::run_due.
  Result<DueReport> run_due(Output& output, std::optional<Instant> until = std::nullopt);

 private:
  Result<OpenLedger*> open(LedgerAccess access, Freshness freshness);
  Result<std::unique_ptr<OpenLedger>> open_at(LedgerAccess access, Freshness freshness,
                                              const TimeSource& time) const;
  /// Errors: invalid, when the location is of another kind.
  Result<void> expect_folder() const;
  /// A clock that stands is for test ledgers alone.
  Result<void> check_clock(bool is_test_ledger) const;

  LedgerPlace place_;
  Actor actor_;
  std::optional<Instant> as_of_;
  MovableTime time_;
  std::optional<Instant> now_;
  std::unique_ptr<OpenLedger> ledger_;
};

}  // namespace aduan
