// What stands in a topic, as values of ours.

#pragma once

#include "core/base/clock.h"
#include "core/log/record.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace aduan {

struct TopicPartition {
  std::string topic;  ///< its full name, with the prefix
  std::uint32_t partition = 0;

  auto operator<=>(const TopicPartition&) const = default;
};

/// A place in a partition: of a record, or of the one that comes next.
struct TopicOffset {
  TopicPartition in;
  std::uint64_t offset = 0;

  auto operator<=>(const TopicOffset&) const = default;
};

/// A record to send.
struct KafkaDraft {
  TopicPartition to;
  std::optional<std::string> key;
  std::optional<std::string> value;  ///< nothing: a tombstone where the topic is compacted
  std::vector<RecordHeader> headers;
};

/// A record as it came.
struct KafkaRecord {
  TopicOffset at;
  std::optional<std::string> key;
  std::optional<std::string> value;
  std::vector<RecordHeader> headers;
  Instant timestamp;  ///< the broker's: every topic has LogAppendTime

  /// The value of the first header of this name; nothing when there is none, or it is null.
  std::optional<std::string_view> header(std::string_view name) const;

  bool operator==(const KafkaRecord&) const = default;
};

}  // namespace aduan
