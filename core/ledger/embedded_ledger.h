// The ledger in one process: a log, the projections beside it, many threads.
//
// Group commit: of the threads that wait, one leads. It takes what has queued up, decides, appends
// with one fsync, applies to the projections and answers everybody; meanwhile the next batch
// gathers.

#pragma once

#include "core/base/clock.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledger_store.h"
#include "core/log/event_log.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

namespace aduan {

/// No batch has more commands; what waits longer waits for the next.
inline constexpr std::size_t kBatchCommandsMax = 8'192;

class EmbeddedLedger final : public Ledger {
 public:
  /// All of them must outlive the ledger. Requires: the store has caught up with the log;
  /// `directory` and its head are the log's (load_directory).
  EmbeddedLedger(EventLog& log, LedgerStore& store, const TimeSource& time,
                 std::shared_ptr<const Directory> directory, const ChainHead& directory_head);

  using Ledger::submit;
  std::vector<Answer> submit(std::vector<AnyCommand> commands) override;
  std::shared_ptr<const Directory> directory() const override;

 private:
  struct Waiting {
    std::vector<AnyCommand> commands;
    std::vector<Answer> answers;
    bool answered = false;
  };

  std::vector<Answer> commit(std::span<const AnyCommand> commands);
  Result<void> append(ProcessedBatch& batch);
  Result<void> apply(const ProcessedBatch& batch);

  EventLog& log_;
  LedgerStore& store_;
  const TimeSource& time_;

  mutable std::mutex mutex_;
  std::condition_variable answered_;
  std::deque<Waiting*> queue_;                  // under mutex_; the front one leads
  std::shared_ptr<const Directory> directory_;  // under mutex_

  CommandProcessor processor_;  // the leader's alone
  /// Log and projections may disagree since a write failed half-way: nothing is decided any more
  /// until the ledger is opened again and the projections catch up. The leader's alone.
  bool halted_ = false;
};

}  // namespace aduan
