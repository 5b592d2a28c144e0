// Three brokers that replicate, one of which dies under load and comes back.

#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_event_log.h"
#include "core/log/kafka/kafka_topics.h"
#include "tests/support/kafka_broker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace aduan {
namespace {

TEST(KafkaCluster, KeepsWhatWasAcknowledgedOnceWhenOneOfThreeBrokersDiesUnderLoad) {
  constexpr std::uint32_t kPartitions = 3;
  KafkaBroker brokers({"--brokers", "3"});
  const KafkaConnection connection = brokers.connection("");
  {
    const auto admin = KafkaAdmin::open(connection);
    ASSERT_TRUE(admin) << admin.error().message;
    const auto made = ensure_topics(*admin.value(), connection.address, kPartitions);
    ASSERT_TRUE(made) << made.error().message;
    const auto shape = admin.value()->find_topic(connection.address.named(kEventsTopic));
    EXPECT_EQ(shape.value()->replicas, 3u);
    EXPECT_EQ(admin.value()
                  ->topic_settings(connection.address.named(kEventsTopic))
                  .value()
                  .at("min.insync.replicas"),
              "2");
  }
  auto log = KafkaEventLog::open(connection);
  ASSERT_TRUE(log) << log.error().message;
  std::atomic<bool> is_done{false};
  std::atomic<std::uint64_t> acknowledged{0};
  std::atomic<std::uint64_t> failed{0};
  std::atomic<std::uint64_t> attempts{0};
  std::thread writer([&] {
    for (std::uint64_t i = 0; !is_done; ++i) {
      const auto stream = static_cast<std::uint32_t>(i % kPartitions);
      const auto appended = log.value()->append(
          std::vector{make_record(stream, "AAAAAAAAAA", std::to_string(i), {}, Instant())});
      (appended ? acknowledged : failed) += 1;
      attempts += 1;
      attempts.notify_one();
    }
  });
  const auto grows_by = [&](std::uint64_t count) {
    const std::uint64_t goal = attempts + count;
    for (std::uint64_t seen = attempts; seen < goal; seen = attempts) attempts.wait(seen);
  };
  for (const int node : {1, 2, 3}) {
    grows_by(300);
    brokers.kill(node);
    grows_by(300);
    brokers.restart(node);
  }
  grows_by(300);
  is_done = true;
  writer.join();
  EXPECT_EQ(failed, 0u);
  std::uint64_t found = 0;
  for (std::uint32_t stream = 0; stream < kPartitions; ++stream) {
    std::uint64_t expected = stream;
    const auto scanned = log.value()->scan(stream, 0, [&](const Record& each) {
      EXPECT_EQ(each.value, std::to_string(expected));  // in order, each once
      expected += kPartitions;
      ++found;
      return true;
    });
    EXPECT_TRUE(scanned) << scanned.error().message;
  }
  EXPECT_EQ(found, acknowledged);
}

}  // namespace
}  // namespace aduan
