// The keys of a ledger on Kafka: in the topic before they are used, on each node soon after, gone
// from all of their disks when they are erased.

#include "core/privacy/kafka/kafka_key_store.h"

#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_producer.h"
#include "core/log/kafka/kafka_topics.h"
#include "core/log/partition.h"
#include "core/privacy/rocks/key_copy.h"
#include "core/privacy/rocks/key_rows.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using testing::HasSubstr;

constexpr std::uint32_t kPartitions = 2;
constexpr std::chrono::seconds kLong{60};

const CaseId kCase = *CaseId::from_text("7K3M9QX24B");
const std::vector<KeyKind> kContentAlone = {KeyKind::content};

/// A clock that stands where the test puts it.
struct StandingTime final : TimeSource {
  Instant at{std::chrono::milliseconds(1'800'000'000'000)};
  Instant now() const override { return at; }
};

/// Whether a file below the folder holds the bytes.
bool is_below(const fs::path& folder, std::string_view bytes) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    if (content.find(bytes) != std::string::npos) return true;
  }
  return false;
}

class KafkaKeys : public testing::Test {
 protected:
  void SetUp() override {
    const auto admin = KafkaAdmin::open(connection_);
    ASSERT_TRUE(admin);
    const auto made = ensure_topics(*admin.value(), connection_.address, kPartitions);
    ASSERT_TRUE(made) << made.error().message;
    const auto founded = KafkaKeyStore::found(connection_, kPartitions, master_);
    ASSERT_TRUE(founded) << founded.error().message;
  }

  KafkaKeySettings settings_of(const std::string& node) const {
    KafkaKeySettings settings;
    settings.folder = folder_.path() / node;
    settings.partitions = kPartitions;
    settings.fresh_for = milliseconds(0);  // each look is a look at the topic
    return settings;
  }
  Result<std::unique_ptr<KafkaKeyStore>> try_open(const KafkaKeySettings& settings) {
    return KafkaKeyStore::open(connection_, settings, master_, random_, time_);
  }
  std::unique_ptr<KafkaKeyStore> open(const std::string& node) {
    auto opened = try_open(settings_of(node));
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? std::move(opened.value()) : nullptr;
  }
  std::unique_ptr<KafkaKeyStore> open_beside(const std::string& node) {
    KafkaKeySettings settings = settings_of(node);
    settings.copy = KafkaKeySettings::Copy::beside;
    auto opened = try_open(settings);
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? std::move(opened.value()) : nullptr;
  }

  /// What stands in the topic and in the copies.
  std::string wrapped(const CaseKey& key, KeyKind kind = KeyKind::content) const {
    return KeyWrapping(master_).wrap(key_row(kCase, kind, key.id), key.key);
  }
  std::uint32_t partition() const { return partition_of(kCase.text(), kPartitions); }

  void write(const std::string& key, std::optional<std::string> value) {
    auto producer = KafkaProducer::open(connection_, {});
    ASSERT_TRUE(producer);
    const std::string topic = connection_.address.named(kKeysTopic);
    ASSERT_TRUE(producer.value()->send({{topic, partition()}, key, std::move(value), {}}));
    ASSERT_TRUE(producer.value()->flush());
  }

  const KafkaConnection connection_ = shared_kafka().connection(fresh_prefix());
  const TempFolder folder_;
  StandingTime time_;
  SystemRandom random_;
  const MasterKey master_ = make_master_key(random_);
};

TEST_F(KafkaKeys, NamesAreReadAsTheyAreWritten) {
  const KeyName key{KeyKind::identity, {1, 2, 3}};
  const std::string text = format_key_name(kCase, key);
  EXPECT_EQ(text, "7K3M9QX24B/identity/01020300000000000000000000000000");
  EXPECT_EQ(parse_key_name(text), (NamedKey{kCase, key}));
  for (const char* const other :
       {"", "/", "//", "7K3M9QX24B", "7K3M9QX24B/identity/", "7K3M9QX24B/other/0102",
        "7K3M9QX24B//01020300000000000000000000000000",
        "7K3M9QX24b/identity/01020300000000000000000000000000",
        "7K3M9QX24B/identity/0102030000000000000000000000000000", "aduan/keys/v1"}) {
    EXPECT_FALSE(parse_key_name(other)) << other;
  }
}

TEST_F(KafkaKeys, AKeyMadeOnOneNodeOpensOnAnother) {
  const auto first = open("first");
  const auto second = open("second");
  const auto made = first->current_key(kCase, KeyKind::content, KeyDurability::now);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(second->find_key(kCase, KeyKind::content, made.value().id).value(), made.value());
  EXPECT_EQ(second->current_key(kCase, KeyKind::content, KeyDurability::now).value(), made.value());
  EXPECT_EQ(second->find_key(kCase, KeyKind::official, made.value().id).value(), std::nullopt);
}

TEST_F(KafkaKeys, WhatWasMadeIsThereAfterAnEndWithoutFarewell) {
  auto store = open("first");
  const auto made = store->current_key(kCase, KeyKind::content, KeyDurability::now).value();
  store.reset();
  EXPECT_EQ(open("first")->find_key(kCase, KeyKind::content, made.id).value(), made);
  EXPECT_EQ(open("new")->find_key(kCase, KeyKind::content, made.id).value(), made);
}

TEST_F(KafkaKeys, BufferedOnesAreInTheTopicAfterTheFlushAndNotBefore) {
  const auto first = open("first");
  const auto second = open("second");
  const auto made = first->current_key(kCase, KeyKind::content, KeyDurability::at_flush).value();
  EXPECT_EQ(first->find_key(kCase, KeyKind::content, made.id).value(), made);
  EXPECT_EQ(second->find_key(kCase, KeyKind::content, made.id).value(), std::nullopt);
  ASSERT_TRUE(first->flush());
  EXPECT_EQ(second->find_key(kCase, KeyKind::content, made.id).value(), made);
}

TEST_F(KafkaKeys, TwoNodesThatMakeOneAtOnceBothKeepTheirs) {
  const auto first = open("first");
  const auto second = open("second");
  const auto a = first->current_key(kCase, KeyKind::content, KeyDurability::at_flush).value();
  const auto b = second->current_key(kCase, KeyKind::content, KeyDurability::at_flush).value();
  ASSERT_NE(a.id, b.id);
  ASSERT_TRUE(first->flush());
  ASSERT_TRUE(second->flush());
  for (KafkaKeyStore* const each : {first.get(), second.get()}) {
    EXPECT_EQ(each->find_key(kCase, KeyKind::content, a.id).value(), a);
    EXPECT_EQ(each->find_key(kCase, KeyKind::content, b.id).value(), b);
    EXPECT_EQ(each->key_ids(kCase, KeyKind::content).value().size(), 2U);
  }
}

TEST_F(KafkaKeys, ManyBatchesOfKeysAreAllThere) {
  KafkaKeySettings settings = settings_of("first");
  settings.fresh_for = kLong;
  const auto first = std::move(try_open(settings).value());
  std::vector<std::pair<CaseId, CaseKey>> made;
  for (std::size_t i = 0; i < 20'000; ++i) {
    const CaseId id = CaseId::from_bits(as_view(sha256(std::to_string(i))));
    const auto key = first->current_key(id, KeyKind::content, KeyDurability::at_flush);
    ASSERT_TRUE(key);
    made.emplace_back(id, key.value());
    if (i % 4'096 == 0) {
      ASSERT_TRUE(first->flush());
    }
  }
  ASSERT_TRUE(first->flush());
  const auto second = open("second");
  for (std::size_t i = 0; i < made.size(); i += 997) {
    const auto& [id, key] = made[i];
    EXPECT_EQ(second->find_key(id, KeyKind::content, key.id).value(), key);
  }
  std::size_t rows = 0;
  ASSERT_TRUE(second->each_wrapped([&](std::string_view, std::string_view) {
    ++rows;
    return true;
  }));
  EXPECT_EQ(rows, made.size() + 1);  // and the first record
}

TEST_F(KafkaKeys, AnErasureReachesEachNodesDisk) {
  const auto first = open("first");
  const auto second = open("second");
  const auto made = first->current_key(kCase, KeyKind::content, KeyDurability::now).value();
  ASSERT_EQ(second->find_key(kCase, KeyKind::content, made.id).value(), made);
  ASSERT_TRUE(first->catch_up());
  const std::string bytes = wrapped(made);
  ASSERT_TRUE(is_below(folder_.path() / "first", bytes));
  ASSERT_TRUE(is_below(folder_.path() / "second", bytes));
  ASSERT_TRUE(first->erase(kCase, kContentAlone));
  ASSERT_TRUE(second->catch_up());
  for (KafkaKeyStore* const each : {first.get(), second.get()}) {
    EXPECT_EQ(each->find_key(kCase, KeyKind::content, made.id).value(), std::nullopt);
  }
  EXPECT_FALSE(is_below(folder_.path(), bytes));
  const auto next = second->current_key(kCase, KeyKind::content, KeyDurability::now).value();
  EXPECT_NE(next.id, made.id);
}

TEST_F(KafkaKeys, AnErasureTakesBufferedKeysToo) {
  const auto store = open("first");
  const auto made = store->current_key(kCase, KeyKind::content, KeyDurability::at_flush).value();
  ASSERT_TRUE(store->erase(kCase, kContentAlone));
  ASSERT_TRUE(store->flush());
  EXPECT_EQ(store->find_key(kCase, KeyKind::content, made.id).value(), std::nullopt);
  EXPECT_TRUE(open("second")->key_ids(kCase, KeyKind::content).value().empty());
}

TEST_F(KafkaKeys, BesideAnOwnerItSeesAndMakesAndErasesAll) {
  const auto owner = open("node");
  const auto made = owner->current_key(kCase, KeyKind::content, KeyDurability::now).value();
  EXPECT_EQ(try_open(settings_of("node")).error().kind, ErrorKind::unavailable);
  const auto beside = open_beside("node");
  EXPECT_EQ(beside->find_key(kCase, KeyKind::content, made.id).value(), made);
  const auto official = beside->current_key(kCase, KeyKind::official, KeyDurability::now).value();
  EXPECT_EQ(owner->find_key(kCase, KeyKind::official, official.id).value(), official);
  ASSERT_TRUE(beside->erase(kCase, kContentAlone));
  EXPECT_TRUE(beside->key_ids(kCase, KeyKind::content).value().empty());
  EXPECT_TRUE(owner->key_ids(kCase, KeyKind::content).value().empty());
  EXPECT_EQ(owner->key_ids(kCase, KeyKind::official).value().size(), 1U);
}

TEST_F(KafkaKeys, AnotherMasterKeyIsRefusedOnANewNodeAndAnOldOne) {
  ASSERT_NE(open("old"), nullptr);
  const MasterKey other = make_master_key(random_);
  for (const char* const node : {"old", "new"}) {
    const auto refused = KafkaKeyStore::open(connection_, settings_of(node), other, random_, time_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
    EXPECT_THAT(refused.error().message, HasSubstr("master key"));
  }
  EXPECT_EQ(KafkaKeyStore::found(connection_, kPartitions, other).error().kind, ErrorKind::invalid);
  EXPECT_TRUE(KafkaKeyStore::found(connection_, kPartitions, master_));
}

TEST_F(KafkaKeys, RecordsThatNobodyOfOursWroteChangeNothing) {
  const auto store = open("first");
  const auto made = store->current_key(kCase, KeyKind::content, KeyDurability::now).value();
  const std::string name = format_key_name(kCase, {KeyKind::content, made.id});
  write(name, std::string(49, 'x'));
  write(name, "");
  write(name, std::string(500'000, 'x'));
  write("", "v");
  write("nobody's", "v");
  write("\xff\xfe", std::nullopt);
  write(std::string(kCheckRow), "v");
  EXPECT_EQ(store->find_key(kCase, KeyKind::content, made.id).value(), made);
  EXPECT_EQ(open("second")->find_key(kCase, KeyKind::content, made.id).value(), made);
}

TEST_F(KafkaKeys, TheMarkOfErasuresIsTheSameOnEachNode) {
  const auto first = open("first");
  EXPECT_TRUE(first->erased_through().value().empty());
  const std::vector<std::uint64_t> mark{3, 0, 7};
  ASSERT_TRUE(first->set_erased_through(mark));
  EXPECT_EQ(first->erased_through().value(), mark);
  EXPECT_EQ(open("second")->erased_through().value(), mark);
}

TEST_F(KafkaKeys, ANodeThatWasAwayTooLongBeginsAnew) {
  const auto writer = open("writer");
  auto away = open("away");
  const auto made = writer->current_key(kCase, KeyKind::content, KeyDurability::now).value();
  ASSERT_EQ(away->find_key(kCase, KeyKind::content, made.id).value(), made);
  away.reset();
  // The topic has forgotten key and tombstone by the time that the node comes back.
  const auto admin = KafkaAdmin::open(connection_);
  const TopicPartition place{connection_.address.named(kKeysTopic), partition()};
  ASSERT_TRUE(writer->erase(kCase, kContentAlone));
  const auto end = admin.value()->end_of(place);
  ASSERT_TRUE(end);
  const bool is_first = partition() == 0;  // the partition of the first record: kept
  if (!is_first) {
    ASSERT_TRUE(admin.value()->replace_topic_settings(
        place.topic,
        {{"cleanup.policy", "compact,delete"}, {"message.timestamp.type", "LogAppendTime"}}));
    ASSERT_TRUE(admin.value()->delete_records_before({place, end.value()}));
  }
  time_.at += kKeyCopyStaleAfter + std::chrono::minutes(1);
  EXPECT_TRUE(open("away")->key_ids(kCase, KeyKind::content).value().empty());
  EXPECT_FALSE(is_below(folder_.path() / "away", wrapped(made)));
}

TEST_F(KafkaKeys, BesideAnOwnerThatSleepsItIsRefused) {
  const auto owner = open("node");
  time_.at += kKeyCopyStaleAfter + std::chrono::minutes(1);
  KafkaKeySettings settings = settings_of("node");
  settings.copy = KafkaKeySettings::Copy::beside;
  const auto refused = try_open(settings);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
}

TEST_F(KafkaKeys, ACopyThatKnowsMoreThanItsTopicIsCorrupt) {
  auto store = open("first");
  ASSERT_TRUE(store->current_key(kCase, KeyKind::content, KeyDurability::now));
  ASSERT_TRUE(store->catch_up());
  store.reset();
  const auto admin = KafkaAdmin::open(connection_);
  ASSERT_TRUE(admin.value()->delete_topics(std::vector{connection_.address.named(kKeysTopic)}));
  ASSERT_TRUE(ensure_topics(*admin.value(), connection_.address, kPartitions));
  const auto reopened = open("first");
  const auto read = reopened->key_ids(kCase, KeyKind::content);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(read.error().message, HasSubstr("knows more than topic"));
}

// What stands on the brokers' disks: nothing of an erased key, once the topic is compacted.
TEST_F(KafkaKeys, OfAnErasedKeyNothingIsLeftOnTheBrokersDisk) {
  const auto admin = KafkaAdmin::open(connection_);
  const std::string topic = connection_.address.named(kKeysTopic);
  ASSERT_TRUE(
      admin.value()->replace_topic_settings(topic, {{"cleanup.policy", "compact"},
                                                    {"message.timestamp.type", "LogAppendTime"},
                                                    {"segment.ms", "100"},
                                                    {"min.cleanable.dirty.ratio", "0.001"},
                                                    {"max.compaction.lag.ms", "100"},
                                                    {"delete.retention.ms", "100"},
                                                    {"file.delete.delay.ms", "100"}}));
  const auto store = open("first");
  const auto erased = store->current_key(kCase, KeyKind::content, KeyDurability::now).value();
  const auto kept = store->current_key(kCase, KeyKind::official, KeyDurability::now).value();
  const std::string bytes = wrapped(erased);
  ASSERT_TRUE(is_below(shared_kafka().folder(), bytes));
  ASSERT_TRUE(store->erase(kCase, kContentAlone));
  const auto deadline = std::chrono::steady_clock::now() + kLong;
  bool is_there = true;
  for (int i = 0; is_there && std::chrono::steady_clock::now() < deadline; ++i) {
    // A segment is looked at when the next one has begun: somebody must write.
    write("filler " + std::to_string(i), "v");
    ASSERT_TRUE(store->follow(milliseconds(100)));
    is_there = is_below(shared_kafka().folder(), bytes);
  }
  EXPECT_FALSE(is_there);
  EXPECT_TRUE(is_below(shared_kafka().folder(), wrapped(kept, KeyKind::official)));
  EXPECT_EQ(open("new")->find_key(kCase, KeyKind::official, kept.id).value(), kept);
  EXPECT_TRUE(open("another")->key_ids(kCase, KeyKind::content).value().empty());
}

TEST_F(KafkaKeys, BrokersThatAreAwayAreAClearError) {
  KafkaConnection nowhere = connection_;
  nowhere.address.bootstrap = "127.0.0.1:1";
  nowhere.connect_patience = milliseconds(300);
  const auto refused = KafkaKeyStore::open(nowhere, settings_of("first"), master_, random_, time_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(refused.error().message, HasSubstr("no broker of 127.0.0.1:1 answers"));
}

}  // namespace
}  // namespace aduan
