// Producer and consumer on a real Kafka: deliveries, groups as data, transactions and their fences.

#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_consumer.h"
#include "core/log/kafka/kafka_producer.h"
#include "tests/support/kafka_broker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace aduan {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;

/// A topic of two partitions.
class KafkaClient : public testing::Test {
 protected:
  const KafkaConnection connection_ = shared_kafka().connection(fresh_prefix());
  const std::string topic_ = connection_.address.named("things");
  const std::string group_ = connection_.address.named("readers");
  const std::unique_ptr<KafkaAdmin> admin_ = std::move(KafkaAdmin::open(connection_).value());

  void SetUp() override {
    const std::array topics{KafkaTopic{.name = topic_, .partitions = 2, .settings = {}}};
    const auto made = admin_->create_topics(topics);
    ASSERT_TRUE(made) << made.error().message;
  }

  std::unique_ptr<KafkaProducer> producer(KafkaProducerSettings settings = {}) const {
    auto opened = KafkaProducer::open(connection_, settings);
    EXPECT_TRUE(opened) << opened.error().message;
    return std::move(opened.value());
  }
  std::unique_ptr<KafkaProducer> transactional(const std::string& name) const {
    KafkaProducerSettings settings;
    settings.transactional_id = connection_.address.named(name);
    auto opened = producer(settings);
    const auto taken = opened->init_transactions();
    EXPECT_TRUE(taken) << taken.error().message;
    return opened;
  }
  std::unique_ptr<KafkaConsumer> consumer(KafkaConsumerSettings settings = {}) const {
    auto opened = KafkaConsumer::open(connection_, settings);
    EXPECT_TRUE(opened) << opened.error().message;
    return std::move(opened.value());
  }
  std::unique_ptr<KafkaConsumer> member() const {
    KafkaConsumerSettings settings;
    settings.group = group_;
    auto opened = consumer(settings);
    EXPECT_TRUE(opened->subscribe(std::vector{topic_}));
    return opened;
  }

  KafkaDraft draft(std::uint32_t partition, const std::string& value) const {
    return {{topic_, partition}, "key", value, {}};
  }
  void write(std::uint32_t partition, int count) const {
    const auto sender = producer();
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(sender->send(draft(partition, std::to_string(i))));
    }
    ASSERT_TRUE(sender->flush());
  }
  /// Polls until the group says something.
  static KafkaRebalance next_rebalance(KafkaConsumer& of) {
    for (int i = 0; i < 300; ++i) {
      const auto polled = of.poll(100, milliseconds(100));
      EXPECT_TRUE(polled) << polled.error().message;
      if (!polled) break;
      if (polled.value().rebalance) return *polled.value().rebalance;
    }
    ADD_FAILURE() << "no rebalance";
    return {};
  }
  static void accept(KafkaConsumer& by, const KafkaRebalance& rebalance) {
    std::vector<KafkaStart> starts;
    for (const TopicPartition& each : rebalance.partitions) starts.push_back({each, std::nullopt});
    EXPECT_TRUE(by.assign(starts));
  }
  static std::vector<std::string> values(KafkaConsumer& of, std::size_t count) {
    std::vector<std::string> result;
    for (int i = 0; result.size() < count && i < 300; ++i) {
      const auto polled = of.poll(100, milliseconds(100));
      EXPECT_TRUE(polled) << polled.error().message;
      if (!polled) break;
      for (const KafkaRecord& each : polled.value().records) result.push_back(*each.value);
    }
    return result;
  }
};

TEST_F(KafkaClient, EachDeliveryComesBackWithItsTag) {
  const auto sender = producer();
  for (std::uint64_t i = 0; i < 5; ++i) ASSERT_TRUE(sender->send(draft(i % 2, "v"), 100 + i));
  ASSERT_TRUE(sender->flush());
  EXPECT_EQ(sender->pending(), 0u);
  const auto deliveries = sender->deliveries(milliseconds(0));
  ASSERT_EQ(deliveries.size(), 5u);
  std::array<std::uint64_t, 2> next{};
  for (const KafkaDelivery& each : deliveries) {
    ASSERT_TRUE(each.at);
    const auto partition = each.at.value().in.partition;
    EXPECT_EQ(each.tag % 2, partition);
    EXPECT_EQ(each.at.value().offset, next[partition]++);
  }
  EXPECT_TRUE(sender->deliveries(milliseconds(0)).empty());
}

TEST_F(KafkaClient, APartitionThatIsNotThereFailsItsDelivery) {
  const auto sender = producer();
  ASSERT_TRUE(sender->send(draft(0, "v"), 1));
  ASSERT_TRUE(sender->flush());
  sender->deliveries(milliseconds(0));
  const auto sent = sender->send(draft(7, "v"), 2);
  ASSERT_TRUE(sender->flush());
  const auto deliveries = sender->deliveries(milliseconds(0));
  const Error error = sent ? deliveries.at(0).at.error() : sent.error();
  EXPECT_EQ(error.kind, ErrorKind::not_found);
}

TEST_F(KafkaClient, AnAssignedConsumerReadsFromWhereItIsToldAndSeesTheEnd) {
  write(0, 10);
  KafkaConsumerSettings settings;
  settings.tells_ends = true;
  const auto reader = consumer(settings);
  const std::array start{KafkaStart{{topic_, 0}, 7}};
  ASSERT_TRUE(reader->assign(start));
  std::vector<std::string> seen;
  std::vector<TopicOffset> ends;
  for (int i = 0; ends.empty() && i < 300; ++i) {
    const auto polled = reader->poll_each(
        100, milliseconds(100), [&](const KafkaRecord& each) { seen.push_back(*each.value); },
        &ends);
    ASSERT_TRUE(polled) << polled.error().message;
  }
  EXPECT_THAT(seen, ElementsAre("7", "8", "9"));
  EXPECT_THAT(ends, ElementsAre(TopicOffset{{topic_, 0}, 10}));
}

TEST_F(KafkaClient, APlaceThatIsNotThereIsNotFoundAndNoOtherPlaceIsTaken) {
  write(0, 3);
  const auto reader = consumer();
  const std::array start{KafkaStart{{topic_, 0}, 4}};
  ASSERT_TRUE(reader->assign(start));
  auto polled = reader->poll(10, milliseconds(100));
  for (int i = 0; polled && i < 300; ++i) {
    EXPECT_TRUE(polled.value().records.empty());
    polled = reader->poll(10, milliseconds(100));
  }
  ASSERT_FALSE(polled);
  EXPECT_EQ(polled.error().kind, ErrorKind::not_found);
}

TEST_F(KafkaClient, ATopicThatIsNotThereIsNotFound) {
  KafkaConsumerSettings settings;
  settings.group = group_;
  const auto reader = consumer(settings);
  ASSERT_TRUE(reader->subscribe(std::vector{connection_.address.named("nothing")}));
  auto polled = reader->poll(10, milliseconds(100));
  for (int i = 0; polled && i < 300; ++i) polled = reader->poll(10, milliseconds(100));
  ASSERT_FALSE(polled);
  EXPECT_EQ(polled.error().kind, ErrorKind::not_found);
}

TEST_F(KafkaClient, TheGroupsDecisionsComeAsData) {
  write(0, 1);
  write(1, 1);
  const auto first = member();
  EXPECT_FALSE(first->generation());
  const KafkaRebalance given = next_rebalance(*first);
  EXPECT_EQ(given.kind, KafkaRebalance::Kind::assigned);
  EXPECT_EQ(given.partitions.size(), 2u);
  EXPECT_TRUE(first->generation());
  const auto committed = first->committed(given.partitions);
  ASSERT_TRUE(committed) << committed.error().message;
  EXPECT_EQ(committed.value().at(0), std::nullopt);
  accept(*first, given);
  EXPECT_EQ(values(*first, 2).size(), 2u);
  ASSERT_TRUE(first->commit(std::array{TopicOffset{{topic_, 0}, 1}}));
  EXPECT_EQ(first->committed(std::array{TopicPartition{topic_, 0}}).value().at(0), 1u);

  const auto second = member();
  ASSERT_TRUE(second->poll(1, milliseconds(0)));
  const KafkaRebalance taken = next_rebalance(*first);
  EXPECT_EQ(taken.kind, KafkaRebalance::Kind::revoked);
  EXPECT_EQ(taken.partitions.size(), 2u);
  ASSERT_TRUE(first->unassign());
  const KafkaRebalance half = next_rebalance(*first);
  EXPECT_EQ(half.kind, KafkaRebalance::Kind::assigned);
  EXPECT_EQ(half.partitions.size(), 1u);
  accept(*first, half);
  EXPECT_EQ(next_rebalance(*second).partitions.size(), 1u);
  const auto offsets =
      second->committed(std::array{TopicPartition{topic_, 0}, TopicPartition{topic_, 1}});
  ASSERT_TRUE(offsets) << offsets.error().message;
  EXPECT_THAT(offsets.value(), ElementsAre(1u, std::nullopt));
}

TEST_F(KafkaClient, WhatATransactionDoesIsSeenWhenItIsCommittedAndNotWhenAborted) {
  const auto sender = transactional("router");
  ASSERT_TRUE(sender->begin());
  ASSERT_TRUE(sender->send(draft(0, "aborted")));
  ASSERT_TRUE(sender->abort());
  ASSERT_TRUE(sender->begin());
  ASSERT_TRUE(sender->send(draft(0, "committed")));
  const auto committed = sender->commit();
  ASSERT_TRUE(committed) << committed.error().message;
  const auto reader = consumer();
  const std::array start{KafkaStart{{topic_, 0}, std::nullopt}};
  ASSERT_TRUE(reader->assign(start));
  EXPECT_THAT(values(*reader, 1), ElementsAre("committed"));
}

TEST_F(KafkaClient, TheLaterProducerOfAnIdFencesTheEarlier) {
  const auto zombie = transactional("router");
  ASSERT_TRUE(zombie->begin());
  ASSERT_TRUE(zombie->send(draft(0, "late")));
  const auto living = transactional("router");
  const auto late = zombie->commit();
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::conflict);
  EXPECT_TRUE(zombie->is_broken());
  ASSERT_TRUE(living->begin());
  ASSERT_TRUE(living->send(draft(0, "on time")));
  ASSERT_TRUE(living->commit());
  EXPECT_FALSE(living->is_broken());
}

TEST_F(KafkaClient, ATransactionCarriesTheGroupsOffsets) {
  write(0, 3);
  const auto reader = member();
  accept(*reader, next_rebalance(*reader));
  EXPECT_EQ(values(*reader, 3).size(), 3u);
  const auto sender = transactional("worker");
  ASSERT_TRUE(sender->begin());
  ASSERT_TRUE(sender->send(draft(1, "result")));
  const std::array next{TopicOffset{{topic_, 0}, 3}};
  const auto added = sender->send_offsets(next, *reader->generation());
  ASSERT_TRUE(added) << added.error().message;
  ASSERT_TRUE(sender->commit());
  EXPECT_EQ(reader->committed(std::array{TopicPartition{topic_, 0}}).value().at(0), 3u);
}

TEST_F(KafkaClient, AMembershipOfThePastIsFenced) {
  write(0, 3);
  std::optional<KafkaGroupGeneration> past;
  {
    const auto earlier = member();
    accept(*earlier, next_rebalance(*earlier));
    past = earlier->generation();
  }
  const auto reader = member();
  accept(*reader, next_rebalance(*reader));
  const auto sender = transactional("worker");
  ASSERT_TRUE(sender->begin());
  ASSERT_TRUE(sender->send(draft(1, "a late rejection")));
  const std::array next{TopicOffset{{topic_, 0}, 3}};
  const auto late = sender->send_offsets(next, *past);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::conflict);
  EXPECT_FALSE(sender->is_broken());
  ASSERT_TRUE(sender->abort());
  EXPECT_EQ(reader->committed(std::array{TopicPartition{topic_, 0}}).value().at(0), std::nullopt);
  ASSERT_TRUE(sender->begin());
  ASSERT_TRUE(sender->send_offsets(next, *reader->generation()));
  ASSERT_TRUE(sender->commit());
  EXPECT_EQ(reader->committed(std::array{TopicPartition{topic_, 0}}).value().at(0), 3u);
}

TEST_F(KafkaClient, APausedPartitionGivesNothingUntilItIsResumed) {
  write(0, 1);
  write(1, 1);
  KafkaConsumerSettings settings;
  settings.tells_ends = true;
  const auto reader = consumer(settings);
  const std::array starts{KafkaStart{{topic_, 0}, 0}, KafkaStart{{topic_, 1}, 0}};
  const std::array first{TopicPartition{topic_, 0}};
  ASSERT_TRUE(reader->assign(starts));
  ASSERT_TRUE(reader->pause(first));
  std::vector<KafkaRecord> seen;
  bool is_at_end = false;
  for (int i = 0; !is_at_end && i < 300; ++i) {
    const auto polled = reader->poll(10, milliseconds(100));
    ASSERT_TRUE(polled);
    for (const KafkaRecord& each : polled.value().records) seen.push_back(each);
    is_at_end = !polled.value().ends.empty();
  }
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen.front().at, (TopicOffset{{topic_, 1}, 0}));
  ASSERT_TRUE(reader->resume(first));
  EXPECT_EQ(values(*reader, 1).size(), 1u);
}

TEST_F(KafkaClient, ASettingThatKafkasClientDoesNotKnowIsNamedWithoutItsValue) {
  KafkaConnection odd = connection_;
  odd.settings.push_back({"sasl.passwort", "geheim"});
  const auto opened = KafkaAdmin::open(odd);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::invalid);
  EXPECT_THAT(opened.error().message, HasSubstr("sasl.passwort"));
  EXPECT_THAT(opened.error().message, testing::Not(HasSubstr("geheim")));
}

}  // namespace
}  // namespace aduan
