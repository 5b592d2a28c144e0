#include "consumers/ledger_worker/batch_applier.h"

#include <utility>

namespace aduan {
namespace {

/// More would only take memory.
constexpr std::size_t kQueuedMax = 3;

}  // namespace

BatchApplier::BatchApplier(WorkerState& state) : state_(state), thread_([this] { apply_all(); }) {}

BatchApplier::~BatchApplier() {
  {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Result<void> BatchApplier::add(std::shared_ptr<const ProcessedBatch> batch,
                               CommandProcessor& processor) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return queue_.size() < kQueuedMax; });
  if (failed_) return *failed_;
  queue_.push_back({std::move(batch), &processor});
  changed_.notify_all();
  return success();
}

Result<void> BatchApplier::drain() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return queue_.empty(); });
  if (failed_) return *failed_;
  return success();
}

void BatchApplier::apply_all() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return is_closed_ || !queue_.empty(); });
    if (is_closed_) return;
    const Queued next = queue_.front();
    if (!failed_) {
      lock.unlock();
      const auto applied = state_.apply(*next.batch);
      if (applied) next.processor->release();
      lock.lock();
      if (!applied) failed_ = applied.error();
    }
    queue_.pop_front();
    changed_.notify_all();
  }
}

}  // namespace aduan
