// The one place that builds concrete objects: what the command line says becomes a ledger to work
// on.

#pragma once

#include "cli/ledger_folder.h"
#include "core/base/clock.h"
#include "schemas/ids.h"

#include <memory>
#include <optional>
#include <string>

namespace aduan {

class Wiring {
 public:
  /// `location`: a folder (`kafka://…` is not understood yet and says so). `as_of`: the instant of
  /// the reader's question, if one was given.
  Wiring(std::string location, Actor actor, std::optional<Instant> as_of, const TimeSource& time);

  const std::string& location() const { return location_; }
  const Actor& actor() const { return actor_; }
  std::optional<Instant> as_of() const { return as_of_; }
  /// `--as-of`, or the clock.
  Instant reading_time() const { return as_of_.value_or(time_.now()); }
  const TimeSource& time() const { return time_; }

  /// The ledger, opened when first asked for. Asked for reading, it is opened beside whoever owns
  /// it.
  /// Errors: those of OpenLedger::open.
  Result<OpenLedger*> open_for_reading();
  Result<OpenLedger*> open_for_writing();
  Result<OpenLedger*> create(const NewLedger& ledger);

 private:
  Result<OpenLedger*> open(OpenLedger::Access access);

  std::string location_;
  Actor actor_;
  std::optional<Instant> as_of_;
  const TimeSource& time_;
  std::unique_ptr<OpenLedger> ledger_;
};

}  // namespace aduan
