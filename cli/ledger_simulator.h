// A simulation into a ledger: case ids, keys, sealing on this thread; deciding, writing and the
// system's roles on another, a batch at a time. Simulated time is the ledger's.
//
// What the ledger answers is counted, never listened to: the simulation knows the rules. So the
// same plan into two ledgers of one seed gives the same bytes.

#pragma once

#include "cli/background_worker.h"
#include "cli/ledger_folder.h"
#include "cli/movable_time.h"
#include "cli/simulate/command_sink.h"
#include "consumers/system_roles.h"
#include "core/base/clock.h"
#include "core/privacy/sealers.h"

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace aduan {

/// What the ledger made of it.
struct SimulationCounts {
  std::uint64_t accepted = 0;  ///< of cases, by people; what the system added is in `system`
  std::uint64_t directory = 0;
  std::uint64_t repeated = 0;                                          ///< the command id was known
  std::map<std::string, std::uint64_t, std::less<>> refused_as_meant;  ///< by code
  std::map<std::string, std::uint64_t, std::less<>> refused;           ///< otherwise: by code
  std::uint64_t taken_though_forbidden = 0;  ///< meant to be refused, and was not
  DueWork system;
};

/// Threads: `counts` from any; the rest from one.
class LedgerSimulator final : public simulation::CommandSink {
 public:
  /// `time` is what `ledger` was opened with. Both must outlive the simulator.
  LedgerSimulator(OpenLedger& ledger, MovableTime& time);

  CaseId case_of(std::string_view reference) override;
  Result<void> send(simulation::SimulatedCommand command) override;
  Result<void> send_directory(std::string key, Instant time, DirectoryCommand command) override;
  Result<void> extend(simulation::SimulatedExtension extension) override;
  Result<void> run_system(Instant now) override;
  Result<void> finish() override;

  SimulationCounts counts() const;

 private:
  /// What a command was meant to meet.
  struct Purpose {
    bool is_directory = false;
    std::optional<RejectionCode> meant;
  };
  /// In this order: the commands, the extensions, the system's roles.
  struct Work {
    std::vector<AnyCommand> commands;
    std::vector<Purpose> purposes;
    bool runs_system = false;
    /// Of the days since the system ran last; with `runs_system` alone.
    std::vector<simulation::SimulatedExtension> extensions;
    Instant now;  ///< not before any of it
  };

  Result<void> add(AnyCommand command, Purpose purpose, Instant time);
  Result<void> hand_over();
  Result<void> write(Work work);
  Result<void> submit(std::vector<AnyCommand> commands, const std::vector<Purpose>& purposes,
                      Until until);
  Result<void> write_extensions(const std::vector<simulation::SimulatedExtension>& extensions);

  OpenLedger& ledger_;
  MovableTime& time_;

  // This thread's.
  Sealers sealers_;
  Work gathering_;
  std::vector<simulation::SimulatedExtension> extensions_;

  SystemRoles roles_;  // the writing thread's

  // Shared with the writing thread, under mutex_.
  mutable std::mutex mutex_;
  SimulationCounts counts_;

  BackgroundWorker<Work> writer_;  // last: it writes with all of the above
};

}  // namespace aduan
