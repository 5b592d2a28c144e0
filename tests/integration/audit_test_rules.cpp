// Forged logs, written with the ledger's own writer: each cheat is found by its name, and nothing
// else is.

#include "schemas/instant.h"
#include "tests/support/forged_log.h"
#include "tests/support/scenario.h"

#include <gtest/gtest.h>

#include <chrono>

namespace aduan {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr auto kWeek = std::chrono::minutes{days{7}};

/// A forged log with an honest case before the cheat and another behind it.
class Audit : public testing::Test {
 protected:
  Audit() {
    log_.about(90);
    live_honestly();
    log_.about(0);
  }

  void live_honestly() {
    log_.honest(kReporter, submit())
        .honest(kVerifier, verify())
        .honest(kVerifier, forward(kHealth))
        .honest(officer_of(kHealth), respond(kHealth, true))
        .honest(kReporter, close(ClosingBasis::confirmed_by_reporter))
        .honest(kReporter, Rate{5, {}});
  }

  ForgedLog& at_works() {
    return log_.honest(kReporter, submit())
        .honest(kVerifier, verify())
        .honest(kVerifier, forward(kWorks));
  }
  ForgedLog& answered_by_works() {
    return at_works().honest(officer_of(kWorks), respond(kWorks, true));
  }
  ForgedLog& closed_by_reporter() {
    return answered_by_works().honest(kReporter, close(ClosingBasis::confirmed_by_reporter));
  }

  void expect_found(const std::vector<Found>& wanted) {
    log_.about(91);
    live_honestly();
    expect_findings(log_, wanted);
  }

  ForgedLog log_;
};

TEST_F(Audit, FindsNothingInAnHonestLog) {
  closed_by_reporter();
  expect_found({});
}

// --- Who

TEST_F(Audit, FindsAnAgencyThatClosesItsOwnWork) {
  answered_by_works();
  Closed by_agency;
  by_agency.basis = ClosingBasis::confirmed_by_reporter;
  log_.forged(officer_of(kWorks), by_agency);
  expect_found({{"closed", "not_authorised", 5}});
}

TEST_F(Audit, FindsARatingByAnotherThanTheReporter) {
  closed_by_reporter().forged(officer_of(kWorks), Rated{5, {}, {}});
  expect_found({{"rated", "not_authorised", 6}});
}

TEST_F(Audit, FindsAVerifierWhoseAgencyHandledTheCaseArchivingIt) {
  at_works().honest(officer_of(kWorks), give_back(kWorks));
  Archived archived;
  archived.reason = ArchiveReason::unclear;
  log_.forged(kWorksVerifier, archived);
  expect_found({{"archived", "conflict_of_interest", 5}});
}

// --- Custody

TEST_F(Audit, FindsAForwardingAfterTheThirdReturn) {
  log_.honest(kReporter, submit()).honest(kVerifier, verify());
  for (int i = 0; i < 3; ++i) {
    log_.honest(kVerifier, forward(kWorks)).honest(officer_of(kWorks), give_back(kWorks));
  }
  Forwarded again;
  again.to = kWorks;
  log_.forged(kVerifier, again);
  expect_found({{"forwarded", "ruling_required", 9}});
}

TEST_F(Audit, FindsAReturnOfARuledCase) {
  log_.honest(kReporter, submit()).honest(kVerifier, verify()).honest(kOverseer, rule(kWorks));
  Returned returned;
  returned.by = kWorks;
  returned.reason = ReturnReason::not_our_authority;
  log_.forged(officer_of(kWorks), returned);
  expect_found({{"returned", "ruling_binds", 4}});
}

TEST_F(Audit, FindsTwoLeads) {
  at_works();
  Forwarded second;
  second.to = kHealth;
  log_.forged(kVerifier, second);
  expect_found({{"forwarded", "has_a_lead", 4}});
}

TEST_F(Audit, FindsAForwardingToAnAgencyThatIsNotConnected) {
  log_.honest(kReporter, submit()).honest(kVerifier, verify());
  Forwarded nowhere;
  nowhere.to = kUnheardOf;
  log_.forged(kVerifier, nowhere);
  expect_found({{"forwarded", "not_connected", 3}});
}

TEST_F(Audit, FindsAForwardingToADissolvedAgencyButNotToOneThatWasStillThere) {
  at_works();
  log_.honest(Dissolve{Dissolved{kWorks, {kSocial}, kSocial}});
  log_.about(1).honest(kReporter, submit()).honest(kVerifier, verify());
  Forwarded late;
  late.to = kWorks;
  log_.forged(kVerifier, late);
  expect_found({{"forwarded", "not_connected", 3}});
}

TEST_F(Audit, FindsAnAbsorbedCaseThatWasNeverMerged) {
  const CaseId target = log_.case_id();
  log_.honest(kReporter, submit());
  log_.about(1).honest(kReporter, submit()).honest(kVerifier, Merge{target, {}});
  const CaseId source = log_.case_id();
  log_.about(0).honest(kSteward, Absorb{source, 2, false, false});
  expect_found({});

  log_.about(0).honest(kSteward, Absorb{source, 1, false, false});
  expect_findings(log_, {{"absorbed", "not_merged", 3}});
}

// --- Clocks

TEST_F(Audit, FindsADueDateThatWasMovedLater) {
  log_.honest(kReporter, submit()).honest(kVerifier, verify());
  log_.altered<Forwarded>(kVerifier, forward(kWorks), [](Forwarded& event) {
    event.consequences.clocks.front().due += days{1};
  });
  expect_found({{"forwarded", "clocks", 3}});
  const auto findings = audit(log_.log());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].reason,
            "the clock follow_up of kl-pupr is due 2015-02-10T17:00:00.000Z, should be "
            "2015-02-09T17:00:00.000Z");
}

TEST_F(Audit, FindsAClockThatWasLeftOut) {
  log_.honest(kReporter, submit()).honest(kVerifier, verify());
  log_.altered<Forwarded>(kVerifier, forward(kWorks), [](Forwarded& event) {
    event.consequences.clocks.erase(event.consequences.clocks.begin() + 1);
  });
  expect_found({{"forwarded", "clocks", 3}});
  const auto findings = audit(log_.log());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(findings[0].reason.starts_with("the clock resolve of kl-pupr is left out"));
}

TEST_F(Audit, FindsAClockThatWasRestarted) {
  at_works().later(hours{24});
  WorkStarted started;
  started.agency = kWorks;
  started.consequences.clocks.push_back({Clock::follow_up, kWorks, log_.now() + days{30}});
  started.consequences.policy = PolicyVersion{"sp4n-2015.1"};
  log_.forged(officer_of(kWorks), started);
  expect_found({{"work_started", "clocks", 4}});
}

TEST_F(Audit, FindsFreshTimeForAnAgencyThatGetsTheCaseBack) {
  at_works().later(hours{24}).honest(officer_of(kWorks), give_back(kWorks)).later(hours{24});
  log_.altered<Forwarded>(kVerifier, forward(kWorks), [](Forwarded& event) {
    for (ClockStart& clock : event.consequences.clocks) clock.due += days{2};
  });
  expect_found({{"forwarded", "clocks", 5}});
}

TEST_F(Audit, FindsAPolicyThatWasNotInForce) {
  log_.honest(kReporter, submit()).honest(kVerifier, verify());
  log_.altered<Forwarded>(kVerifier, forward(kWorks), [](Forwarded& event) {
    event.consequences.policy = PolicyVersion{"sp4n-2020.1"};
  });
  expect_found({{"forwarded", "policy", 3}});
}

TEST_F(Audit, FindsTheClocksOfAPolicyThatIsAdoptedOnlyLater) {
  Policy slow = sp4n_policy();
  slow.version = PolicyVersion{"slow-1"};
  slow.clocks.follow_up.n = 50;
  log_.honest(kReporter, submit()).honest(kVerifier, verify());
  log_.altered<Forwarded>(kVerifier, forward(kWorks), [](Forwarded& event) {
    event.consequences.clocks.front().due += days{60};
    event.consequences.policy = PolicyVersion{"slow-1"};
  });
  log_.honest(Adopt{PolicyAdopted{slow}});
  log_.about(1);
  at_works();  // by the new policy
  expect_found({{"forwarded", "clocks", 3}});
}

TEST_F(Audit, FindsSilenceThatWasTakenForAnEndTooEarly) {
  answered_by_works().later(hours{24});
  Closed closed;
  closed.basis = ClosingBasis::reporter_silent;
  log_.forged(kWatcher, closed);
  expect_found({{"closed", "too_early", 5}});
}

TEST_F(Audit, FindsAMissThatWasNone) {
  at_works();
  const RunningClock clock = *find_clock(log_.complaint(), Clock::follow_up, kWorks);
  log_.forged(kWatcher, DeadlineMissed{clock.clock, clock.agency, clock.started, clock.due, {}});
  expect_found({{"deadline_missed", "too_early", 4}});
}

// --- Windows

TEST_F(Audit, FindsAnAppealAfterTheWindow) {
  log_.honest(kReporter, submit()).honest(kVerifier, archive()).later(6 * kWeek);
  Escalated appeal;
  appeal.to = EscalationTarget::overseer;
  appeal.reason = EscalationReason::appeal;
  log_.forged(kReporter, appeal);
  expect_found({{"escalated", "window_over", 3}});
}

TEST_F(Audit, FindsASecondReopeningByTheReporter) {
  closed_by_reporter()
      .honest(kReporter, reopen())
      .honest(officer_of(kWorks), respond(kWorks, true))
      .honest(kReporter, close(ClosingBasis::confirmed_by_reporter));
  Reopened again;
  again.reason = ReopeningReason::not_solved;
  log_.forged(kReporter, again);
  expect_found({{"reopened", "already_reopened", 9}});
}

// --- Importers

TEST_F(Audit, RecomputesAnImportersBreaches) {
  log_.honest(kImporter, submit(), {"no_agency"})
      .honest(kImporter, respond(kWorks, true))
      .honest(kImporter, close(ClosingBasis::source), {"no_agency"});
  expect_found({});
}

TEST_F(Audit, FindsBreachesThatAnImporterLeftOut) {
  log_.honest(kImporter, submit());
  log_.altered<Responded>(kImporter, respond(kWorks, true), [](Responded& event) {
    EXPECT_FALSE(event.consequences.breaches.empty());
    event.consequences.breaches.clear();
  });
  expect_found({{"responded", "breaches", 2}});
}

TEST_F(Audit, FindsBreachesThatAnImporterInvented) {
  log_.honest(kImporter, submit());
  log_.altered<Verified>(kImporter, verify(),
                         [](Verified& event) { event.consequences.breaches = {"case_finished"}; });
  log_.altered<Forwarded>(kImporter, forward(kWorks), [](Forwarded& event) {
    event.consequences.breaches = {"no_agency"};  // and there it stands
  });
  log_.about(1);
  log_.altered<Submitted>(kImporter, submit(), [](Submitted& event) {
    event.consequences.breaches = {"not_connected"};
  });
  expect_found(
      {{"verified", "breaches", 2}, {"forwarded", "breaches", 3}, {"submitted", "breaches", 1}});
}

TEST_F(Audit, FindsAnImportersDueDateInTheMouthOfAnother) {
  log_.honest(kReporter, submit()).honest(kVerifier, verify());
  Forwarded forwarded;
  forwarded.to = kWorks;
  forwarded.consequences.clocks.push_back({Clock::resolve, kWorks, log_.now() + days{400}});
  forwarded.consequences.policy = PolicyVersion{"source"};
  log_.forged(kVerifier, forwarded);
  expect_found({{"forwarded", "importers_only", 3}});
}

// --- The directory

TEST_F(Audit, FindsAnAgencyThatNobodyMayConnect) {
  Connected agency;
  agency.id = AgencyId{"kl-mine"};
  agency.name = "Kementerian Saya";
  log_.forged(agency, kReporter);
  expect_found({{"connected", "not_authorised", 8}});
}

TEST_F(Audit, FindsADissolutionThatOrphansItsCases) {
  log_.forged(Dissolved{kWorks, {kUnheardOf}, std::nullopt}, kOperator);
  expect_found({{"dissolved", "no_successor", 8}});
}

TEST_F(Audit, KnowsEveryVersionOfALongDirectory) {
  for (int n = 0; n < 300; ++n) {
    Connected agency;
    agency.id = AgencyId{"kab-" + std::to_string(n)};
    agency.name = "Kabupaten";
    log_.about(static_cast<std::uint64_t>(n) + 100);
    log_.honest(kReporter, submit()).honest(kVerifier, verify());
    Forwarded early;
    early.to = agency.id;
    if (n % 100 == 7) log_.forged(kVerifier, early);
    log_.honest(Connect{agency});
    if (n % 100 != 7) log_.honest(kVerifier, forward(agency.id));
  }
  expect_found({{"forwarded", "not_connected", 3},
                {"forwarded", "not_connected", 3},
                {"forwarded", "not_connected", 3}});
}

}  // namespace
}  // namespace aduan
