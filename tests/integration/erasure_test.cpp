// Erasure: the keys go, in whatever order the event, a crash and a restored backup come; what is
// written afterwards lives.

#include "cli/case_view.h"
#include "consumers/keeper/key_keeper.h"
#include "core/privacy/master_key.h"
#include "core/privacy/rocks/key_rows.h"
#include "tests/support/ledger.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_directory.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace aduan {
namespace {

namespace fs = std::filesystem;

class ErasureTest : public testing::Test {
 protected:
  void SetUp() override {
    ledger_ = make_ledger(path_, time_);
    ASSERT_NE(ledger_, nullptr);
    id_ = ledger_->secret().case_id("web:1", 0);
    Submit submit;
    submit.channel = Channel::web;
    submit.kind = ComplaintKind::complaint;
    send(kReporter, "web:1", submit,
         {{"text", KeyKind::content, "the words"}, {"name", KeyKind::identity, "the name"}});
  }

  void send(const Actor& actor, const std::string& key, CaseCommand body,
            std::vector<FieldText> texts = {}) {
    Draft draft{std::move(body), std::move(texts), false};
    const Answer answer = ledger_->ledger().submit(
        AnyCommand(sealed_command(*ledger_, id_, key, actor, std::move(draft))));
    ASSERT_TRUE(std::holds_alternative<Receipt>(answer));
  }
  void send_erasure(const std::string& key, ErasureScope scope = ErasureScope::content) {
    send(kCustodian, key, Erase{{scope}, LegalBasis::reporter_request});
  }
  void supplement(const std::string& key, const std::string& text) {
    send(kReporter, key, Supplement{}, {{"text", KeyKind::content, text}});
  }
  void reopen() {
    ledger_.reset();
    ledger_ = open_ledger(path_, time_);
    ASSERT_NE(ledger_, nullptr);
  }

  std::vector<Bytes16> keys_of(KeyKind kind) {
    const auto ids = ledger_->keys().key_ids(id_, kind);
    EXPECT_TRUE(ids);
    return ids ? ids.value() : std::vector<Bytes16>();
  }

  /// The reporter's text of an event; why not, in angle brackets.
  std::string text_of(std::uint64_t sequence, std::string_view field = "text") {
    const auto view = view_case(*ledger_, id_, kReporter, std::nullopt, time_.now());
    if (!view) return "<no case>";
    for (const ReadText& text : view.value().events.at(sequence - 1).texts) {
      if (text.field != field) continue;
      return text.opened ? text.opened->text : "<" + std::string(name_of(text.hidden)) + ">";
    }
    return "<no text>";
  }

  /// The bytes of the case's key as they stand in its row.
  std::string wrapped(KeyKind kind, const Bytes16& key_id) {
    const auto master = read_master_key(path_ / "secret" / "master");
    const auto key = ledger_->keys().find_key(id_, kind, key_id);
    EXPECT_TRUE(master && key && key.value());
    if (!master || !key || !key.value()) return "";
    return KeyWrapping(master.value()).wrap(key_row(id_, kind, key_id), key.value()->key);
  }

  /// Whether any file of the folder of keys holds the bytes.
  bool is_on_disk(std::string_view bytes) const {
    for (const auto& entry : fs::recursive_directory_iterator(path_ / "keys")) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string content{std::istreambuf_iterator<char>(file), {}};
      if (content.find(bytes) != std::string::npos) return true;
    }
    return false;
  }

  TempFolder folder_;
  fs::path path_ = folder_.path() / "ledger";
  TestTime time_;
  std::unique_ptr<OpenLedger> ledger_;
  CaseId id_;
};

TEST_F(ErasureTest, DestroysTheKeysOfItsScopeAndNoOthers) {
  const auto content = keys_of(KeyKind::content);
  ASSERT_EQ(content.size(), 1U);
  const std::string row = wrapped(KeyKind::content, content[0]);
  ASSERT_TRUE(is_on_disk(row));
  send_erasure("e-1");
  EXPECT_EQ(ledger_->finish_erasures().value(), 1U);
  EXPECT_TRUE(keys_of(KeyKind::content).empty());
  EXPECT_EQ(keys_of(KeyKind::identity).size(), 1U);
  EXPECT_EQ(text_of(1), "<erased>");
  EXPECT_EQ(text_of(1, "name"), "the name");
  EXPECT_FALSE(is_on_disk(row));
  EXPECT_EQ(ledger_->finish_erasures().value(), 0U);
  expect_ledger_sound(*ledger_);
}

TEST_F(ErasureTest, CutShortAfterItsEventIsFinishedOnTheNextOpening) {
  const auto content = keys_of(KeyKind::content);
  ASSERT_EQ(content.size(), 1U);
  const std::string row = wrapped(KeyKind::content, content[0]);
  send_erasure("e-1");
  ASSERT_TRUE(is_on_disk(row));
  reopen();
  EXPECT_TRUE(keys_of(KeyKind::content).empty());
  EXPECT_FALSE(is_on_disk(row));
  EXPECT_EQ(text_of(1), "<erased>");
}

TEST_F(ErasureTest, CutShortIsFinishedByAnOpeningForReadingToo) {
  send_erasure("e-1");
  ledger_.reset();
  auto opened = open_ledger_folder(path_, LedgerAccess::read_only, time_);
  ASSERT_TRUE(opened);
  ledger_ = std::move(opened.value());
  EXPECT_TRUE(keys_of(KeyKind::content).empty());
}

TEST_F(ErasureTest, ReachesKeysThatABackupBringsBack) {
  ledger_.reset();
  fs::copy(path_ / "keys", folder_.path() / "backup", fs::copy_options::recursive);
  reopen();
  send_erasure("e-1");
  ASSERT_TRUE(ledger_->finish_erasures());
  supplement("s-1", "written after it");
  ledger_.reset();
  fs::remove_all(path_ / "keys");
  fs::rename(folder_.path() / "backup", path_ / "keys");
  reopen();
  EXPECT_TRUE(keys_of(KeyKind::content).empty());
  EXPECT_EQ(text_of(1), "<erased>");
}

TEST_F(ErasureTest, LeavesWhatIsWrittenAfterItAKeyOfItsOwn) {
  send_erasure("e-1");
  ASSERT_TRUE(ledger_->finish_erasures());
  supplement("s-1", "written after it");
  EXPECT_EQ(text_of(3), "written after it");
  reopen();
  EXPECT_EQ(text_of(3), "written after it");
  EXPECT_EQ(text_of(1), "<erased>");
  // A later erasure takes that one too.
  send_erasure("e-2");
  ASSERT_TRUE(ledger_->finish_erasures());
  EXPECT_EQ(text_of(3), "<erased>");
  EXPECT_TRUE(keys_of(KeyKind::content).empty());
}

TEST_F(ErasureTest, TakesATextThatCameBetweenItsEventAndTheKeysWithThem) {
  send_erasure("e-1");
  supplement("s-1", "sealed under the old key");
  ASSERT_TRUE(ledger_->finish_erasures());
  EXPECT_EQ(text_of(1), "<erased>");
  EXPECT_EQ(text_of(3), "<erased>");
}

TEST_F(ErasureTest, OfAnotherCaseTouchesNothingHere) {
  const CaseId first = id_;
  id_ = ledger_->secret().case_id("web:2", 0);
  Submit submit;
  submit.channel = Channel::web;
  submit.kind = ComplaintKind::complaint;
  send(kReporter, "web:2", submit, {{"text", KeyKind::content, "of the second"}});
  send_erasure("e-1");
  ASSERT_TRUE(ledger_->finish_erasures());
  EXPECT_EQ(text_of(1), "<erased>");
  id_ = first;
  EXPECT_EQ(text_of(1), "the words");
}

TEST_F(ErasureTest, MarkBeyondTheLogSaysNothing) {
  send_erasure("e-1");
  const std::vector<std::uint64_t> beyond(5, 1'000'000);
  ASSERT_TRUE(ledger_->keys().set_erased_through(beyond));
  EXPECT_TRUE(has_open_erasures(ledger_->store().reader(), ledger_->keys()).value());
  EXPECT_EQ(ledger_->finish_erasures().value(), 1U);
  EXPECT_TRUE(keys_of(KeyKind::content).empty());
}

}  // namespace
}  // namespace aduan
