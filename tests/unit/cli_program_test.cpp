// The program from its words to its exit code: help, suggestions, who acts, and the directory's
// commands on a ledger of their own.

#include "cli/help.h"
#include "cli/program.h"
#include "cli/subcommand.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace aduan {
namespace {

using Words = std::vector<std::string>;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class FixedTime final : public TimeSource {
 public:
  Instant now() const override { return std::chrono::sys_days{std::chrono::year{2015} / 3 / 2}; }
};

class Program : public ::testing::Test {
 protected:
  Program() {
    const auto* const test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(::testing::TempDir()) /
              (std::string("aduan_program_") + test->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    environment_["ADUAN_LEDGER"] = (folder_ / "ledger").string();
  }
  ~Program() override { std::filesystem::remove_all(folder_); }

  ExitCode run(const Words& words) {
    out_.str("");
    messages_.str("");
    const Surroundings around{
        .out = out_,
        .messages = messages_,
        .environment = [&](std::string_view name) -> std::optional<std::string> {
          const auto found = environment_.find(name);
          return found == environment_.end() ? std::nullopt : std::optional(found->second);
        },
        .folder = folder_.string(),
        .time = time_,
    };
    return run_program(words, around);
  }
  std::string out() const { return out_.str(); }
  std::string messages() const { return messages_.str(); }

  std::filesystem::path folder_;
  std::map<std::string, std::string, std::less<>> environment_;
  FixedTime time_;
  std::ostringstream out_;
  std::ostringstream messages_;
};

TEST_F(Program, ShowsTheSameOverviewInEachWay) {
  EXPECT_EQ(run({}), ExitCode::done);
  const std::string overview = out();
  EXPECT_THAT(overview, HasSubstr("agency connect"));
  EXPECT_THAT(overview, HasSubstr("--as-of INSTANT"));
  for (const Words& words : {Words{"--help"}, Words{"-h"}, Words{"help"}}) {
    EXPECT_EQ(run(words), ExitCode::done);
    EXPECT_EQ(out(), overview);
  }
  EXPECT_EQ(run({"--version"}), ExitCode::done);
  EXPECT_THAT(out(), StartsWith("aduan "));
}

TEST_F(Program, HasHelpAndAnExampleForEveryCommand) {
  std::set<std::string_view> names;
  for (const Subcommand* const each : subcommands()) {
    EXPECT_TRUE(names.insert(each->name).second) << each->name;
    EXPECT_FALSE(each->summary.empty()) << each->name;
    EXPECT_THAT(std::string(each->example), StartsWith("aduan ")) << each->name;
    ASSERT_NE(each->run, nullptr) << each->name;
    EXPECT_TRUE(each->default_actor.empty() || parse_actor(each->default_actor)) << each->name;
    std::istringstream name{std::string(each->name)};
    Words words{"help"};
    for (std::string word; name >> word;) words.push_back(word);
    EXPECT_EQ(run(words), ExitCode::done);
    EXPECT_EQ(out(), help_on(*each));
    words.erase(words.begin());
    words.emplace_back("--help");
    EXPECT_EQ(run(words), ExitCode::done);
    EXPECT_EQ(out(), help_on(*each));
  }
}

TEST_F(Program, ListsTheCommandsOfAGroup) {
  EXPECT_EQ(run({"agency", "--help"}), ExitCode::done);
  EXPECT_THAT(out(), HasSubstr("agency dissolve"));
  EXPECT_THAT(out(), Not(HasSubstr("category")));
  EXPECT_EQ(run({"agency"}), ExitCode::usage);
  EXPECT_THAT(messages(), HasSubstr("`aduan help agency`"));
}

TEST_F(Program, SuggestsTheNearestCommand) {
  EXPECT_EQ(run({"agency", "conect"}), ExitCode::usage);
  EXPECT_THAT(messages(), HasSubstr("did you mean 'agency connect'?"));
  EXPECT_EQ(run({"inti"}), ExitCode::usage);
  EXPECT_THAT(messages(), HasSubstr("did you mean 'init'?"));
  EXPECT_EQ(run({"zzzzzzzzz"}), ExitCode::usage);
  EXPECT_THAT(messages(), Not(HasSubstr("did you mean")));
  EXPECT_EQ(run({"--leger", "x", "init"}), ExitCode::usage);
  EXPECT_THAT(messages(), HasSubstr("did you mean '--ledger'?"));
  EXPECT_EQ(run({"agency", "list", "--fromat", "json"}), ExitCode::usage);
  EXPECT_THAT(messages(), HasSubstr("did you mean '--format'?"));
}

TEST_F(Program, RefusesActorsAndInstantsItCannotRead) {
  EXPECT_EQ(run({"--as", "nobody:x", "agency", "list"}), ExitCode::usage);
  EXPECT_THAT(messages(), HasSubstr("ROLE:ID"));
  EXPECT_EQ(run({"--as-of", "2015-01-01", "agency", "list"}), ExitCode::usage);
  EXPECT_THAT(messages(), HasSubstr("takes no --as-of"));
}

TEST_F(Program, TellsAProgramOfItsErrorsInJson) {
  EXPECT_EQ(run({"agency", "list", "--format=json"}), ExitCode::not_found);
  EXPECT_THAT(messages(), StartsWith(R"({"error":"not_found","message":)"));
  EXPECT_EQ(run({"zzz", "--format", "json"}), ExitCode::usage);
  EXPECT_THAT(messages(), StartsWith(R"({"error":"invalid","message":)"));
  EXPECT_EQ(out(), "");
}

TEST_F(Program, InitMakesALedgerOnce) {
  EXPECT_EQ(run({"init", "--name", "national", "--partitions", "4", "--format", "json"}),
            ExitCode::done);
  EXPECT_THAT(out(), HasSubstr(R"("ledger":"national")"));
  EXPECT_THAT(out(), HasSubstr(R"("policy":"sp4n-2015.1")"));
  EXPECT_EQ(run({"init"}), ExitCode::usage);
  EXPECT_THAT(messages(), HasSubstr("already; nothing was changed"));
  EXPECT_EQ(run({"policy", "show"}), ExitCode::done);
  EXPECT_THAT(out(), HasSubstr("resolve, complaint (oversight)  60 working days"));
  EXPECT_THAT(out(), HasSubstr("2026  25"));
}

TEST_F(Program, InitMakesNothingOutOfAMistake) {
  EXPECT_EQ(run({"init", "--name", "Not an id"}), ExitCode::usage);
  EXPECT_EQ(run({"init", "--partitions", "0"}), ExitCode::usage);
  EXPECT_EQ(run({"init", "--partitions", "10001"}), ExitCode::usage);
  EXPECT_EQ(run({"init", "--partitions", "4x"}), ExitCode::usage);
  EXPECT_EQ(run({"--as", "verifier:desk/v-1", "init"}), ExitCode::rejected);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "ledger"));
}

TEST_F(Program, ConnectsAgenciesOnce) {
  ASSERT_EQ(run({"init", "--partitions", "1"}), ExitCode::done);
  EXPECT_EQ(run({"agency", "connect", "kl-kemenkes", "--format", "json"}), ExitCode::done);
  EXPECT_EQ(out(), "{\"connected\":[\"kl-kemenkes\"],\"already\":[]}\n");
  EXPECT_EQ(run({"agency", "connect", "kl-kemenkes", "--format", "json"}), ExitCode::done);
  EXPECT_EQ(out(), "{\"connected\":[],\"already\":[\"kl-kemenkes\"]}\n");
  EXPECT_EQ(run({"agency", "connect", "kl-kemenkes", "--name", "Another"}), ExitCode::rejected);
  EXPECT_EQ(run({"agency", "connect", "--reference"}), ExitCode::done);
  EXPECT_EQ(out(), "Connected 129 agencies. Connected already: kl-kemenkes.\n");
  EXPECT_EQ(run({"agency", "connect", "--reference", "--wave", "all"}), ExitCode::done);
  EXPECT_EQ(out(), "Connected 541 agencies. Connected already: 130 agencies.\n");
}

TEST_F(Program, ConnectsAnAgencyOfOnesOwnOnlyWithNameAndKind) {
  ASSERT_EQ(run({"init", "--partitions", "1"}), ExitCode::done);
  EXPECT_EQ(run({"agency", "connect", "kl-kemnkes"}), ExitCode::not_found);
  EXPECT_THAT(messages(), HasSubstr("did you mean 'kl-kemenkes'?"));
  EXPECT_EQ(run({"agency", "connect", "kl-bp2mi", "--name", "Badan", "--kind", "bureau"}),
            ExitCode::usage);
  EXPECT_EQ(run({"agency", "connect", "desk", "--name", "Desk", "--kind", "other"}),
            ExitCode::rejected);
  EXPECT_EQ(
      run({"agency", "connect", "upt-1", "--name", "UPT", "--kind", "team", "--region", "94.01"}),
      ExitCode::done);
  EXPECT_EQ(run({"agency", "list", "--format", "json"}), ExitCode::done);
  EXPECT_EQ(out(),
            "[{\"id\":\"upt-1\",\"name\":\"UPT\",\"kind\":\"team\",\"state\":\"connected\","
            "\"open\":0}]\n");
}

TEST_F(Program, RenamesAndDissolves) {
  ASSERT_EQ(run({"init", "--partitions", "1"}), ExitCode::done);
  ASSERT_EQ(run({"agency", "connect", "kl-lipi", "kl-batan", "kl-lapan"}), ExitCode::done);
  EXPECT_EQ(run({"agency", "rename", "kl-lipi", "LIPI"}), ExitCode::done);
  EXPECT_EQ(run({"agency", "rename", "kl-lipi", "Lembaga"}), ExitCode::done);
  EXPECT_EQ(run({"agency", "rename", "kl-lipi", "LIPI"}), ExitCode::done);
  EXPECT_EQ(run({"agency", "rename", "kl-lipi", "LIPI"}), ExitCode::done);
  EXPECT_THAT(out(), HasSubstr("nothing was added"));
  EXPECT_EQ(run({"agency", "rename", "kl-lip", "x"}), ExitCode::not_found);

  const Words dissolve{"agency",    "dissolve", "kl-batan", "--successors", "kl-lipi, kl-lapan",
                       "--default", "kl-lipi"};
  EXPECT_EQ(run(dissolve), ExitCode::done);
  EXPECT_EQ(run(dissolve), ExitCode::done);
  EXPECT_THAT(out(), HasSubstr("nothing was added"));
  EXPECT_EQ(run({"agency", "dissolve", "kl-batan", "--successors", "kl-lapan"}),
            ExitCode::conflict);
  EXPECT_EQ(run({"agency", "dissolve", "kl-lapan", "--successors", "kl-batan"}),
            ExitCode::rejected);
  EXPECT_EQ(run({"agency", "dissolve", "kl-lapan", "--successors", "nobody"}), ExitCode::not_found);
  EXPECT_EQ(run({"agency", "connect", "kl-batan"}), ExitCode::rejected);
  EXPECT_EQ(run({"agency", "list", "--format", "jsonl"}), ExitCode::done);
  EXPECT_THAT(out(), HasSubstr(R"("id":"kl-batan","name":"Badan Tenaga Nuklir Nasional",)"
                               R"("kind":"institution","state":"dissolved","open":0)"));
  EXPECT_THAT(out(), HasSubstr(R"("id":"kl-lipi","name":"LIPI")"));
}

TEST_F(Program, DefinesTopicsAndAdoptsPoliciesOnce) {
  ASSERT_EQ(run({"init", "--partitions", "1"}), ExitCode::done);
  EXPECT_EQ(run({"category", "define", "agama"}), ExitCode::done);
  EXPECT_EQ(run({"category", "define", "--reference"}), ExitCode::done);
  EXPECT_EQ(out(), "Defined 248 topics. Defined already: agama.\n");
  EXPECT_EQ(run({"category", "define", "agama", "--name", "Other"}), ExitCode::rejected);
  EXPECT_EQ(run({"category", "define", "banjir"}), ExitCode::not_found);
  EXPECT_EQ(run({"category", "define", "banjir", "--name", "Banjir", "--parent", "nope"}),
            ExitCode::rejected);

  ASSERT_EQ(run({"policy", "show", "--format", "json"}), ExitCode::done);
  std::string policy = out();
  const std::string file = (folder_ / "policy.json").string();
  std::ofstream(file) << policy;
  EXPECT_EQ(run({"policy", "adopt", file}), ExitCode::done);
  EXPECT_THAT(out(), HasSubstr("nothing was added"));
  policy.replace(policy.find("\"max_returns\":3"), 15, "\"max_returns\":4");
  std::ofstream(file) << policy;
  EXPECT_EQ(run({"policy", "adopt", file}), ExitCode::conflict);
  policy.replace(policy.find("sp4n-2015.1"), 11, "sp4n-2015.2");
  std::ofstream(file) << policy;
  EXPECT_EQ(run({"policy", "adopt", file}), ExitCode::done);
  EXPECT_EQ(run({"policy", "show"}), ExitCode::done);
  EXPECT_THAT(out(), StartsWith("Policy sp4n-2015.2"));
  EXPECT_EQ(run({"policy", "show", "sp4n-2015.1"}), ExitCode::done);
  EXPECT_EQ(run({"policy", "show", "sp4n-2015.3"}), ExitCode::not_found);
  std::ofstream(file) << "{}";
  EXPECT_EQ(run({"policy", "adopt", file}), ExitCode::usage);
  EXPECT_EQ(run({"policy", "adopt", file + ".absent"}), ExitCode::not_found);
}

}  // namespace
}  // namespace aduan
