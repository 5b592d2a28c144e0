// Works handed from one thread to another, in their order: whoever makes them gets a few ahead of
// whoever carries them out, and no further.

#pragma once

#include "core/base/result.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace aduan {

/// Threads: `put` and `wait` from one.
template <class Work>
class BackgroundWorker {
 public:
  /// Calls `carry_out` on a thread of its own for one work after another, until one fails.
  /// `waiting_max`: the works that may wait; more would only take memory.
  BackgroundWorker(std::size_t waiting_max, std::function<Result<void>(Work)> carry_out)
      : waiting_max_(waiting_max), carry_out_(std::move(carry_out)), thread_([this] { run(); }) {}

  BackgroundWorker(const BackgroundWorker&) = delete;
  BackgroundWorker& operator=(const BackgroundWorker&) = delete;

  /// Ends after the work in hand; those that wait are dropped: see `wait`.
  ~BackgroundWorker() {
    {
      const std::lock_guard lock(mutex_);
      is_closed_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  /// Waits for room. Errors: that of an earlier work; this one is dropped.
  Result<void> put(Work work) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return failure_ || waiting_.size() < waiting_max_; });
    if (failure_) return *failure_;
    waiting_.push_back(std::move(work));
    lock.unlock();
    changed_.notify_all();
    return success();
  }

  /// Until everything is carried out. Errors: that of a work; what came after it is not.
  Result<void> wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return failure_ || (waiting_.empty() && !is_working_); });
    if (failure_) return *failure_;
    return success();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return is_closed_ || !waiting_.empty(); });
      if (is_closed_ || failure_) return;
      Work work = std::move(waiting_.front());
      waiting_.pop_front();
      is_working_ = true;
      lock.unlock();
      changed_.notify_all();
      const auto carried_out = carry_out_(std::move(work));
      lock.lock();
      if (!carried_out) failure_ = carried_out.error();
      is_working_ = false;
      changed_.notify_all();
    }
  }

  const std::size_t waiting_max_;
  const std::function<Result<void>(Work)> carry_out_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Work> waiting_;      // under mutex_
  bool is_working_ = false;       // under mutex_
  bool is_closed_ = false;        // under mutex_
  std::optional<Error> failure_;  // under mutex_
  std::thread thread_;            // last: it uses all of them
};

}  // namespace aduan
