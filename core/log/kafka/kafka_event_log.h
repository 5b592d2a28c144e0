// The log on Kafka: the partitions of `aduan.events`, and `aduan.directory` as the stream after
// them. Any number of processes may read and append at once.
//
// Record     key, value, headers and timestamp of a Kafka record are those of a Record; the
//            timestamp is the broker's (LogAppendTime), whatever the record appended had.
// Offsets    dense: nothing writes these topics in a transaction, compacts or shortens them. A
//            place where a record should be and is not is `corrupt`.
// An append  idempotent, acks=all, linger 0; durable on return as the topic's replication says. It
//            is not one unit: readers may see its first records before the last, and one that fails
//            may have written some of them (outcome_unknown). Whether a record is valid is told by
//            reading it back: others may have appended in between.
// Brokers    that are away are waited for, up to the connection's patience, then `unavailable`;
//            the same object goes on when they are back.

#pragma once

#include "core/log/event_log.h"
#include "core/log/kafka/kafka_connection.h"
#include "core/log/kafka/kafka_record.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace aduan {

class KafkaEventLog final : public EventLog {
 public:
  /// The log at the address. `partitions`: as `ledger_created` or the configuration says, where
  /// that is known; another number of the topic's is refused.
  /// Errors: not_found (no such topics), invalid (another number of partitions), unavailable (no
  /// broker answers, or it refuses us: says which).
  static Result<std::unique_ptr<KafkaEventLog>> open(
      const KafkaConnection& connection, std::optional<std::uint32_t> partitions = std::nullopt);

  KafkaEventLog(const KafkaEventLog&) = delete;
  KafkaEventLog& operator=(const KafkaEventLog&) = delete;
  ~KafkaEventLog() override;

  std::uint32_t partitions() const override;
  /// Threads: any; appends of several threads go one after the other.
  Result<std::vector<Position>> append(std::span<const Record> records) override;
  Result<std::uint64_t> end(std::uint32_t stream) const override;
  /// Fast for one position after the other, one round trip otherwise.
  Result<Record> read(Position position) const override;
  Result<void> scan(std::uint32_t stream, std::uint64_t from,
                    const std::function<bool(const Record&)>& visit) const override;

  /// The partition that holds a stream. Requires: `stream` ≤ partitions().
  TopicPartition place_of(std::uint32_t stream) const;

 private:
  struct State;
  explicit KafkaEventLog(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace aduan
