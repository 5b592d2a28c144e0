// Ledger workers that are killed, and frozen while others take over: what was acknowledged is there
// once, what was refused never acts.

#include "core/base/encoding.h"
#include "core/log/kafka/kafka_consumer.h"
#include "core/log/kafka/kafka_topics.h"
#include "tests/fault/child_process.h"
#include "tests/support/case_commands.h"
#include "tests/support/chain.h"
#include "tests/support/kafka_ledger_world.h"
#include "tests/support/prng.h"
#include "tests/support/test_directory.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <future>
#include <iostream>
#include <random>

namespace aduan {
namespace {

using std::chrono::milliseconds;

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

int kills() { return variable("ADUAN_LONG") == "1" ? 50 : 4; }

/// $ADUAN_SEED repeats a run.
std::uint64_t seed() {
  const std::string given = variable("ADUAN_SEED");
  const std::uint64_t seed = given.empty() ? std::random_device{}() : std::stoull(given);
  std::cout << "ADUAN_SEED=" << seed << "\n";
  return seed;
}

KafkaBroker& quick_kafka() {
  static KafkaBroker broker(quick_groups());
  return broker;
}

bool is_unknown(const Answer& answer) {
  const auto* const error = std::get_if<Error>(&answer);
  return error != nullptr && error->outcome_unknown;
}

/// What a client was told of a command.
struct Told {
  std::string subject;
  CommandId command{};
  Answer answer;
};

class Workers : public testing::Test {
 protected:
  void SetUp() override { make_topics(connection_); }

  std::unique_ptr<ChildProcess> start(const std::string& name) {
    auto child = std::make_unique<ChildProcess>(std::vector<std::string>{
        variable("ADUAN_LEDGER_WORKER_PROCESS"), connection_.address.bootstrap,
        connection_.address.prefix, folder_of(name).string()});
    EXPECT_TRUE(child->is_started()) << "$ADUAN_LEDGER_WORKER_PROCESS names no program";
    return child;
  }
  std::filesystem::path folder_of(const std::string& name) const { return folder_.path() / name; }

  std::unique_ptr<RunningWorker> start_thread(const std::string& name) {
    LedgerWorkerOptions options;
    options.folder = folder_of(name);
    options.session_timeout = kQuickSession;
    return std::make_unique<RunningWorker>(connection_, time_, options);
  }

  /// Reads its lines until one holds the words; false when it ends before.
  static bool says(ChildProcess& child, const std::string& words) {
    for (;;) {
      const auto line = child.read_line();
      if (!line) return false;
      if (line->find(words) != std::string::npos) return true;
    }
  }

  void order_freeze(const std::string& name, const std::string& step) const {
    const std::filesystem::path order = folder_of(name) / "freeze-at";
    std::ofstream(order.string() + "-") << step;
    std::filesystem::rename(order.string() + "-", order);
  }

  /// Sends until it knows: the same id after every time-out.
  static Answer sent(KafkaLedger& ledger, const SealedCommand& command) {
    Answer answer = ledger.submit(AnyCommand(command));
    while (is_unknown(answer)) answer = ledger.submit(AnyCommand(command));
    return answer;
  }

  static SealedCommand of_case(std::uint64_t n, const std::string& step, const Actor& actor,
                               CaseCommand body) {
    return plain_command(chain_case(n), step + "/" + std::to_string(n), actor, std::move(body));
  }

  std::size_t results_of(const CommandId& command) const {
    KafkaConsumerSettings settings;
    settings.tells_ends = true;
    const auto reader = KafkaConsumer::open(connection_, settings);
    EXPECT_TRUE(reader);
    std::vector<KafkaStart> starts;
    for (std::uint32_t i = 0; i < kWorldPartitions; ++i) {
      starts.push_back({{connection_.address.named(kResultsTopic), i}, 0});
    }
    EXPECT_TRUE(reader.value()->assign(starts));
    std::size_t count = 0;
    std::size_t ended = 0;
    EXPECT_TRUE(waits_for([&] {
      const auto polled = reader.value()->poll(1'000, milliseconds(20));
      EXPECT_TRUE(polled);
      for (const KafkaRecord& each : polled.value().records) {
        count += each.key == to_base64(as_view(command)) ? 1u : 0u;
      }
      ended += polled.value().ends.size();
      return ended >= kWorldPartitions;
    }));
    return count;
  }

  const KafkaConnection connection_ = quick_kafka().connection(fresh_prefix());
  const TempFolder folder_;
  SystemTime time_;
};

// Frozen ------------------------------------------------------------------------------------------

class FrozenWorker : public Workers {
 protected:
  void SetUp() override {
    Workers::SetUp();
    frozen_ = start("frozen");
    ledger_ = open_kafka_ledger(connection_, time_);
    create_kafka_ledger(*ledger_);
    ASSERT_TRUE(std::holds_alternative<Receipt>(
        ledger_->submit(AnyCommand(of_case(1, "submit", kReporter, submit())))));
  }

  /// The worker freezes at the step of this command's batch; another takes over and answers.
  Answer answer_of_another(const std::string& step, const SealedCommand& command) {
    order_freeze("frozen", step);
    auto answer =
        std::async(std::launch::async, [&] { return ledger_->submit(AnyCommand(command)); });
    EXPECT_TRUE(says(*frozen_, "frozen"));
    other_ = start_thread("other");
    return answer.get();
  }

  void thaw() { frozen_->signal(SIGCONT); }

  std::unique_ptr<ChildProcess> frozen_;
  std::unique_ptr<KafkaLedger> ledger_;
  std::unique_ptr<RunningWorker> other_;
};

TEST_F(FrozenWorker, ItsLateRecordsAreVoid) {
  const SealedCommand verification = of_case(1, "verify", kVerifier, verify());
  const Answer answer = answer_of_another("appending", verification);
  ASSERT_TRUE(std::holds_alternative<Receipt>(answer));
  EXPECT_FALSE(std::get<Receipt>(answer).repeated);
  thaw();
  ASSERT_TRUE(says(*frozen_, "beaten 1 fenced 1"));
  const KafkaLedgerContents contents(connection_);
  EXPECT_EQ(contents.void_records(), 1U);
  EXPECT_EQ(contents.events(), 2U);
  contents.expect_has(verification.subject, verification.command_id, std::get<Receipt>(answer));
}

TEST_F(FrozenWorker, WritesNothingWhenItWakesBeforeItAppends) {
  const SealedCommand verification = of_case(1, "verify", kVerifier, verify());
  const Answer answer = answer_of_another("decided", verification);
  ASSERT_TRUE(std::holds_alternative<Receipt>(answer));
  thaw();
  ASSERT_TRUE(says(*frozen_, "beaten 0 fenced 1"));
  EXPECT_EQ(KafkaLedgerContents(connection_).void_records(), 0U);
}

TEST_F(FrozenWorker, ItsLateRejectionsAreFenced) {
  const SealedCommand early = of_case(1, "forward", kVerifier, forward(kHealth));
  const Answer answer = answer_of_another("committing", early);
  ASSERT_TRUE(std::holds_alternative<Rejection>(answer));
  ASSERT_TRUE(std::holds_alternative<Receipt>(
      ledger_->submit(AnyCommand(of_case(1, "verify", kVerifier, verify())))));
  thaw();
  ASSERT_TRUE(says(*frozen_, "fenced 1"));
  EXPECT_EQ(results_of(early.command_id), 1U);
  const KafkaLedgerContents contents(connection_);
  EXPECT_EQ(contents.find(early.subject, early.command_id), std::nullopt);
  EXPECT_EQ(contents.void_records(), 0U);
}

TEST_F(FrozenWorker, WhatItAppendedBeforeIsItsSuccessorsToAnswer) {
  const SealedCommand verification = of_case(1, "verify", kVerifier, verify());
  const Answer answer = answer_of_another("appended", verification);
  ASSERT_TRUE(std::holds_alternative<Receipt>(answer));
  EXPECT_TRUE(std::get<Receipt>(answer).repeated);
  thaw();
  ASSERT_TRUE(says(*frozen_, "beaten 0 fenced 1"));
  EXPECT_EQ(KafkaLedgerContents(connection_).void_records(), 0U);
}

// Killed ------------------------------------------------------------------------------------------

class KilledWorkers : public Workers {
 protected:
  static constexpr std::uint64_t kClients = 4;

  /// A client's work until it is told to end; each command is sent until its answer is known.
  std::vector<Told> work(std::uint64_t client) {
    const auto ledger = open_kafka_ledger(connection_, time_, milliseconds(3'000));
    std::vector<Told> told;
    const auto send = [&](const SealedCommand& command) {
      told.push_back({command.subject, command.command_id, sent(*ledger, command)});
      ++answers_;
      return told.back().answer;
    };
    for (std::uint64_t n = client * 1'000'000; !is_over_; ++n) {
      send(of_case(n, "submit", kReporter, submit()));
      // Refused: what would act later if it came late.
      const Answer early = send(of_case(n, "forward too early", kVerifier, forward(kHealth)));
      EXPECT_TRUE(std::holds_alternative<Rejection>(early));
      send(of_case(n, "verify", kVerifier, verify()));
      SealedCommand stale = of_case(n, "stale", kVerifier, forward(kHealth));
      stale.expected_sequence = 1;
      EXPECT_TRUE(std::holds_alternative<Error>(send(stale)));
      EXPECT_TRUE(
          std::holds_alternative<Receipt>(send(of_case(n, "forward", kVerifier, forward(kBali)))));
    }
    return told;
  }

  std::atomic<std::uint64_t> answers_{0};
  std::atomic<bool> is_over_{false};
};

TEST_F(KilledWorkers, LoseNothingThatWasAcknowledgedAndRepeatNothing) {
  Prng prng(seed());
  std::array<std::unique_ptr<ChildProcess>, 2> workers{start("a"), start("b")};
  const std::array<std::string, 2> names{"a", "b"};
  create_kafka_ledger(*open_kafka_ledger(connection_, time_));
  std::vector<std::future<std::vector<Told>>> clients;
  for (std::uint64_t i = 0; i < kClients; ++i) {
    clients.push_back(std::async(std::launch::async, [this, i] { return work(i); }));
  }
  for (int i = 0; i < kills(); ++i) {
    const std::uint64_t until = answers_ + 1 + prng.below(400);
    ASSERT_TRUE(waits_for([&] { return answers_ >= until; })) << "kill " << i;
    const std::size_t who = prng.below(2);
    workers[who]->kill();
    workers[who]->wait();
    workers[who] = start(names[who]);
  }
  const std::uint64_t until = answers_ + 200;
  EXPECT_TRUE(waits_for([&] { return answers_ >= until; }));
  is_over_ = true;
  std::vector<Told> told;
  for (auto& each : clients) {
    for (Told& one : each.get()) told.push_back(std::move(one));
  }
  for (auto& each : workers) each.reset();

  const KafkaLedgerContents contents(connection_);
  std::size_t acknowledged = 0;
  for (const Told& each : told) {
    if (const auto* const receipt = std::get_if<Receipt>(&each.answer)) {
      ++acknowledged;
      contents.expect_has(each.subject, each.command, *receipt);
    } else {
      EXPECT_EQ(contents.find(each.subject, each.command), std::nullopt) << "refused, and acted";
    }
  }
  EXPECT_EQ(contents.events(), acknowledged);
  std::cout << acknowledged << " commands acknowledged, " << told.size() - acknowledged
            << " refused over " << kills() << " kills; " << contents.void_records()
            << " void records\n";
}

}  // namespace
}  // namespace aduan
