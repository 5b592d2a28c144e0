// The topics of a ledger on a real Kafka, and who is refused what.

#include "core/log/kafka/kafka_topics.h"

#include "core/log/kafka/kafka_producer.h"
#include "tests/support/kafka_broker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace aduan {
namespace {

using testing::HasSubstr;

class KafkaTopics : public testing::Test {
 protected:
  const KafkaConnection connection_ = shared_kafka().connection(fresh_prefix());
  const KafkaAddress& address_ = connection_.address;
  const std::unique_ptr<KafkaAdmin> admin_ = std::move(KafkaAdmin::open(connection_).value());

  void make() {
    const auto made = ensure_topics(*admin_, address_, 2);
    ASSERT_TRUE(made) << made.error().message;
  }
  void write_to(std::string_view topic) {
    auto producer = KafkaProducer::open(connection_, {});
    ASSERT_TRUE(producer);
    ASSERT_TRUE(producer.value()->send({{address_.named(topic), 0}, "k", "v", {}}));
    ASSERT_TRUE(producer.value()->flush());
  }
};

TEST_F(KafkaTopics, AreMadeOnceAndVerifiedEachTime) {
  EXPECT_EQ(verify_topics(*admin_, address_, 2).error().kind, ErrorKind::not_found);
  make();
  make();
  EXPECT_TRUE(verify_topics(*admin_, address_, 2));
  EXPECT_EQ(event_partitions(*admin_, address_).value(), 2u);
  const auto topics = admin_->topics().value();
  for (const TopicRule& rule : topic_rules()) {
    ASSERT_TRUE(topics.contains(address_.named(rule.name))) << rule.name;
  }
  EXPECT_EQ(topics.at(address_.named(kCommandsTopic)).partitions, 2u);
  EXPECT_EQ(topics.at(address_.named(kDirectoryTopic)).partitions, 1u);
}

TEST_F(KafkaTopics, HaveTheSettingsThatTheLedgerCountsOn) {
  make();
  const auto events = admin_->topic_settings(address_.named(kEventsTopic)).value();
  EXPECT_EQ(events.at("cleanup.policy"), "delete");
  EXPECT_EQ(events.at("retention.ms"), "-1");
  EXPECT_EQ(events.at("retention.bytes"), "-1");
  EXPECT_EQ(events.at("message.timestamp.type"), "LogAppendTime");
  const auto keys = admin_->topic_settings(address_.named(kKeysTopic)).value();
  EXPECT_EQ(keys.at("cleanup.policy"), "compact");
  EXPECT_EQ(keys.at("max.compaction.lag.ms"), "3600000");
  const auto commands = admin_->topic_settings(address_.named(kCommandsTopic)).value();
  EXPECT_EQ(commands.at("retention.ms"), "604800000");
}

TEST_F(KafkaTopics, OfAnotherNumberOfPartitionsAreRefused) {
  make();
  const auto refused = ensure_topics(*admin_, address_, 3);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr("has partitions 2, the ledger needs 3"));
}

TEST_F(KafkaTopics, WithAnotherSettingAreRefusedByName) {
  make();
  const std::string events = address_.named(kEventsTopic);
  ASSERT_TRUE(admin_->replace_topic_settings(
      events, {{"cleanup.policy", "compact"}, {"message.timestamp.type", "LogAppendTime"}}));
  const auto refused = ensure_topics(*admin_, address_, 2);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr(events));
  EXPECT_THAT(refused.error().message,
              HasSubstr("cleanup.policy compact, the ledger needs delete"));
  EXPECT_FALSE(verify_topics(*admin_, address_, 2));
}

TEST_F(KafkaTopics, AreCompletedWhereAnInitWasCutShort) {
  make();
  const std::vector<std::string> gone{address_.named(kKeysTopic), address_.named(kResultsTopic)};
  ASSERT_TRUE(admin_->delete_topics(gone));
  EXPECT_FALSE(verify_topics(*admin_, address_, 2));
  make();
  EXPECT_TRUE(verify_topics(*admin_, address_, 2));
}

TEST_F(KafkaTopics, AreNotMadeAnewInThePlaceOfLostOnes) {
  make();
  write_to(kEventsTopic);
  ASSERT_TRUE(admin_->delete_topics(std::vector{address_.named(kKeysTopic)}));
  const auto refused = ensure_topics(*admin_, address_, 2);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr(address_.named(kKeysTopic)));
  EXPECT_FALSE(admin_->find_topic(address_.named(kKeysTopic)).value());
}

TEST_F(KafkaTopics, ThatCanBeMadeAgainAreMadeAgain) {
  make();
  write_to(kEventsTopic);
  ASSERT_TRUE(admin_->delete_topics(std::vector{address_.named(kPublicTopic)}));
  make();
  EXPECT_TRUE(admin_->find_topic(address_.named(kPublicTopic)).value());
}

TEST_F(KafkaTopics, OfAnAgencyAreMadeWhenAsked) {
  for (int i = 0; i < 2; ++i) {
    const auto made = ensure_agency_topic(*admin_, address_, "kl-kemenkes");
    ASSERT_TRUE(made) << made.error().message;
  }
  const std::string topic = agency_topic(address_, "kl-kemenkes");
  EXPECT_EQ(topic, address_.prefix + ".aduan.agency.kl-kemenkes");
  EXPECT_EQ(admin_->find_topic(topic).value()->partitions, 1u);
}

}  // namespace
}  // namespace aduan
