// `aduan help rules` against RULES §3: who may send which command, written down here by hand.

#include "cli/role_table.h"
#include "cli/subcommand.h"
#include "schemas/command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>
#include <string>

namespace aduan {
namespace {

using ::testing::HasSubstr;

std::string label(const CommandRow& row) {
  std::string text(row.command);
  for (std::size_t i = 0; i < row.forms.size(); ++i) {
    text.append(i == 0 ? " (" : ", ").append(row.forms[i]);
  }
  return row.forms.empty() ? text : text + ")";
}

std::map<std::string, std::string> by_label() {
  std::map<std::string, std::string> rows;
  for (const CommandRow& row : command_rows()) rows[label(row)] = row.roles;
  return rows;
}

TEST(RoleTable, IsThatOfTheRules) {
  const std::map<std::string, std::string> expected = {
      {"submit", "R"},
      {"submit (phone, letter)", "RV"},
      {"verify", "V"},
      {"pend", "V"},
      {"supplement", "R"},
      {"archive", "V"},
      {"archive (not_supplemented)", "VY"},
      {"archive (appeal_dismissed)", "VO"},
      {"appeal", "R"},
      {"merge", "V"},
      {"absorb", "Y"},
      {"forward", "V"},
      {"forward (succession)", "Y"},
      {"return", "A"},
      {"return (succession)", "Y"},
      {"rule", "VO"},
      {"assign", "A"},
      {"start", "A"},
      {"note", "A"},
      {"respond", "A"},
      {"reply", "R"},
      {"comment (public)", "CVAO"},
      {"comment (internal)", "VAO"},
      {"close (confirmed_by_reporter)", "R"},
      {"close (reporter_silent)", "Y"},
      {"close (by_ruling)", "VO"},
      {"withdraw", "R"},
      {"reopen (not_solved, new_facts, other)", "RVO"},
      {"reopen (appeal_granted)", "VO"},
      {"reopen (merge_failed)", "Y"},
      {"rate", "R"},
      {"support", "C"},
      {"escalate", "VOY"},
      {"extend", "V"},
      {"miss", "Y"},
      {"visibility", "RVK"},
      {"redact", "VK"},
      {"reveal", "K"},
      {"erase", "K"},
      {"init", "P"},
      {"policy adopt", "P"},
      {"agency connect", "P"},
      {"agency rename", "P"},
      {"agency dissolve", "P"},
      {"category define", "P"},
  };
  EXPECT_EQ(by_label(), expected);
}

TEST(RoleTable, HasEveryCommandOfTheProgramAndEveryRuleOfACase) {
  std::set<std::string_view> rows;
  for (const CommandRow& row : command_rows()) rows.insert(row.command);
  EXPECT_EQ(rows.size(), std::variant_size_v<CaseCommand> + std::variant_size_v<DirectoryCommand>);
  for (const Subcommand* const each : subcommands()) {
    // Whoever acts must say so: these are the commands on a case.
    if (each->default_actor.empty()) {
      EXPECT_TRUE(rows.contains(each->name)) << each->name;
    }
  }
  for (const CommandRow& row : command_rows()) {
    const bool is_of_directory = row.roles == "P";
    EXPECT_EQ(row.refused_by.empty(), is_of_directory) << row.command;
    if (!is_of_directory) {
      EXPECT_EQ(row.refused_by.front(), "not_authorised") << row.command;
    }
  }
}

TEST(RoleTable, FitsATerminalAndNamesEveryLetter) {
  const std::string table = role_table();
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) {
    std::size_t columns = 0;
    for (const char c : line) columns += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
    EXPECT_LE(columns, 80U) << line;
  }
  for (const char letter : kRoleLetters) {
    EXPECT_THAT(table, HasSubstr(std::string(1, letter) + " "));
  }
  EXPECT_THAT(table, HasSubstr("ruling_required"));
}

}  // namespace
}  // namespace aduan
