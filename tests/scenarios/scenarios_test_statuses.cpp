// What leaves `responded` and the finished statuses, whatever the rules say.

#include "tests/support/scenario.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using std::chrono::days;
using enum RejectionCode;

Step led_by(const AgencyId& lead) {
  return [=](Scenario& scenario) { scenario.given(submitted(), verified(), forwarded(lead)); };
}

/// The same as an import: whatever the rules say.
Step imported(const Event& event) { return happened(kImporter, event); }

Forwarded lead_to(const AgencyId& to) { return {to, HandlingRole::lead, {}, {}, {}, {}}; }

Returned sent_to(const AgencyId& by, const AgencyId& to) {
  Returned event;
  event.by = by;
  event.to = to;
  event.reason = ReturnReason::source;
  return event;
}

// --- What leaves a status

TEST(Responded, IsLeftByFewEventsAlone) {
  const auto keeps = [](const Event& event) {
    Scenario scenario;
    scenario.given(led_by(kWorks), supported(kHealth), responded(kWorks), imported(event));
    EXPECT_EQ(scenario.complaint().status, Status::responded) << type_of(event);
  };
  keeps(lead_to(kSocial));
  keeps(sent_to(kWorks, kSocial));
  keeps(Returned{kWorks, {}, {}, {}, {}, {}, {}});
  keeps(WorkStarted{kWorks, {}});
  keeps(Noted{});
  keeps(Assigned{kWorks, {}, {}, {}});
  keeps(Responded{kWorks, false, {}, {}, {}, {}, {}});
  keeps(Responded{kHealth, true, {}, {}, {}, {}, {}});
  keeps(Verified{});
  keeps(Pended{});
  keeps(Supplemented{});
  keeps(Archived{});
  keeps(Merged{});
  keeps(Absorbed{});
  keeps(Commented{});
  keeps(Rated{});
  keeps(Supported{});
  keeps(Escalated{});
  keeps(Opaque{"aduan.complaint.painted.v9"});
}

TEST(Responded, IsLeftByTheEventsThatTheRulesName) {
  const auto gives = [](const Event& event, Status status) {
    Scenario scenario;
    scenario.given(led_by(kWorks), responded(kWorks), imported(event));
    EXPECT_EQ(scenario.complaint().status, status) << type_of(event);
  };
  gives(ReporterReplied{}, Status::reporter_replied);
  gives(Reopened{}, Status::reopened);
  gives(Ruled{kHealth, {}, {}}, Status::forwarded);
  gives(Closed{}, Status::closed);
  Returned succession{kWorks, {}, {}, {}, Code<Cause>(Cause::succession), {}, {}};
  gives(succession, Status::verified);
}

// Imports work on cases that their source calls closed: the handlings move, the status never.
TEST(Finished, HandlingsChangeAndTheStatusStays) {
  const auto moves = [](const Step& end, Status status) {
    Scenario scenario;
    scenario.given(led_by(kWorks), end, imported(lead_to(kHealth)));
    EXPECT_EQ(scenario.complaint().status, status);
    EXPECT_EQ(lead_of(scenario.complaint())->agency, kHealth);
    scenario.given(imported(WorkStarted{kHealth, {}}));
    EXPECT_EQ(lead_of(scenario.complaint())->state, HandlingState::in_progress);
    scenario.given(imported(sent_to(kHealth, kSocial)));
    EXPECT_EQ(lead_of(scenario.complaint())->agency, kSocial);
    scenario.given(imported(Responded{kSocial, true, {}, {}, {}, {}, {}}));
    EXPECT_EQ(lead_of(scenario.complaint())->state, HandlingState::responded);
    scenario.given(imported(Returned{kSocial, {}, {}, {}, {}, {}, {}}));
    EXPECT_EQ(lead_of(scenario.complaint()), nullptr);
    scenario.given(imported(Ruled{kWorks, {}, {}}), imported(Pended{}), imported(Verified{}),
                   imported(ReporterReplied{}), imported(Noted{}), imported(Merged{}));
    EXPECT_EQ(scenario.complaint().status, status);
  };
  moves(did(kReporter, Withdraw{}), Status::closed);
  moves(imported(Archived{}), Status::archived);
  moves(imported(Merged{}), Status::merged);
}

TEST(Finished, IsLeftByReopenedAlone) {
  for (const Step& end : {did(kReporter, Withdraw{}), imported(Archived{}), imported(Merged{})}) {
    Scenario scenario;
    scenario.given(led_by(kWorks), end, imported(Reopened{}));
    EXPECT_EQ(scenario.complaint().status, Status::reopened);
    scenario.given(end, imported(Returned{kWorks, {}, {}, {}, {}, {}, {}}), imported(Reopened{}));
    EXPECT_EQ(scenario.complaint().status, Status::submitted);
  }
}

TEST(Finished, ClosedClosesFromAnyStatus) {
  for (const Step& history : {submitted(), archived(), appealed(), merged(), led_by(kWorks)}) {
    Scenario scenario;
    scenario.given(history, imported(Closed{}));
    EXPECT_EQ(scenario.complaint().status, Status::closed);
    EXPECT_FALSE(is_turn_of(scenario.complaint(), desk()));
  }
}

TEST(Finished, EndsNoHandling) {
  Scenario()
      .given(closed(kWorks))
      .when(kReporter, Rate{4, {}})
      .then_accepted()
      .holds([](const Complaint& c) { return active_handling(c, kWorks) != nullptr; });
}

TEST(Evolve, AReturnOfAnAgencyThatDoesNotHaveTheCaseMovesNothing) {
  Scenario scenario;
  scenario.given(led_by(kWorks), imported(Returned{kHealth, {}, {}, {}, {}, {}, {}}));
  EXPECT_EQ(scenario.complaint().status, Status::forwarded);
  EXPECT_EQ(scenario.complaint().returns, 0u);
  EXPECT_EQ(lead_of(scenario.complaint())->agency, kWorks);
}

TEST(Evolve, KeepsTheFirstResponseAndTheFirstClosing) {
  Scenario scenario;
  const Instant start = scenario.now();
  scenario.given(led_by(kWorks), later(days{1}), responded(kWorks), later(days{1}),
                 responded(kWorks), did(kReporter, close(ClosingBasis::confirmed_by_reporter)),
                 later(days{1}), did(kReporter, reopen()), responded(kWorks),
                 did(kReporter, close(ClosingBasis::confirmed_by_reporter)));
  EXPECT_EQ(scenario.complaint().submitted, start);
  EXPECT_EQ(scenario.complaint().first_response, start + days{1});
  EXPECT_EQ(scenario.complaint().first_close, start + days{2});
  EXPECT_EQ(scenario.complaint().last_time, start + days{3});
}

TEST(Evolve, AReturnAtOnceGivesForwarded) {
  Scenario scenario;
  scenario.given(led_by(kWorks), imported(sent_to(kWorks, kHealth)));
  EXPECT_EQ(scenario.complaint().status, Status::forwarded);
  EXPECT_EQ(scenario.complaint().returns, 1u);
  EXPECT_EQ(lead_of(scenario.complaint())->agency, kHealth);
}

TEST(Evolve, AnAnswerWhereNobodyLeadsSpeaksForTheCase) {
  Scenario scenario;
  scenario.given(submitted(), imported(Responded{kWorks, true, {}, {}, {}, {}, {}}));
  EXPECT_EQ(scenario.complaint().status, Status::responded);
}

TEST(Evolve, AnAnswerOfAStrangerWhereAnotherLeadsDoesNot) {
  Scenario scenario;
  scenario.given(led_by(kWorks), imported(Responded{kHealth, true, {}, {}, {}, {}, {}}));
  EXPECT_EQ(scenario.complaint().status, Status::forwarded);
}

TEST(Evolve, ASubmissionSaysWhatTheCaseIs) {
  Submit command = submit();
  command.kind = ComplaintKind::aspiration;
  Scenario().when(kReporter, command).then_accepted().holds([](const Complaint& c) {
    return c.kind == ComplaintKind::aspiration && c.category.open == kRoads;
  });
}

TEST(Evolve, ACorrectionWithoutACategoryKeepsTheCategory) {
  Verify command = verify();
  command.category = {};
  Scenario()
      .given(submitted())
      .when(kVerifier, command)
      .then_accepted()
      .holds([](const Complaint& c) { return c.category.open == kRoads; });
  Scenario scenario;
  scenario.given(submitted());
  evolve(scenario.directory(), 99, CategoryDefined{CategoryId{"2014-air"}, {}, "Air", {}});
  command.category.open = CategoryId{"2014-air"};
  scenario.when(kVerifier, command).then_accepted();
  EXPECT_EQ(scenario.complaint().category.open, CategoryId{"2014-air"});
}

TEST(Evolve, ARulingPublishes) {
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, rule(kWorks))
      .then_accepted()
      .holds([](const Complaint& c) {
        return c.published && lead_of(c)->state == HandlingState::new_;
      });
}

TEST(Evolve, ASupportForwardingToAnActiveAgencyMovesNothing) {
  Scenario scenario;
  scenario.given(led_by(kWorks));
  const Complaint before = scenario.complaint();
  scenario.given(imported(Forwarded{kWorks, HandlingRole::support, {}, {}, {}, {}}));
  EXPECT_EQ(scenario.complaint().handlings, before.handlings);
  EXPECT_EQ(scenario.complaint().clocks, before.clocks);
}

TEST(Evolve, WorkOfAStrangerMovesNothing) {
  Scenario scenario;
  scenario.given(led_by(kWorks), imported(WorkStarted{kHealth, {}}));
  EXPECT_EQ(scenario.complaint().status, Status::forwarded);
  EXPECT_FALSE(is_turn_of(scenario.complaint(), kHealth));
}

TEST(Evolve, WorkOnAnAnsweredCaseLeavesItAnswered) {
  Scenario()
      .given(led_by(kWorks), responded(kWorks))
      .when(officer_of(kWorks), Start{kWorks})
      .then_accepted()
      .holds([](const Complaint& c) { return lead_of(c)->state == HandlingState::responded; });
}

TEST(Evolve, AnInterimAnswerIsWorkInProgress) {
  Scenario()
      .given(led_by(kWorks))
      .when(officer_of(kWorks), respond(kWorks, false))
      .then_accepted()
      .holds([](const Complaint& c) { return lead_of(c)->state == HandlingState::in_progress; });
}

TEST(Evolve, ACommentWhereNoAnswerWaitsLeavesTheHandlingAsItWas) {
  Scenario()
      .given(led_by(kWorks))
      .when(kVerifier, comment())
      .then_accepted()
      .holds([](const Complaint& c) { return lead_of(c)->state == HandlingState::new_; });
}

TEST(Evolve, AForwardingByItsSourceReleasesTheFormerLead) {
  Scenario scenario;
  scenario.given(led_by(kWorks), imported(lead_to(kHealth)));
  const Handling& former = scenario.complaint().handlings.front();
  EXPECT_EQ(former.agency, kWorks);
  EXPECT_EQ(former.state, HandlingState::released);
  EXPECT_EQ(former.until, scenario.now());
}

// What a source moves on no longer waits for the reporter's supplement.
TEST(Evolve, APendedCaseThatMovesOnHasNoPendClock) {
  for (const Event& event :
       {Event(lead_to(kWorks)), Event(Responded{kWorks, true, {}, {}, {}, {}, {}}),
        Event(Responded{kWorks, false, {}, {}, {}, {}, {}}), Event(Ruled{kWorks, {}, {}})}) {
    Scenario scenario;
    scenario.given(submitted(), did(kVerifier, Pend{}), imported(event));
    EXPECT_EQ(find_clock(scenario.complaint(), Clock::pend, {}), nullptr) << type_of(event);
  }
  Scenario scenario;
  scenario.given(led_by(kWorks), imported(Pended{}));
  EXPECT_EQ(scenario.complaint().status, Status::pended);
  scenario.given(imported(Returned{kWorks, {}, {}, {}, {}, {}, {}}));
  EXPECT_EQ(scenario.complaint().status, Status::verified);
}

TEST(Evolve, AClosingEndsTheWaitForAnAnswerToAReply) {
  Scenario scenario;
  scenario.given(closed(kWorks), replied(), imported(Closed{}));
  EXPECT_FALSE(is_turn_of(scenario.complaint(), desk()));
}

TEST(Evolve, AMissIsOfThatVeryClock) {
  const auto leaves = [](const DeadlineMissed& event) {
    Scenario scenario;
    scenario.given(led_by(kWorks), supported(kHealth), imported(event));
    for (const RunningClock& clock : scenario.complaint().clocks) {
      EXPECT_FALSE(clock.missed) << name_of_code(clock.clock);
    }
  };
  leaves({Clock::answer, kWorks, 3, {}, {}});
  leaves({Clock::resolve, kSocial, 3, {}, {}});
  leaves({Clock::resolve, std::nullopt, 3, {}, {}});
  leaves({Clock::resolve, kWorks, 4, {}, {}});
}

TEST(Evolve, AnExtensionIsOfThatVeryClock) {
  const Instant due{days{30'000}};
  const auto leaves = [&](Clock clock, const std::optional<AgencyId>& agency,
                          std::uint64_t started) {
    Scenario scenario;
    scenario.given(led_by(kWorks), supported(kHealth));
    const Complaint before = scenario.complaint();
    scenario.given(imported(DeadlineExtended{clock, agency, started, due, {}, {}, {}}));
    EXPECT_EQ(scenario.complaint().clocks, before.clocks);
    EXPECT_EQ(scenario.complaint().round_dues, before.round_dues);
  };
  leaves(Clock::answer, kWorks, 3);
  leaves(Clock::resolve, kSocial, 3);
  leaves(Clock::resolve, std::nullopt, 3);
  leaves(Clock::resolve, kWorks, 4);
}

TEST(Evolve, AClockOfWhoDoesNotHaveTheCaseDoesNotRun) {
  Consequences stray;
  stray.clocks = {{Clock::resolve, kHealth, Instant{}}};
  Scenario scenario;
  scenario.given(led_by(kWorks));
  const std::size_t clocks = scenario.complaint().clocks.size();
  scenario.given(imported(Noted{kHealth, {}, {}, stray}));
  EXPECT_EQ(scenario.complaint().clocks.size(), clocks);
}

TEST(Evolve, ASuccessionOfAFinishedCaseLeavesItsStatus) {
  const Event succession = Returned{kWorks, {}, {}, {}, Code<Cause>(Cause::succession), {}, {}};
  Scenario scenario;
  scenario.given(closed(kWorks), imported(succession));
  EXPECT_EQ(scenario.complaint().status, Status::closed);
  EXPECT_EQ(lead_of(scenario.complaint()), nullptr);
}

TEST(Evolve, WhatASourceMovesOnWaitsForNobody) {
  Pended pended;
  pended.consequences.clocks = {{Clock::pend, std::nullopt, Instant{days{20'000}}}};
  Scenario scenario;
  scenario.given(led_by(kWorks), imported(pended));
  ASSERT_NE(find_clock(scenario.complaint(), Clock::pend, {}), nullptr);
  scenario.given(imported(Returned{kWorks, {}, {}, {}, {}, {}, {}}));
  EXPECT_EQ(find_clock(scenario.complaint(), Clock::pend, {}), nullptr);

  Scenario answered;
  answered.given(led_by(kWorks), responded(kWorks),
                 imported(Responded{kWorks, true, {}, {}, {}, {}, {}}));
  EXPECT_EQ(find_clock(answered.complaint(), Clock::reporter_silence, {}), nullptr);
}

// --- What the steward and the watcher look for

TEST(Evolve, AMergeIsKnownByItsSequence) {
  Scenario scenario;
  scenario.given(merged());
  EXPECT_EQ(scenario.complaint().merged_at, 2u);
}

std::vector<OwedEscalation> owed_after(std::initializer_list<Step> steps) {
  Scenario scenario;
  for (const Step& step : steps) scenario.given(step);
  return scenario.complaint().owed_escalations;
}

TEST(OwedEscalation, OfAMissedFollowUpIsToTheLeaderAndTheNationalAdmin) {
  using enum EscalationTarget;
  const Step missed = did(kWatcher, miss({Clock::follow_up, kWorks}, 3));
  const std::vector<OwedEscalation> both = {{4, agency_leader, EscalationReason::deadline},
                                            {4, national_admin, EscalationReason::deadline}};
  EXPECT_EQ(owed_after({led_by(kWorks), later(days{30}), missed}), both);
  EXPECT_EQ(owed_after({led_by(kWorks), later(days{30}),
                        did(kWatcher, miss({Clock::resolve, kWorks}, 3))}),
            (std::vector<OwedEscalation>{}));
  const std::vector<OwedEscalation> one = {{4, national_admin, EscalationReason::deadline}};
  EXPECT_EQ(
      owed_after({led_by(kWorks), later(days{30}), missed, did(kWatcher, escalate(agency_leader))}),
      one);
  // Whatever others tell, and of something else.
  EXPECT_EQ(
      owed_after({led_by(kWorks), later(days{30}), missed, did(kVerifier, escalate(agency_leader)),
                  did(kWatcher, escalate(agency_leader, EscalationReason::ping_pong)),
                  did(kWatcher, escalate(overseer))}),
      both);
}

TEST(OwedEscalation, OfAMissedVerifyAndTheThirdReturnIsToTheNationalAdmin) {
  const std::vector<OwedEscalation> verify_missed = {
      {2, EscalationTarget::national_admin, EscalationReason::deadline}};
  EXPECT_EQ(owed_after({submitted(), later(days{30}), did(kWatcher, miss({Clock::verify}, 1))}),
            verify_missed);
  EXPECT_TRUE(owed_after({submitted(), verified(), sent_back(2, kWorks)}).empty());
  const std::vector<OwedEscalation> third = {
      {8, EscalationTarget::national_admin, EscalationReason::ping_pong}};
  EXPECT_EQ(owed_after({submitted(), verified(), sent_back(3, kWorks)}), third);
  const Event returned_again = Returned{kWorks, {}, {}, {}, {}, {}, {}};
  EXPECT_EQ(owed_after({submitted(), verified(), sent_back(3, kWorks), imported(lead_to(kWorks)),
                        imported(returned_again)}),
            third);
  EXPECT_TRUE(owed_after({submitted(), verified(), sent_back(2, kWorks), forwarded(kWorks),
                          imported(returned_again)})
                  .empty());
}

TEST(OwedEscalation, OfAFinishedCaseIsNobodys) {
  const Step missed = did(kWatcher, miss({Clock::follow_up, kWorks}, 3));
  EXPECT_TRUE(
      owed_after({led_by(kWorks), later(days{30}), missed, did(kReporter, Withdraw{})}).empty());
  EXPECT_TRUE(
      owed_after({led_by(kWorks), later(days{30}), did(kReporter, Withdraw{}), missed}).empty());
}

}  // namespace
}  // namespace aduan
