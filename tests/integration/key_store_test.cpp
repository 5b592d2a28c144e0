// The embedded key store and the master key's file, on a real disk.

#include "core/privacy/rocks/key_rows.h"
#include "core/privacy/rocks/rocks_key_store.h"
#include "core/privacy/seal.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

namespace aduan {
namespace {

using Access = RocksKeyStore::Access;

const CaseId kCase = *CaseId::from_text("7K3M9QX24B");
const std::vector<KeyKind> kContentAlone = {KeyKind::content};
const std::vector<KeyKind> kAllKinds = {KeyKind::content, KeyKind::official, KeyKind::identity};

/// The i-th of many cases.
CaseId case_number(std::size_t i) { return CaseId::from_bits(as_view(sha256(std::to_string(i)))); }

class KeyStoreTest : public testing::Test {
 protected:
  KeyStoreTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "aduan-keys-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~KeyStoreTest() override { std::filesystem::remove_all(folder_); }

  Result<std::unique_ptr<RocksKeyStore>> try_open(Access access) {
    return RocksKeyStore::open(folder_ / "keys", access, master_, random_);
  }

  std::unique_ptr<RocksKeyStore> open(Access access) {
    auto opened = try_open(access);
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().message);
    return std::move(opened).value();
  }

  /// Whether any file of the store holds the bytes.
  bool is_on_disk(std::string_view bytes) const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "keys")) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string content{std::istreambuf_iterator<char>(in), {}};
      if (content.find(bytes) != std::string::npos) return true;
    }
    return false;
  }

  /// The value of the key's row, as it stands on the disk.
  std::string wrapped(const CaseId& case_id, KeyKind kind, const CaseKey& key) const {
    return KeyWrapping(master_).wrap(key_row(case_id, kind, key.id), key.key);
  }

  std::filesystem::path folder_;
  SeededRandom random_{"key_store_test"};
  MasterKey master_ = make_master_key(random_);
};

CaseKey make_now(KeyStore& store, const CaseId& case_id, KeyKind kind) {
  return store.current_key(case_id, kind, KeyDurability::now).value();
}

CaseKey make_buffered(KeyStore& store, const CaseId& case_id, KeyKind kind) {
  return store.current_key(case_id, kind, KeyDurability::at_flush).value();
}

// --- Keys

TEST_F(KeyStoreTest, GivesACaseOneKeyOfAKind) {
  const auto store = open(Access::create);
  const CaseKey content = make_now(*store, kCase, KeyKind::content);
  EXPECT_EQ(make_now(*store, kCase, KeyKind::content), content);
  EXPECT_EQ(make_buffered(*store, kCase, KeyKind::content), content);
  EXPECT_NE(make_now(*store, kCase, KeyKind::identity), content);
  EXPECT_NE(make_now(*store, case_number(1), KeyKind::content), content);
}

TEST_F(KeyStoreTest, FindsAKeyByCaseKindAndId) {
  const auto store = open(Access::create);
  for (const KeyDurability when : {KeyDurability::now, KeyDurability::at_flush}) {
    const CaseId case_id = case_number(static_cast<std::size_t>(when));
    const CaseKey key = store->current_key(case_id, KeyKind::official, when).value();
    EXPECT_EQ(store->find_key(case_id, KeyKind::official, key.id).value(), key);
    EXPECT_FALSE(store->find_key(case_id, KeyKind::content, key.id).value());
    EXPECT_FALSE(store->find_key(case_number(9), KeyKind::official, key.id).value());
    EXPECT_FALSE(store->find_key(case_id, KeyKind::official, Bytes16{}).value());
  }
}

TEST_F(KeyStoreTest, KeepsItsKeysWhenOpenedAgain) {
  auto store = open(Access::create);
  const CaseKey key = make_now(*store, kCase, KeyKind::content);
  store.reset();
  store = open(Access::read_write);
  EXPECT_EQ(make_now(*store, kCase, KeyKind::content), key);
}

TEST_F(KeyStoreTest, FindsKeysInTableFilesToo) {
  auto store = open(Access::create);
  std::vector<CaseKey> keys;
  for (std::size_t i = 0; i < 500; ++i) {
    keys.push_back(make_buffered(*store, case_number(i), KeyKind::content));
  }
  ASSERT_TRUE(store->flush());
  ASSERT_TRUE(store->erase(kCase, kAllKinds));  // writes the memtable to a file
  store.reset();
  store = open(Access::read_write);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    EXPECT_EQ(make_now(*store, case_number(i), KeyKind::content), keys[i]);
  }
}

TEST_F(KeyStoreTest, HoldsNoKeyUnwrapped) {
  const auto store = open(Access::create);
  const CaseKey key = make_now(*store, kCase, KeyKind::content);
  EXPECT_FALSE(is_on_disk(as_view(key.key)));
  EXPECT_FALSE(is_on_disk(as_view(master_.bytes)));
  EXPECT_TRUE(is_on_disk(wrapped(kCase, KeyKind::content, key)));
}

// --- Durability. A second store that opens beside the first sees what a crash would leave.

TEST_F(KeyStoreTest, MakesAKeyDurableBeforeItGivesItOut) {
  const auto store = open(Access::create);
  const CaseKey key = make_now(*store, kCase, KeyKind::content);
  const auto beside = open(Access::read_only);
  EXPECT_EQ(beside->find_key(kCase, KeyKind::content, key.id).value(), key);
}

TEST_F(KeyStoreTest, BuffersKeysUntilFlushed) {
  const auto store = open(Access::create);
  const CaseKey first = make_buffered(*store, case_number(1), KeyKind::content);
  const CaseKey second = make_buffered(*store, case_number(2), KeyKind::content);
  EXPECT_FALSE(
      open(Access::read_only)->find_key(case_number(1), KeyKind::content, first.id).value());
  ASSERT_TRUE(store->flush());
  const auto beside = open(Access::read_only);
  EXPECT_EQ(beside->find_key(case_number(1), KeyKind::content, first.id).value(), first);
  EXPECT_EQ(beside->find_key(case_number(2), KeyKind::content, second.id).value(), second);
  EXPECT_TRUE(store->flush());  // of nothing
}

TEST_F(KeyStoreTest, ABufferedKeyThatIsAskedForDurablyIsFlushed) {
  const auto store = open(Access::create);
  const CaseKey key = make_buffered(*store, kCase, KeyKind::content);
  EXPECT_EQ(make_now(*store, kCase, KeyKind::content), key);
  EXPECT_EQ(open(Access::read_only)->find_key(kCase, KeyKind::content, key.id).value(), key);
}

TEST_F(KeyStoreTest, LosesBufferedKeysWhenItEndsWithoutFlush) {
  auto store = open(Access::create);
  const CaseKey lost = make_buffered(*store, kCase, KeyKind::content);
  store.reset();
  store = open(Access::read_write);
  EXPECT_FALSE(store->find_key(kCase, KeyKind::content, lost.id).value());
}

TEST_F(KeyStoreTest, GivesManyThreadsTheSameKeyOfACase) {
  constexpr std::size_t kCases = 50;
  const auto store = open(Access::create);
  std::vector<std::vector<CaseKey>> seen(4);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < seen.size(); ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < kCases; ++i) {
        seen[t].push_back(make_buffered(*store, case_number(i), KeyKind::content));
        if (i % 10 == t) {
          EXPECT_TRUE(store->flush());
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_TRUE(store->flush());
  for (const auto& keys : seen) EXPECT_EQ(keys, seen.front());
  const auto beside = open(Access::read_only);
  for (std::size_t i = 0; i < kCases; ++i) {
    const CaseKey& key = seen.front()[i];
    EXPECT_EQ(beside->find_key(case_number(i), KeyKind::content, key.id).value(), key);
  }
}

// --- Erasure

TEST_F(KeyStoreTest, ErasesTheKindsOfTheCaseAndNothingElse) {
  const auto store = open(Access::create);
  const CaseKey content = make_now(*store, kCase, KeyKind::content);
  const CaseKey identity = make_now(*store, kCase, KeyKind::identity);
  const CaseKey neighbour = make_now(*store, case_number(1), KeyKind::content);
  ASSERT_TRUE(store->erase(kCase, kContentAlone));
  EXPECT_FALSE(store->find_key(kCase, KeyKind::content, content.id).value());
  EXPECT_EQ(store->find_key(kCase, KeyKind::identity, identity.id).value(), identity);
  EXPECT_EQ(store->find_key(case_number(1), KeyKind::content, neighbour.id).value(), neighbour);
  EXPECT_NE(make_now(*store, kCase, KeyKind::content), content);
}

TEST_F(KeyStoreTest, ErasesEveryKeyOfAKind) {
  auto store = open(Access::create);
  const CaseKey first = make_now(*store, kCase, KeyKind::content);
  ASSERT_TRUE(store->erase(kCase, kContentAlone));
  const CaseKey second = make_now(*store, kCase, KeyKind::content);
  EXPECT_NE(first, second);
  ASSERT_TRUE(store->erase(kCase, kContentAlone));
  store.reset();
  store = open(Access::read_write);
  EXPECT_FALSE(store->find_key(kCase, KeyKind::content, first.id).value());
  EXPECT_FALSE(store->find_key(kCase, KeyKind::content, second.id).value());
}

TEST_F(KeyStoreTest, ErasedBytesLeaveTheDiskAtOnce) {
  auto store = open(Access::create);
  const CaseKey in_wal = make_now(*store, kCase, KeyKind::content);
  const std::string wal_value = wrapped(kCase, KeyKind::content, in_wal);
  ASSERT_TRUE(is_on_disk(wal_value));
  ASSERT_TRUE(store->erase(kCase, kContentAlone));
  EXPECT_FALSE(is_on_disk(wal_value));

  // And where it has sunk into a table file, among others, in a store opened anew.
  const CaseKey in_table = make_now(*store, case_number(3), KeyKind::content);
  const std::string table_value = wrapped(case_number(3), KeyKind::content, in_table);
  std::vector<CaseKey> others;
  for (std::size_t i = 10; i < 200; ++i) {
    others.push_back(make_buffered(*store, case_number(i), KeyKind::content));
  }
  ASSERT_TRUE(store->flush());
  ASSERT_TRUE(store->erase(case_number(10), kAllKinds));
  store.reset();
  store = open(Access::read_write);
  ASSERT_TRUE(is_on_disk(table_value));
  ASSERT_TRUE(store->erase(case_number(3), kContentAlone));
  EXPECT_FALSE(is_on_disk(table_value));
  EXPECT_TRUE(is_on_disk(wrapped(case_number(20), KeyKind::content, others[10])));
}

TEST_F(KeyStoreTest, ErasesABufferedKeyForGood) {
  const auto store = open(Access::create);
  const CaseKey key = make_buffered(*store, kCase, KeyKind::content);
  ASSERT_TRUE(store->erase(kCase, kContentAlone));
  EXPECT_FALSE(store->find_key(kCase, KeyKind::content, key.id).value());
  ASSERT_TRUE(store->flush());
  EXPECT_FALSE(store->find_key(kCase, KeyKind::content, key.id).value());
  EXPECT_FALSE(is_on_disk(wrapped(kCase, KeyKind::content, key)));
}

TEST_F(KeyStoreTest, ErasingAgainOrNothingIsHarmless) {
  const auto store = open(Access::create);
  const CaseKey identity = make_now(*store, kCase, KeyKind::identity);
  ASSERT_TRUE(store->erase(kCase, {}));
  ASSERT_TRUE(store->erase(kCase, kContentAlone));
  ASSERT_TRUE(store->erase(kCase, kContentAlone));
  EXPECT_EQ(store->find_key(kCase, KeyKind::identity, identity.id).value(), identity);
}

TEST_F(KeyStoreTest, ErasesNamedKeysAloneBufferedOnesToo) {
  const auto store = open(Access::create);
  const CaseKey content = make_now(*store, kCase, KeyKind::content);
  const CaseKey identity = make_buffered(*store, kCase, KeyKind::identity);
  const CaseKey official = make_buffered(*store, kCase, KeyKind::official);
  EXPECT_EQ(store->key_ids(kCase, KeyKind::content).value(), std::vector<Bytes16>{content.id});
  EXPECT_EQ(store->key_ids(kCase, KeyKind::identity).value(), std::vector<Bytes16>{identity.id});
  const std::string row = wrapped(kCase, KeyKind::content, content);
  const std::vector<KeyName> names = {{KeyKind::content, content.id},
                                      {KeyKind::identity, identity.id},
                                      {KeyKind::content, Bytes16{}}};
  ASSERT_TRUE(store->erase_keys(kCase, names));
  EXPECT_TRUE(store->key_ids(kCase, KeyKind::content).value().empty());
  EXPECT_TRUE(store->key_ids(kCase, KeyKind::identity).value().empty());
  EXPECT_EQ(store->find_key(kCase, KeyKind::official, official.id).value(), official);
  EXPECT_FALSE(is_on_disk(row));
  ASSERT_TRUE(store->flush());
  EXPECT_TRUE(store->key_ids(kCase, KeyKind::identity).value().empty());
}

TEST_F(KeyStoreTest, ListsAKeyOnceThatIsBufferedAndStored) {
  const auto store = open(Access::create);
  const CaseKey key = make_buffered(*store, kCase, KeyKind::content);
  EXPECT_EQ(store->key_ids(kCase, KeyKind::content).value(), std::vector<Bytes16>{key.id});
  ASSERT_TRUE(store->flush());
  EXPECT_EQ(store->key_ids(kCase, KeyKind::content).value(), std::vector<Bytes16>{key.id});
}

TEST_F(KeyStoreTest, RemembersHowFarErasuresWereCarriedOut) {
  auto store = open(Access::create);
  EXPECT_TRUE(store->erased_through().value().empty());
  const std::vector<std::uint64_t> offsets = {0, 7, std::uint64_t{1} << 40};
  ASSERT_TRUE(store->set_erased_through(offsets));
  store.reset();
  store = open(Access::read_write);
  EXPECT_EQ(store->erased_through().value(), offsets);
  store.reset();
  const auto beside = open(Access::read_only);
  EXPECT_EQ(beside->erased_through().value(), offsets);
  EXPECT_EQ(beside->set_erased_through(offsets).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(beside->erase_keys(kCase, {}).error().kind, ErrorKind::unavailable);
}

TEST_F(KeyStoreTest, ATextIsErasedWithItsKey) {
  const auto store = open(Access::create);
  const std::vector<FieldText> texts = {{"title", KeyKind::content, "Jalan berlubang"}};
  CaseSealer sealer(kCase);
  ASSERT_TRUE(sealer.take_keys(*store, texts, KeyDurability::now));
  const SealedFields sealed = sealer.seal(Bytes16{}, texts).value();
  const auto title = [&] {
    return OpenedPayload::open(
               sealed.payload, kCase, Bytes16{},
               [&](KeyKind kind, const Bytes16& id) { return store->find_key(kCase, kind, id); })
        .value()
        .text_of(KeyKind::content, "title", sealed.commits[0]);
  };
  ASSERT_TRUE(std::holds_alternative<OpenedText>(title()));
  ASSERT_TRUE(store->erase(kCase, kContentAlone));
  EXPECT_EQ(title(), (std::variant<OpenedText, Unreadable>(Unreadable::erased)));
}

// --- Opening

TEST_F(KeyStoreTest, IsCreatedOnceAndOpenedWhereItIs) {
  EXPECT_EQ(try_open(Access::read_write).error().kind, ErrorKind::not_found);
  EXPECT_EQ(try_open(Access::read_only).error().kind, ErrorKind::not_found);
  open(Access::create).reset();
  EXPECT_EQ(try_open(Access::create).error().kind, ErrorKind::invalid);
  EXPECT_TRUE(try_open(Access::read_write));
  EXPECT_TRUE(try_open(Access::read_only));
}

TEST_F(KeyStoreTest, HasOneOwner) {
  const auto store = open(Access::create);
  EXPECT_EQ(try_open(Access::read_write).error().kind, ErrorKind::unavailable);
  EXPECT_TRUE(try_open(Access::read_only));
}

TEST_F(KeyStoreTest, RefusesAnotherMasterKey) {
  open(Access::create).reset();
  master_.bytes[31] = static_cast<std::uint8_t>(master_.bytes[31] ^ 1);
  EXPECT_EQ(try_open(Access::read_write).error().kind, ErrorKind::invalid);
  EXPECT_EQ(try_open(Access::read_only).error().kind, ErrorKind::invalid);
}

TEST_F(KeyStoreTest, OpenedForReadingMakesAndErasesNothing) {
  auto store = open(Access::create);
  const CaseKey key = make_now(*store, kCase, KeyKind::content);
  const auto beside = open(Access::read_only);
  EXPECT_EQ(make_now(*beside, kCase, KeyKind::content), key);
  EXPECT_EQ(beside->current_key(kCase, KeyKind::identity, KeyDurability::now).error().kind,
            ErrorKind::unavailable);
  EXPECT_EQ(beside->erase(kCase, kContentAlone).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(store->find_key(kCase, KeyKind::content, key.id).value(), key);
}

// --- The master key's file

TEST_F(KeyStoreTest, MasterKeyIsReadAsItWasWritten) {
  const auto file = folder_ / "master.key";
  ASSERT_TRUE(write_master_key(file, master_));
  EXPECT_EQ(read_master_key(file).value(), master_);
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(std::filesystem::file_size(file), 81u);
}

TEST_F(KeyStoreTest, MasterKeyIsNeverOverwritten) {
  const auto file = folder_ / "master.key";
  ASSERT_TRUE(write_master_key(file, master_));
  EXPECT_EQ(write_master_key(file, make_master_key(random_)).error().kind, ErrorKind::invalid);
  EXPECT_EQ(read_master_key(file).value(), master_);
}

TEST_F(KeyStoreTest, MasterKeyThatOthersMayReadIsRefused) {
  const auto file = folder_ / "master.key";
  ASSERT_TRUE(write_master_key(file, master_));
  for (const auto others : {std::filesystem::perms::group_read, std::filesystem::perms::others_read,
                            std::filesystem::perms::group_write}) {
    std::filesystem::permissions(file, others, std::filesystem::perm_options::add);
    EXPECT_EQ(read_master_key(file).error().kind, ErrorKind::invalid);
    std::filesystem::permissions(file, others, std::filesystem::perm_options::remove);
  }
  std::filesystem::permissions(file, std::filesystem::perms::owner_read);
  EXPECT_TRUE(read_master_key(file));
}

TEST_F(KeyStoreTest, MasterKeyThatIsNoneIsCorrupt) {
  const auto file = folder_ / "master.key";
  EXPECT_EQ(read_master_key(file).error().kind, ErrorKind::not_found);
  EXPECT_EQ(write_master_key(folder_ / "absent" / "master.key", master_).error().kind,
            ErrorKind::unavailable);
  const std::string digits(64, 'a');
  for (const std::string& text :
       {std::string(), "aduan-master-v1 " + digits, "aduan-master-v1 " + digits + "a\n",
        "aduan-master-v2 " + digits + "\n", "aduan-master-v1 " + digits + "\n\n",
        "aduan-master-v1 " + std::string(64, 'g') + "\n"}) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
    std::filesystem::permissions(
        file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_EQ(read_master_key(file).error().kind, ErrorKind::corrupt) << text;
  }
  std::ofstream(file, std::ios::binary | std::ios::trunc) << "aduan-master-v1 " << digits << "\n";
  EXPECT_TRUE(read_master_key(file));
}

}  // namespace
}  // namespace aduan
