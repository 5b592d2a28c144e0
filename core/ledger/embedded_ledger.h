// The ledger in one process: a log, the projections beside it, many threads.
//
// Group commit: of the threads that wait, one leads. It takes what has queued up, decides, and
// appends with one fsync; then the next thread leads, while the first one applies its batch to the
// projections and answers. What is appended and not applied yet, the processor sees through its
// batches. A leader that waits for durability alone leaves the applying to a thread of the
// ledger's.

#pragma once

#include "core/base/clock.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledger_store.h"
#include "core/log/event_log.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace aduan {

/// No batch has more commands; what waits longer waits for the next.
inline constexpr std::size_t kBatchCommandsMax = 8'192;

class EmbeddedLedger final : public Ledger {
 public:
  /// All of them must outlive the ledger. Requires: the store has caught up with the log;
  /// `directory` and its head are the log's (load_directory).
  EmbeddedLedger(EventLog& log, LedgerStore& store, const TimeSource& time,
                 std::shared_ptr<const Directory> directory, const ChainHead& directory_head);

  /// Applies what is left to apply. Requires: nobody waits for an answer.
  ~EmbeddedLedger() override;

  using Ledger::submit;
  std::vector<Answer> submit(std::vector<AnyCommand> commands, Until until) override;
  void settle() override;
  std::shared_ptr<const Directory> directory() const override;

 private:
  struct Waiting;
  /// A batch that is in the log and not in the projections.
  struct Unapplied {
    std::shared_ptr<const ProcessedBatch> batch;
    std::vector<std::shared_ptr<Waiting>> group;  ///< who is answered when it is applied
    std::shared_ptr<Waiting> leader;              ///< who applies it; null: the applier
  };
  /// Who is to be told what, once mutex_ is free again.
  struct Calls;

  void lead(const std::shared_ptr<Waiting>& leader);
  std::vector<std::shared_ptr<Waiting>> take_group(std::vector<AnyCommand>& commands);
  std::vector<Answer> decide(std::span<const AnyCommand> commands,
                             std::shared_ptr<ProcessedBatch>& appended);
  void queue_unapplied(const std::shared_ptr<Waiting>& leader,
                       std::vector<std::shared_ptr<Waiting>> group,
                       std::shared_ptr<ProcessedBatch> batch, Calls& calls);
  void call_next_to_apply(Calls& calls);
  void apply_front();
  void apply_left_ones();
  Result<void> apply(const ProcessedBatch& batch);

  EventLog& log_;
  LedgerStore& store_;
  const TimeSource& time_;

  mutable std::mutex mutex_;
  std::deque<std::shared_ptr<Waiting>> queue_;  // under mutex_; the front one leads
  std::shared_ptr<const Directory> directory_;  // under mutex_
  std::deque<Unapplied> unapplied_;             // under mutex_; in the order of the log
  bool is_deciding_ = false;                    // under mutex_: somebody leads
  bool is_applying_ = false;                    // under mutex_: somebody's turn it is
  bool is_appliers_turn_ = false;               // under mutex_
  bool is_closed_ = false;                      // under mutex_
  /// Log and projections may disagree since a write failed half-way: nothing is decided any more
  /// until the ledger is opened again and the projections catch up. Under mutex_.
  bool is_halted_ = false;
  std::condition_variable room_;           // fewer batches are unapplied
  std::condition_variable appliers_turn_;  // is_appliers_turn_, or is_closed_

  CommandProcessor processor_;  // the leader's, but for `release`
  std::thread applier_;         // started by the first batch that is left to it
};

}  // namespace aduan
