// How the system's own roles send their commands: under keys that follow from the cause, so that a
// second watcher, a late one, or one that crashed in the middle, changes nothing. Source: RULES §4.

#pragma once

#include "core/ledger/ledger.h"
#include "schemas/command.h"
#include "schemas/ids.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// What the roles sign with.
struct SystemKeys {
  /// The blind id of a command key: LedgerSecret::command_id.
  std::function<CommandId(std::string_view command_key)> command_id;
  std::string id = "local";  ///< they act as `watcher:<id>` and `steward:<id>`
};

/// How many commands of each kind were accepted; a repeated one is not counted.
struct DueWork {
  std::uint64_t misses = 0;
  std::uint64_t escalations = 0;
  std::uint64_t closed = 0;         ///< the reporter was silent
  std::uint64_t archived = 0;       ///< nothing was supplemented
  std::uint64_t absorbed = 0;       ///< merges whose target took the case in
  std::uint64_t merges_failed = 0;  ///< merges whose source was reopened
  std::uint64_t successions = 0;    ///< cases of dissolved agencies moved on

  std::uint64_t total() const {
    return misses + escalations + closed + archived + absorbed + merges_failed + successions;
  }
  DueWork& operator+=(const DueWork& other);
  bool operator==(const DueWork&) const = default;
};

/// A command of the system on its way.
struct SystemCommand {
  CaseId case_id;
  std::string key;  ///< one of RULES §4
  Role role = Role::watcher;
  std::uint64_t DueWork::*counted = &DueWork::misses;
  CaseCommand body;
};

/// No batch has more commands.
inline constexpr std::size_t kSystemBatchMax = 1'024;

/// Called after each batch with what was done so far.
using DueProgress = std::function<void(const DueWork& done)>;

/// Threads: one at a time.
class SystemDoor {
 public:
  /// `ledger` must outlive it.
  SystemDoor(Ledger& ledger, SystemKeys keys);

  /// One answer a command, in order; what was accepted is added to `done`. A refusal and a case
  /// that is parked or absent are answers: the state has moved on, or waits for somebody else.
  /// Errors: unavailable; what was acknowledged is done, the rest may be sent again.
  Result<std::vector<Answer>> send(const std::vector<SystemCommand>& commands);

  Ledger& ledger() { return ledger_; }
  /// Of the run: since `start`.
  const DueWork& done() const { return done_; }
  void start(DueProgress progress);

 private:
  Ledger& ledger_;
  SystemKeys keys_;
  DueProgress progress_;
  DueWork done_;
};

}  // namespace aduan
