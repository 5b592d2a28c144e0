// Time as the ledger counts it, and where it comes from.

#pragma once

#include <chrono>

namespace aduan {

/// A point in time, UTC, in whole milliseconds since 1970-01-01 (no leap seconds).
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// Where the shell gets the time. The domain never asks: it is told.
/// Threads: `now` may be called from any.
class TimeSource {
 public:
  virtual ~TimeSource() = default;
  virtual Instant now() const = 0;
};

/// The machine's clock.
class SystemTime final : public TimeSource {
 public:
  Instant now() const override;
};

}  // namespace aduan
