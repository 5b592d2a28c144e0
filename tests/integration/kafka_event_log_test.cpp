// The log on a real Kafka: the contract that all logs keep, and what only Kafka can hold or lose.

#include "core/log/kafka/kafka_event_log.h"

#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_producer.h"
#include "core/log/kafka/kafka_topics.h"
#include "tests/integration/event_log_contract.h"
#include "tests/support/kafka_broker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace aduan {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

/// A new ledger's topics, of three partitions.
KafkaConnection new_ledger(KafkaBroker& broker = shared_kafka()) {
  const KafkaConnection connection = broker.connection(fresh_prefix());
  const auto admin = KafkaAdmin::open(connection);
  EXPECT_TRUE(admin) << admin.error().message;
  const auto made = ensure_topics(*admin.value(), connection.address, kContractPartitions);
  EXPECT_TRUE(made) << made.error().message;
  return connection;
}

std::unique_ptr<KafkaEventLog> open_log(const KafkaConnection& connection) {
  auto log = KafkaEventLog::open(connection);
  EXPECT_TRUE(log) << log.error().message;
  return std::move(log.value());
}

class KafkaLogFixture final : public LogFixture {
 public:
  EventLog& log() override { return *log_; }
  EventLog& reopened() override {
    log_.reset();
    log_ = open_log(connection_);
    return *log_;
  }
  bool keeps_timestamps() const override { return false; }
  bool appends_whole() const override { return false; }

 private:
  const KafkaConnection connection_ = new_ledger();
  std::unique_ptr<KafkaEventLog> log_ = open_log(connection_);
};

INSTANTIATE_TEST_SUITE_P(Kafka, EventLogContract, testing::Values(LogFactory([] {
                           return std::make_unique<KafkaLogFixture>();
                         })));

Record record(std::uint32_t stream, const std::string& value) {
  return make_record(stream, "AAAAAAAAAA", value, {}, Instant());
}

class KafkaLog : public testing::Test {
 protected:
  const KafkaConnection connection_ = new_ledger();

  TopicPartition events(std::uint32_t partition) const {
    return {connection_.address.named(kEventsTopic), partition};
  }
  Result<std::uint64_t> scanned(const EventLog& log, std::uint32_t stream,
                                std::uint64_t from = 0) const {
    std::uint64_t count = 0;
    const auto done = log.scan(stream, from, [&](const Record&) { return ++count > 0; });
    if (!done) return done.error();
    return count;
  }
  /// Writes records in a transaction, whose end takes an offset of its own.
  void write_in_transaction(std::uint32_t partition, int records) const {
    KafkaProducerSettings settings;
    settings.transactional_id = connection_.address.named("intruder");
    const auto admin = KafkaAdmin::open(connection_);
    const auto before = admin.value()->end_of(events(partition)).value();
    const auto marked = static_cast<std::uint64_t>(records) + 1;
    auto producer = KafkaProducer::open(connection_, settings);
    ASSERT_TRUE(producer) << producer.error().message;
    ASSERT_TRUE(producer.value()->init_transactions());
    ASSERT_TRUE(producer.value()->begin());
    for (int i = 0; i < records; ++i) {
      ASSERT_TRUE(producer.value()->send({events(partition), "k", "v", {}}));
    }
    const auto committed = producer.value()->commit();
    ASSERT_TRUE(committed) << committed.error().message;
    // The mark that ends it comes after the answer.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (std::chrono::steady_clock::now() < deadline &&
           admin.value()->end_of(events(partition)).value() < before + marked) {
    }
  }
};

TEST_F(KafkaLog, StampsARecordWithTheBrokersTime) {
  const auto log = open_log(connection_);
  Record old = record(0, "a");
  old.timestamp = Instant(milliseconds(5));
  ASSERT_TRUE(log->append(std::vector{old, old}));
  const auto first = log->read({0, 0});
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_GT(first.value().timestamp, Instant(milliseconds(1'700'000'000'000)));
  EXPECT_LE(first.value().timestamp, log->read({0, 1}).value().timestamp);
}

TEST_F(KafkaLog, PutsADirectoryRecordIntoTheDirectorysTopic) {
  const auto log = open_log(connection_);
  ASSERT_TRUE(log->append(std::vector{record(kContractPartitions, "d"), record(2, "c")}));
  const auto admin = KafkaAdmin::open(connection_);
  EXPECT_EQ(admin.value()->end_of({connection_.address.named(kDirectoryTopic), 0}).value(), 1u);
  EXPECT_EQ(admin.value()->end_of(events(2)).value(), 1u);
  EXPECT_EQ(log->place_of(2), events(2));
}

TEST_F(KafkaLog, ManyWritersShareAStreamWithoutAHole) {
  const auto one = open_log(connection_);
  const auto other = open_log(connection_);
  std::vector<std::thread> writers;
  for (KafkaEventLog* log : {one.get(), other.get()}) {
    writers.emplace_back([log] {
      for (int i = 0; i < 50; ++i) {
        EXPECT_TRUE(log->append(std::vector{record(0, "x"), record(1, "y")}));
      }
    });
  }
  for (std::thread& each : writers) each.join();
  EXPECT_EQ(scanned(*one, 0).value(), 100u);
  EXPECT_EQ(scanned(*other, 1).value(), 100u);
}

TEST_F(KafkaLog, GivesWhateverBytesAnyoneWrote) {
  auto producer = KafkaProducer::open(connection_, {});
  ASSERT_TRUE(producer);
  const std::vector<KafkaDraft> drafts{
      {events(1), std::nullopt, std::nullopt, {}},
      {events(1), "", "", {{"", std::nullopt}}},
      {events(1), "\xff\xfe", "\xed\xa0\x80 {\"broken\xc3", {{"\xff", "\xff"}}},
      {events(1), std::string("\0k", 2), std::string("\0v\0", 3), {}},
      {events(1), "AAAAAAAAAA", "another case's", {{"aduan-sealed", std::nullopt}}},
  };
  for (const KafkaDraft& each : drafts) ASSERT_TRUE(producer.value()->send(each));
  ASSERT_TRUE(producer.value()->flush());
  const auto log = open_log(connection_);
  std::size_t seen = 0;
  ASSERT_TRUE(log->scan(1, 0, [&](const Record& each) {
    EXPECT_EQ(each.key, drafts.at(seen).key) << seen;
    EXPECT_EQ(each.value, drafts.at(seen).value) << seen;
    EXPECT_EQ(each.headers, drafts.at(seen).headers) << seen;
    ++seen;
    return true;
  }));
  EXPECT_EQ(seen, drafts.size());
  EXPECT_EQ(log->read({1, 0}).value().value, std::nullopt);
  EXPECT_EQ(log->read({1, 4}).value().sealed(), "");
}

TEST_F(KafkaLog, RefusesARecordThatTheTopicDoesNotTakeAndGoesOn) {
  const auto log = open_log(connection_);
  const auto refused = log->append(std::vector{record(0, std::string(5'000'000, 'x'))});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_FALSE(refused.error().outcome_unknown);
  EXPECT_EQ(log->append(std::vector{record(0, "a")}).value().front(), (Position{0, 0}));
}

TEST_F(KafkaLog, ReadsARecordOfFiveMegabytesThatAnotherGotIn) {
  const auto admin = KafkaAdmin::open(connection_);
  ASSERT_TRUE(admin);
  ASSERT_TRUE(
      admin.value()->replace_topic_settings(events(0).topic, {{"max.message.bytes", "6000000"}}));
  KafkaConnection generous = connection_;
  generous.settings.push_back({"message.max.bytes", "6000000"});
  const std::string huge(5'000'000, 'h');
  const auto written = open_log(generous)->append(
      std::vector{record(0, "before"), record(0, huge), record(0, "after")});
  ASSERT_TRUE(written) << written.error().message;
  const auto log = open_log(connection_);
  EXPECT_EQ(scanned(*log, 0).value(), 3u);
  EXPECT_EQ(log->read({0, 1}).value().value, huge);
}

TEST_F(KafkaLog, AHoleInTheMiddleIsCorruptAndSaysWhere) {
  const auto log = open_log(connection_);
  ASSERT_TRUE(log->append(std::vector{record(1, "a")}));
  write_in_transaction(1, 2);
  ASSERT_TRUE(log->append(std::vector{record(1, "b")}));
  EXPECT_EQ(log->end(1).value(), 5u);
  const auto scan = scanned(*log, 1);
  ASSERT_FALSE(scan);
  EXPECT_EQ(scan.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(scan.error().message, HasSubstr("partition 1 at offset 3"));
  const auto read = log->read({1, 3});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::corrupt);
  EXPECT_EQ(log->read({1, 2}).value().value, "v");
  EXPECT_EQ(scanned(*log, 1, 4).value(), 1u);
}

TEST_F(KafkaLog, AHoleAtTheEndIsCorruptToo) {
  const auto log = open_log(connection_);
  write_in_transaction(0, 1);
  EXPECT_EQ(log->end(0).value(), 2u);
  const auto scan = scanned(*log, 0);
  ASSERT_FALSE(scan);
  EXPECT_EQ(scan.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(scan.error().message, HasSubstr("offset 1"));
}

TEST_F(KafkaLog, AShortenedTopicIsCorrupt) {
  const auto log = open_log(connection_);
  ASSERT_TRUE(log->append(std::vector{record(0, "a"), record(0, "b"), record(0, "c")}));
  const auto admin = KafkaAdmin::open(connection_);
  const auto deleted = admin.value()->delete_records_before({events(0), 2});
  ASSERT_TRUE(deleted) << deleted.error().message;
  EXPECT_EQ(scanned(*log, 0).error().kind, ErrorKind::corrupt);
  EXPECT_EQ(log->read({0, 1}).error().kind, ErrorKind::corrupt);
  EXPECT_EQ(scanned(*log, 0, 2).value(), 1u);
}

TEST_F(KafkaLog, ACompactedTopicIsCorrupt) {
  const auto admin = KafkaAdmin::open(connection_);
  ASSERT_TRUE(admin.value()->replace_topic_settings(events(0).topic,
                                                    {{"cleanup.policy", "compact"},
                                                     {"segment.bytes", "1048576"},
                                                     {"min.cleanable.dirty.ratio", "0.001"},
                                                     {"max.compaction.lag.ms", "1"}}));
  const auto log = open_log(connection_);
  const std::string value(200'000, 'v');
  for (int i = 0; i < 24; ++i) ASSERT_TRUE(log->append(std::vector{record(0, value)}));
  Result<std::uint64_t> scan = scanned(*log, 0);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (scan && std::chrono::steady_clock::now() < deadline) scan = scanned(*log, 0);
  ASSERT_FALSE(scan) << "the broker compacted nothing";
  EXPECT_EQ(scan.error().kind, ErrorKind::corrupt);
}

TEST_F(KafkaLog, RefusesAnotherNumberOfPartitions) {
  EXPECT_TRUE(KafkaEventLog::open(connection_, kContractPartitions));
  const auto refused = KafkaEventLog::open(connection_, kContractPartitions + 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr("has 3 partitions, this ledger was made with 4"));
}

TEST_F(KafkaLog, IsNotFoundWhereNobodyMadeOne) {
  const auto missing = KafkaEventLog::open(shared_kafka().connection("nobody"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
  EXPECT_THAT(missing.error().message, HasSubstr("aduan init"));
}

TEST_F(KafkaLog, ABrokerThatIsNotThereIsAClearErrorSoon) {
  KafkaConnection nowhere = connection_;
  nowhere.address.bootstrap = "127.0.0.1:1";
  nowhere.connect_patience = milliseconds(300);
  const auto begun = std::chrono::steady_clock::now();
  const auto log = KafkaEventLog::open(nowhere);
  ASSERT_FALSE(log);
  EXPECT_EQ(log.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(log.error().message, HasSubstr("127.0.0.1:1"));
  EXPECT_THAT(log.error().message, HasSubstr("refused"));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
}

TEST_F(KafkaLog, WaitsForABrokerThatDiesAndGoesOnWhenItIsBack) {
  KafkaConnection hasty = connection_;
  hasty.patience = milliseconds(1'500);
  const auto log = open_log(hasty);
  ASSERT_TRUE(log->append(std::vector{record(0, "before")}));
  EXPECT_EQ(scanned(*log, 0).value(), 1u);
  shared_kafka().kill();
  const auto end = log->end(0);
  const auto lost = log->append(std::vector{record(0, "meanwhile")});
  const auto scan = scanned(*log, 0);
  const auto read = log->read({1, 0});
  shared_kafka().restart();
  EXPECT_EQ(end.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(end.error().message, HasSubstr("refused"));
  EXPECT_EQ(lost.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(scan.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(read.error().kind, ErrorKind::unavailable);
  // The same object, as soon as it finds the broker again.
  auto after = log->append(std::vector{record(0, "after")});
  for (int i = 0; !after && i < 20; ++i) after = log->append(std::vector{record(0, "after")});
  ASSERT_TRUE(after) << after.error().message;
  const std::uint64_t last = after.value().front().offset;
  EXPECT_EQ(log->read({0, last}).value().value, "after");
  EXPECT_EQ(scanned(*log, 0).value(), last + 1);
  EXPECT_EQ(log->read({0, 0}).value().value, "before");
}

TEST_F(KafkaLog, ReadsTenThousandRecordsInOrder) {
  const auto log = open_log(connection_);
  std::vector<Record> records;
  for (int i = 0; i < 10'000; ++i) records.push_back(record(2, std::to_string(i)));
  const auto written = log->append(records);
  ASSERT_TRUE(written) << written.error().message;
  std::uint64_t next = 0;
  ASSERT_TRUE(log->scan(2, 0, [&](const Record& each) {
    EXPECT_EQ(each.position, (Position{2, next}));
    EXPECT_EQ(each.value, std::to_string(next));
    ++next;
    return true;
  }));
  EXPECT_EQ(next, 10'000u);
  for (const std::uint64_t offset : {9'999u, 0u, 5'000u, 5'001u, 5'000u}) {
    EXPECT_EQ(log->read({2, offset}).value().value, std::to_string(offset));
  }
}

}  // namespace
}  // namespace aduan
