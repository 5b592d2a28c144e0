#include "cli/ledger_simulator.h"

#include "cli/directory_command.h"
#include "cli/reference/reference.h"
#include "cli/simulate/simulation.h"
#include "projections/figures.h"
#include "schemas/instant.h"
#include "tests/support/ledger.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace aduan {
namespace {

using simulation::Course;
using simulation::Plan;

Plan plan_of(std::uint64_t cases, std::uint32_t length, std::uint64_t seed = 7) {
  return {cases, seed, *parse_instant_forgiving("2014-12-19T00:00+07:00"), length};
}

/// A simulation that has run, and its ledger.
struct Played {
  TempFolder folder;
  TestTime base;
  MovableTime time{base};
  std::unique_ptr<OpenLedger> ledger;
  Course course;
  SimulationCounts counts;

  explicit Played(const Plan& plan) {
    time.move_to(plan.from);
    const NewLedger wanted{"simulated", 4, "seed"};
    auto created = create_ledger_folder(folder.path() / "ledger", wanted, time);
    EXPECT_TRUE(created);
    ledger = std::move(created.value());
    const Actor actor{Role::operator_, "local"};
    std::vector<AnyCommand> first;
    first.push_back(directory_command(*ledger, actor, "created",
                                      CreateLedger{{wanted.name, wanted.partitions, true}}));
    first.push_back(
        directory_command(*ledger, actor, "policy", Adopt{PolicyAdopted{reference_policy()}}));
    ledger->ledger().submit(std::move(first));
    LedgerSimulator simulator(*ledger, time);
    const auto played =
        simulation::simulate(plan, reference_policy(), simulator, [](const Course&) {});
    EXPECT_TRUE(played) << played.error().message;
    if (played) course = played.value();
    counts = simulator.counts();
  }

  Hash digest() const { return ledger->store().status().digest; }

  /// Over every record of every stream, with what is sealed beside it.
  Hash log_hash() const {
    std::string bytes;
    for (std::uint32_t stream = 0; stream <= ledger->log().partitions(); ++stream) {
      const std::uint64_t end = ledger->log().end(stream).value();
      for (std::uint64_t offset = 0; offset < end; ++offset) {
        const auto record = ledger->log().read({stream, offset});
        bytes += record.value().value.value_or("");
        bytes += record.value().sealed();
        if (bytes.size() > (1u << 20)) bytes = std::string(as_view(sha256(bytes)));
      }
    }
    return sha256(bytes);
  }

  std::map<std::string, std::uint64_t, std::less<>> events_by_type() const {
    auto figures =
        figures_as_of(ledger->store().reader(), ledger->log(), ledger->name(), time.now(), 1);
    EXPECT_TRUE(figures);
    return figures.value().total.events_by_type;
  }
};

TEST(LedgerSimulator, GivesTheSameBytesForTheSameSeed) {
  const Played first(plan_of(600, 60));
  const Played again(plan_of(600, 60));
  EXPECT_EQ(first.log_hash(), again.log_hash());
  EXPECT_EQ(first.digest(), again.digest());
}

TEST(LedgerSimulator, GivesOtherBytesForAnotherSeed) {
  const Played first(plan_of(100, 30, 7));
  const Played other(plan_of(100, 30, 8));
  EXPECT_NE(first.log_hash(), other.log_hash());
}

TEST(LedgerSimulator, PlayedAgainRepeatsWhatWasAccepted) {
  Played played(plan_of(200, 40));
  LedgerSimulator again(*played.ledger, played.time);
  ASSERT_TRUE(
      simulation::simulate(plan_of(200, 40), reference_policy(), again, [](const Course&) {}));
  EXPECT_GE(again.counts().repeated, played.counts.accepted + played.counts.directory);
  EXPECT_EQ(again.counts().directory, 0u);
  // What was refused is decided anew: it may be allowed by now.
  EXPECT_LE(again.counts().accepted, again.counts().taken_though_forbidden);
}

/// Long enough for the windows of thirty days and the slow; across a dissolution and two waves.
class SimulatedNation : public testing::Test {
 protected:
  static void SetUpTestSuite() { played_ = new Played(plan_of(5'000, 160)); }
  static void TearDownTestSuite() {
    delete played_;
    played_ = nullptr;
  }
  static Played* played_;
};
Played* SimulatedNation::played_ = nullptr;

TEST_F(SimulatedNation, IsRefusedOnlyWhatItMeansToBeRefused) {
  EXPECT_EQ(played_->counts.refused, decltype(played_->counts.refused)());
  EXPECT_EQ(played_->counts.taken_though_forbidden, 0u);
  EXPECT_GT(played_->counts.refused_as_meant.size(), 8u);
  EXPECT_EQ(played_->counts.repeated, played_->course.retries);
}

TEST_F(SimulatedNation, HasEveryKindOfEvent) {
  const auto events = played_->events_by_type();
  for (const std::string_view type : {"submitted",
                                      "verified",
                                      "pended",
                                      "supplemented",
                                      "archived",
                                      "merged",
                                      "absorbed",
                                      "forwarded",
                                      "returned",
                                      "ruled",
                                      "assigned",
                                      "work_started",
                                      "noted",
                                      "commented",
                                      "responded",
                                      "reporter_replied",
                                      "closed",
                                      "reopened",
                                      "rated",
                                      "escalated",
                                      "deadline_missed",
                                      "deadline_extended",
                                      "visibility_changed",
                                      "text_redacted",
                                      "identity_revealed",
                                      "personal_data_erased",
                                      "supported"}) {
    const auto found = events.find(type);
    EXPECT_TRUE(found != events.end() && found->second > 0) << type;
  }
}

TEST_F(SimulatedNation, HasTheSystemAtWork) {
  const DueWork& work = played_->counts.system;
  EXPECT_GT(work.misses, 0u);
  EXPECT_GT(work.escalations, 0u);
  EXPECT_GT(work.closed, 0u);
  EXPECT_GT(work.archived, 0u);
  EXPECT_GT(work.absorbed, 0u);
  EXPECT_GT(work.merges_failed, 0u);
  EXPECT_GT(work.successions, 0u);
}

TEST_F(SimulatedNation, IsSound) { expect_ledger_sound(*played_->ledger); }

}  // namespace
}  // namespace aduan
