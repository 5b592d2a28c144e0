// Whatever the ledger accepts, in whatever order and by whomever, the auditor finds sound; and the
// command that he reads off an event makes that event again. A failure names its seed; give it as
// ADUAN_SEED to see that history alone.

#include "core/ledger/audit/commands_of.h"
#include "tests/support/forged_log.h"
#include "tests/support/prng.h"
#include "tests/support/random_history.h"
#include "tests/support/scenario.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

namespace aduan {
namespace {

constexpr std::uint64_t kHistories = 12;
constexpr int kSteps = 3'000;
constexpr std::uint64_t kCases = 8;

std::vector<std::uint64_t> seeds() {
  if (const char* const seed = std::getenv("ADUAN_SEED")) return {std::stoull(seed)};
  std::vector<std::uint64_t> all;
  for (std::uint64_t seed = 1; seed <= kHistories; ++seed) all.push_back(seed);
  return all;
}

/// Whoever would say it, most times.
Actor actor_for(const CaseCommand& command, Prng& prng) {
  static const Actor kAnybody[] = {kReporter, kReporter,  kVerifier, kOtherVerifier, kOverseer,
                                   kWatcher,  kCustodian, kSteward,  kCitizen,       kImporter};
  const std::optional<AgencyId> agency = std::visit(
      [](const auto& body) -> std::optional<AgencyId> {
        if constexpr (requires { body.by; }) {
          return body.by;
        } else if constexpr (requires { body.agency; }) {
          return body.agency;
        } else {
          return std::nullopt;
        }
      },
      command);
  if (agency && !prng.one_in(4)) return officer_of(*agency);
  return kAnybody[prng.below(std::size(kAnybody))];
}

/// Points a command about a clock at one that there is.
void aim(CaseCommand& command, const Complaint& complaint, Prng& prng) {
  const auto at_one = [&](auto& body) {
    if (complaint.clocks.empty()) return;
    const RunningClock& clock = complaint.clocks[prng.below(complaint.clocks.size())];
    body.clock = clock.clock;
    body.agency = clock.agency;
    body.started = clock.started;
  };
  if (auto* const miss_it = std::get_if<Miss>(&command)) at_one(*miss_it);
  if (auto* const extend_it = std::get_if<Extend>(&command)) at_one(*extend_it);
}

class RandomLog {
 public:
  explicit RandomLog(std::uint64_t seed) : prng_(seed), random_(prng_) {}

  void run(std::set<std::string>& accepted) {
    for (int step = 0; step < kSteps; ++step) {
      log_.about(prng_.below(kCases));
      log_.later(std::chrono::minutes{prng_.below(60 * 30)});
      if (step == kSteps / 2) log_.honest(Dissolve{Dissolved{kWorks, {kSocial}, kSocial}});
      take(next_command(), accepted);
    }
    expect_findings(log_, {});
  }

 private:
  CaseCommand next_command() {
    if (log_.last_sequence() == 0) return submit();
    random_.stand_at(log_.now(), log_.last_sequence());
    auto command = random_.any<CaseCommand>();
    aim(command, log_.complaint(), prng_);
    return command;
  }

  void take(const CaseCommand& command, std::set<std::string>& accepted) {
    // What is absorbed must have been merged, which no single case can know.
    if (std::holds_alternative<Absorb>(command)) return;
    const Actor actor = actor_for(command, prng_);
    std::vector<std::string> anomalies;
    if (std::holds_alternative<Submit>(command) && prng_.one_in(2)) {
      anomalies.emplace_back("closing_time_ignored");
    }
    if (log_.attempt(actor, command, anomalies)) {
      accepted.emplace(std::string(type_of(command)) +
                       (actor == kImporter ? " of an importer" : ""));
    }
  }

  ForgedLog log_;
  Prng prng_;
  RandomHistory random_;
};

TEST(AuditOfHonestLogs, FindsNothingInWhateverTheRulesAccept) {
  std::set<std::string> accepted;
  for (const std::uint64_t seed : seeds()) {
    SCOPED_TRACE("ADUAN_SEED=" + std::to_string(seed));
    RandomLog(seed).run(accepted);
    if (testing::Test::HasFailure()) return;
  }
  // All commands but absorb, each in the mouth of an importer too but reveal and erase.
  const std::size_t commands = std::variant_size_v<CaseCommand> - 1;
  EXPECT_GE(accepted.size(), 2 * commands - 4) << testing::PrintToString(accepted);
}

// An importer's absorb breaks a rule that the event does not show.
TEST(AuditOfHonestLogs, FindsNothingInAMergeOfAnImporter) {
  ForgedLog log;
  const CaseId target = log.case_id();
  log.honest(kImporter, submit()).about(1);
  const CaseId source = log.case_id();
  log.honest(kImporter, submit()).honest(kImporter, Merge{target, {}}).about(0);
  log.honest(kImporter, Absorb{source, 2, true, false});
  expect_findings(log, {});
}

TEST(CommandsOf, KnowEveryEventButOneOfALaterVersion) {
  EXPECT_TRUE(commands_of(Opaque{"aduan.complaint.sung.v1"}, {}).empty());
  EXPECT_FALSE(command_of(DirectoryEvent(Opaque{"aduan.directory.painted.v1"})).has_value());
  const auto withdrawn = commands_of(Closed{ClosingBasis::withdrawn, {}, {}}, {});
  ASSERT_EQ(withdrawn.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<Withdraw>(withdrawn[0]));
}

}  // namespace
}  // namespace aduan
