// Follows streams of the log as they grow: what a worker's state is made of, and how it reads its
// own records back.

#pragma once

#include "core/base/result.h"
#include "core/log/kafka/kafka_connection.h"
#include "core/log/kafka/kafka_consumer.h"
#include "core/log/record.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

namespace aduan {

/// Threads: one at a time.
class EventTail {
 public:
  /// Of a log with so many partitions of events. Errors: unavailable, invalid.
  static Result<std::unique_ptr<EventTail>> open(const KafkaConnection& connection,
                                                 std::uint32_t partitions);

  /// Follows these streams from these offsets on, and no others.
  Result<void> follow(std::span<const Position> next);

  /// What has come, each stream's in order and without a hole; waits up to `wait` for the first.
  /// Errors: corrupt (a hole, or the log is shorter than it was), unavailable (we are refused).
  Result<std::vector<Record>> take(std::chrono::milliseconds wait);

  /// The offset that comes next. Requires: the stream is followed.
  std::uint64_t next_of(std::uint32_t stream) const { return next_.at(stream); }

  /// The offset that the stream's next record will get. Errors: unavailable.
  Result<std::uint64_t> end_of(std::uint32_t stream) const;
  /// The same of a partition of the commands.
  Result<std::uint64_t> end_of_commands(std::uint32_t partition) const;

  /// Why nothing comes, while brokers are away.
  std::optional<Error> trouble() const { return consumer_->trouble(); }

 private:
  EventTail(KafkaAddress address, std::uint32_t partitions, std::unique_ptr<KafkaConsumer> consumer,
            std::unique_ptr<KafkaConsumer> ends);
  TopicPartition place_of(std::uint32_t stream) const;

  KafkaAddress address_;
  std::uint32_t partitions_;
  std::unique_ptr<KafkaConsumer> consumer_;
  /// Follows nothing: asked of a consumer that fetches, an end waits behind the fetch.
  std::unique_ptr<KafkaConsumer> ends_;
  std::map<std::uint32_t, std::uint64_t> next_;
};

}  // namespace aduan
