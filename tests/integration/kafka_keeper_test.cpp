// The key keeper on a real Kafka: erasures become tombstones, keys that come too late for one go
// too, and what is written afterwards lives.

#include "cli/directory_command.h"
#include "cli/ledger_on_kafka.h"
#include "cli/ledger_secrets.h"
#include "consumers/keeper/keeper_role.h"
#include "core/log/kafka/kafka_event_log.h"
#include "core/log/kafka/kafka_topics.h"
#include "core/privacy/rocks/key_rows.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/ledger.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_directory.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace aduan {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::seconds kLong{60};

class KafkaKeeper : public testing::Test {
 protected:
  void SetUp() override {
    NewLedger wanted;
    wanted.name = "test";
    auto founded = found_kafka_ledger(place_, wanted, 2, time_);
    ASSERT_TRUE(founded) << founded.error().message;
    ledger_ = std::move(founded.value().made);
    ASSERT_NE(ledger_, nullptr);
    for (const Answer& answer : ledger_->ledger().submit(aduan::first_commands("test", 2))) {
      ASSERT_TRUE(std::holds_alternative<Receipt>(answer));
    }
    id_ = ledger_->secret().case_id("web:1", 0);
    Submit submit;
    submit.channel = Channel::web;
    submit.kind = ComplaintKind::complaint;
    send(kReporter, "web:1", submit,
         {{"text", KeyKind::content, "the words"}, {"name", KeyKind::identity, "the name"}});
    watching_ = open_keys("watching");
    keeping_ = open_keys("keeping");
    log_ = std::move(KafkaEventLog::open(place_.connection).value());
  }

  void send(const Actor& actor, const std::string& key, CaseCommand body,
            std::vector<FieldText> texts = {}) {
    Draft draft{std::move(body), std::move(texts), false};
    const Answer answer = ledger_->ledger().submit(
        AnyCommand(sealed_command(*ledger_, id_, key, actor, std::move(draft))));
    ASSERT_TRUE(std::holds_alternative<Receipt>(answer));
  }
  void erase(const std::string& key) {
    send(kCustodian, key, Erase{{ErasureScope::content}, LegalBasis::reporter_request});
  }

  std::unique_ptr<KafkaKeyStore> open_keys(const std::string& node) {
    KafkaKeySettings settings;
    settings.folder = folder_.path() / node;
    settings.partitions = 2;
    settings.fresh_for = milliseconds(0);
    const auto secrets = read_secrets(place_.state);
    auto keys =
        KafkaKeyStore::open(place_.connection, settings, secrets.value().master, random_, clock_);
    EXPECT_TRUE(keys) << keys.error().message;
    return keys ? std::move(keys.value()) : nullptr;
  }
  std::vector<Bytes16> keys_of(KeyKind kind) { return watching_->key_ids(id_, kind).value(); }

  /// A keeper in a thread until the end of this object. Its projections are the ledger's own.
  struct Running {
    Running(KafkaKeeper& test)
        : role(test.place_.connection, test.ledger_->store(), *test.log_, *test.keeping_, "test"),
          thread([this](const std::stop_token& stop) {
            const auto ran = role.run(stop);
            EXPECT_TRUE(ran) << ran.error().message;
          }) {}
    KeeperRole role;
    std::jthread thread;
  };

  /// Looks until it holds; false after kLong.
  static bool waits_for(const std::function<bool()>& holds) {
    const auto deadline = std::chrono::steady_clock::now() + kLong;
    while (std::chrono::steady_clock::now() < deadline) {
      if (holds()) return true;
    }
    return false;
  }
  static std::uint64_t count(const Running& keeper, std::string_view name) {
    for (const RoleCount& each : keeper.role.progress().counts) {
      if (each.name == name) return each.value;
    }
    return 0;
  }

  const TempFolder folder_;
  const KafkaPlace place_{shared_kafka().connection(fresh_prefix()), folder_.path() / "state"};
  TestTime time_;
  const SystemTime clock_;
  SystemRandom random_;
  std::unique_ptr<OpenLedger> ledger_;
  std::unique_ptr<KafkaKeyStore> watching_;
  std::unique_ptr<KafkaKeyStore> keeping_;
  std::unique_ptr<KafkaEventLog> log_;
  CaseId id_;
};

TEST_F(KafkaKeeper, SendsTombstonesForTheKeysOfAnErasureAndNoOthers) {
  ASSERT_EQ(keys_of(KeyKind::content).size(), 1U);
  erase("e-1");
  const Running keeper(*this);
  EXPECT_TRUE(waits_for([&] { return keys_of(KeyKind::content).empty(); }));
  EXPECT_EQ(keys_of(KeyKind::identity).size(), 1U);
  EXPECT_TRUE(waits_for([&] { return count(keeper, "erasures") == 1; }));
}

TEST_F(KafkaKeeper, CarriesOutWhatComesWhileItRuns) {
  const Running keeper(*this);
  EXPECT_EQ(keys_of(KeyKind::content).size(), 1U);
  erase("e-1");
  EXPECT_TRUE(waits_for([&] { return keys_of(KeyKind::content).empty(); }));
}

TEST_F(KafkaKeeper, TakesAKeyThatComesAfterTheErasureOfItsRecord) {
  const Bytes16 old = keys_of(KeyKind::content).at(0);
  const std::string row = key_row(id_, KeyKind::content, old);
  std::string wrapped;
  ASSERT_TRUE(watching_->each_wrapped([&](std::string_view each, std::string_view value) {
    if (each == row) wrapped = value;
    return true;
  }));
  ASSERT_FALSE(wrapped.empty());
  erase("e-1");
  const Running keeper(*this);
  ASSERT_TRUE(waits_for([&] { return count(keeper, "erasures") == 1; }));
  ASSERT_TRUE(keys_of(KeyKind::content).empty());
  // A backup, or a gateway that stood still, brings it back.
  const KeyRowChange back{row, wrapped};
  ASSERT_TRUE(watching_->put_wrapped(std::span(&back, 1)));
  EXPECT_TRUE(waits_for([&] { return count(keeper, "late") == 1; }));
  EXPECT_TRUE(waits_for([&] { return keys_of(KeyKind::content).empty(); }));
}

TEST_F(KafkaKeeper, LeavesAKeyOnItsWayToItsFirstRecord) {
  erase("e-1");
  const Running keeper(*this);
  ASSERT_TRUE(waits_for([&] { return count(keeper, "erasures") == 1; }));
  const auto made = watching_->current_key(id_, KeyKind::content, KeyDurability::now);
  ASSERT_TRUE(made);
  // Records are looked at in order: when it has come to this one it has judged the key before it.
  const auto looked = [&] { return keeper.role.progress().records > 0; };
  ASSERT_TRUE(waits_for(looked));
  EXPECT_EQ(keys_of(KeyKind::content), std::vector<Bytes16>{made.value().id});
  send(kReporter, "s-1", Supplement{}, {{"text", KeyKind::content, "written after it"}});
  EXPECT_EQ(keys_of(KeyKind::content), std::vector<Bytes16>{made.value().id});
  EXPECT_EQ(count(keeper, "late"), 0U);
}

TEST_F(KafkaKeeper, OfTwoOneWorksAndTheOtherTakesOver) {
  const auto second_keys = open_keys("second");
  auto first = std::make_unique<Running>(*this);
  KeeperRole other(place_.connection, ledger_->store(), *log_, *second_keys, "test");
  std::jthread thread([&](const std::stop_token& stop) {
    const auto ran = other.run(stop);
    EXPECT_TRUE(ran) << ran.error().message;
  });
  first.reset();  // leaves the group
  erase("e-1");
  EXPECT_TRUE(waits_for([&] { return keys_of(KeyKind::content).empty(); }));
}

}  // namespace
}  // namespace aduan
