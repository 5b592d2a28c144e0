// A ledger's records on a real Kafka, and what the roles make of them there.

#pragma once

#include "consumers/monitor/group_watch.h"
#include "consumers/role.h"
#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_consumer.h"
#include "core/log/kafka/kafka_event_log.h"
#include "core/log/kafka/kafka_topics.h"
#include "tests/integration/told.h"
#include "tests/support/kafka_broker.h"

#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace aduan {

/// Waits until it holds; a failure after a minute.
template <class Holds>
void expect_soon(const Holds& holds) {
  const std::stop_source never;
  for (int i = 0; i < 1'200; ++i) {
    if (holds()) return;
    wait_for_stop(never.get_token(), std::chrono::milliseconds(50));
  }
  ADD_FAILURE() << "it did not come to hold";
}

/// The topics of a ledger, and who appends to them.
class KafkaRecords {
 public:
  KafkaRecords(KafkaConnection connection, std::uint32_t partitions)
      : connection_(std::move(connection)) {
    auto admin = KafkaAdmin::open(connection_);
    EXPECT_TRUE(admin) << admin.error().message;
    admin_ = std::move(admin.value());
    const auto ensured = ensure_topics(*admin_, connection_.address, partitions);
    EXPECT_TRUE(ensured) << ensured.error().message;
    auto log = KafkaEventLog::open(connection_);
    EXPECT_TRUE(log) << log.error().message;
    log_ = std::move(log.value());
  }

  const KafkaConnection& connection() const { return connection_; }
  KafkaEventLog& log() { return *log_; }
  KafkaAdmin& admin() { return *admin_; }

  void append(std::span<const Record> records) {
    const auto appended = log_->append(records);
    ASSERT_TRUE(appended) << appended.error().message;
  }
  void append_directory(const EventLog& from) {
    std::vector<Record> records;
    const auto scanned = from.scan(from.partitions(), 0, [&](const Record& record) {
      records.push_back(record);
      return true;
    });
    ASSERT_TRUE(scanned) << scanned.error().message;
    append(records);
  }

  /// All that the topics hold that is committed, of each partition in order.
  Told read(const std::vector<std::string>& topics) {
    Told told;
    std::vector<KafkaStart> starts;
    for (const std::string& topic : topics) {
      const auto shape = admin_->find_topic(topic);
      EXPECT_TRUE(shape && shape.value()) << topic;
      if (!shape || !shape.value()) return told;
      for (std::uint32_t partition = 0; partition < shape.value()->partitions; ++partition) {
        starts.push_back({{topic, partition}, std::nullopt});
      }
    }
    KafkaConsumerSettings settings;
    settings.tells_ends = true;
    auto consumer = KafkaConsumer::open(connection_, settings);
    EXPECT_TRUE(consumer) << consumer.error().message;
    EXPECT_TRUE(consumer.value()->assign(starts));
    std::set<TopicPartition> ended;
    expect_soon([&] {
      const auto polled = consumer.value()->poll(10'000, std::chrono::milliseconds(100));
      EXPECT_TRUE(polled) << polled.error().message;
      if (!polled) return true;
      for (const KafkaRecord& record : polled.value().records) {
        told[record.at.in.topic].emplace_back(record.key.value_or(""), record.value);
      }
      for (const TopicOffset& end : polled.value().ends) ended.insert(end.in);
      return ended.size() == starts.size();
    });
    return told;
  }

  /// What was told in all topics of agencies.
  Told read_agency_topics() {
    const std::string front = agency_topic(connection_.address, "");
    const auto topics = admin_->topics();
    EXPECT_TRUE(topics) << topics.error().message;
    std::vector<std::string> names;
    for (const auto& [name, shape] : topics.value()) {
      if (name.starts_with(front)) names.push_back(name);
    }
    return read(names);
  }

  /// How many of the events' records the group has not taken; very many while the brokers do not
  /// say.
  std::uint64_t lag_of(const std::string& group) {
    WatchedGroup watched{group, connection_.address.named(group), {}};
    for (std::uint32_t partition = 0; partition < log_->partitions(); ++partition) {
      watched.partitions.push_back(log_->place_of(partition));
    }
    WatchSettings settings;
    settings.allowed = std::chrono::hours(1'000'000);
    const auto standings = watch_groups(connection_, {watched}, settings, SystemTime());
    if (!standings) {
      EXPECT_EQ(standings.error().kind, ErrorKind::unavailable) << standings.error().message;
      return std::numeric_limits<std::uint64_t>::max();
    }
    return standings.value()[0].lag();
  }

 private:
  const KafkaConnection connection_;
  std::unique_ptr<KafkaAdmin> admin_;
  std::unique_ptr<KafkaEventLog> log_;
};

/// Fails the test when a role gives up.
inline RoleEvents loud() {
  RoleEvents events;
  events.failed = [](const ConsumerRole& role, const Error& error) {
    ADD_FAILURE() << role.name() << ": " << error.message;
  };
  return events;
}

}  // namespace aduan
