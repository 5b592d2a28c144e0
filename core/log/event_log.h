// The log: streams of records, append-only. Two engines keep this one contract (tests/integration
// has its suite): RocksDB in a folder, and Kafka.

#pragma once

#include "core/base/result.h"
#include "core/log/record.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace aduan {

class EventLog {
 public:
  virtual ~EventLog() = default;

  /// How many partitions the events have; the directory is the stream of this number.
  virtual std::uint32_t partitions() const = 0;

  /// Appends all of `records` or none, each to `position.stream`, in this order; durable on return.
  /// Gives their positions.
  /// Errors: unavailable (with outcome_unknown when it may have happened), invalid (no such
  /// stream).
  /// Threads: one writer at a time.
  virtual Result<std::vector<Position>> append(std::span<const Record> records) = 0;

  /// The offset that the stream's next record will get. Threads: any.
  virtual Result<std::uint64_t> end(std::uint32_t stream) const = 0;

  /// Errors: not_found (nothing there), corrupt (stored bytes do not decode). Threads: any.
  virtual Result<Record> read(Position position) const = 0;

  /// Calls `visit` for each record of the stream from `from` on, in order, up to the end that the
  /// stream had when the call began, until `visit` gives false. The record is valid during the call
  /// alone.
  /// Errors: corrupt (a hole, or bytes that do not decode; says where). Threads: any.
  virtual Result<void> scan(std::uint32_t stream, std::uint64_t from,
                            const std::function<bool(const Record&)>& visit) const = 0;
};

}  // namespace aduan
