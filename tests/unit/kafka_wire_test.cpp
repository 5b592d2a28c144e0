// How commands and answers are written on Kafka, and that no bytes harm their readers.

#include "core/ledger/kafka/command_wire.h"
#include "core/ledger/kafka/dead_letter.h"
#include "core/ledger/kafka/result_wire.h"
#include "tests/support/golden_file.h"
#include "tests/support/prng.h"
#include "tests/support/samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace aduan {
namespace {

using testing::HasSubstr;

template <class Body>
Sealed<Body> full_command(std::string_view subject, Body body) {
  Sealed<Body> command;
  command.subject = subject;
  command.command_id.fill(0xa5);
  command.actor = *parse_actor("verifier:desk/v-1");
  command.time = sample_time();
  command.expected_sequence = 12;
  command.anomalies = {"before_submission", "no_agency"};
  command.seal_nonce.emplace().fill(0x17);
  command.payload = "sealed";
  command.body = std::move(body);
  return command;
}

template <class Body>
Sealed<Body> least_command(std::string_view subject, Body body) {
  Sealed<Body> command;
  command.subject = subject;
  command.body = std::move(body);
  return command;
}

std::vector<AnyCommand> all_commands() {
  std::vector<AnyCommand> all;
  for (const auto& sample : all_sample_commands()) {
    all.emplace_back(full_command(sample_case().text(), sample.command));
    all.emplace_back(least_command(sample_case().text(), sample.command));
  }
  for (const auto& sample : all_sample_directory_commands()) {
    all.emplace_back(full_command(kDirectorySubject, sample.command));
    all.emplace_back(least_command(kDirectorySubject, sample.command));
  }
  return all;
}

std::string_view payload_of(const AnyCommand& command) {
  return std::visit([](const auto& sealed) { return std::string_view(sealed.payload); }, command);
}

std::string sample_value() {
  return encode_command(full_command(sample_case().text(), CaseCommand(full_sample<Forward>())))
      .value();
}

TEST(CommandWire, EveryCommandReadsBack) {
  CommandReader reader;
  for (const AnyCommand& command : all_commands()) {
    const auto value = encode_command(command);
    ASSERT_TRUE(value) << value.error().message;
    const auto read = reader.read(value.value(), payload_of(command));
    ASSERT_TRUE(read) << value.value() << ": " << read.error().message;
    EXPECT_TRUE(read.value() == command) << value.value();
    EXPECT_EQ(reader.command_id(), id_of(command));
  }
}

TEST(CommandWire, IsWrittenAsEver) {
  expect_golden("tests/golden/kafka/command.json", sample_value());
  expect_golden(
      "tests/golden/kafka/command.minimal.json",
      encode_command(least_command(sample_case().text(), CaseCommand(Withdraw{}))).value());
  expect_golden(
      "tests/golden/kafka/command.directory.json",
      encode_command(full_command(kDirectorySubject, DirectoryCommand(full_sample<Connect>())))
          .value());
}

TEST(CommandWire, NoPartOfACommandIsOne) {
  const std::string value = sample_value();
  CommandReader reader;
  for (std::size_t size = 0; size < value.size(); ++size) {
    const auto read = reader.read(std::string_view(value).substr(0, size), "");
    ASSERT_FALSE(read) << size;
    EXPECT_EQ(read.error().kind, ErrorKind::invalid);
  }
}

TEST(CommandWire, ChangedBytesAreACommandOrNone) {
  const std::string value = sample_value();
  CommandReader reader;
  Prng prng(1);
  std::size_t read = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string changed = value;
    for (std::uint64_t n = 1 + prng.below(3); n > 0; --n) {
      changed[prng.below(changed.size())] = static_cast<char>(prng.below(256));
    }
    const auto command = reader.read(changed, "");
    if (!command) continue;
    ++read;
    EXPECT_TRUE(encode_command(command.value())) << changed;
  }
  EXPECT_GT(read, 0U);
}

TEST(CommandWire, EachAttributeHasItsForm) {
  const std::string value = sample_value();
  const auto broken = [&](std::string_view part, std::string_view by) {
    std::string changed = value;
    const std::size_t place = changed.find(part);
    EXPECT_NE(place, std::string::npos) << part;
    changed.replace(place, part.size(), by);
    CommandReader reader;
    return !reader.read(changed, "");
  };
  EXPECT_TRUE(broken("{\"type\"", "{ \"type\""));
  EXPECT_TRUE(broken("aduan.command.forward.v1", "aduan.command.forward.v2"));
  EXPECT_TRUE(broken("aduan.command.forward.v1", "aduan.command.connect.v1"));
  EXPECT_TRUE(broken(sample_case().text(), "directory"));
  EXPECT_TRUE(broken(sample_case().text(), "lower-case"));
  EXPECT_TRUE(broken("paWlpaWlpaWlpaWlpaWlpQ==", "paWlpaWlpaWlpaWlpaWlpR=="));
  EXPECT_TRUE(broken("verifier:desk", "king:desk"));
  EXPECT_TRUE(broken("2014-12-19T", "2014-13-19T"));
  EXPECT_TRUE(broken("2014-12-19T", "9000-01-01T"));
  EXPECT_FALSE(broken("2014-12-19T", "8999-12-31T"));
  EXPECT_TRUE(broken("\"12\"", "\"-1\""));
  EXPECT_TRUE(broken("\"12\"", "\"99999999999999999999\""));
  EXPECT_TRUE(broken("[\"before_submission\",\"no_agency\"]", "[]"));
  EXPECT_TRUE(broken(",\"no_agency\"]", ",]"));
  EXPECT_TRUE(broken("\"to\":", "\"two\":"));
}

TEST(CommandWire, IsBoundedInBytes) {
  CommandReader reader;
  const std::string value = sample_value();
  EXPECT_TRUE(reader.read(value, std::string(kCommandPayloadBytesMax, 'x')));
  EXPECT_FALSE(reader.read(value, std::string(kCommandPayloadBytesMax + 1, 'x')));
  auto large = full_command(sample_case().text(), CaseCommand(full_sample<Forward>()));
  large.payload.assign(kCommandPayloadBytesMax + 1, 'x');
  EXPECT_FALSE(encode_command(large));
  auto odd = full_command(sample_case().text(), CaseCommand(full_sample<Forward>()));
  odd.anomalies = {"quo\"ted"};
  EXPECT_FALSE(encode_command(odd));
}

TEST(ResultWire, EveryAnswerReadsBack) {
  json::Document scratch;
  Receipt receipt;
  receipt.position = {16, 9'007'199'254'740'991};
  receipt.sequence = 4'000'000'000;
  receipt.leaf.fill(0x42);
  receipt.repeated = true;
  EXPECT_EQ(std::get<Receipt>(*decode_answer(encode_answer(receipt), scratch)), receipt);
  for (std::size_t i = 0; i < Names<RejectionCode>::values.size(); ++i) {
    const Rejection rejection{static_cast<RejectionCode>(i)};
    EXPECT_EQ(std::get<Rejection>(*decode_answer(encode_answer(rejection), scratch)), rejection);
  }
  for (const ErrorKind kind : {ErrorKind::invalid, ErrorKind::conflict, ErrorKind::not_found,
                               ErrorKind::unavailable, ErrorKind::corrupt}) {
    const auto read = decode_answer(encode_answer(Error{kind, "why \"not\""}), scratch);
    ASSERT_TRUE(read);
    EXPECT_EQ(std::get<Error>(*read).kind, kind);
    EXPECT_EQ(std::get<Error>(*read).message, "why \"not\"");
  }
}

TEST(ResultWire, IsWrittenAsEver) {
  Receipt receipt;
  receipt.position = {3, 17};
  receipt.sequence = 4;
  receipt.leaf.fill(0x42);
  expect_golden("tests/golden/kafka/result.accepted.json", encode_answer(receipt));
  expect_golden("tests/golden/kafka/result.rejected.json",
                encode_answer(Rejection{RejectionCode::not_verified}));
  expect_golden("tests/golden/kafka/result.failed.json",
                encode_answer(Error{ErrorKind::conflict, "the case has moved on"}));
}

TEST(ResultWire, OtherBytesAreNoAnswer) {
  json::Document scratch;
  for (
      const std::string_view bytes :
      {"", "{", "null", "{}", R"({"outcome":"maybe"})", R"({"outcome":"accepted"})",
       R"({"outcome":"rejected"})", R"({"outcome":"failed","kind":"odd","message":""})",
       R"({"outcome":"accepted","stream":1,"offset":-1,"sequence":1,"leaf":"","repeated":false})",
       R"({"outcome":"accepted","stream":1,"offset":1,"sequence":1,"leaf":"AA==","repeated":false})"}) {
    EXPECT_FALSE(decode_answer(bytes, scratch)) << bytes;
  }
}

TEST(ResultWire, ARuleOfALaterVersionIsStillARefusal) {
  json::Document scratch;
  const auto read = decode_answer(R"({"outcome":"rejected","code":"too_late"})", scratch);
  ASSERT_TRUE(read);
  EXPECT_THAT(std::get<Error>(*read).message, HasSubstr("too_late"));
}

TEST(DeadLetter, KeepsWhatThereIsRoomFor) {
  KafkaRecord record;
  record.at = {{"p.aduan.commands", 3}, 17};
  record.key = "key";
  record.value = std::string(2'000'000, 'x');
  record.headers = {{"null", std::nullopt}, {"large", std::string(500'000, 'y')}};
  const KafkaAddress address{"h:1", "p"};
  const KafkaDraft cut = dead_letter(address, record, "because");
  EXPECT_EQ(cut.to, (TopicPartition{"p.aduan.deadletter", 0}));
  EXPECT_LT(cut.value->size(), 1'000'000U);
  EXPECT_EQ(cut.headers[0], (RecordHeader{std::string(kReasonHeader), "because"}));
  EXPECT_EQ(cut.headers[1], (RecordHeader{std::string(kFromHeader), "p.aduan.commands/3/17"}));
  EXPECT_EQ(cut.headers.back().name, kCutHeader);

  record.value = "small";
  record.headers.pop_back();
  const KafkaDraft whole = dead_letter(address, record, "because");
  EXPECT_EQ(whole.value, "small");
  EXPECT_EQ(whole.headers.back(), (RecordHeader{"null", std::nullopt}));
}

}  // namespace
}  // namespace aduan
