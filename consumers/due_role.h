// Deadline watcher and steward as long-running roles: the same code as embedded, pass after pass.
// Any number may run: their commands' keys follow from the cause, so that what one has done is
// nothing to another. They read the projections of this process.

#pragma once

#include "consumers/deadline_watcher.h"
#include "consumers/role.h"
#include "consumers/steward.h"
#include "consumers/system_door.h"
#include "core/base/clock.h"
#include "core/ledger/ledger.h"
#include "projections/store/store.h"

#include <functional>
#include <memory>
#include <string_view>

namespace aduan {

/// What a role opens when it starts: brokers may be away then, and it tries again.
using LedgerOpener = std::function<Result<std::unique_ptr<Ledger>>()>;

class DueRole final : public ConsumerRole {
 public:
  enum class Of : std::uint8_t { watcher, steward };

  /// `store` and `time` must outlive it.
  DueRole(Of of, LedgerOpener ledger, const ProjectionStore& store, SystemKeys keys,
          const TimeSource& time);

  std::string_view name() const override { return of_ == Of::watcher ? "watcher" : "steward"; }
  Result<void> run(const std::stop_token& stop) override;
  /// Counts what was accepted: `misses`, `escalations`, `closed`, `archived`, `absorbed`,
  /// `merges_failed`, `successions`.
  RoleProgress progress() const override { return board_.read(); }

 private:
  Result<void> pass(SystemDoor& door, DeadlineWatcher& watcher, Steward& steward);
  void count(const DueWork& done);

  const Of of_;
  const LedgerOpener ledger_;
  const ProjectionStore& store_;
  const SystemKeys keys_;
  const TimeSource& time_;
  ProgressBoard board_;
};

}  // namespace aduan
