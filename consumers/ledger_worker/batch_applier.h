// Brings batches that are in the log into a worker's store, while the worker decides on the next:
// what is not there yet, the processor sees through its batches.

#pragma once

#include "consumers/ledger_worker/worker_state.h"
#include "core/ledger/command_processor.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace aduan {

/// Threads: one caller at a time; has a thread of its own.
class BatchApplier {
 public:
  /// `state` must outlive it, and is the applier's alone, but for reading, until `drain` returns.
  explicit BatchApplier(WorkerState& state);
  BatchApplier(const BatchApplier&) = delete;
  BatchApplier& operator=(const BatchApplier&) = delete;
  /// What is not applied stays in the log alone.
  ~BatchApplier();

  /// Queues a batch that the processor has committed; releases it there when the store has it.
  /// Waits while many are queued. `processor` must live until `drain` returns.
  /// Errors: that of an earlier batch. Requires: placed; no record is the directory's.
  Result<void> add(std::shared_ptr<const ProcessedBatch> batch, CommandProcessor& processor);

  /// Waits until the store has all. Errors: that of the first batch that could not be applied.
  Result<void> drain();

 private:
  struct Queued {
    std::shared_ptr<const ProcessedBatch> batch;
    CommandProcessor* processor = nullptr;
  };

  void apply_all();

  WorkerState& state_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Queued> queue_;     // under mutex_; the front one is being applied
  std::optional<Error> failed_;  // under mutex_; nothing is applied after it
  bool is_closed_ = false;       // under mutex_
  std::thread thread_;
};

}  // namespace aduan
