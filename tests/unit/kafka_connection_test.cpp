// The address of a ledger on Kafka and the settings that lead in.

#include "core/log/kafka/kafka_connection.h"

#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

namespace aduan {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(KafkaAddress, ReadsBrokersAndPrefix) {
  EXPECT_EQ(parse_kafka_address("kafka://localhost:9092").value(),
            (KafkaAddress{"localhost:9092", ""}));
  EXPECT_EQ(parse_kafka_address("kafka://a:1,b.example:65535/trial-7").value(),
            (KafkaAddress{"a:1,b.example:65535", "trial-7"}));
  for (const char* text : {"kafka://a:1", "kafka://a:1,b:2/x"}) {
    EXPECT_EQ(format_kafka_address(parse_kafka_address(text).value()), text);
  }
}

TEST(KafkaAddress, NamesTopicsByItsPrefix) {
  EXPECT_EQ((KafkaAddress{"a:1", ""}).named("aduan.events"), "aduan.events");
  EXPECT_EQ((KafkaAddress{"a:1", "trial"}).named("aduan.events"), "trial.aduan.events");
}

TEST(KafkaAddress, RefusesWhatIsNone) {
  for (const std::string& text :
       {std::string(""), std::string("/var/ledger"), std::string("kafka://"),
        std::string("kafka://host"), std::string("kafka://:9092"), std::string("kafka://a:0"),
        std::string("kafka://a:65536"), std::string("kafka://a:9x"), std::string("kafka://a:1,"),
        std::string("kafka://a:1,,b:2"), std::string("kafka://a:1/"),
        std::string("kafka://a:1/b/c"), std::string("kafka://a:1/b_c"),
        std::string("kafka://user@a:1"), "kafka://a:1/" + std::string(41, 'p')}) {
    const auto parsed = parse_kafka_address(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().kind, ErrorKind::invalid);
  }
  EXPECT_TRUE(parse_kafka_address("kafka://a:1/" + std::string(40, 'p')));
  EXPECT_TRUE(is_kafka_address("kafka://"));
  EXPECT_FALSE(is_kafka_address("kafka"));
}

TEST(KafkaSettings, AreLinesOfNameAndValue) {
  const auto parsed = parse_kafka_settings(
      "# how to get in\n\n security.protocol = SASL_SSL \r\nsasl.password=a=b # c");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed.value(), (std::vector<KafkaSetting>{{"security.protocol", "SASL_SSL"},
                                                       {"sasl.password", "a=b # c"}}));
}

TEST(KafkaSettings, RefuseALineThatIsNoneWithoutShowingIt) {
  const auto parsed = parse_kafka_settings("sasl.username=u\nhunter2\n");
  ASSERT_FALSE(parsed);
  EXPECT_THAT(parsed.error().message, HasSubstr("line 2"));
  EXPECT_THAT(parsed.error().message, Not(HasSubstr("hunter2")));
}

TEST(KafkaSettings, DoNotTurnWhatTheLedgerDecides) {
  for (const std::string name : {"acks", "enable.idempotence", "isolation.level", "group.id"}) {
    const auto parsed = parse_kafka_settings(name + "=0");
    ASSERT_FALSE(parsed) << name;
    EXPECT_THAT(parsed.error().message, HasSubstr(name));
  }
}

TEST(KafkaSettings, ComeFromAFileAndOverItFromTheEnvironment) {
  const TempFolder folder;
  const std::string path = (folder.path() / "kafka.conf").string();
  std::ofstream(path) << "sasl.username=file\nssl.ca.location=/ca.pem\n";
  std::map<std::string, std::string, std::less<>> variables{
      {"ADUAN_KAFKA_CONF", path}, {"ADUAN_KAFKA_SASL_USERNAME", "environment"}};
  const auto environment = [&](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
  const auto connection = connection_from_environment({"a:1", ""}, environment);
  ASSERT_TRUE(connection);
  EXPECT_EQ(connection.value().settings,
            (std::vector<KafkaSetting>{{"sasl.username", "file"},
                                       {"ssl.ca.location", "/ca.pem"},
                                       {"sasl.username", "environment"}}));
  variables["ADUAN_KAFKA_CONF"] = path + ".not";
  EXPECT_EQ(connection_from_environment({"a:1", ""}, environment).error().kind,
            ErrorKind::not_found);
}

}  // namespace
}  // namespace aduan
