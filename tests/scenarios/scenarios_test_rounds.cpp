// Over the whole life of a case: rounds and their due dates, handovers, successions, the desk's
// queue, and what `responded` and `closed` are only left by.

#include "tests/support/scenario.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using std::chrono::days;
using enum RejectionCode;

const Actor kWorksOfficer = officer_of(kWorks);
const ClockOf kFollowUp{Clock::follow_up, kWorks};
const ClockOf kResolve{Clock::resolve, kWorks};

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

// --- Due dates of a round

TEST(Round, AnAgencyKeepsItsFirstDueDatesWhenTheCaseComesBack) {
  Scenario()
      .given(submitted(), verified(), sent_back(2, kWorks), later(days{2}))
      .when(kVerifier, forward(kWorks))
      .becomes(Status::forwarded)
      .starts({kFollowUp, kResolve, {Clock::return_agency, kWorks}})
      .due(kFollowUp, "2015-02-09T17:00:00.000Z")
      .due(kResolve, "2015-02-23T17:00:00.000Z")
      .due({Clock::return_agency, kWorks}, "2015-02-05T17:00:00.000Z");
}

TEST(Round, ARulingBringsTheCaseBackWithTheFirstDueDatesToo) {
  Scenario()
      .given(submitted(), verified(), sent_back(1, kWorks), later(days{8}))
      .when(kVerifier, rule(kWorks))
      .becomes(Status::forwarded)
      .starts({kFollowUp, kResolve})
      .due(kFollowUp, "2015-02-09T17:00:00.000Z")
      .due(kResolve, "2015-02-23T17:00:00.000Z");
}

TEST(Round, AnotherAgencyHasDatesOfItsOwn) {
  Scenario()
      .given(submitted(), verified(), sent_back(1, kWorks), later(days{2}))
      .when(kVerifier, forward(kHealth))
      .then_accepted()
      .due({Clock::follow_up, kHealth}, "2015-02-11T17:00:00.000Z");
}

TEST(Round, ACorrectionOfTheKindMovesNoDueDate) {
  Scenario()
      .given(led_by(kWorks), returned(kWorks),
             did(kVerifier, verify(ComplaintKind::information_request)))
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .due(kResolve, "2015-02-23T17:00:00.000Z");
}

TEST(Round, AFirstResponseIsNotOwedTwice) {
  Scenario()
      .given(led_by(kWorks), did(kWorksOfficer, respond(kWorks, false)), returned(kWorks))
      .when(kVerifier, forward(kWorks))
      .becomes(Status::forwarded)
      .starts({kResolve, {Clock::return_agency, kWorks}});
}

TEST(Round, AReopeningGivesFreshDates) {
  Scenario()
      .given(closed(kWorks), on("2015-03-02T02:00:00.000Z"))
      .when(kReporter, reopen())
      .becomes(Status::reopened)
      .due(kFollowUp, "2015-03-09T17:00:00.000Z")
      .due(kResolve, "2015-03-20T17:00:00.000Z");
}

TEST(Round, TheFreshDatesAreThoseOfTheNewRound) {
  Scenario()
      .given(closed(kWorks), on("2015-03-02T02:00:00.000Z"), did(kReporter, reopen()),
             returned(kWorks), later(days{2}))
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .starts({kFollowUp, kResolve, {Clock::return_agency, kWorks}})
      .due(kFollowUp, "2015-03-09T17:00:00.000Z")
      .due(kResolve, "2015-03-20T17:00:00.000Z");
}

TEST(Round, ReturnsAreCountedOverAllRounds) {
  Scenario()
      .given(submitted(), verified(), sent_back(2, kWorks), forwarded(kWorks), responded(kWorks),
             did(kReporter, close(ClosingBasis::confirmed_by_reporter)), did(kReporter, reopen()),
             returned(kWorks))
      .when(kVerifier, forward(kHealth))
      .then_rejected(ruling_required);
}

TEST(Round, AHolidayDecreedLaterMovesNoDueDate) {
  Scenario scenario;
  scenario.given(submitted(), verified(), sent_back(1, kWorks));
  Policy later_policy = sp4n_policy();
  later_policy.version = PolicyVersion{"sp4n-2015.2"};
  later_policy.clocks.follow_up.n = 50;
  evolve(scenario.directory(), scenario.directory().sequence + 1, PolicyAdopted{later_policy});
  scenario.when(kVerifier, forward(kWorks))
      .then_accepted()
      .due(kFollowUp, "2015-02-09T17:00:00.000Z");
}

// --- Handovers

std::uint32_t handovers_after(std::initializer_list<Step> steps) {
  Scenario scenario;
  scenario.given(submitted(), verified());
  for (const Step& step : steps) scenario.given(step);
  return scenario.complaint().handovers;
}

TEST(Handover, IsOneFromALeadToAnotherCountedThere) {
  EXPECT_EQ(handovers_after({forwarded(kWorks)}), 0u);
  EXPECT_EQ(handovers_after({sent_back(1, kWorks)}), 0u);
  EXPECT_EQ(handovers_after({sent_back(1, kWorks), forwarded(kHealth)}), 1u);
  EXPECT_EQ(handovers_after({sent_back(1, kWorks), sent_back(1, kHealth), forwarded(kWorks)}), 2u);
}

TEST(Handover, OverTheDeskAndBackToTheSameIsNone) {
  EXPECT_EQ(handovers_after({sent_back(2, kWorks), forwarded(kWorks)}), 0u);
}

TEST(Handover, IsCountedForRulingsPromotionsAndReturnsAtOnce) {
  EXPECT_EQ(handovers_after({forwarded(kWorks), did(kVerifier, rule(kHealth))}), 1u);
  EXPECT_EQ(handovers_after({forwarded(kWorks), did(kVerifier, rule(kWorks))}), 0u);
  EXPECT_EQ(handovers_after(
                {forwarded(kWorks), supported(kHealth), returned(kWorks), forwarded(kHealth)}),
            1u);
  EXPECT_EQ(handovers_after({forwarded(kWorks), imported(sent_to(kWorks, kHealth))}), 1u);
}

TEST(Handover, OfASupportIsNone) {
  EXPECT_EQ(handovers_after({forwarded(kWorks), supported(kHealth), returned(kHealth)}), 0u);
}

TEST(Handover, AlsoAfterTheClosingIsCounted) {
  Scenario()
      .given(closed(kWorks))
      .when(kImporter, forward(kHealth))
      .becomes(Status::closed)
      .holds([](const Complaint& c) { return c.handovers == 1 && c.last_lead == kHealth; });
}

// --- Succession

TEST(Succession, MovesTheHandlingAsItStands) {
  Scenario()
      .given(led_by(kWorks), did(kWorksOfficer, Start{kWorks}), later(days{1}),
             dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .becomes(Status::in_progress)
      .stops({kFollowUp, kResolve, {Clock::return_agency, kWorks}})
      .due({Clock::follow_up, kSocial}, "2015-02-09T17:00:00.000Z")
      .due({Clock::resolve, kSocial}, "2015-02-23T17:00:00.000Z")
      .holds([](const Complaint& c) {
        const Handling* const lead = lead_of(c);
        return lead->agency == kSocial && lead->state == HandlingState::in_progress &&
               active_handling(c, kWorks) == nullptr && c.clocks.size() == 3;
      })
      .holds([](const Complaint& c) { return c.clocks[0].started == 3 && c.returns == 0; });
}

TEST(Succession, StartsNoClockAndWritesTheRole) {
  Scenario scenario;
  scenario.given(led_by(kHealth), supported(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .becomes(Status::forwarded);
  Forwarded event;
  event.to = kSocial;
  event.role = HandlingRole::support;
  event.from = kWorks;
  event.cause = Cause::succession;
  EXPECT_EQ(scenario.event(), Event(event));
  EXPECT_EQ(active_handling(scenario.complaint(), kSocial)->role, HandlingRole::support);
}

TEST(Succession, IgnoresWhatBindsOthers) {
  const auto succeeds = [](const Step& history, Status status) {
    Scenario()
        .given(history, dissolved(kWorks, kSocial))
        .when(kSteward, succeed(kWorks, kSocial))
        .becomes(status);
  };
  succeeds([](Scenario& s) { s.given(led_by(kWorks), responded(kWorks)); }, Status::responded);
  succeeds([](Scenario& s) { s.given(submitted(), verified(), did(kVerifier, rule(kWorks))); },
           Status::forwarded);
  succeeds([](Scenario& s) { s.given(led_by(kWorks), later(days{30})); }, Status::forwarded);
  succeeds([](Scenario& s) { s.given(closed(kWorks), did(kReporter, reopen())); },
           Status::reopened);
}

TEST(Succession, OfAnAnsweredLeadStillWaitsForTheReporter) {
  Scenario()
      .given(led_by(kWorks), responded(kWorks), dissolved(kWorks, kSocial),
             did(kSteward, succeed(kWorks, kSocial)))
      .when(officer_of(kSocial), give_back(kSocial))
      .then_rejected(already_answered);
}

TEST(Succession, ToASupportMakesItTheLeadWithTheEarlierDates) {
  Scenario()
      .given(led_by(kWorks), later(days{2}), supported(kSocial), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .becomes(Status::forwarded)
      .due({Clock::follow_up, kSocial}, "2015-02-09T17:00:00.000Z")
      .holds([](const Complaint& c) { return lead_of(c)->agency == kSocial; });
}

TEST(Succession, OfASupportToTheLeadLeavesTheLead) {
  Scenario()
      .given(led_by(kSocial), supported(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .becomes(Status::forwarded)
      .holds([](const Complaint& c) {
        return lead_of(c)->agency == kSocial && active_handling(c, kWorks) == nullptr;
      });
}

TEST(Succession, ReturnsToTheDeskUncounted) {
  for (const Step& history : {led_by(kWorks), Step([](Scenario& s) {
                                s.given(led_by(kWorks), responded(kWorks), later(days{30}));
                              })}) {
    Scenario()
        .given(history, dissolved(kWorks, kSocial))
        .when(kSteward, orphaned_by(kWorks))
        .becomes(Status::verified)
        .holds([](const Complaint& c) { return is_at_desk(c) && c.returns == 0; })
        .holds([](const Complaint& c) { return find_clock(c, Clock::reroute, {}) != nullptr; })
        .holds([](const Complaint& c) { return c.clocks.size() == 1; });
  }
}

TEST(Succession, OfASupportReturnsItAlone) {
  Scenario()
      .given(led_by(kHealth), supported(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, orphaned_by(kWorks))
      .becomes(Status::forwarded)
      .stops({kFollowUp, kResolve})
      .starts({});
}

TEST(Succession, IsTheStewards) {
  for (const Actor& actor : {kVerifier, kWorksOfficer, kReporter, kWatcher}) {
    Scenario()
        .given(led_by(kWorks), dissolved(kWorks, kSocial))
        .when(actor, succeed(kWorks, kSocial))
        .then_rejected(not_authorised);
    Scenario()
        .given(led_by(kWorks), dissolved(kWorks, kSocial))
        .when(actor, orphaned_by(kWorks))
        .then_rejected(not_authorised);
  }
}

TEST(Succession, NeedsAHandlingOfADissolvedAgency) {
  Scenario()
      .given(led_by(kWorks))
      .when(kSteward, succeed(kWorks, kSocial))
      .then_rejected(not_dissolved);
  Scenario().given(led_by(kWorks)).when(kSteward, orphaned_by(kWorks)).then_rejected(not_dissolved);
  Scenario()
      .given(led_by(kHealth), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .then_rejected(not_your_case);
  Scenario()
      .given(led_by(kHealth), dissolved(kWorks, kSocial))
      .when(kSteward, orphaned_by(kWorks))
      .then_rejected(not_your_case);
  Forward nobodys = succeed(kWorks, kSocial);
  nobodys.from.reset();
  Scenario()
      .given(led_by(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, nobodys)
      .then_rejected(not_your_case);
}

TEST(Succession, GoesToAConnectedAgency) {
  Scenario()
      .given(led_by(kWorks), dissolved(kWorks, kSocial), dissolved(kSocial, kHealth))
      .when(kSteward, succeed(kWorks, kSocial))
      .then_rejected(not_connected);
}

TEST(Succession, OfAFinishedCaseWaitsForItsReopening) {
  Scenario()
      .given(closed(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .then_rejected(case_finished);
}

TEST(Succession, KnowsItsCauses) {
  Forward command = succeed(kWorks, kSocial);
  command.cause = Code<Cause>::from_text("earthquake");
  Scenario()
      .given(led_by(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, command)
      .then_rejected(unknown_code);
  Return back = orphaned_by(kWorks);
  back.cause = Code<Cause>::from_text("earthquake");
  Scenario()
      .given(led_by(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, back)
      .then_rejected(unknown_code);
}

// --- The desk's queue

bool desk_has_it(const Complaint& c) { return is_turn_of(c, desk()); }
bool desk_lacks_it(const Complaint& c) { return !is_turn_of(c, desk()); }

TEST(DeskQueue, HoldsOpenCasesWithoutALead) {
  Scenario().when(kReporter, submit()).then_accepted().holds(desk_has_it);
  Scenario().given(submitted()).when(kVerifier, verify()).then_accepted().holds(desk_has_it);
  Scenario().given(submitted()).when(kVerifier, Pend{}).then_accepted().holds(desk_has_it);
  Scenario()
      .given(led_by(kWorks))
      .when(kWorksOfficer, give_back(kWorks))
      .then_accepted()
      .holds(desk_has_it);
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .holds(desk_lacks_it);
  Scenario().given(submitted()).when(kVerifier, archive()).then_accepted().holds(desk_lacks_it);
}

TEST(DeskQueue, KeepsACaseWhoseSupportsStillWork) {
  Scenario()
      .given(led_by(kWorks), supported(kHealth))
      .when(kWorksOfficer, give_back(kWorks))
      .becomes(Status::verified)
      .holds(desk_has_it)
      .holds([](const Complaint& c) { return is_turn_of(c, kHealth); });
}

TEST(DeskQueue, HoldsAppealsUntilTheyAreDecided) {
  Scenario().given(archived()).when(kReporter, Appeal{}).then_accepted().holds(desk_has_it);
  Scenario()
      .given(appealed())
      .when(kOverseer, archive(ArchiveReason::appeal_dismissed))
      .then_accepted()
      .holds(desk_lacks_it);
}

TEST(DeskQueue, HoldsAClosedCaseWithAReplyUntilSomebodyAnswersInPublic) {
  Scenario().given(closed(kWorks)).when(kReporter, Reply{}).then_accepted().holds(desk_has_it);
  const auto after = [](const Actor& actor, const CaseCommand& command, bool still) {
    Scenario()
        .given(closed(kWorks), replied())
        .when(actor, command)
        .then_accepted()
        .holds(still ? desk_has_it : desk_lacks_it);
  };
  after(kVerifier, comment(), false);
  after(kOverseer, comment(), false);
  after(kVerifier, comment(Audience::internal), true);
  after(kWorksOfficer, comment(), true);
  after(kCitizen, comment(), true);
  after(kReporter, Rate{2, {}}, true);
  after(kVerifier, reopen(), false);
}

TEST(AgencyQueue, HoldsActiveHandlingsWhoseTurnItIs) {
  const auto works = [](const Complaint& c) { return is_turn_of(c, kWorks); };
  const auto works_not = [](const Complaint& c) { return !is_turn_of(c, kWorks); };
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .holds(works);
  Scenario()
      .given(led_by(kWorks))
      .when(kWorksOfficer, respond(kWorks, false))
      .then_accepted()
      .holds(works);
  Scenario()
      .given(led_by(kWorks))
      .when(kWorksOfficer, respond(kWorks, true))
      .then_accepted()
      .holds(works_not);
  Scenario()
      .given(led_by(kWorks), responded(kWorks))
      .when(kReporter, Reply{})
      .then_accepted()
      .holds(works);
  Scenario().given(led_by(kWorks)).when(kReporter, Withdraw{}).then_accepted().holds(works_not);
  Scenario().given(closed(kWorks)).when(kReporter, reopen()).then_accepted().holds(works);
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

}  // namespace
}  // namespace aduan
