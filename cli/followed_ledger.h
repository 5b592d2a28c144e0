// A ledger whose records come to this process's projections by the log: after an answer it waits
// until they are there, so that who sent a command reads what it did.

#pragma once

#include "core/ledger/ledger.h"
#include "core/log/event_log.h"
#include "projections/store/store.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace aduan {

/// Opens a store that another process writes, as it is now.
using StoreOpener = std::function<Result<std::unique_ptr<ProjectionStore>>()>;

/// Waits until the store stands at `positions`, a stream each: an owned one catches up with the
/// log; another's (`reopen` is set) is opened again until its owner has.
/// Errors: those of log and store; unavailable (the owner does not come that far).
Result<void> bring_to(std::unique_ptr<ProjectionStore>& store, const EventLog& log,
                      const StoreOpener& reopen, const std::vector<std::uint64_t>& positions);

/// Where each stream ends now. Errors: those of the log.
Result<std::vector<std::uint64_t>> ends_of(const EventLog& log);

/// Threads: as Ledger; but nobody may hold the store of another process over a call.
class FollowedLedger final : public Ledger {
 public:
  /// All must outlive it. `reopen`: empty where the store is this process's own.
  FollowedLedger(std::unique_ptr<Ledger> ledger, const EventLog& log,
                 std::unique_ptr<ProjectionStore>& store, StoreOpener reopen);

  using Ledger::submit;
  /// What was acknowledged is a receipt also where the projections could not be brought that far:
  /// then the next reader waits for them.
  std::vector<Answer> submit(std::vector<AnyCommand> commands, Until until) override;
  void settle() override;
  std::shared_ptr<const Directory> directory() const override { return ledger_->directory(); }

 private:
  std::unique_ptr<Ledger> ledger_;
  const EventLog& log_;
  std::unique_ptr<ProjectionStore>& store_;
  const StoreOpener reopen_;

  std::mutex mutex_;
  std::vector<std::uint64_t> seen_;  ///< a stream: behind the last receipt; under mutex_
};

}  // namespace aduan
