// Ledger workers and the senders' side of the ledger on a real Kafka.

#include "core/ledger/kafka/command_wire.h"
#include "core/ledger/kafka/dead_letter.h"
#include "core/ledger/load_directory.h"
#include "core/log/kafka/kafka_consumer.h"
#include "core/log/kafka/kafka_event_log.h"
#include "core/log/kafka/kafka_producer.h"
#include "core/log/kafka/kafka_topics.h"
#include "core/log/partition.h"
#include "projections/store/store.h"
#include "tests/support/case_commands.h"
#include "tests/support/chain.h"
#include "tests/support/kafka_ledger_world.h"
#include "tests/support/ledger.h"
#include "tests/support/test_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <functional>
#include <future>
#include <mutex>

namespace aduan {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

KafkaBroker& quick_kafka() {
  static KafkaBroker broker(quick_groups());
  return broker;
}

const Receipt* receipt_of(const Answer& answer) { return std::get_if<Receipt>(&answer); }
const Error* error_of(const Answer& answer) { return std::get_if<Error>(&answer); }

class OnKafka : public testing::Test {
 protected:
  void SetUp() override { make_topics(connection_); }

  std::unique_ptr<RunningWorker> worker(const std::string& name = "a",
                                        std::function<void(LedgerWorkerStep)> on_step = {}) {
    LedgerWorkerOptions options;
    options.folder = folder_.path() / name;
    options.session_timeout = kQuickSession;
    options.on_step = std::move(on_step);
    return std::make_unique<RunningWorker>(connection_, time_, std::move(options));
  }

  /// With a worker that has made the ledger.
  std::unique_ptr<RunningWorker> created(KafkaLedger& ledger) {
    auto made = worker();
    create_kafka_ledger(ledger);
    return made;
  }

  SealedCommand submission(std::uint64_t n) const {
    return plain_command(chain_case(n), "submit/" + std::to_string(n), kReporter, submit());
  }
  SealedCommand verification(std::uint64_t n) const {
    return plain_command(chain_case(n), "verify/" + std::to_string(n), kVerifier, verify());
  }
  SealedCommand forwarding(std::uint64_t n, const AgencyId& to) const {
    return plain_command(chain_case(n), "forward/" + std::to_string(n) + to.value, kVerifier,
                         forward(to));
  }

  std::vector<KafkaRecord> dead_letters(std::size_t count) const {
    const auto reader = KafkaConsumer::open(connection_, {});
    EXPECT_TRUE(reader);
    const std::array start{KafkaStart{{connection_.address.named(kDeadletterTopic), 0}, 0}};
    EXPECT_TRUE(reader.value()->assign(start));
    std::vector<KafkaRecord> letters;
    EXPECT_TRUE(waits_for([&] {
      const auto polled = reader.value()->poll(100, milliseconds(20));
      EXPECT_TRUE(polled);
      for (const KafkaRecord& each : polled.value().records) letters.push_back(each);
      return letters.size() >= count;
    }));
    return letters;
  }

  const KafkaConnection connection_ = quick_kafka().connection(fresh_prefix());
  const TempFolder folder_;
  SystemTime time_;
};

TEST_F(OnKafka, ACommandIsAcceptedRejectedRepeatedOrAConflict) {
  const auto ledger = open_kafka_ledger(connection_, time_);
  const auto running = created(*ledger);
  EXPECT_TRUE(ledger->directory()->is_connected(kHealth));

  const Answer filed = ledger->submit(AnyCommand(submission(1)));
  ASSERT_NE(receipt_of(filed), nullptr);
  EXPECT_EQ(receipt_of(filed)->sequence, 1U);
  EXPECT_FALSE(receipt_of(filed)->repeated);
  EXPECT_EQ(receipt_of(filed)->position.stream,
            partition_of(chain_case(1).text(), kWorldPartitions));

  const Answer early = ledger->submit(AnyCommand(forwarding(1, kHealth)));
  ASSERT_TRUE(std::holds_alternative<Rejection>(early));
  EXPECT_EQ(std::get<Rejection>(early).code, RejectionCode::not_verified);

  const Answer again = ledger->submit(AnyCommand(submission(1)));
  ASSERT_NE(receipt_of(again), nullptr);
  EXPECT_TRUE(receipt_of(again)->repeated);
  EXPECT_EQ(receipt_of(again)->leaf, receipt_of(filed)->leaf);
  EXPECT_EQ(receipt_of(again)->position, receipt_of(filed)->position);

  SealedCommand stale = verification(1);
  stale.expected_sequence = 7;
  const Answer moved_on = ledger->submit(AnyCommand(stale));
  ASSERT_NE(error_of(moved_on), nullptr);
  EXPECT_EQ(error_of(moved_on)->kind, ErrorKind::conflict);
  EXPECT_FALSE(error_of(moved_on)->outcome_unknown);

  const Answer absent = ledger->submit(AnyCommand(verification(99)));
  ASSERT_NE(error_of(absent), nullptr);
  EXPECT_EQ(error_of(absent)->kind, ErrorKind::not_found);

  const KafkaLedgerContents contents(connection_);
  EXPECT_EQ(contents.void_records(), 0U);
  EXPECT_EQ(contents.events(), 1U);
  contents.expect_has(chain_case(1).text(), command_id_of("submit/1"), *receipt_of(filed));
}

TEST_F(OnKafka, ABatchOfManyCasesIsDecidedInOrderOfEach) {
  const auto ledger = open_kafka_ledger(connection_, time_);
  const auto running = created(*ledger);
  std::vector<AnyCommand> commands;
  for (std::uint64_t n = 0; n < 300; ++n) {
    commands.push_back(submission(n));
    commands.push_back(verification(n));
    commands.push_back(forwarding(n, n % 2 == 0 ? kHealth : kUnheardOf));
  }
  const std::vector<Answer> answers = ledger->submit(std::move(commands));
  ASSERT_EQ(answers.size(), 900U);
  const KafkaLedgerContents contents(connection_);
  for (std::uint64_t n = 0; n < 300; ++n) {
    ASSERT_NE(receipt_of(answers[3 * n]), nullptr);
    ASSERT_NE(receipt_of(answers[3 * n + 1]), nullptr);
    EXPECT_EQ(receipt_of(answers[3 * n + 1])->sequence, 2U);
    contents.expect_has(chain_case(n).text(), command_id_of("verify/" + std::to_string(n)),
                        *receipt_of(answers[3 * n + 1]));
    if (n % 2 == 0) {
      EXPECT_NE(receipt_of(answers[3 * n + 2]), nullptr);
    } else {
      ASSERT_TRUE(std::holds_alternative<Rejection>(answers[3 * n + 2]));
      EXPECT_EQ(std::get<Rejection>(answers[3 * n + 2]).code, RejectionCode::not_connected);
    }
  }
  EXPECT_EQ(contents.void_records(), 0U);
  EXPECT_EQ(contents.events(), 750U);
}

TEST_F(OnKafka, ManyThreadsShareOneDoor) {
  const auto ledger = open_kafka_ledger(connection_, time_);
  const auto running = created(*ledger);
  std::vector<std::future<bool>> threads;
  for (std::uint64_t t = 0; t < 8; ++t) {
    threads.push_back(std::async(std::launch::async, [&, t] {
      bool all = true;
      for (std::uint64_t n = 100 * t; n < 100 * t + 20; ++n) {
        all = all && receipt_of(ledger->submit(AnyCommand(submission(n)))) != nullptr;
        all = all && receipt_of(ledger->submit(AnyCommand(verification(n)))) != nullptr;
      }
      return all;
    }));
  }
  for (auto& each : threads) EXPECT_TRUE(each.get());
  EXPECT_EQ(KafkaLedgerContents(connection_).events(), 320U);
}

TEST_F(OnKafka, ACommandOfALedgerThatIsNotCreatedIsRefused) {
  const auto ledger = open_kafka_ledger(connection_, time_);
  const auto running = worker();
  const Answer early = ledger->submit(AnyCommand(submission(1)));
  ASSERT_NE(error_of(early), nullptr);
  EXPECT_EQ(error_of(early)->kind, ErrorKind::not_found);
  create_kafka_ledger(*ledger);
  EXPECT_NE(receipt_of(ledger->submit(AnyCommand(submission(1)))), nullptr);
}

TEST_F(OnKafka, ARetryAfterATimeOutActsOnce) {
  const auto ledger = open_kafka_ledger(connection_, time_);
  created(*ledger)->stop();
  const auto hasty = open_kafka_ledger(connection_, time_, milliseconds(200));
  for (int i = 0; i < 3; ++i) {
    const Answer unknown = hasty->submit(AnyCommand(submission(1)));
    ASSERT_NE(error_of(unknown), nullptr);
    EXPECT_EQ(error_of(unknown)->kind, ErrorKind::unavailable);
    EXPECT_TRUE(error_of(unknown)->outcome_unknown);
    EXPECT_THAT(error_of(unknown)->message, HasSubstr("same id"));
  }
  const auto running = worker();
  const Answer known = ledger->submit(AnyCommand(submission(1)));
  ASSERT_NE(receipt_of(known), nullptr);
  EXPECT_TRUE(receipt_of(known)->repeated);
  const KafkaLedgerContents contents(connection_);
  EXPECT_EQ(contents.events(), 1U);
  EXPECT_EQ(contents.void_records(), 0U);
}

// The answer to a sending that was given up must not be taken for the answer to the next one: it
// said no to the state of then.
TEST_F(OnKafka, AnAnswerBelongsToItsOwnSending) {
  const auto ledger = open_kafka_ledger(connection_, time_);
  auto first = created(*ledger);
  ASSERT_NE(receipt_of(ledger->submit(AnyCommand(submission(1)))), nullptr);
  first->stop();
  const auto hasty = open_kafka_ledger(connection_, time_, milliseconds(200));
  ASSERT_NE(error_of(hasty->submit(AnyCommand(forwarding(1, kHealth)))), nullptr);
  ASSERT_NE(error_of(hasty->submit(AnyCommand(verification(1)))), nullptr);
  auto later = std::async(std::launch::async,
                          [&] { return ledger->submit(AnyCommand(forwarding(1, kHealth))); });
  const auto running = worker();
  const Answer answer = later.get();
  ASSERT_NE(receipt_of(answer), nullptr) << "took the first sending's rejection for its own";
  EXPECT_EQ(receipt_of(answer)->sequence, 3U);
  EXPECT_FALSE(receipt_of(answer)->repeated);
}

TEST_F(OnKafka, WorkersShareThePartitionsAndOneCanLeave) {
  const auto ledger = open_kafka_ledger(connection_, time_);
  const auto first = created(*ledger);
  ASSERT_TRUE(first->waits_for_partitions(kWorldPartitions));
  auto second = worker("b");
  ASSERT_TRUE(second->waits_for_partitions(kWorldPartitions / 2));
  ASSERT_TRUE(first->waits_for_partitions(kWorldPartitions / 2));
  std::vector<AnyCommand> commands;
  for (std::uint64_t n = 0; n < 100; ++n) commands.push_back(submission(n));
  for (const Answer& answer : ledger->submit(commands)) ASSERT_NE(receipt_of(answer), nullptr);
  EXPECT_TRUE(waits_for([&] { return first->status().accepted > 0; }));
  EXPECT_TRUE(waits_for([&] { return second->status().accepted > 0; }));

  second->stop();
  ASSERT_TRUE(first->waits_for_partitions(kWorldPartitions));
  for (const Answer& answer : ledger->submit(commands)) {
    ASSERT_NE(receipt_of(answer), nullptr);
    EXPECT_TRUE(receipt_of(answer)->repeated) << "what the other worker did is not known";
  }
  EXPECT_EQ(KafkaLedgerContents(connection_).events(), 100U);
}

TEST_F(OnKafka, AWorkerWithAnEmptyDiskKnowsWhatWasDone) {
  const auto ledger = open_kafka_ledger(connection_, time_);
  created(*ledger)->stop();
  {
    const auto running = worker();
    ASSERT_NE(receipt_of(ledger->submit(AnyCommand(submission(1)))), nullptr);
  }
  std::filesystem::remove_all(folder_.path() / "a");
  const auto running = worker();
  const Answer answer = ledger->submit(AnyCommand(submission(1)));
  ASSERT_NE(receipt_of(answer), nullptr);
  EXPECT_TRUE(receipt_of(answer)->repeated);
}

TEST_F(OnKafka, AFolderThatWasAnotherLedgersIsMadeAnew) {
  const KafkaConnection other = quick_kafka().connection(fresh_prefix());
  make_topics(other);
  {
    const auto ledger = open_kafka_ledger(other, time_);
    LedgerWorkerOptions options;
    options.folder = folder_.path() / "a";
    const RunningWorker running(other, time_, options);
    create_kafka_ledger(*ledger);
    ASSERT_NE(receipt_of(ledger->submit(AnyCommand(submission(1)))), nullptr);
  }
  const auto ledger = open_kafka_ledger(connection_, time_);
  const auto running = created(*ledger);
  const Answer answer = ledger->submit(AnyCommand(submission(1)));
  ASSERT_NE(receipt_of(answer), nullptr);
  EXPECT_FALSE(receipt_of(answer)->repeated) << "an answer out of another ledger's store";
  EXPECT_EQ(KafkaLedgerContents(connection_).events(), 1U);
}

/// Decides beside the worker, as one would that has lost its partitions and does not know.
class Zombie {
 public:
  Zombie(const KafkaConnection& connection, const std::filesystem::path& folder)
      : log_(std::move(KafkaEventLog::open(connection).value())) {
    StoreOptions options;
    options.ledger = kWorldLedger;
    options.partitions = kWorldPartitions;
    store_ = std::move(ProjectionStore::open(folder, options).value());
  }

  void act(AnyCommand command, Instant now) {
    ASSERT_TRUE(store_->catch_up(*log_));
    const auto loaded = load_directory(*log_);
    ASSERT_TRUE(loaded);
    CommandProcessor processor(*store_, loaded.value().directory, loaded.value().head);
    const std::array commands{std::move(command)};
    const ProcessedBatch batch = processor.process(commands, now);
    ASSERT_EQ(batch.records.size(), 1U);
    ASSERT_TRUE(log_->append(batch.records));
  }

 private:
  std::unique_ptr<KafkaEventLog> log_;
  std::unique_ptr<ProjectionStore> store_;
};

class Beaten : public OnKafka {
 protected:
  /// The zombie acts when the worker has decided on its next batch, before it appends.
  void before_the_next_append(std::function<void()> act) {
    const std::lock_guard lock(mutex_);
    act_ = std::move(act);
  }
  std::function<void(LedgerWorkerStep)> hook() {
    return [this](LedgerWorkerStep step) {
      if (step != LedgerWorkerStep::appending) return;
      std::function<void()> act;
      {
        const std::lock_guard lock(mutex_);
        act = std::exchange(act_, {});
      }
      if (act) act();
    };
  }

  std::mutex mutex_;
  std::function<void()> act_;
};

TEST_F(Beaten, TheSameCommandDoneByAnotherIsRepeated) {
  const auto ledger = open_kafka_ledger(connection_, time_);
  const auto running = worker("a", hook());
  create_kafka_ledger(*ledger);
  Zombie zombie(connection_, folder_.path() / "zombie");
  before_the_next_append([&] { zombie.act(AnyCommand(submission(1)), time_.now()); });
  const Answer answer = ledger->submit(AnyCommand(submission(1)));
  ASSERT_NE(receipt_of(answer), nullptr);
  EXPECT_TRUE(receipt_of(answer)->repeated);
  const KafkaLedgerContents contents(connection_);
  EXPECT_EQ(contents.void_records(), 1U);
  contents.expect_has(chain_case(1).text(), command_id_of("submit/1"), *receipt_of(answer));
  EXPECT_EQ(running->status().beaten, 1U);
}

TEST_F(Beaten, WhatWasDecidedOnAVoidRecordIsDecidedAgain) {
  const auto ledger = open_kafka_ledger(connection_, time_);
  const auto running = worker("a", hook());
  create_kafka_ledger(*ledger);
  ASSERT_NE(receipt_of(ledger->submit(AnyCommand(submission(1)))), nullptr);
  ASSERT_NE(receipt_of(ledger->submit(AnyCommand(submission(2)))), nullptr);
  Zombie zombie(connection_, folder_.path() / "zombie");
  before_the_next_append([&] {
    zombie.act(AnyCommand(plain_command(chain_case(1), "verify/zombie", kVerifier, verify())),
               time_.now());
    zombie.act(
        AnyCommand(plain_command(chain_case(1), "forward/zombie", kVerifier, forward(kBali))),
        time_.now());
  });
  // Verified twice is a correction; a second lead is not.
  const std::vector<Answer> answers = ledger->submit(std::vector<AnyCommand>{
      verification(1), forwarding(1, kHealth), verification(2), forwarding(2, kHealth)});
  ASSERT_NE(receipt_of(answers[2]), nullptr);
  ASSERT_NE(receipt_of(answers[3]), nullptr);
  EXPECT_FALSE(receipt_of(answers[0]) != nullptr && receipt_of(answers[0])->sequence == 2U);
  ASSERT_TRUE(std::holds_alternative<Rejection>(answers[1]));
  EXPECT_EQ(std::get<Rejection>(answers[1]).code, RejectionCode::has_a_lead);
  const KafkaLedgerContents contents(connection_);
  EXPECT_FALSE(contents.find(chain_case(1).text(), id_of(AnyCommand(forwarding(1, kHealth)))));
  EXPECT_GE(contents.void_records(), 1U);
}

// An agency that another worker has connected a moment ago: no rejection for want of looking.
TEST_F(OnKafka, ARejectionKnowsTheDirectoryToItsEnd) {
  const auto ledger = open_kafka_ledger(connection_, time_);
  const auto first = created(*ledger);
  const auto second = worker("b");
  ASSERT_TRUE(second->waits_for_partitions(kWorldPartitions / 2));
  for (int i = 0; i < 20; ++i) {
    const AgencyId agency("kl-new-" + std::to_string(i));
    Connected connected;
    connected.id = agency;
    connected.name = agency.value;
    connected.kind = AgencyKind::ministry;
    connected.zone = Zone::WIB;
    SealedDirectoryCommand connect;
    connect.subject = kDirectorySubject;
    connect.command_id = command_id_of("connect/" + agency.value);
    connect.actor = kOperator;
    connect.body = Connect{connected};
    const auto n = static_cast<std::uint64_t>(i);
    for (const Answer& answer : ledger->submit(std::vector<AnyCommand>{
             submission(n), verification(n), connect, forwarding(n, agency)})) {
      EXPECT_NE(receipt_of(answer), nullptr) << i;
    }
    EXPECT_TRUE(ledger->directory()->is_connected(agency));
  }
}

// Hostile bytes
// ------------------------------------------------------------------------------------

TEST_F(OnKafka, WhatIsNoCommandBecomesADeadLetterAndTheRestGoesOn) {
  const auto ledger = open_kafka_ledger(connection_, time_);
  const auto running = created(*ledger);
  const std::string good = encode_command(AnyCommand(submission(1))).value();
  std::string broken_text = good;
  broken_text.replace(broken_text.find("reporter"), 2, "\xff\xfe");
  const std::string deep = good.substr(0, good.find("\"data\":")) +
                           "\"data\":" + std::string(20'000, '[') + std::string(20'000, ']') + "}";
  const std::vector<std::optional<std::string>> hostile{
      std::nullopt,
      std::string(),
      std::string("{"),
      std::string("null"),
      good.substr(0, good.size() / 2),
      broken_text,
      deep,
      std::string(900'000, 'x'),
      std::string(70'000, '{'),
  };
  const std::uint32_t mine = partition_of(chain_case(1).text(), kWorldPartitions);
  const auto producer = KafkaProducer::open(connection_, {});
  ASSERT_TRUE(producer);
  for (const auto& value : hostile) {
    ASSERT_TRUE(producer.value()->send({.to = {connection_.address.named(kCommandsTopic), mine},
                                        .key = std::string(chain_case(1).text()),
                                        .value = value,
                                        .headers = {{"x", std::nullopt}}}));
  }
  // A whole command, in a partition whose owner does not have the case.
  ASSERT_TRUE(producer.value()->send(
      {.to = {connection_.address.named(kCommandsTopic), (mine + 1) % kWorldPartitions},
       .key = std::string(chain_case(1).text()),
       .value = good,
       .headers = {}}));
  ASSERT_TRUE(producer.value()->flush());

  const std::vector<KafkaRecord> letters = dead_letters(hostile.size() + 1);
  ASSERT_EQ(letters.size(), hostile.size() + 1);
  for (const KafkaRecord& each : letters) {
    EXPECT_TRUE(each.header(kReasonHeader));
    EXPECT_TRUE(each.header(kFromHeader));
  }
  const Answer answer = ledger->submit(AnyCommand(submission(1)));
  ASSERT_NE(receipt_of(answer), nullptr);
  EXPECT_FALSE(receipt_of(answer)->repeated);
  EXPECT_EQ(KafkaLedgerContents(connection_).events(), 1U);
  EXPECT_TRUE(waits_for([&] { return running->status().dead_letters == hostile.size() + 1; }));
}

TEST_F(OnKafka, HostileRecordsAmongTheEventsAreVoidAndStopNobody) {
  const auto ledger = open_kafka_ledger(connection_, time_);
  const auto running = created(*ledger);
  ASSERT_NE(receipt_of(ledger->submit(AnyCommand(submission(1)))), nullptr);
  const auto log = KafkaEventLog::open(connection_);
  ASSERT_TRUE(log);
  const std::uint32_t mine = partition_of(chain_case(1).text(), kWorldPartitions);
  const Record copied = log.value()->read({mine, 0}).value();
  Record elsewhere = copied;
  elsewhere.position.stream = (mine + 1) % kWorldPartitions;
  Record empty = copied;
  empty.value.reset();
  Record bytes = copied;
  bytes.value = std::string("\xff\0{", 3);
  Record directory = copied;
  directory.position.stream = kWorldPartitions;
  ASSERT_TRUE(
      log.value()->append(std::array<Record, 5>{copied, elsewhere, empty, bytes, directory}));
  ASSERT_NE(receipt_of(ledger->submit(AnyCommand(verification(1)))), nullptr);
  ASSERT_NE(receipt_of(ledger->submit(AnyCommand(forwarding(1, kHealth)))), nullptr);
  const KafkaLedgerContents contents(connection_);
  EXPECT_EQ(contents.void_records(), 5U);
  EXPECT_EQ(contents.events(), 3U);
}

// Brokers that are away
// ----------------------------------------------------------------------------

TEST(KafkaLedgerTest, GoesOnWhenTheBrokerIsBack) {
  KafkaBroker broker(quick_groups());
  KafkaConnection connection = broker.connection("restarted");
  make_topics(connection);
  const SystemTime time;
  const TempFolder folder;
  LedgerWorkerOptions options;
  options.folder = folder.path();
  options.session_timeout = kQuickSession;
  const RunningWorker running(connection, time, options);
  const auto ledger = open_kafka_ledger(connection, time);
  create_kafka_ledger(*ledger);
  const auto submission = [](std::uint64_t n) {
    return AnyCommand(
        plain_command(chain_case(n), "submit/" + std::to_string(n), kReporter, submit()));
  };
  ASSERT_NE(receipt_of(ledger->submit(submission(1))), nullptr);
  broker.kill();
  auto meanwhile = std::async(std::launch::async, [&] { return ledger->submit(submission(2)); });
  broker.restart();
  Answer answer = meanwhile.get();
  while (error_of(answer) != nullptr && error_of(answer)->outcome_unknown) {
    answer = ledger->submit(submission(2));
  }
  ASSERT_NE(receipt_of(answer), nullptr) << error_of(answer)->message;
  ASSERT_NE(receipt_of(ledger->submit(submission(3))), nullptr);
  EXPECT_EQ(KafkaLedgerContents(connection).events(), 3U);
}

TEST(KafkaLedgerTest, SaysThatNoBrokerAnswers) {
  KafkaConnection nowhere;
  nowhere.address = {"127.0.0.1:1", ""};
  nowhere.connect_patience = milliseconds(300);
  const SystemTime time;
  const auto opened = KafkaLedger::open(nowhere, time);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::unavailable);
}

TEST(KafkaLedgerTest, SaysThatThereIsNoLedger) {
  const SystemTime time;
  const auto opened = KafkaLedger::open(quick_kafka().connection("no-such-ledger"), time);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace aduan
