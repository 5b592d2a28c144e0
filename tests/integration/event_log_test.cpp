// The embedded log: the contract of every log, and what it alone promises about folders, crashes
// and processes beside it.

#include "core/log/rocks/record_rows.h"
#include "core/log/rocks/rocks_event_log.h"
#include "tests/integration/event_log_contract.h"
#include "tests/support/memory_event_log.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

namespace aduan {
namespace {

class RocksFixture final : public LogFixture {
 public:
  RocksFixture() {
    auto made = RocksEventLog::create(folder_.path() / "log", kContractPartitions);
    EXPECT_TRUE(made) << made.error().message;
    log_ = std::move(made.value());
  }
  EventLog& log() override { return *log_; }
  EventLog& reopened() override {
    log_.reset();
    auto opened = RocksEventLog::open(folder_.path() / "log");
    EXPECT_TRUE(opened) << opened.error().message;
    log_ = std::move(opened.value());
    return *log_;
  }

 private:
  TempFolder folder_;
  std::unique_ptr<RocksEventLog> log_;
};

class MemoryFixture final : public LogFixture {
 public:
  EventLog& log() override { return log_; }
  EventLog& reopened() override { return log_; }

 private:
  MemoryEventLog log_{kContractPartitions};
};

INSTANTIATE_TEST_SUITE_P(Rocks, EventLogContract, testing::Values(LogFactory([] {
                           return std::make_unique<RocksFixture>();
                         })));
INSTANTIATE_TEST_SUITE_P(Memory, EventLogContract, testing::Values(LogFactory([] {
                           return std::make_unique<MemoryFixture>();
                         })));

class RocksLog : public testing::Test {
 protected:
  std::filesystem::path path() const { return folder_.path() / "log"; }
  std::unique_ptr<RocksEventLog> created() {
    auto made = RocksEventLog::create(path(), 2);
    EXPECT_TRUE(made) << made.error().message;
    return std::move(made.value());
  }
  static Record record(std::uint32_t stream, const std::string& value) {
    return make_record(stream, "AAAAAAAAAA", value, {}, Instant());
  }
  /// What a crash of the process now would leave.
  std::filesystem::path copied() const {
    const auto copy = folder_.path() / "copy";
    std::filesystem::remove_all(copy);
    std::filesystem::copy(path(), copy, std::filesystem::copy_options::recursive);
    return copy;
  }
  static std::filesystem::path write_ahead_log_of(const std::filesystem::path& folder) {
    std::filesystem::path last;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      if (file.path().extension() == ".log" && file.path() > last) last = file.path();
    }
    return last;
  }

  TempFolder folder_;
};

TEST_F(RocksLog, IsMadeOnceAndOpenedWhereItIs) {
  EXPECT_EQ(RocksEventLog::open(path()).error().kind, ErrorKind::not_found);
  created();
  EXPECT_EQ(RocksEventLog::create(path(), 2).error().kind, ErrorKind::invalid);
  EXPECT_EQ(RocksEventLog::open(path()).value()->partitions(), 2u);
}

TEST_F(RocksLog, RefusesAnotherNumberOfPartitions) {
  created();
  using Access = RocksEventLog::Access;
  EXPECT_EQ(RocksEventLog::open(path(), 3, Access::read_write).error().kind, ErrorKind::invalid);
  EXPECT_TRUE(RocksEventLog::open(path(), 2, Access::read_write));
}

TEST_F(RocksLog, IsOwnedByOneProcess) {
  const auto owner = created();
  const auto second = RocksEventLog::open(path());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::unavailable);
  EXPECT_NE(second.error().message.find("another process owns"), std::string::npos);
}

TEST_F(RocksLog, AReaderBesideTheOwnerSeesAllThatWasAcknowledgedBefore) {
  const auto owner = created();
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(owner->append(std::vector{record(0, std::to_string(i)), record(2, "d")}));
    const auto beside = RocksEventLog::open(path(), RocksEventLog::Access::read_only);
    ASSERT_TRUE(beside) << beside.error().message;
    EXPECT_EQ(beside.value()->end(0).value(), static_cast<std::uint64_t>(i + 1));
    EXPECT_EQ(beside.value()->end(2).value(), static_cast<std::uint64_t>(i + 1));
  }
  const auto beside = RocksEventLog::open(path(), RocksEventLog::Access::read_only);
  const auto refused = beside.value()->append(std::vector{record(0, "x")});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(owner->end(0).value(), 50u);
}

TEST_F(RocksLog, AnotherProcessReadsBesideALivingOwner) {
  const auto owner = created();
  ASSERT_TRUE(owner->append(std::vector{record(0, "a"), record(1, "b")}));
  const pid_t child = ::fork();
  if (child == 0) {
    const auto beside = RocksEventLog::open(path(), RocksEventLog::Access::read_only);
    const bool is_seen = beside && beside.value()->end(0).value() == 1 &&
                         beside.value()->read({1, 0}).value().value == "b";
    const auto stolen = RocksEventLog::open(path());
    const bool is_refused = !stolen && stolen.error().kind == ErrorKind::unavailable;
    ::_exit(is_seen && is_refused ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST_F(RocksLog, AfterAKillHoldsEveryAcknowledgedAppend) {
  const auto owner = created();
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(owner->append(std::vector{record(0, std::to_string(i))}));
    const auto survivor = RocksEventLog::open(copied());
    ASSERT_TRUE(survivor) << survivor.error().message;
    EXPECT_EQ(survivor.value()->end(0).value(), static_cast<std::uint64_t>(i + 1));
  }
}

TEST_F(RocksLog, ATornTailLosesNoEarlierAppendAndNoHalfOfOne) {
  const auto owner = created();
  ASSERT_TRUE(owner->append(std::vector{record(0, "first")}));
  ASSERT_TRUE(owner->append(std::vector{record(0, "second"), record(1, std::string(5'000, 'x'))}));
  const auto whole = std::filesystem::file_size(write_ahead_log_of(copied()));
  for (const std::uintmax_t cut : {1u, 100u, 4'999u, 5'010u}) {
    const auto copy = copied();
    std::filesystem::resize_file(write_ahead_log_of(copy), whole - cut);
    const auto survivor = RocksEventLog::open(copy);
    ASSERT_TRUE(survivor) << survivor.error().message;
    EXPECT_EQ(survivor.value()->end(0).value(), 1u) << cut;
    EXPECT_EQ(survivor.value()->end(1).value(), 0u) << cut;
  }
}

TEST_F(RocksLog, DamageBeforeTheEndIsAnErrorAndNotAShorterLog) {
  const auto owner = created();
  ASSERT_TRUE(owner->append(std::vector{record(0, std::string(100, 'y'))}));
  ASSERT_TRUE(owner->append(std::vector{record(0, std::string(90'000, 'z'))}));
  const auto copy = copied();
  const auto file_path = write_ahead_log_of(copy);
  std::fstream file(file_path, std::ios::in | std::ios::out | std::ios::binary);
  std::string bytes(std::filesystem::file_size(file_path), '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  const std::size_t spot = bytes.find("yyyy");
  ASSERT_NE(spot, std::string::npos);
  file.seekp(static_cast<std::streamoff>(spot));
  file << "!!!!";
  file.close();
  const auto survivor = RocksEventLog::open(copy);
  ASSERT_FALSE(survivor);
  EXPECT_EQ(survivor.error().kind, ErrorKind::corrupt);
}

TEST_F(RocksLog, AHoleIsFoundAndSaysWhere) {
  ASSERT_TRUE(created()->append(std::vector{record(0, "a"), record(0, "b"), record(0, "c")}));
  {
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(rocksdb::Options(), path().string(), &opened).ok());
    const std::unique_ptr<rocksdb::DB> database(opened);
    ASSERT_TRUE(database->Delete(rocksdb::WriteOptions(), record_key({0, 1})).ok());
  }
  const auto log = RocksEventLog::open(path());
  ASSERT_TRUE(log);
  const auto scanned = log.value()->scan(0, 0, [](const Record&) { return true; });
  ASSERT_FALSE(scanned);
  EXPECT_EQ(scanned.error().kind, ErrorKind::corrupt);
  EXPECT_NE(scanned.error().message.find("stream 0 at offset 1"), std::string::npos);
}

TEST_F(RocksLog, ARecordThatDoesNotDecodeSaysWhere) {
  ASSERT_TRUE(created()->append(std::vector{record(1, "a")}));
  {
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(rocksdb::Options(), path().string(), &opened).ok());
    const std::unique_ptr<rocksdb::DB> database(opened);
    ASSERT_TRUE(database->Put(rocksdb::WriteOptions(), record_key({1, 0}), "\xff").ok());
  }
  const auto log = RocksEventLog::open(path());
  const auto read = log.value()->read({1, 0});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::corrupt);
  EXPECT_NE(read.error().message.find("stream 1 at offset 0"), std::string::npos);
}

}  // namespace
}  // namespace aduan
