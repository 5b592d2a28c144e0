// Topics, their settings, rights and groups' offsets: what `init`, `agency grant` and `status` ask.
//
// Threads: one caller at a time.

#pragma once

#include "core/base/result.h"
#include "core/log/kafka/kafka_connection.h"
#include "core/log/kafka/kafka_record.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace aduan {

using KafkaTopicSettings = std::map<std::string, std::string>;

/// A topic to make.
struct KafkaTopic {
  std::string name;
  std::uint32_t partitions = 1;
  std::uint32_t replicas = 1;
  KafkaTopicSettings settings;  ///< those that differ from the broker's
};

/// A topic as it is.
struct KafkaTopicShape {
  std::uint32_t partitions = 0;
  std::uint32_t replicas = 0;  ///< of the partition that has fewest
  bool has_leaders = true;     ///< each of its partitions
};

/// What a principal may do to something: `User:agency-17`, read, the topic of this name.
struct KafkaAcl {
  /// librdkafka 2.0.2 knows no transactional ids here.
  enum class Resource : std::uint8_t { topic, group, cluster };
  enum class Operation : std::uint8_t { read, write, create, describe, idempotent_write, all };

  std::string principal;  ///< `User:NAME`
  Resource resource = Resource::topic;
  std::string name;  ///< `kafka-cluster` for the cluster
  Operation operation = Operation::read;
  bool is_prefix = false;  ///< whatever begins with `name`

  auto operator<=>(const KafkaAcl&) const = default;
};

class KafkaAdmin {
 public:
  /// Errors: unavailable (no broker answers, or it refuses us: says which), invalid (a setting).
  static Result<std::unique_ptr<KafkaAdmin>> open(const KafkaConnection& connection);
  KafkaAdmin(const KafkaAdmin&) = delete;
  KafkaAdmin& operator=(const KafkaAdmin&) = delete;
  ~KafkaAdmin();

  /// How many brokers the cluster says it has.
  Result<std::uint32_t> brokers();

  /// The topics that we may see, by name.
  Result<std::map<std::string, KafkaTopicShape>> topics();
  /// Nothing when there is no such topic.
  Result<std::optional<KafkaTopicShape>> find_topic(const std::string& name);
  /// All its settings, the broker's defaults among them. Errors: not_found.
  Result<KafkaTopicSettings> topic_settings(const std::string& name);

  /// Makes those that are not there; one that is, is left as it is. Returns when the cluster
  /// shows each with its leaders.
  Result<void> create_topics(std::span<const KafkaTopic> topics);
  /// Sets these settings of a topic; one that was set before and is not among them goes back to the
  /// broker's default.
  Result<void> replace_topic_settings(const std::string& name, const KafkaTopicSettings& settings);
  /// One that is not there is no error.
  Result<void> delete_topics(std::span<const std::string> names);
  /// Deletes what stands before the offset. For tests and for topics that keep nothing for ever.
  Result<void> delete_records_before(const TopicOffset& place);

  /// One that is there already is no error.
  Result<void> create_acls(std::span<const KafkaAcl> acls);
  Result<void> delete_acls(std::span<const KafkaAcl> acls);
  /// What the principal was given, sorted.
  Result<std::vector<KafkaAcl>> acls_of(const std::string& principal);

  /// The next record's offset. Errors: not_found.
  Result<std::uint64_t> end_of(const TopicPartition& partition);

 private:
  struct State;
  explicit KafkaAdmin(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace aduan
