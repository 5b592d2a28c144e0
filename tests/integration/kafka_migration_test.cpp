// A ledger moved from a folder to a real Kafka and back: byte for byte, and what was cut short goes
// on.

#include "cli/folder_parts.h"
#include "cli/migration.h"
#include "core/log/kafka/kafka_event_log.h"
#include "core/log/rocks/rocks_event_log.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/ledger.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace aduan {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class KafkaMigration : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(make_ledger(source_, time_), nullptr);
    submit(0, 30);
  }

  /// Cases with texts, of the source.
  void submit(int from, int to) {
    const auto ledger = open_ledger(source_, time_);
    ASSERT_NE(ledger, nullptr);
    for (int i = from; i < to; ++i) {
      const std::string key = "web:" + std::to_string(i);
      Submit submit;
      submit.channel = Channel::web;
      submit.kind = ComplaintKind::complaint;
      Draft draft{submit, {{"text", KeyKind::content, "the words of " + key}}, false};
      const Answer answer = ledger->ledger().submit(AnyCommand(sealed_command(
          *ledger, ledger->secret().case_id(key, 0), key, kReporter, std::move(draft))));
      ASSERT_TRUE(std::holds_alternative<Receipt>(answer));
    }
  }

  Result<MovedLedger> to_kafka(const fs::path& folder, const KafkaPlace& place) {
    auto from = open_moving_folder(folder);
    if (!from) return from.error();
    const MovingShape shape{from.value()->log().partitions(), from.value()->secrets()};
    auto to = make_moving_kafka(place, shape);
    if (!to) return to.error();
    return move_ledger(*from.value(), *to.value(), {});
  }
  Result<MovedLedger> to_folder(const KafkaPlace& place, const fs::path& folder) {
    auto from = open_moving_kafka(place);
    if (!from) return from.error();
    const MovingShape shape{from.value()->log().partitions(), from.value()->secrets()};
    auto to = make_moving_folder(folder, shape);
    if (!to) return to.error();
    return move_ledger(*from.value(), *to.value(), {});
  }

  /// Every record of a log, without the timestamp.
  static std::vector<Record> records_of(const EventLog& log) {
    std::vector<Record> records;
    for (std::uint32_t stream = 0; stream <= log.partitions(); ++stream) {
      EXPECT_TRUE(log.scan(stream, 0, [&](const Record& record) {
        records.push_back(record);
        records.back().timestamp = Instant();
        return true;
      }));
    }
    return records;
  }
  static std::vector<Record> records_in(const fs::path& folder) {
    const auto log = RocksEventLog::open(log_folder(folder), RocksEventLog::Access::read_only);
    EXPECT_TRUE(log);
    return log ? records_of(*log.value()) : std::vector<Record>();
  }
  static std::map<std::string, std::string> keys_of(MovingLedger& ledger) {
    std::map<std::string, std::string> keys;
    EXPECT_TRUE(ledger.each_key([&](std::string_view row, std::string_view value) {
      keys.emplace(row, value);
      return true;
    }));
    return keys;
  }

  const TempFolder folder_;
  const fs::path source_ = folder_.path() / "source";
  const KafkaPlace place_{shared_kafka().connection(fresh_prefix()), folder_.path() / "state"};
  TestTime time_;
};

TEST_F(KafkaMigration, ThereAndBackAgainIsTheSameLedger) {
  const auto there = to_kafka(source_, place_);
  ASSERT_TRUE(there) << there.error().message;
  EXPECT_EQ(there.value().digest, there.value().digest_there);
  EXPECT_EQ(there.value().before, 0U);
  const fs::path back = folder_.path() / "back";
  const auto again = to_folder(place_, back);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again.value().digest_there, there.value().digest);
  EXPECT_EQ(again.value().records, there.value().records);

  const std::vector<Record> records = records_in(source_);
  ASSERT_EQ(records.size(), there.value().records);
  EXPECT_EQ(records_in(back), records);
  EXPECT_EQ(records_of(*KafkaEventLog::open(place_.connection).value()), records);
  const auto first = std::move(open_moving_folder(source_).value());
  const auto last = std::move(open_moving_folder(back).value());
  EXPECT_EQ(keys_of(*last), keys_of(*first));
  EXPECT_EQ(keys_of(*first).size(), 31U);  // 30 cases, and the first row
  EXPECT_EQ(last->secrets(), first->secrets());
}

TEST_F(KafkaMigration, WhatCameBackGoesOnAsALedger) {
  ASSERT_TRUE(to_kafka(source_, place_));
  const fs::path back = folder_.path() / "back";
  ASSERT_TRUE(to_folder(place_, back));
  const auto ledger = open_ledger(back, time_);
  ASSERT_NE(ledger, nullptr);
  expect_ledger_sound(*ledger);
}

TEST_F(KafkaMigration, GoesOnWhereItWasCutShort) {
  const auto first = to_kafka(source_, place_);
  ASSERT_TRUE(first) << first.error().message;
  submit(30, 50);  // to the destination it looks as if the move had ended before these
  const auto second = to_kafka(source_, place_);
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(second.value().before, first.value().records);
  EXPECT_EQ(second.value().records, 20U);
  EXPECT_EQ(second.value().digest, second.value().digest_there);
  const auto third = to_kafka(source_, place_);
  ASSERT_TRUE(third);
  EXPECT_EQ(third.value().records, 0U);
  EXPECT_EQ(third.value().keys, 0U);
}

TEST_F(KafkaMigration, KeysOfAnEarlierMoveDoNotOutliveTheirErasure) {
  ASSERT_TRUE(to_kafka(source_, place_));
  const fs::path back = folder_.path() / "back";
  ASSERT_TRUE(to_folder(place_, back));
  {
    const auto ledger = open_ledger(source_, time_);
    const CaseId id = ledger->secret().case_id("web:0", 0);
    const Erase erase{{ErasureScope::content}, LegalBasis::reporter_request};
    const Answer answer = ledger->ledger().submit(
        AnyCommand(sealed_command(*ledger, id, "e-1", kCustodian, Draft{erase, {}, false})));
    ASSERT_TRUE(std::holds_alternative<Receipt>(answer));
    ASSERT_EQ(ledger->finish_erasures().value(), 1U);
  }
  ASSERT_TRUE(to_kafka(source_, place_));
  const auto moved = to_folder(place_, back);
  ASSERT_TRUE(moved);
  EXPECT_TRUE(moved.value().is_same());
  EXPECT_EQ(keys_of(*open_moving_folder(back).value()).size(), 31U);
  ASSERT_TRUE(finish_moved_folder(back, time_));
  const auto keys = keys_of(*open_moving_folder(back).value());
  EXPECT_EQ(keys.size(), 31U);  // one key less, and the row that says so
  EXPECT_TRUE(keys.contains("aduan/erased/v1"));
}

TEST_F(KafkaMigration, CutShortBeforeTheDirectoryItIsNoLedgerYet) {
  auto from = std::move(open_moving_folder(source_).value());
  const MovingShape shape{from->log().partitions(), from->secrets()};
  {
    const auto to = std::move(make_moving_kafka(place_, shape).value());
    std::vector<Record> some;
    ASSERT_TRUE(from->log().scan(1, 0, [&](const Record& record) {
      some.push_back(record);
      return some.size() < 2;
    }));
    ASSERT_EQ(some.size(), 2U);
    ASSERT_TRUE(to->log().append(some));
  }
  const auto opened =
      open_kafka_ledger(place_, LedgerAccess::read_only, Freshness::caught_up, time_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::not_found);
  NewLedger wanted;
  wanted.name = "another";
  const auto made = found_kafka_ledger(place_, wanted, std::nullopt, time_);
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().message, HasSubstr("run the migration again"));
  from.reset();
  const auto moved = to_kafka(source_, place_);
  ASSERT_TRUE(moved) << moved.error().message;
  EXPECT_EQ(moved.value().before, 2U);
  EXPECT_EQ(moved.value().digest, moved.value().digest_there);
}

TEST_F(KafkaMigration, OverAnotherLedgerIsRefused) {
  ASSERT_TRUE(to_kafka(source_, place_));
  const fs::path other = folder_.path() / "other";
  ASSERT_NE(make_ledger(other, time_), nullptr);
  const auto refused = to_kafka(other, place_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr("secrets of another ledger"));
  KafkaPlace from_elsewhere = place_;
  from_elsewhere.state = folder_.path() / "new-state";
  const auto other_keys = to_kafka(other, from_elsewhere);
  ASSERT_FALSE(other_keys);
  EXPECT_EQ(other_keys.error().kind, ErrorKind::invalid);
}

TEST_F(KafkaMigration, BackIntoAFolderOfSomethingElseIsRefused) {
  ASSERT_TRUE(to_kafka(source_, place_));
  const fs::path other = folder_.path() / "other";
  fs::create_directories(other / "photos");
  EXPECT_EQ(to_folder(place_, other).error().kind, ErrorKind::invalid);
  EXPECT_EQ(open_moving_folder(folder_.path() / "nowhere").error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace aduan
