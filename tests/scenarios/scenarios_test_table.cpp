// The table of RULES §3 as a whole: who may send each command, and what an importer's becomes.

#include "core/complaint/rules/rules.h"
#include "tests/scenarios/command_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace aduan {
namespace {

using enum RejectionCode;

constexpr Role kRoles[] = {Role::reporter, Role::citizen,   Role::verifier,  Role::agency,
                           Role::overseer, Role::custodian, Role::operator_, Role::watcher,
                           Role::steward,  Role::importer,  Role::auditor,   Role::analyst};

bool may(const TableRow& row, Role role) {
  return std::find(row.may.begin(), row.may.end(), role) != row.may.end();
}

bool is_the_custodians_alone(const CaseCommand& command) {
  return std::holds_alternative<Reveal>(command) || std::holds_alternative<Erase>(command);
}

TEST(CommandTable, HasEveryCommand) {
  std::set<std::size_t> commands;
  for (const TableRow& row : command_table()) commands.insert(row.command.index());
  EXPECT_EQ(commands.size(), std::variant_size_v<CaseCommand>);
}

TEST(CommandTable, EachCommandIsThatOfItsRolesAndOfNobodyElse) {
  for (const TableRow& row : command_table()) {
    for (const Role role : kRoles) {
      if (role == Role::importer) continue;
      const Actor actor = somebody(role);
      SCOPED_TRACE(std::string(row.name) + " by " + actor.text());
      Scenario scenario;
      scenario.given(row.history).when(actor, row.command);
      if (may(row, role)) {
        scenario.becomes(row.after).breaches({});
      } else {
        scenario.then_rejected(not_authorised);
      }
    }
  }
}

// It speaks for whoever acted at its source; keys and names it never touches.
TEST(CommandTable, AnImporterMaySendEachButRevealAndErase) {
  for (const TableRow& row : command_table()) {
    SCOPED_TRACE(row.name);
    Scenario scenario;
    scenario.given(row.history).when(kImporter, row.command);
    if (is_the_custodians_alone(row.command)) {
      scenario.then_rejected(not_authorised);
    } else {
      scenario.becomes(row.after).breaches({});
      Event event = scenario.event();
      EXPECT_TRUE(consequences_of(event)->clocks.empty()) << "it starts a clock";
    }
  }
}

// Nobody of no agency: an officer of an agency that never had the case.
TEST(CommandTable, AStrangersOfficerMayNothing) {
  for (const TableRow& row : command_table()) {
    SCOPED_TRACE(row.name);
    Scenario scenario;
    scenario.given(row.history).when(officer_of(kBali), row.command);
    // On a comment there is no agency's name: who has no handling is told so.
    const bool comments = std::holds_alternative<Comment>(row.command);
    scenario.then_rejected(comments ? not_your_case : not_authorised);
  }
}

// --- The order of the rules: who → status → rule → target

enum class Phase { who, status, rule, target };

Phase phase_of(RejectionCode code) {
  if (code <= importers_only) return Phase::who;
  if (code <= not_published) return Phase::status;
  if (code <= seal_again) return Phase::rule;
  return Phase::target;
}

template <std::size_t I = 0>
void expect_ordered() {
  if constexpr (I < std::variant_size_v<CaseCommand>) {
    using Command = std::variant_alternative_t<I, CaseCommand>;
    const auto rules = rules_of(Command{});
    ASSERT_FALSE(rules.empty());
    for (std::size_t k = 1; k < rules.size(); ++k) {
      EXPECT_LE(phase_of(rules[k - 1].code), phase_of(rules[k].code))
          << Command::kType << ": " << name_of_code(rules[k].code);
    }
    EXPECT_EQ(phase_of(rules.front().code), Phase::who) << Command::kType;
    expect_ordered<I + 1>();
  }
}

TEST(CommandTable, EveryCommandAsksWhoThenStatusThenRuleThenTarget) { expect_ordered(); }

// --- What a person is told

TEST(Rejection, EachSaysWhatHappenedAndWhatToDoNext) {
  std::set<std::string_view> texts;
  const std::set<RejectionCode> anomalies = {before_submission, before_previous,
                                             closing_time_ignored, no_agency};
  for (std::size_t i = 0; i < Names<RejectionCode>::values.size(); ++i) {
    const auto code = static_cast<RejectionCode>(i);
    const std::string_view text = explanation_of(code);
    SCOPED_TRACE(name_of_code(code));
    ASSERT_FALSE(text.empty());
    EXPECT_EQ(text.back(), '.');
    EXPECT_TRUE(texts.insert(text).second) << "another code says the same";
    EXPECT_LE(text.size(), 250U) << "too long to be read";
    if (anomalies.contains(code)) continue;  // told to nobody: they stand in `breaches`
    EXPECT_NE(text.find(". "), std::string_view::npos) << "nothing to do next: " << text;
  }
}

}  // namespace
}  // namespace aduan
