// Who may do what on a real Kafka: passwords, certificates and ACLs, each way in that the ledger
// supports. An agency reads its own topic in its own group, and nothing else.

#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_consumer.h"
#include "core/log/kafka/kafka_event_log.h"
#include "core/log/kafka/kafka_producer.h"
#include "core/log/kafka/kafka_topics.h"
#include "tests/support/kafka_broker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <memory>

namespace aduan {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

/// A way in, and the options of a broker that asks for it.
struct WayIn {
  const char* name;
  std::vector<std::string> options;
  bool has_password;
};

const std::vector<WayIn>& ways_in() {
  static const std::vector<WayIn> ways{
      {"PasswordsOnKafka4", {"--sasl", "--acl"}, true},
      {"PasswordsOverTlsOnKafka4", {"--sasl", "--tls", "--acl"}, true},
      {"CertificatesOnKafka4", {"--tls", "--acl"}, false},
      {"ScramOnKafka3", {"--sasl", "--acl", "--version", "3.9.2"}, true},
  };
  return ways;
}

class KafkaAccess : public testing::TestWithParam<WayIn> {
 protected:
  /// One broker a way in, for all tests of the program.
  static KafkaBroker& broker() {
    static std::map<std::string, std::unique_ptr<KafkaBroker>> brokers;
    std::unique_ptr<KafkaBroker>& found = brokers[GetParam().name];
    if (found == nullptr) {
      std::vector<std::string> options = GetParam().options;
      options.insert(options.end(), {"--user", "agency-17", "--user", "agency-18"});
      found = std::make_unique<KafkaBroker>(options);
    }
    return *found;
  }

  KafkaBroker& broker_ = broker();
  const KafkaConnection admins_ = broker_.connection("");
  const std::string own_topic_ = agency_topic(admins_.address, "kl-17");
  const std::string other_topic_ = agency_topic(admins_.address, "kl-18");
  const std::string own_group_ = "aduan-agency-17";

  void SetUp() override {
    auto admin = KafkaAdmin::open(admins_);
    ASSERT_TRUE(admin) << admin.error().message;
    for (const char* agency : {"kl-17", "kl-18"}) {
      const auto made = ensure_agency_topic(*admin.value(), admins_.address, agency);
      ASSERT_TRUE(made) << made.error().message;
    }
    using Acl = KafkaAcl;
    const std::string principal = "User:agency-17";
    const std::vector<KafkaAcl> given{
        {principal, Acl::Resource::topic, own_topic_, Acl::Operation::read, false},
        {principal, Acl::Resource::group, own_group_, Acl::Operation::read, false},
    };
    for (int i = 0; i < 2; ++i) {  // the second time nothing is left to do
      const auto granted = admin.value()->create_acls(given);
      ASSERT_TRUE(granted) << granted.error().message;
    }
    ASSERT_EQ(admin.value()->acls_of(principal).value(), given);
    auto producer = KafkaProducer::open(admins_, {});
    ASSERT_TRUE(producer) << producer.error().message;
    for (const std::string& topic : {own_topic_, other_topic_}) {
      ASSERT_TRUE(producer.value()->send({{topic, 0}, "k", "of " + topic, {}}));
    }
    ASSERT_TRUE(producer.value()->flush());
    for (const auto& each : producer.value()->deliveries(milliseconds(0))) {
      ASSERT_TRUE(each.at) << each.at.error().message;
    }
  }

  /// What the agency's consumer meets first in this group and topic: a record's value, or an error.
  Result<std::string> first_of(const std::string& group, const std::string& topic) const {
    KafkaConsumerSettings settings;
    settings.group = group;
    auto consumer = KafkaConsumer::open(broker_.connection("", "agency-17"), settings);
    if (!consumer) return consumer.error();
    const auto joined = consumer.value()->subscribe(std::vector{topic});
    if (!joined) return joined.error();
    for (int i = 0; i < 300; ++i) {
      const auto polled = consumer.value()->poll(1, milliseconds(100));
      if (!polled) return polled.error();
      if (!polled.value().records.empty()) return *polled.value().records.front().value;
      if (!polled.value().rebalance) continue;
      std::vector<KafkaStart> starts;
      for (const auto& each : polled.value().rebalance->partitions) {
        starts.push_back({each, std::nullopt});
      }
      if (auto done = consumer.value()->assign(starts); !done) return done.error();
    }
    return Error{ErrorKind::unavailable, "nothing came"};
  }
};

TEST_P(KafkaAccess, AnAgencyReadsItsOwnTopicAndNothingElse) {
  const auto own = first_of(own_group_, own_topic_);
  ASSERT_TRUE(own) << own.error().message;
  EXPECT_EQ(own.value(), "of " + own_topic_);

  const auto foreign_topic = first_of(own_group_, other_topic_);
  ASSERT_FALSE(foreign_topic);
  EXPECT_THAT(foreign_topic.error().message, HasSubstr("ACLs refuse this user the topic"));
  const auto foreign_group = first_of("aduan-agency-18", own_topic_);
  ASSERT_FALSE(foreign_group);
  EXPECT_THAT(foreign_group.error().message, HasSubstr("ACLs refuse this user the group"));

  const KafkaConnection agency = broker_.connection("", "agency-17");
  auto producer = KafkaProducer::open(agency, {});
  ASSERT_TRUE(producer) << producer.error().message;
  const auto sent = producer.value()->send({{own_topic_, 0}, "k", "forged", {}});
  const auto flushed = producer.value()->flush();
  bool is_refused = !sent || !flushed;
  for (const auto& each : producer.value()->deliveries(milliseconds(0))) {
    is_refused = is_refused || !each.at;
  }
  EXPECT_TRUE(is_refused);

  auto admin = KafkaAdmin::open(agency);
  ASSERT_TRUE(admin) << admin.error().message;
  const auto listed = admin.value()->topics();
  ASSERT_TRUE(listed) << listed.error().message;
  EXPECT_EQ(listed.value().size(), 1u);
  EXPECT_TRUE(listed.value().contains(own_topic_));
  EXPECT_FALSE(admin.value()->create_topics(std::array{KafkaTopic{.name = "x", .settings = {}}}));
  EXPECT_FALSE(admin.value()->create_acls(
      std::array{KafkaAcl{"User:agency-17", KafkaAcl::Resource::topic, other_topic_}}));
  const auto log = KafkaEventLog::open(agency);
  ASSERT_FALSE(log);
  EXPECT_EQ(log.error().kind, ErrorKind::not_found);
}

TEST_P(KafkaAccess, WhoComesWithoutTheRightProofIsToldWhy) {
  KafkaConnection wrong = admins_;
  wrong.connect_patience = milliseconds(10'000);
  if (GetParam().has_password) {
    wrong.settings.push_back({"sasl.password", "not-the-password"});
  } else {
    wrong = broker_.connection("", "agency-17");
    wrong.connect_patience = milliseconds(10'000);
    // No certificate at all.
    std::erase_if(wrong.settings, [](const KafkaSetting& each) {
      return each.name == "ssl.certificate.location" || each.name == "ssl.key.location";
    });
  }
  const auto refused = KafkaAdmin::open(wrong);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(refused.error().message,
              HasSubstr(GetParam().has_password ? "refuses user or password" : "certificate"));
  EXPECT_THAT(refused.error().message, testing::Not(HasSubstr("not-the-password")));
}

TEST_P(KafkaAccess, WhatWasGivenIsTakenBack) {
  auto admin = KafkaAdmin::open(admins_);
  ASSERT_TRUE(admin) << admin.error().message;
  const auto given = admin.value()->acls_of("User:agency-17").value();
  ASSERT_TRUE(admin.value()->delete_acls(given));
  EXPECT_TRUE(admin.value()->acls_of("User:agency-17").value().empty());
  EXPECT_FALSE(first_of(own_group_, own_topic_));
}

INSTANTIATE_TEST_SUITE_P(Kafka, KafkaAccess, testing::ValuesIn(ways_in()),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace aduan
