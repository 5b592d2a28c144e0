#include "cli/simulate/simulation.h"

#include "cli/reference/reference.h"
#include "cli/simulate/command_file.h"
#include "core/complaint/calendar.h"
#include "core/privacy/ledger_secret.h"
#include "schemas/instant.h"
#include "schemas/json/document.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace aduan::simulation {
namespace {

constexpr std::uint64_t kSeed = 7;

/// Counts what it is sent, and forgets it.
class CountingSink final : public CommandSink {
 public:
  CaseId case_of(std::string_view reference) override { return secret_.case_id(reference, 0); }

  Result<void> send(SimulatedCommand command) override {
    EXPECT_GE(command.time, last_) << "commands come in the order of time";
    last_ = command.time;
    ++by_type[std::string(type_of(command.draft.body))];
    if (!keys_.insert(command.key).second) ++repeated;
    if (command.meant) {
      ++meant[*command.meant];
    } else {
      note(command);
    }
    return success();
  }
  Result<void> send_directory(std::string, Instant time, DirectoryCommand command) override {
    ++by_type[std::string(type_of(command))];
    last_ = std::max(last_, time);
    return success();
  }
  Result<void> extend(SimulatedExtension) override {
    ++extensions;
    return success();
  }
  Result<void> run_system(Instant) override {
    ++system_runs;
    return success();
  }
  Result<void> finish() override { return success(); }

  std::map<std::string, std::uint64_t> by_type;
  std::map<RejectionCode, std::uint64_t> meant;
  std::map<std::string, std::uint64_t> by_channel;
  std::map<std::string, std::uint32_t> returns;  ///< by case, those given to an agency
  std::uint64_t repeated = 0;
  std::uint64_t extensions = 0;
  std::uint64_t system_runs = 0;
  std::uint64_t office_acts = 0;
  std::uint64_t office_acts_on_free_days = 0;
  std::map<int, std::uint64_t> by_hour;  ///< arrivals

 private:
  void note(const SimulatedCommand& command) {
    const std::string id(command.case_id.text());
    if (const auto* const submit = std::get_if<Submit>(&command.draft.body)) {
      ++by_channel[std::string(submit->channel.text())];
      const auto local = command.time + hours(7);
      ++by_hour[static_cast<int>((local - std::chrono::floor<days>(local)) / hours(1))];
    }
    if (const auto* const forward = std::get_if<Forward>(&command.draft.body)) {
      if (forward->role == HandlingRole::lead) returns.try_emplace(id, 0);
    }
    if (std::holds_alternative<Return>(command.draft.body)) ++returns[id];
    if (command.actor.role != Role::agency) return;
    ++office_acts;
    const Day local = std::chrono::floor<days>(command.time + hours(7));
    if (!calendar_.is_working_day(local)) ++office_acts_on_free_days;
  }

  LedgerSecret secret_{sha256("counting")};
  Calendar calendar_{reference_policy()};
  Instant last_;
  std::set<std::string> keys_;
};

Instant instant(std::string_view text) { return *parse_instant_forgiving(text); }

Plan plan_of(std::uint64_t cases, std::uint32_t length,
             std::string_view from = "2014-12-19T00:00+07:00") {
  return {cases, kSeed, instant(from), length};
}

Course play(const Plan& plan, CommandSink& sink) {
  const auto course = simulate(plan, reference_policy(), sink, [](const Course&) {});
  EXPECT_TRUE(course);
  return course ? course.value() : Course();
}

double share(std::uint64_t part, std::uint64_t whole) {
  return 1'000.0 * static_cast<double>(part) / static_cast<double>(whole);
}

TEST(Simulation, SubmitsAsManyCasesAsItIsAsked) {
  CountingSink sink;
  const Course course = play(plan_of(1'234, 30), sink);
  EXPECT_EQ(course.cases, 1'234u);
  EXPECT_GE(sink.by_type["aduan.command.submit.v1"], 1'234u);
}

TEST(Simulation, KeepsNoMoreCasesWhenItRunsTwiceAsLong) {
  CountingSink once;
  CountingSink twice;
  const Course half = play(plan_of(9'000, 300), once);
  const Course whole = play(plan_of(18'000, 600), twice);
  EXPECT_GT(whole.commands, half.commands * 18 / 10);
  EXPECT_LT(whole.live_max, half.live_max * 12 / 10);
  EXPECT_LT(whole.steps_max, half.steps_max * 12 / 10);
  EXPECT_LT(whole.live_max, 9'000u / 2);
}

TEST(Simulation, IsDrawnFromItsParameters) {
  CountingSink sink;
  const Course course = play(plan_of(12'000, 240), sink);
  EXPECT_NEAR(share(sink.by_channel["sms"], course.cases + course.retries / 10), 514, 25);
  EXPECT_NEAR(share(course.duplicates, course.cases), kDuplicates, 12);
  EXPECT_NEAR(share(course.retries, course.commands), kRetries, 5);

  std::map<std::uint32_t, std::uint64_t> cases_by_returns;
  for (const auto& [id, returns] : sink.returns) ++cases_by_returns[std::min(returns, 1u)];
  const std::uint64_t forwarded = cases_by_returns[0] + cases_by_returns[1];
  // A support's return and a retry of one count here too; some returns come too late.
  EXPECT_NEAR(share(cases_by_returns[1], forwarded), kFirstReturn, 25);

  std::uint64_t at_office = 0;
  for (int hour = 8; hour < 16; ++hour) at_office += sink.by_hour[hour];
  EXPECT_NEAR(share(at_office, course.cases + course.retries / 10), 705, 30);
}

TEST(Simulation, OfficesRestOnFreeDays) {
  CountingSink sink;
  play(plan_of(6'000, 120, "2018-04-01T00:00+07:00"), sink);
  // A third of these days are free; Lebaran's eleven in a row among them.
  EXPECT_GT(sink.office_acts, 5'000u);
  EXPECT_LT(share(sink.office_acts_on_free_days, sink.office_acts), 60);
}

TEST(Simulation, TriesWhatTheRulesForbid) {
  CountingSink sink;
  play(plan_of(12'000, 240), sink);
  for (const RejectionCode code :
       {RejectionCode::not_verified, RejectionCode::not_connected, RejectionCode::not_authorised,
        RejectionCode::ruling_required, RejectionCode::ruling_binds, RejectionCode::return_too_late,
        RejectionCode::already_rated, RejectionCode::window_over, RejectionCode::cannot_loosen,
        RejectionCode::conflict_of_interest, RejectionCode::already_reopened}) {
    EXPECT_GT(sink.meant[code], 0u) << name_of_code(code);
  }
}

TEST(Simulation, ReplaysEveryChangeOfTheAgencies) {
  CountingSink sink;
  play(plan_of(500, 3'700), sink);
  EXPECT_EQ(sink.by_type["aduan.command.dissolve.v1"], 18u);
  EXPECT_EQ(sink.by_type["aduan.command.rename.v1"], 2u);
  // The 130 of the first wave; the other 36 provinces and 505 of 508 districts; 15 successors that
  // were founded.
  EXPECT_EQ(sink.by_type["aduan.command.connect.v1"], 130u + 36u + 505u + 15u);
}

std::string file_of(const std::filesystem::path& path, std::uint64_t seed) {
  auto file = CommandFile::create(path.string(), seed);
  EXPECT_TRUE(file);
  Plan plan = plan_of(300, 60);
  plan.seed = seed;
  play(plan, file.value());
  std::ifstream bytes(path, std::ios::binary);
  std::stringstream text;
  text << bytes.rdbuf();
  return text.str();
}

TEST(CommandFile, HasTheSameBytesForTheSameSeedAlone) {
  const TempFolder folder;
  const std::string first = file_of(folder.path() / "first", 1);
  EXPECT_EQ(first, file_of(folder.path() / "again", 1));
  EXPECT_NE(first, file_of(folder.path() / "other", 2));
}

TEST(CommandFile, HoldsAJsonObjectALine) {
  const TempFolder folder;
  std::stringstream lines(file_of(folder.path() / "file", 1));
  json::Document document;
  std::uint64_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    ASSERT_TRUE(document.parse(line)) << line;
  }
  EXPECT_GT(count, 1'000u);
}

TEST(CommandFile, SaysWhenItCannotBeMade) {
  const auto file = CommandFile::create("/nowhere/at/all", 1);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace aduan::simulation
