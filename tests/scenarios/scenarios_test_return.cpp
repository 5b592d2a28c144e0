// An agency gives a case back; a ruling ends the ping-pong.

#include "tests/scenarios/case_at_works.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using std::chrono::days;
using enum RejectionCode;

Step ruled(const AgencyId& to) { return did(kVerifier, rule(to)); }

// --- Return

TEST(Return, OfTheLeadGivesTheCaseBackToTheDesk) {
  Scenario()
      .given(led_by(kWorks))
      .when(kWorksOfficer, give_back(kWorks))
      .becomes(Status::verified)
      .stops({{Clock::follow_up, kWorks}, {Clock::resolve, kWorks}, {Clock::return_agency, kWorks}})
      .starts({{Clock::reroute}})
      .due({Clock::reroute}, "2015-02-05T17:00:00.000Z")
      .holds(works_is_done)
      .holds([](const Complaint& c) { return c.returns == 1 && is_turn_of(c, desk()); })
      .holds([](const Complaint& c) { return state_of(c, kWorks) == HandlingState::returned; });
}

TEST(Return, OfASupportEndsItsHandlingAlone) {
  Scenario()
      .given(led_by(kHealth), supported(kWorks))
      .when(kWorksOfficer, give_back(kWorks))
      .becomes(Status::forwarded)
      .stops({{Clock::follow_up, kWorks}, {Clock::resolve, kWorks}})
      .starts({})
      .holds(works_is_done)
      .holds([](const Complaint& c) { return c.returns == 0; });
}

TEST(Return, WhileInProgressIsAcceptedToo) {
  Scenario()
      .given(led_by(kWorks), did(kWorksOfficer, Start{kWorks}))
      .when(kWorksOfficer, give_back(kWorks))
      .becomes(Status::verified);
}

TEST(Return, IsTheAgencysOwn) {
  for (const Actor& actor : {kReporter, kVerifier, kOverseer, kHealthOfficer, kSteward}) {
    Scenario().given(led_by(kWorks)).when(actor, give_back(kWorks)).then_rejected(not_authorised);
  }
}

TEST(Return, ToAnotherAgencyAtOnceIsTheImporters) {
  Return command = give_back(kWorks);
  command.to = kHealth;
  Scenario().given(led_by(kWorks)).when(kWorksOfficer, command).then_rejected(importers_only);
}

TEST(Return, NeedsAnOpenCaseAndAHandling) {
  Scenario()
      .given(closed(kWorks))
      .when(kWorksOfficer, give_back(kWorks))
      .then_rejected(case_finished);
  Scenario()
      .given(led_by(kHealth))
      .when(kWorksOfficer, give_back(kWorks))
      .then_rejected(not_your_case);
  Scenario()
      .given(submitted(), verified(), sent_back(1, kWorks))
      .when(kWorksOfficer, give_back(kWorks))
      .then_rejected(not_your_case);
}

TEST(Return, IsRejectedAfterTheFinalAnswerAlsoWhenTheReporterReplied) {
  Scenario()
      .given(led_by(kWorks), responded(kWorks))
      .when(kWorksOfficer, give_back(kWorks))
      .then_rejected(already_answered);
  Scenario()
      .given(led_by(kWorks), responded(kWorks), replied())
      .when(kWorksOfficer, give_back(kWorks))
      .then_rejected(already_answered);
}

TEST(Return, AfterAnInterimAnswerIsAccepted) {
  Scenario()
      .given(led_by(kWorks), did(kWorksOfficer, respond(kWorks, false)))
      .when(kWorksOfficer, give_back(kWorks))
      .becomes(Status::verified);
}

TEST(Return, InANewRoundIsAcceptedAgain) {
  Scenario()
      .given(closed(kWorks), did(kReporter, reopen()))
      .when(kWorksOfficer, give_back(kWorks))
      .becomes(Status::verified)
      .stops({{Clock::follow_up, kWorks}, {Clock::resolve, kWorks}})
      .starts({{Clock::reroute}});
}

TEST(Return, IsForbiddenByARuling) {
  Scenario()
      .given(submitted(), verified(), ruled(kWorks))
      .when(kWorksOfficer, give_back(kWorks))
      .then_rejected(ruling_binds);
  Scenario()
      .given(submitted(), verified(), ruled(kHealth), supported(kWorks))
      .when(kWorksOfficer, give_back(kWorks))
      .becomes(Status::forwarded);
}

TEST(Return, ComesWithinThreeWorkingDays) {
  Scenario()
      .given(led_by(kWorks), on("2015-02-05T16:59:59.999Z"))
      .when(kWorksOfficer, give_back(kWorks))
      .becomes(Status::verified);
  Scenario()
      .given(led_by(kWorks), on("2015-02-05T17:00:00.000Z"))
      .when(kWorksOfficer, give_back(kWorks))
      .then_rejected(return_too_late);
}

TEST(Return, KnowsItsReasons) {
  Return command = give_back(kWorks);
  command.reason = Code<ReturnReason>::from_text("tired");
  Scenario().given(led_by(kWorks)).when(kWorksOfficer, command).then_rejected(unknown_code);
}

TEST(Return, TellsTheFirstRuleBrokenAndKnowsAll) {
  Return command = give_back(kWorks);
  command.to = kHealth;
  command.reason = Code<ReturnReason>::from_text("tired");
  Scenario()
      .given(submitted(), verified(), forwarded(kWorks), later(days{30}), ruled(kWorks),
             responded(kWorks), did(kReporter, Withdraw{}))
      .when(kReporter, command)
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, importers_only, case_finished, already_answered, ruling_binds,
                   unknown_code});
}

// A verifier of the agency's own is not its officer.
TEST(Return, IsNotForAVerifierOfTheAgency) {
  Scenario()
      .given(led_by(kWorks))
      .when(kWorksVerifier, give_back(kWorks))
      .then_rejected(not_authorised);
}

TEST(Return, WhileTheDeskHasTheCaseEndsASupportsWork) {
  Scenario()
      .given(led_by(kHealth), supported(kWorks), returned(kHealth))
      .when(kWorksOfficer, give_back(kWorks))
      .becomes(Status::verified)
      .stops({{Clock::follow_up, kWorks}, {Clock::resolve, kWorks}})
      .starts({})
      .holds([](const Complaint& c) { return c.returns == 1; });
}

TEST(Return, OfASupportHasNoLimitOfTime) {
  Scenario()
      .given(led_by(kHealth), supported(kWorks), later(days{90}))
      .when(kWorksOfficer, give_back(kWorks))
      .becomes(Status::forwarded);
}

// --- Rule

TEST(Rule, GivesTheCaseToAnAgencyThatMayNotReturnIt) {
  for (const Actor& judge : {kVerifier, kOverseer}) {
    Scenario()
        .given(submitted(), verified(), sent_back(3, kWorks))
        .when(judge, rule(kHealth))
        .becomes(Status::forwarded)
        .stops({{Clock::reroute}})
        .starts({{Clock::follow_up, kHealth}, {Clock::resolve, kHealth}})
        .holds([](const Complaint& c) { return c.ruled && lead_of(c)->agency == kHealth; });
  }
}

TEST(Rule, TakesTheCaseFromItsLead) {
  Scenario()
      .given(led_by(kWorks))
      .when(kVerifier, rule(kHealth))
      .becomes(Status::forwarded)
      .stops({{Clock::follow_up, kWorks}, {Clock::resolve, kWorks}, {Clock::return_agency, kWorks}})
      .starts({{Clock::follow_up, kHealth}, {Clock::resolve, kHealth}})
      .holds(works_is_done)
      .holds([](const Complaint& c) { return state_of(c, kWorks) == HandlingState::released; });
}

TEST(Rule, OfACaseThatWaitsForTheReporterStopsTheSilence) {
  Scenario()
      .given(led_by(kWorks), responded(kWorks))
      .when(kVerifier, rule(kHealth))
      .becomes(Status::forwarded)
      .stops({{Clock::reporter_silence}})
      .starts({{Clock::follow_up, kHealth}, {Clock::resolve, kHealth}});
}

TEST(Rule, BindsTheLeadThatHasTheCaseAndRestartsNothing) {
  Scenario()
      .given(led_by(kWorks), later(days{1}))
      .when(kVerifier, rule(kWorks))
      .becomes(Status::forwarded)
      .stops({})
      .starts({})
      .due({Clock::resolve, kWorks}, "2015-02-23T17:00:00.000Z")
      .holds(works_leads);
}

TEST(Rule, ForALeadThatAnsweredIsItsTurnAgain) {
  Scenario()
      .given(led_by(kWorks), responded(kWorks))
      .when(kVerifier, rule(kWorks))
      .becomes(Status::forwarded)
      .stops({{Clock::reporter_silence}})
      .starts({{Clock::resolve, kWorks}})
      .due({Clock::resolve, kWorks}, "2015-02-23T17:00:00.000Z")
      .holds([](const Complaint& c) { return is_turn_of(c, kWorks); });
}

TEST(Rule, PromotesASupport) {
  Scenario()
      .given(led_by(kWorks), supported(kHealth))
      .when(kVerifier, rule(kHealth))
      .becomes(Status::forwarded)
      .starts({})
      .holds(works_is_done)
      .holds([](const Complaint& c) { return lead_of(c)->agency == kHealth; });
}

TEST(Rule, MovesAPendedCaseToo) {
  Scenario()
      .given(submitted(), verified(), did(kVerifier, Pend{}))
      .when(kVerifier, rule(kWorks))
      .becomes(Status::forwarded)
      .stops({{Clock::pend}});
}

TEST(Rule, CanBeFollowedByAnotherRuling) {
  Scenario()
      .given(submitted(), verified(), ruled(kWorks))
      .when(kOverseer, rule(kHealth))
      .becomes(Status::forwarded);
}

TEST(Rule, IsTheVerifiersAndTheOverseers) {
  for (const Actor& actor : {kReporter, kWorksOfficer, kSteward, kWatcher, kOperator}) {
    Scenario()
        .given(submitted(), verified())
        .when(actor, rule(kWorks))
        .then_rejected(not_authorised);
  }
}

TEST(Rule, IsNotForAVerifierWhoseAgencyHadTheCase) {
  Scenario()
      .given(submitted(), verified(), sent_back(3, kWorks))
      .when(kWorksVerifier, rule(kHealth))
      .then_rejected(conflict_of_interest);
}

TEST(Rule, NeedsAVerifiedOpenCaseAndAConnectedAgency) {
  Scenario().given(submitted()).when(kVerifier, rule(kWorks)).then_rejected(not_verified);
  Scenario().given(closed(kWorks)).when(kVerifier, rule(kHealth)).then_rejected(case_finished);
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, rule(kUnheardOf))
      .then_rejected(not_connected);
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, rule(desk()))
      .then_rejected(not_connected);
}

TEST(Rule, TellsTheFirstRuleBrokenAndKnowsAll) {
  Scenario()
      .given(submitted(), did(kVerifier, archive()))
      .when(kReporter, rule(desk()))
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, case_finished, not_verified, not_connected});
}

TEST(Rule, OfACaseThatWasNeverForwardedStopsVerify) {
  Scenario()
      .given(submitted(), verified())
      .when(kOverseer, rule(kWorks))
      .becomes(Status::forwarded)
      .stops({{Clock::verify}})
      .starts({{Clock::follow_up, kWorks}, {Clock::resolve, kWorks}});
}

TEST(Rule, BindsOverRounds) {
  const Step reopened = [](Scenario& scenario) {
    scenario.given(submitted(), verified(), ruled(kWorks), responded(kWorks),
                   did(kReporter, close(ClosingBasis::confirmed_by_reporter)),
                   did(kReporter, reopen()));
  };
  Scenario().given(reopened).when(kWorksOfficer, give_back(kWorks)).then_rejected(ruling_binds);
  Scenario().given(reopened).when(kVerifier, rule(kHealth)).becomes(Status::forwarded);
}

}  // namespace
}  // namespace aduan
