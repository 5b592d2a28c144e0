// Where a simulation's commands go: a ledger, or a file.

#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/complaint/rejection.h"
#include "core/privacy/draft.h"
#include "schemas/command.h"
#include "schemas/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aduan::simulation {

/// What somebody wants of a case.
struct SimulatedCommand {
  CaseId case_id;
  std::string key;  ///< sent again, it acts once; a submission's is the case's reference
  Actor actor;
  Instant time;
  Draft draft;
  std::optional<RejectionCode> meant;  ///< tried in spite of this rule
};

/// A desk's wish for more time, resolved when the clock's start can be read.
struct SimulatedExtension {
  CaseId case_id;
  std::string key;
  Actor actor;
  Instant time;
  Clock clock = Clock::resolve;
  AgencyId agency;
  std::uint32_t days_more = 0;  ///< calendar days after the due date that runs
};

/// Takes commands in the order of their times.
/// Errors of all functions: those of the ledger or the disk; the simulation stops at the first.
class CommandSink {
 public:
  virtual ~CommandSink() = default;

  /// The id of the case whose submission has this key.
  virtual CaseId case_of(std::string_view reference) = 0;

  virtual Result<void> send(SimulatedCommand command) = 0;
  virtual Result<void> send_directory(std::string key, Instant time, DirectoryCommand command) = 0;

  /// Skipped where the clock does not run, or is due.
  virtual Result<void> extend(SimulatedExtension extension) = 0;

  /// The system's roles look at everything sent so far: misses, silence, expiry, escalations,
  /// merges, successions.
  virtual Result<void> run_system(Instant now) = 0;

  /// Waits until everything is durable.
  virtual Result<void> finish() = 0;
};

}  // namespace aduan::simulation
