// SIGTERM and SIGINT as something to wait for, so that a command that goes on for ever ends when it
// is asked to, at a moment of its own.

#pragma once

#include <chrono>
#include <csignal>

namespace aduan {

/// From its making on the two signals end nothing: they wait until they are asked for. Make it
/// before any thread: those inherit it.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGTERM);
    sigaddset(&signals_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  }
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  /// Waits so long for one; true when one came, now or before.
  bool wait(std::chrono::milliseconds patience) {
    if (has_come_) return true;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(patience);
    const std::chrono::nanoseconds rest = patience - seconds;
    const timespec time{seconds.count(), rest.count()};
    has_come_ = sigtimedwait(&signals_, nullptr, &time) > 0;
    return has_come_;
  }

 private:
  sigset_t signals_;
  sigset_t before_;
  bool has_come_ = false;
};

}  // namespace aduan
