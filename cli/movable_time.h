// The clock of the command line: the machine's, or where a test put it (`--now`, ADUAN_NOW).

#pragma once

#include "core/base/clock.h"

#include <atomic>
#include <cstdint>
#include <limits>
#include <optional>

namespace aduan {

/// Threads: any.
class MovableTime final : public TimeSource {
 public:
  /// `base` must outlive it.
  explicit MovableTime(const TimeSource& base) : base_(base) {}

  Instant now() const override {
    const std::int64_t stands = stands_.load();
    return stands == kRuns ? base_.now() : Instant(std::chrono::milliseconds(stands));
  }

  /// From now on it stands there; with nothing it runs as its base does.
  void move_to(std::optional<Instant> instant) {
    stands_ = instant ? instant->time_since_epoch().count() : kRuns;
  }

 private:
  static constexpr std::int64_t kRuns = std::numeric_limits<std::int64_t>::min();

  const TimeSource& base_;
  std::atomic<std::int64_t> stands_{kRuns};
};

}  // namespace aduan
