// What every EventLog promises, as a suite for any engine:
//
//   INSTANTIATE_TEST_SUITE_P(Rocks, EventLogContract, testing::Values(make_rocks_log));
//
// A factory gives a new, empty log of three partitions. `reopened` closes it and opens it again, so
// that what was durable is what is left.

#pragma once

#include "core/log/event_log.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace aduan {

/// An engine under test, with whatever it needs to live.
class LogFixture {
 public:
  virtual ~LogFixture() = default;
  virtual EventLog& log() = 0;
  /// Closes the log and opens it again.
  virtual EventLog& reopened() = 0;
  /// Whether a record keeps the timestamp that it was appended with; else the log gives its own.
  virtual bool keeps_timestamps() const { return true; }
  /// Whether readers see all of an append or nothing of it.
  virtual bool appends_whole() const { return true; }
};

inline constexpr std::uint32_t kContractPartitions = 3;
using LogFactory = std::function<std::unique_ptr<LogFixture>()>;

class EventLogContract : public testing::TestWithParam<LogFactory> {
 protected:
  void SetUp() override { fixture_ = GetParam()(); }
  EventLog& log() { return fixture_->log(); }
  EventLog& reopened() { return fixture_->reopened(); }
  bool appends_whole() const { return fixture_->appends_whole(); }

  /// The record as the log may give it back.
  Record comparable(Record record) const {
    if (!fixture_->keeps_timestamps()) record.timestamp = {};
    return record;
  }
  std::vector<Record> comparable(std::vector<Record> records) const {
    for (Record& each : records) each = comparable(each);
    return records;
  }

  static Record record(std::uint32_t stream, const std::string& value) {
    return make_record(stream, "AAAAAAAAAA", value, {}, Instant(std::chrono::milliseconds(1)));
  }
  std::vector<Record> all(EventLog& log, std::uint32_t stream, std::uint64_t from = 0) {
    std::vector<Record> records;
    const auto scanned = log.scan(stream, from, [&](const Record& each) {
      records.push_back(each);
      return true;
    });
    EXPECT_TRUE(scanned) << scanned.error().message;
    return records;
  }

 private:
  std::unique_ptr<LogFixture> fixture_;
};

TEST_P(EventLogContract, IsEmptyAtFirst) {
  EXPECT_EQ(log().partitions(), kContractPartitions);
  for (std::uint32_t stream = 0; stream <= kContractPartitions; ++stream) {
    EXPECT_EQ(log().end(stream).value(), 0u);
    EXPECT_TRUE(all(log(), stream).empty());
  }
  EXPECT_EQ(log().read({0, 0}).error().kind, ErrorKind::not_found);
}

TEST_P(EventLogContract, GivesDensePositionsAStream) {
  const std::vector<Record> first{record(0, "a"), record(3, "b"), record(0, "c")};
  const auto positions = log().append(first);
  ASSERT_TRUE(positions) << positions.error().message;
  EXPECT_EQ(positions.value(), (std::vector<Position>{{0, 0}, {3, 0}, {0, 1}}));
  const auto more = log().append(std::vector{record(0, "d")});
  ASSERT_TRUE(more);
  EXPECT_EQ(more.value(), (std::vector<Position>{{0, 2}}));
  EXPECT_EQ(log().end(0).value(), 3u);
  EXPECT_EQ(log().end(1).value(), 0u);
  EXPECT_EQ(log().end(3).value(), 1u);
}

TEST_P(EventLogContract, AppendingNothingIsNothing) {
  ASSERT_TRUE(log().append({}));
  EXPECT_EQ(log().end(0).value(), 0u);
}

TEST_P(EventLogContract, KeepsARecordByteForByte) {
  Record plain = record(1, "{\"a\":1}");
  Record sealed = make_record(1, "directory", "v", std::string("\0\1sealed", 8),
                              Instant(std::chrono::milliseconds(-5)));
  Record foreign;
  foreign.position.stream = 1;
  foreign.headers = {{"x", std::nullopt},
                     {"x", ""},
                     {"content-type", "application/cloudevents+json"},
                     {"", std::string("\0", 1)}};
  Record empty;
  empty.position.stream = 1;
  empty.key = "";
  empty.value = "";
  Record twice = plain;
  twice.headers.push_back(twice.headers.front());
  twice.value = std::string(300'000, 'x');
  std::vector<Record> records{plain, sealed, foreign, empty, twice};
  ASSERT_TRUE(log().append(records));
  for (std::size_t i = 0; i < records.size(); ++i) {
    records[i].position.offset = i;
    const auto read = log().read({1, i});
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(comparable(read.value()), comparable(records[i])) << i;
  }
  EXPECT_EQ(comparable(all(log(), 1)), comparable(records));
}

TEST_P(EventLogContract, ScansFromAnyPlaceAndStopsWhenToldTo) {
  std::vector<Record> records;
  for (int i = 0; i < 10; ++i) records.push_back(record(2, std::to_string(i)));
  ASSERT_TRUE(log().append(records));
  ASSERT_TRUE(log().append(std::vector{record(3, "other")}));
  EXPECT_EQ(all(log(), 2, 7).size(), 3u);
  EXPECT_EQ(all(log(), 2, 7).front().value, "7");
  EXPECT_TRUE(all(log(), 2, 10).empty());
  EXPECT_TRUE(all(log(), 2, 11).empty());
  int seen = 0;
  ASSERT_TRUE(log().scan(2, 0, [&](const Record&) { return ++seen < 4; }));
  EXPECT_EQ(seen, 4);
}

TEST_P(EventLogContract, AScanEndsWhereTheStreamEndedWhenItBegan) {
  ASSERT_TRUE(log().append(std::vector{record(0, "a"), record(0, "b")}));
  int seen = 0;
  ASSERT_TRUE(log().scan(0, 0, [&](const Record&) {
    EXPECT_TRUE(log().append(std::vector{record(0, "late")}));
    return ++seen < 100;
  }));
  EXPECT_EQ(seen, 2);
  EXPECT_EQ(log().end(0).value(), 4u);
}

TEST_P(EventLogContract, RefusesAnUnknownStreamAndWritesNothingOfTheBatch) {
  const std::vector<Record> records{record(0, "a"), record(kContractPartitions + 1, "b")};
  const auto appended = log().append(records);
  ASSERT_FALSE(appended);
  EXPECT_EQ(appended.error().kind, ErrorKind::invalid);
  EXPECT_FALSE(appended.error().outcome_unknown);
  EXPECT_EQ(log().end(0).value(), 0u);
  EXPECT_EQ(log().end(kContractPartitions + 1).error().kind, ErrorKind::invalid);
  EXPECT_EQ(log().read({kContractPartitions + 1, 0}).error().kind, ErrorKind::invalid);
  EXPECT_EQ(log().scan(kContractPartitions + 1, 0, [](const Record&) { return true; }).error().kind,
            ErrorKind::invalid);
}

TEST_P(EventLogContract, WhatWasAppendedIsThereAfterReopening) {
  std::vector<Record> records{record(0, "a"), record(3, "b"), record(0, "c")};
  ASSERT_TRUE(log().append(records));
  EventLog& again = reopened();
  EXPECT_EQ(again.end(0).value(), 2u);
  EXPECT_EQ(again.end(1).value(), 0u);
  EXPECT_EQ(again.end(3).value(), 1u);
  EXPECT_EQ(again.read({3, 0}).value().value, "b");
  EXPECT_EQ(again.append(std::vector{record(0, "d")}).value().front(), (Position{0, 2}));
  EXPECT_EQ(all(again, 0).size(), 3u);
}

TEST_P(EventLogContract, ReadersSeeWholeAppendsInOrderWhileOneWrites) {
  constexpr std::uint64_t kAppends = 200;
  std::atomic<bool> is_done{false};
  std::thread reader([&] {
    bool is_last = false;
    while (!is_last) {
      is_last = is_done;
      const auto end = log().end(1);
      std::uint64_t expected = 0;
      const auto scanned = log().scan(1, 0, [&](const Record& each) {
        EXPECT_EQ(each.position.offset, expected++);
        return true;
      });
      EXPECT_TRUE(scanned);
      EXPECT_GE(expected, end.value());
      if (appends_whole()) {
        EXPECT_EQ(end.value() % 2, 0u);
      }
    }
  });
  for (std::uint64_t i = 0; i < kAppends; ++i) {
    EXPECT_TRUE(log().append(std::vector{record(1, "a"), record(1, "b")}));
  }
  is_done = true;
  reader.join();
  EXPECT_EQ(log().end(1).value(), 2 * kAppends);
}

}  // namespace aduan
