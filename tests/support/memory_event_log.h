// A log in memory, for tests that need a log and no disk. Keeps the contract of every EventLog.

#pragma once

#include "core/log/event_log.h"

#include <cstdint>
#include <mutex>
#include <vector>

namespace aduan {

class MemoryEventLog final : public EventLog {
 public:
  explicit MemoryEventLog(std::uint32_t partitions) : streams_(std::size_t{partitions} + 1) {}

  std::uint32_t partitions() const override {
    return static_cast<std::uint32_t>(streams_.size() - 1);
  }

  Result<std::vector<Position>> append(std::span<const Record> records) override {
    const std::scoped_lock lock(mutex_);
    for (const Record& record : records) {
      if (record.position.stream >= streams_.size()) return no_stream();
    }
    std::vector<Position> positions;
    for (const Record& record : records) {
      auto& stream = streams_[record.position.stream];
      positions.push_back({record.position.stream, stream.size()});
      stream.push_back(record);
      stream.back().position = positions.back();
    }
    return positions;
  }

  Result<std::uint64_t> end(std::uint32_t stream) const override {
    const std::scoped_lock lock(mutex_);
    if (stream >= streams_.size()) return no_stream();
    return streams_[stream].size();
  }

  Result<Record> read(Position position) const override {
    const std::scoped_lock lock(mutex_);
    if (position.stream >= streams_.size()) return no_stream();
    if (position.offset >= streams_[position.stream].size()) {
      return Error{ErrorKind::not_found, "no record there"};
    }
    return streams_[position.stream][position.offset];
  }

  Result<void> scan(std::uint32_t stream, std::uint64_t from,
                    const std::function<bool(const Record&)>& visit) const override {
    const auto last = end(stream);
    if (!last) return last.error();
    for (std::uint64_t offset = from; offset < last.value(); ++offset) {
      const auto record = read({stream, offset});
      if (!record) return record.error();
      if (!visit(record.value())) break;
    }
    return success();
  }

 private:
  static Error no_stream() { return Error{ErrorKind::invalid, "no such stream"}; }

  mutable std::mutex mutex_;
  std::vector<std::vector<Record>> streams_;  // under mutex_
};

}  // namespace aduan
