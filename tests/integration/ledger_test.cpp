// The ledger in one process, over a real log and real projections: what it promises to whoever
// sends it commands.

#include "tests/support/ledger.h"

#include "core/ledger/embedded_ledger.h"
#include "core/base/encoding.h"
#include "core/log/partition.h"
#include "core/log/rocks/rocks_event_log.h"
#include "projections/all.h"
#include "schemas/envelope.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_directory.h"

#include <gtest/gtest.h>

#include <thread>

namespace aduan {
namespace {

using std::chrono::hours;

/// A log that counts, and that fails as the test wants it to.
class TroubledLog final : public EventLog {
 public:
  enum class Trouble : std::uint8_t {
    none,
    lost_write,  ///< nothing was written
    lost_reply,  ///< everything was, and the caller does not learn it
  };

  explicit TroubledLog(EventLog& log) : log_(log) {}

  std::uint32_t partitions() const override { return log_.partitions(); }
  Result<std::vector<Position>> append(std::span<const Record> records) override {
    ++appends;
    if (before_append) before_append();
    const Error error{ErrorKind::unavailable, "the disk is troubled", true};
    const Trouble now = std::exchange(next, Trouble::none);
    if (now == Trouble::lost_write) return error;
    auto positions = log_.append(records);
    if (now == Trouble::lost_reply) return error;
    return positions;
  }
  Result<std::uint64_t> end(std::uint32_t stream) const override { return log_.end(stream); }
  Result<Record> read(Position position) const override { return log_.read(position); }
  Result<void> scan(std::uint32_t stream, std::uint64_t from,
                    const std::function<bool(const Record&)>& visit) const override {
    return log_.scan(stream, from, visit);
  }

  std::uint64_t appends = 0;
  Trouble next = Trouble::none;
  std::function<void()> before_append;

 private:
  EventLog& log_;
};

/// Projections on a disk that is full from the test's moment on.
class TroubledStore final : public LedgerStore {
 public:
  explicit TroubledStore(LedgerStore& store) : store_(store) {}

  Result<CaseState> read_case(const CaseId& id) const override { return store_.read_case(id); }
  Result<std::optional<std::uint64_t>> find_command(std::string_view subject,
                                                    const CommandId& command) const override {
    return store_.find_command(subject, command);
  }
  Result<std::pair<Position, Hash>> locate(std::string_view subject,
                                           std::uint64_t sequence) const override {
    return store_.locate(subject, sequence);
  }
  Result<void> apply(std::span<const Record> records) override {
    if (is_full) return full();
    return store_.apply(records);
  }
  Result<void> apply(std::span<const JudgedStep> steps) override {
    if (is_full) return full();
    return store_.apply(steps);
  }
  ChainHead directory_head() const override { return store_.directory_head(); }

  bool is_full = false;

 private:
  static Error full() { return Error{ErrorKind::unavailable, "the disk is full"}; }

  LedgerStore& store_;
};

CommandId id_of(std::string_view key) { return *as_array<16>(as_view(sha256(key)).substr(0, 16)); }
CaseId case_of(std::string_view key) { return CaseId::from_bits(as_view(sha256(key))); }

SealedCommand command(const CaseId& id, std::string_view key, const Actor& actor,
                      CaseCommand body) {
  SealedCommand command;
  command.subject = id.text();
  command.command_id = id_of(key);
  command.actor = actor;
  command.body = std::move(body);
  return command;
}

Submit web_complaint() {
  Submit submit;
  submit.channel = Channel::web;
  submit.kind = ComplaintKind::complaint;
  return submit;
}
Verify as_complaint() {
  Verify verify;
  verify.kind = ComplaintKind::complaint;
  return verify;
}
Forward forward_to(const AgencyId& agency) {
  Forward forward;
  forward.to = agency;
  return forward;
}

/// The submission of the case that `key` names, under that key.
SealedCommand submission(std::string_view key) {
  return command(case_of(key), key, kReporter, web_complaint());
}

SealedDirectoryCommand connection(const AgencyId& id) {
  Connected agency;
  agency.id = id;
  agency.name = "An agency";
  agency.kind = AgencyKind::province;
  agency.zone = Zone::WIT;
  SealedDirectoryCommand command;
  command.subject = kDirectorySubject;
  command.command_id = id_of("connect/" + id.value);
  command.actor = kOperator;
  command.body = Connect{std::move(agency)};
  return command;
}

Receipt receipt_in(const Answer& answer) {
  if (const auto* const error = std::get_if<Error>(&answer)) ADD_FAILURE() << error->message;
  if (const auto* const refused = std::get_if<Rejection>(&answer)) {
    ADD_FAILURE() << name_of_code(refused->code);
  }
  const auto* const receipt = std::get_if<Receipt>(&answer);
  return receipt == nullptr ? Receipt{} : *receipt;
}

void expect_rejection(const Answer& answer, RejectionCode code) {
  const auto* const rejection = std::get_if<Rejection>(&answer);
  ASSERT_NE(rejection, nullptr);
  EXPECT_EQ(rejection->code, code) << name_of_code(rejection->code);
}

void expect_error(const Answer& answer, ErrorKind kind) {
  const auto* const error = std::get_if<Error>(&answer);
  ASSERT_NE(error, nullptr);
  EXPECT_EQ(error->kind, kind) << error->message;
}

/// The same answer again, and marked as such.
void expect_repeats(const Answer& answer, Receipt first) {
  first.repeated = true;
  EXPECT_TRUE(receipt_in(answer) == first);
}

class LedgerTest : public testing::Test {
 protected:
  static constexpr std::uint32_t kPartitions = 3;
  static constexpr std::string_view kName = "test";

  void SetUp() override {
    ASSERT_TRUE(RocksEventLog::create(folder_.path() / "log", kPartitions));
    open();
    ledger_->submit(first_commands(kName, kPartitions));
    ASSERT_EQ(records(), 5U);
  }
  void TearDown() override { expect_ledger_sound(*log_, *store_, options(), findings_); }

  static StoreOptions options() {
    StoreOptions options;
    options.ledger = kName;
    options.partitions = kPartitions;
    options.projections = all_projections();
    options.block_cache_bytes = std::size_t{4} << 20;
    options.write_buffer_bytes = std::size_t{4} << 20;
    return options;
  }

  void open() {
    auto log = RocksEventLog::open(folder_.path() / "log", RocksEventLog::Access::read_write);
    ASSERT_TRUE(log) << log.error().message;
    rocks_ = std::move(log.value());
    log_ = std::make_unique<TroubledLog>(*rocks_);
    auto store = ProjectionStore::open(folder_.path() / "projections", options());
    ASSERT_TRUE(store) << store.error().message;
    store_ = std::move(store.value());
    ASSERT_TRUE(store_->catch_up(*log_));
    const auto loaded = load_directory(*log_);
    ASSERT_TRUE(loaded) << loaded.error().message;
    ledger_ = std::make_unique<EmbeddedLedger>(*log_, *store_, time_, loaded.value().directory,
                                               loaded.value().head);
  }

  void reopen() {
    ledger_.reset();
    store_.reset();
    log_.reset();
    rocks_.reset();
    open();
  }

  std::uint64_t records() const { return count_records(*log_); }

  Answer submit(AnyCommand command) { return ledger_->submit(std::move(command)); }
  Receipt accepted(AnyCommand command) { return receipt_in(submit(std::move(command))); }

  /// What stands in the log at a receipt's position.
  RecordedEvent read(const Receipt& receipt) {
    RecordedEvent recorded;
    const auto record = log_->read(receipt.position);
    EXPECT_TRUE(record) << record.error().message;
    if (!record) return recorded;
    recorded.position = receipt.position;
    recorded.leaf = leaf_hash(*record.value().value);
    EnvelopeReader reader(kName);
    const auto envelope = reader.read(*record.value().value);
    EXPECT_TRUE(envelope) << reader.objection();
    if (!envelope) return recorded;
    recorded.attributes = reader.decode_attributes(*envelope).value();
    if (envelope->subject != kDirectorySubject) {
      recorded.event = reader.decode_event(*envelope).value();
    }
    return recorded;
  }

  /// Puts a record into the log whose chain is whole and whose body nobody can read.
  void park(const CaseId& id) {
    const ChainHead head = store_->read_case(id).value().head;
    Attributes attributes;
    attributes.subject = id.text();
    attributes.sequence = head.sequence + 1;
    attributes.time = attributes.recorded = time_.now();
    attributes.prevhash = head.leaf;
    attributes.directory_sequence = 1;
    attributes.command_id = id_of("another program's");
    attributes.actor = kVerifier;
    auto value = encode_record(kName, attributes, Event(Merged{}));
    ASSERT_TRUE(value);
    std::string& text = value.value();
    text.replace(text.find("\"data\":"), std::string::npos, "\"data\":{\"into\":5}}");
    const Record record =
        make_record(stream_of(id.text(), kPartitions), id.text(), std::move(text), {}, time_.now());
    ASSERT_TRUE(log_->append(std::span(&record, 1)));
  }

  TempFolder folder_;
  TestTime time_;
  std::unique_ptr<RocksEventLog> rocks_;
  std::unique_ptr<TroubledLog> log_;
  std::unique_ptr<ProjectionStore> store_;
  std::unique_ptr<EmbeddedLedger> ledger_;
  std::uint64_t findings_ = 0;  ///< that the test put into the log itself
};

// The same command again --------------------------------------------------------------------------

TEST_F(LedgerTest, ActsOnceOnACommandSentTwiceInOneBatch) {
  const std::uint64_t before = records();
  const auto answers = ledger_->submit({submission("a"), submission("a"), submission("a")});
  ASSERT_EQ(answers.size(), 3U);
  const Receipt first = receipt_in(answers[0]);
  EXPECT_FALSE(first.repeated);
  expect_repeats(answers[1], first);
  expect_repeats(answers[2], first);
  EXPECT_EQ(records(), before + 1);
}

TEST_F(LedgerTest, ActsOnceOnACommandSentAgainLater) {
  const Receipt first = accepted(submission("a"));
  const Receipt second = accepted(command(case_of("a"), "v", kVerifier, as_complaint()));
  const std::uint64_t before = records();
  const std::uint64_t appends = log_->appends;
  time_.move(hours(24 * 400));
  expect_repeats(submit(submission("a")), first);
  expect_repeats(submit(command(case_of("a"), "v", kVerifier, as_complaint())), second);
  EXPECT_EQ(records(), before);
  EXPECT_EQ(log_->appends, appends) << "a retry needs no write";
}

TEST_F(LedgerTest, ActsOnceOnACommandSentAgainAfterItWasOpenedAnew) {
  const Receipt first = accepted(submission("a"));
  const Receipt agency = accepted(connection(kPapua));
  const std::uint64_t before = records();
  reopen();
  expect_repeats(submit(submission("a")), first);
  expect_repeats(submit(connection(kPapua)), agency);
  EXPECT_EQ(records(), before);
}

TEST_F(LedgerTest, TheFirstBodyOfACommandIdIsTheOneThatCounts) {
  accepted(submission("a"));
  const Receipt first = accepted(command(case_of("a"), "v", kVerifier, as_complaint()));
  Verify other = as_complaint();
  other.kind = ComplaintKind::aspiration;
  const std::uint64_t before = records();
  expect_repeats(submit(command(case_of("a"), "v", kVerifier, other)), first);
  // Not even one that would be refused, or whose sender is another.
  expect_repeats(submit(command(case_of("a"), "v", kReporter, other)), first);
  EXPECT_EQ(records(), before);
  const auto answers = ledger_->submit({command(case_of("a"), "w", kVerifier, as_complaint()),
                                        command(case_of("a"), "w", kVerifier, other)});
  expect_repeats(answers[1], receipt_in(answers[0]));
  EXPECT_EQ(records(), before + 1);
  EXPECT_EQ(std::get<Verified>(read(receipt_in(answers[0])).event).kind, ComplaintKind::complaint);
}

TEST_F(LedgerTest, ARefusedCommandMayBeSentAgainAndThenActs) {
  accepted(submission("a"));
  const auto forward = command(case_of("a"), "f", kVerifier, forward_to(kHealth));
  expect_rejection(submit(forward), RejectionCode::not_verified);
  accepted(command(case_of("a"), "v", kVerifier, as_complaint()));
  EXPECT_FALSE(accepted(forward).repeated);
}

TEST_F(LedgerTest, TheSameIdOnAnotherCaseIsAnotherCommand) {
  const Receipt a = accepted(command(case_of("a"), "same", kReporter, web_complaint()));
  const Receipt b = accepted(command(case_of("b"), "same", kReporter, web_complaint()));
  EXPECT_FALSE(b.repeated);
  EXPECT_NE(a.leaf, b.leaf);
}

// What a command asks of its case -----------------------------------------------------------------

TEST_F(LedgerTest, RefusesACommandWhoseSenderSawAnOlderCase) {
  accepted(submission("a"));
  auto verify = command(case_of("a"), "v", kVerifier, as_complaint());
  for (const std::uint64_t wrong : {0, 2}) {
    verify.expected_sequence = wrong;
    expect_error(submit(verify), ErrorKind::conflict);
  }
  verify.expected_sequence = 1;
  const Receipt receipt = accepted(verify);
  EXPECT_EQ(receipt.sequence, 2U);
  // Its retry has seen nothing newer, and is no conflict.
  expect_repeats(submit(verify), receipt);

  auto agency = connection(kPapua);
  agency.expected_sequence = 4;
  expect_error(submit(agency), ErrorKind::conflict);
  agency.expected_sequence = 5;
  EXPECT_EQ(accepted(agency).sequence, 6U);
}

TEST_F(LedgerTest, ExpectationsInOneBatchAreOfTheCaseAsTheCommandBeforeLeftIt) {
  auto first = command(case_of("a"), "v1", kVerifier, as_complaint());
  auto second = command(case_of("a"), "v2", kVerifier, as_complaint());
  first.expected_sequence = second.expected_sequence = 1;
  const auto answers = ledger_->submit({submission("a"), first, second});
  receipt_in(answers[1]);
  expect_error(answers[2], ErrorKind::conflict);
}

TEST_F(LedgerTest, KnowsNoCaseThatNobodySubmitted) {
  const std::uint64_t before = records();
  expect_error(submit(command(case_of("a"), "v", kVerifier, as_complaint())), ErrorKind::not_found);
  auto stray = command(case_of("a"), "v", kVerifier, as_complaint());
  stray.subject = "no case id";
  expect_error(submit(stray), ErrorKind::not_found);
  EXPECT_EQ(records(), before);
}

TEST_F(LedgerTest, ATakenCaseIdIsRefusedAndTheNextTryTaken) {
  accepted(submission("a"));
  const std::uint64_t before = records();
  expect_rejection(submit(command(case_of("a"), "b", kReporter, web_complaint())),
                   RejectionCode::case_id_taken);
  EXPECT_EQ(records(), before);
  const Receipt other =
      accepted(command(case_of("a, second try"), "b", kReporter, web_complaint()));
  EXPECT_EQ(other.sequence, 1U);
  expect_repeats(submit(command(case_of("a, second try"), "b", kReporter, web_complaint())), other);
}

TEST_F(LedgerTest, DecidesNothingOnAParkedCase) {
  accepted(submission("a"));
  accepted(submission("b"));
  park(case_of("a"));
  findings_ = 1;
  reopen();
  const std::uint64_t before = records();
  expect_error(submit(command(case_of("a"), "v", kVerifier, as_complaint())), ErrorKind::corrupt);
  EXPECT_EQ(records(), before);
  accepted(command(case_of("b"), "v", kVerifier, as_complaint()));
}

// Batches -----------------------------------------------------------------------------------------

TEST_F(LedgerTest, ACommandSeesTheDirectoryThatTheBatchMadeBeforeIt) {
  const auto answers = ledger_->submit({
      submission("a"),
      command(case_of("a"), "v", kVerifier, as_complaint()),
      command(case_of("a"), "too early", kVerifier, forward_to(kPapua)),
      connection(kPapua),
      command(case_of("a"), "f", kVerifier, forward_to(kPapua)),
  });
  expect_rejection(answers[2], RejectionCode::not_connected);
  const Receipt forwarded = receipt_in(answers[4]);
  EXPECT_EQ(read(forwarded).attributes.directory_sequence, receipt_in(answers[3]).sequence);
  EXPECT_EQ(read(receipt_in(answers[1])).attributes.directory_sequence, 5U);
  EXPECT_TRUE(ledger_->directory()->is_connected(kPapua));
  reopen();
  EXPECT_TRUE(ledger_->directory()->is_connected(kPapua));
}

TEST_F(LedgerTest, AnswersManyThreadsEachInItsOrderWithFewerWritesThanCommands) {
  constexpr std::size_t kThreads = 8;
  constexpr std::size_t kGroups = 40;  // of 5 commands
  std::atomic<std::size_t> begun = 0;
  // The first write waits for all threads, as a slow disk would.
  log_->before_append = [&] {
    while (begun < kThreads) std::this_thread::yield();
  };
  const std::uint64_t before = records();
  const std::uint64_t appends = log_->appends;
  std::vector<std::vector<Answer>> answers(kThreads);
  std::vector<std::thread> threads;
  const auto name = [](std::size_t thread, std::size_t group) {
    return std::to_string(thread) + "/" + std::to_string(group);
  };
  for (std::size_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (std::size_t group = 0; group < kGroups; ++group) {
        const std::string key = name(thread, group);
        const CaseId id = case_of(key);
        if (group == 0) ++begun;
        auto some = ledger_->submit({
            submission(key),
            command(id, key + "v", kVerifier, as_complaint()),
            command(id, key + "other", kReporter, web_complaint()),
            command(id, key + "f", kVerifier, forward_to(kHealth)),
            command(case_of(key + " nowhere"), key + "n", kVerifier, as_complaint()),
        });
        for (Answer& answer : some) answers[thread].push_back(std::move(answer));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  log_->before_append = {};

  for (std::size_t thread = 0; thread < kThreads; ++thread) {
    ASSERT_EQ(answers[thread].size(), kGroups * 5);
    for (std::size_t group = 0; group < kGroups; ++group) {
      const Answer* const each = &answers[thread][group * 5];
      std::uint64_t sequence = 0;
      for (const std::size_t i : {0, 1, 3}) {
        const Receipt receipt = receipt_in(each[i]);
        EXPECT_EQ(receipt.sequence, ++sequence);
        const RecordedEvent recorded = read(receipt);
        EXPECT_EQ(recorded.leaf, receipt.leaf) << "another record stands there";
        EXPECT_EQ(recorded.attributes.subject, case_of(name(thread, group)).text());
      }
      expect_rejection(each[2], RejectionCode::case_id_taken);
      expect_error(each[4], ErrorKind::not_found);
    }
  }
  EXPECT_EQ(records(), before + kThreads * kGroups * 3);
  EXPECT_LT(log_->appends - appends, kThreads * kGroups) << "no two threads shared a write";
}

TEST_F(LedgerTest, OneCaseUnderManyThreadsKeepsOneChain) {
  accepted(submission("a"));
  accepted(command(case_of("a"), "v", kVerifier, as_complaint()));
  std::vector<std::thread> threads;
  std::atomic<std::size_t> first_ones = 0;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i) {
        // All threads send the same commands.
        const Answer answer =
            ledger_->submit(command(case_of("a"), std::to_string(i), kVerifier, as_complaint()));
        if (!receipt_in(answer).repeated) ++first_ones;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(first_ones, 25U);
  EXPECT_EQ(store_->read_case(case_of("a")).value().head.sequence, 27U);
}

TEST_F(LedgerTest, NoCommandsGetNoAnswers) {
  EXPECT_TRUE(ledger_->submit(std::vector<AnyCommand>()).empty());
}

// Time --------------------------------------------------------------------------------------------

TEST_F(LedgerTest, AnImportersEventHasItsSourcesTimeAndItsBreaches) {
  const Instant filed = time_.now() - hours(24 * 365);
  auto submit = command(case_of("a"), "s", kImporter, web_complaint());
  submit.time = filed;
  auto forward = command(case_of("a"), "f", kImporter, forward_to(kUnheardOf));
  forward.time = filed - hours(1);
  forward.anomalies = {"no_agency"};
  const RecordedEvent submitted = read(accepted(submit));
  EXPECT_EQ(submitted.attributes.time, filed);
  EXPECT_EQ(submitted.attributes.recorded, time_.now());
  const RecordedEvent forwarded = read(accepted(forward));
  EXPECT_EQ(forwarded.attributes.time, filed - hours(1));
  EXPECT_EQ(forwarded.attributes.recorded, time_.now());
  const std::vector<std::string> breaches{"not_verified", "not_connected", "before_submission",
                                          "before_previous", "no_agency"};
  EXPECT_EQ(std::get<Forwarded>(forwarded.event).consequences.breaches, breaches);
}

TEST_F(LedgerTest, AnEventsTimeIsNeverAfterItWasRecorded) {
  auto early = submission("a");
  early.time = time_.now() - hours(2);
  EXPECT_EQ(read(accepted(early)).attributes.time, time_.now() - hours(2));
  auto late = submission("b");
  late.time = time_.now() + hours(2);
  EXPECT_EQ(read(accepted(late)).attributes.time, time_.now());
  EXPECT_EQ(read(accepted(submission("c"))).attributes.time, time_.now());
}

TEST_F(LedgerTest, RecordedTimeNeverGoesBackWhenTheClockDoes) {
  const Instant begin = time_.now();
  accepted(submission("a"));
  const Receipt connected = accepted(connection(kPapua));
  time_.move(-hours(1));
  const RecordedEvent verified =
      read(accepted(command(case_of("a"), "v", kVerifier, as_complaint())));
  EXPECT_EQ(verified.attributes.recorded, begin);
  EXPECT_EQ(verified.attributes.time, begin - hours(1)) << "what our clock said is kept";
  reopen();
  const RecordedEvent forwarded =
      read(accepted(command(case_of("a"), "f", kVerifier, forward_to(kHealth))));
  EXPECT_EQ(forwarded.attributes.recorded, begin);
  const RecordedEvent unheard_of = read(accepted(connection(kUnheardOf)));
  EXPECT_EQ(unheard_of.attributes.recorded, read(connected).attributes.recorded);
  // Another case has no past to go back behind.
  EXPECT_EQ(read(accepted(submission("b"))).attributes.recorded, begin - hours(1));
}

// A write that fails ------------------------------------------------------------------------------

TEST_F(LedgerTest, WhatIsDurableIsAcknowledgedThoughTheProjectionsFailAndNothingMoreIsDecided) {
  TroubledStore troubled(*store_);
  EmbeddedLedger ledger(*log_, troubled, time_, ledger_->directory(), store_->directory_head());
  troubled.is_full = true;
  const Receipt receipt = receipt_in(ledger.submit(submission("a")));
  EXPECT_EQ(read(receipt).leaf, receipt.leaf);

  // The projections know nothing of the command: it would act again.
  troubled.is_full = false;
  const std::uint64_t before = records();
  expect_error(ledger.submit(submission("a")), ErrorKind::unavailable);
  expect_error(ledger.submit(submission("b")), ErrorKind::unavailable);
  EXPECT_EQ(records(), before);

  reopen();
  expect_repeats(submit(submission("a")), receipt);
  EXPECT_EQ(records(), before);
}

class LedgerWithATroubledLog : public LedgerTest,
                               public testing::WithParamInterface<TroubledLog::Trouble> {
 protected:
  bool was_written() const { return GetParam() == TroubledLog::Trouble::lost_reply; }
};

TEST_P(LedgerWithATroubledLog, HaltsAndARetryAfterItWasOpenedAnewActsOnce) {
  const Receipt known = accepted(submission("known"));
  const std::uint64_t before = records();
  log_->next = GetParam();
  const Answer failed = submit(submission("a"));
  expect_error(failed, ErrorKind::unavailable);
  EXPECT_TRUE(std::get<Error>(failed).outcome_unknown);

  // Nothing more is decided: the case may be there or not.
  const std::uint64_t appends = log_->appends;
  expect_error(submit(submission("a")), ErrorKind::unavailable);
  expect_error(submit(submission("b")), ErrorKind::unavailable);
  expect_error(submit(connection(kPapua)), ErrorKind::unavailable);
  EXPECT_EQ(log_->appends, appends);
  EXPECT_EQ(records(), before + (was_written() ? 1 : 0));

  reopen();
  const Receipt retried = accepted(submission("a"));
  EXPECT_EQ(retried.repeated, was_written());
  EXPECT_EQ(retried.sequence, 1U);
  EXPECT_EQ(read(retried).leaf, retried.leaf);
  EXPECT_EQ(records(), before + 1);
  expect_repeats(submit(submission("known")), known);
  accepted(command(case_of("a"), "v", kVerifier, as_complaint()));
}

TEST_P(LedgerWithATroubledLog, NoRefusalOutlivesTheRecordsThatItWasDecidedOn) {
  const Receipt known = accepted(submission("known"));
  log_->next = GetParam();
  const auto answers = ledger_->submit({
      command(case_of("nowhere"), "n", kVerifier, as_complaint()),
      submission("a"),
      submission("a"),
      submission("known"),
      command(case_of("a"), "b", kReporter, web_complaint()),
      command(case_of("a"), "v", kVerifier, as_complaint()),
  });
  // Decided on what was durable before: true whatever became of the write.
  expect_error(answers[0], ErrorKind::not_found);
  expect_repeats(answers[3], known);
  // The case whose id is taken may never come to be.
  for (const std::size_t i : {1, 2, 4, 5}) expect_error(answers[i], ErrorKind::unavailable);
  reopen();
}

TEST_P(LedgerWithATroubledLog, TheDirectoryIsNotWhatAFailedBatchWouldHaveMadeOfIt) {
  log_->next = GetParam();
  expect_error(submit(connection(kPapua)), ErrorKind::unavailable);
  EXPECT_FALSE(ledger_->directory()->is_connected(kPapua));
  reopen();
  EXPECT_EQ(ledger_->directory()->is_connected(kPapua), was_written());
  EXPECT_EQ(accepted(connection(kPapua)).repeated, was_written());
}

INSTANTIATE_TEST_SUITE_P(Troubles, LedgerWithATroubledLog,
                         testing::Values(TroubledLog::Trouble::lost_write,
                                         TroubledLog::Trouble::lost_reply),
                         [](const auto& each) {
                           return each.param == TroubledLog::Trouble::lost_write ? "LostWrite"
                                                                                 : "LostReply";
                         });

}  // namespace
}  // namespace aduan
