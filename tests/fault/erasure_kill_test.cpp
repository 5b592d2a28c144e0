// A process killed between an erasure's event and the destruction of its keys: whoever opens the
// ledger next finishes it, and no byte of a key stays.

#include "cli/case_view.h"
#include "core/privacy/master_key.h"
#include "core/privacy/rocks/key_rows.h"
#include "tests/fault/acknowledged_commands.h"
#include "tests/fault/child_process.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace aduan {
namespace {

namespace fs = std::filesystem;

bool is_on_disk(const fs::path& folder, std::string_view bytes) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    if (content.find(bytes) != std::string::npos) return true;
  }
  return false;
}

TEST(KilledErasure, IsFinishedByTheNextOpening) {
  const char* const program = std::getenv("ADUAN_ERASING_PROCESS");
  ASSERT_NE(program, nullptr) << "$ADUAN_ERASING_PROCESS names no program";
  const TempFolder folder;
  const fs::path path = folder.path() / "ledger";
  const TestTime time;
  auto ledger = make_ledger(path, time);
  ASSERT_NE(ledger, nullptr);
  const std::string key = key_of("r", 0, 0);
  const CaseId id = case_of(*ledger, key);
  ASSERT_TRUE(std::holds_alternative<Receipt>(ledger->ledger().submit(command_of(*ledger, key))));
  const auto ids = ledger->keys().key_ids(id, KeyKind::content);
  ASSERT_TRUE(ids);
  ASSERT_EQ(ids.value().size(), 1U);
  const auto content = ledger->keys().find_key(id, KeyKind::content, ids.value()[0]);
  ASSERT_TRUE(content && content.value());
  const auto master = read_master_key(path / "secret" / "master");
  ASSERT_TRUE(master);
  const std::string wrapped =
      KeyWrapping(master.value())
          .wrap(key_row(id, KeyKind::content, ids.value()[0]), content.value()->key);
  ledger.reset();

  ChildProcess child({program, path.string(), std::string(id.text())});
  ASSERT_TRUE(child.is_started());
  EXPECT_EQ(child.read_line(), std::nullopt);  // it ends without a word: killed
  ASSERT_TRUE(is_on_disk(path / "keys", wrapped)) << "it died too late to show anything";

  ledger = open_ledger(path, time);
  ASSERT_NE(ledger, nullptr);
  EXPECT_EQ(ledger->store().read_case(id).value().head.sequence, 2U) << "the event is there";
  EXPECT_TRUE(ledger->keys().key_ids(id, KeyKind::content).value().empty());
  EXPECT_EQ(ledger->keys().key_ids(id, KeyKind::identity).value().size(), 1U);
  EXPECT_FALSE(is_on_disk(path / "keys", wrapped));
  const auto view = view_case(*ledger, id, kReporter, std::nullopt, time.now());
  ASSERT_TRUE(view);
  for (const ReadText& text : view.value().events[0].texts) {
    EXPECT_EQ(text.opened.has_value(), text.field == "name");
    if (text.field == "title") {
      EXPECT_EQ(text.hidden, Hidden::erased);
    }
  }
  expect_ledger_sound(*ledger);
}

}  // namespace
}  // namespace aduan
