// Agencies: forward, return, rule, assign, start, note, respond.

#include "tests/support/scenario.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using std::chrono::days;
using enum RejectionCode;

const SealedText kSealed{Hash{}};
const Actor kWorksOfficer = officer_of(kWorks);
const Actor kHealthOfficer = officer_of(kHealth);

bool works_leads(const Complaint& c) {
  const Handling* const lead = lead_of(c);
  return lead != nullptr && lead->agency == kWorks;
}

bool works_is_done(const Complaint& c) { return active_handling(c, kWorks) == nullptr; }

HandlingState state_of(const Complaint& c, const AgencyId& agency) {
  for (const Handling& handling : c.handlings) {
    if (handling.agency == agency) return handling.state;
  }
  return HandlingState::new_;
}

/// At the desk, verified as `kind`.
Step verified_as(ComplaintKind kind, bool oversight = false) {
  return did(kVerifier, verify(kind, oversight));
}

Step led_by(const AgencyId& lead) {
  return [=](Scenario& scenario) { scenario.given(submitted(), verified(), forwarded(lead)); };
}

Step ruled(const AgencyId& to) { return did(kVerifier, rule(to)); }

// --- Forward to a lead

TEST(Forward, GivesTheCaseToALeadAndStartsItsClocks) {
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, forward(kWorks))
      .becomes(Status::forwarded)
      .stops({{Clock::verify}})
      .starts(
          {{Clock::follow_up, kWorks}, {Clock::resolve, kWorks}, {Clock::return_agency, kWorks}})
      .due({Clock::follow_up, kWorks}, "2015-02-09T17:00:00.000Z")
      .due({Clock::resolve, kWorks}, "2015-02-23T17:00:00.000Z")
      .due({Clock::return_agency, kWorks}, "2015-02-05T17:00:00.000Z")
      .holds(works_leads)
      .holds([](const Complaint& c) { return c.published && is_turn_of(c, kWorks); })
      .holds([](const Complaint& c) { return !is_at_desk(c) && !is_turn_of(c, desk()); });
}

TEST(Forward, ResolveDependsOnWhatTheCaseIs) {
  Scenario()
      .given(submitted(), verified_as(ComplaintKind::information_request))
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .due({Clock::resolve, kWorks}, "2015-02-09T17:00:00.000Z");
  Scenario()
      .given(submitted(), verified_as(ComplaintKind::aspiration))
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .due({Clock::resolve, kWorks}, "2015-02-23T17:00:00.000Z");
  Scenario()
      .given(submitted(), verified_as(ComplaintKind::complaint, true))
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .due({Clock::resolve, kWorks}, "2015-04-29T17:00:00.000Z");
}

TEST(Forward, CountsInTheAgencysZone) {
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, forward(kPapua))
      .then_accepted()
      .due({Clock::follow_up, kPapua}, "2015-02-09T15:00:00.000Z");
  // 23:30 in Jakarta is the next day in Jayapura.
  Scenario()
      .given(submitted(), verified(), on("2015-02-02T16:30:00.000Z"))
      .when(kVerifier, forward(kPapua))
      .then_accepted()
      .due({Clock::follow_up, kPapua}, "2015-02-10T15:00:00.000Z");
}

TEST(Forward, OfAReturnedCaseStopsReroute) {
  Scenario()
      .given(submitted(), verified(), sent_back(1, kWorks))
      .when(kVerifier, forward(kHealth))
      .becomes(Status::forwarded)
      .stops({{Clock::reroute}})
      .starts({{Clock::follow_up, kHealth},
               {Clock::resolve, kHealth},
               {Clock::return_agency, kHealth}});
}

TEST(Forward, IsTheVerifiers) {
  for (const Actor& actor : {kReporter, kOverseer, kWorksOfficer, kOperator, kSteward}) {
    Scenario()
        .given(submitted(), verified())
        .when(actor, forward(kWorks))
        .then_rejected(not_authorised);
  }
}

TEST(Forward, ADueDateOfItsOwnIsTheImporters) {
  Forward command = forward(kWorks);
  command.due = Instant{};
  Scenario().given(submitted(), verified()).when(kVerifier, command).then_rejected(importers_only);
}

TEST(Forward, NeedsAnOpenCase) {
  Scenario().given(closed(kWorks)).when(kVerifier, forward(kHealth)).then_rejected(case_finished);
  Scenario().given(archived()).when(kVerifier, forward(kHealth)).then_rejected(case_finished);
}

TEST(Forward, NeedsAVerifiedCase) {
  Scenario().given(submitted()).when(kVerifier, forward(kWorks)).then_rejected(not_verified);
}

TEST(Forward, WaitsForTheReporterOfAPendedCase) {
  Scenario()
      .given(submitted(), verified(), did(kVerifier, Pend{}))
      .when(kVerifier, forward(kWorks))
      .then_rejected(pended);
  Scenario()
      .given(submitted(), did(kVerifier, Pend{}))
      .when(kVerifier, forward(kWorks))
      .then_rejected(not_verified)
      .for_all_of({not_verified, pended});
}

TEST(Forward, NeverTakesACaseFromItsLead) {
  Scenario().given(led_by(kWorks)).when(kVerifier, forward(kHealth)).then_rejected(has_a_lead);
  Scenario().given(led_by(kWorks)).when(kVerifier, forward(kWorks)).then_rejected(has_a_lead);
}

// Ping-pong ends at the national desk: from then only a ruling moves the case.
TEST(Forward, IsRejectedAfterThreeReturns) {
  Scenario()
      .given(submitted(), verified(), sent_back(3, kWorks))
      .when(kVerifier, forward(kHealth))
      .then_rejected(ruling_required);
}

TEST(Forward, AfterTwoReturnsIsAccepted) {
  Scenario()
      .given(submitted(), verified(), sent_back(1, kWorks), sent_back(1, kHealth))
      .when(kVerifier, forward(kWorks))
      .becomes(Status::forwarded);
}

TEST(Forward, AfterARulingIsRejected) {
  Scenario()
      .given(submitted(), verified(), ruled(kWorks), dissolved(kWorks, kSocial),
             did(kSteward, orphaned_by(kWorks)))
      .when(kVerifier, forward(kHealth))
      .then_rejected(ruling_required);
}

TEST(Forward, GoesOnlyToAConnectedAgency) {
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, forward(kUnheardOf))
      .then_rejected(not_connected);
  Scenario()
      .given(submitted(), verified(), dissolved(kWorks, kSocial))
      .when(kVerifier, forward(kWorks))
      .then_rejected(not_connected);
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, forward(desk()))
      .then_rejected(not_connected);
}

TEST(Forward, TellsTheFirstRuleBrokenAndKnowsAll) {
  Forward command = forward(kUnheardOf);
  command.due = Instant{};
  Scenario()
      .given(submitted(), happened(kImporter, Forwarded{kWorks, {}, {}, {}, {}, {}}),
             happened(kImporter, Pended{}), happened(kImporter, Ruled{kWorks, {}, {}}),
             happened(kImporter, Pended{}))
      .when(kReporter, command)
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, importers_only, not_verified, pended, has_a_lead,
                   ruling_required, not_connected});
}

// --- Forward to a support

TEST(ForwardSupport, AddsAnAgencyBesideTheLead) {
  Scenario()
      .given(led_by(kWorks))
      .when(kVerifier, support_by(kHealth))
      .becomes(Status::forwarded)
      .stops({})
      .starts({{Clock::follow_up, kHealth}, {Clock::resolve, kHealth}})
      .holds(works_leads)
      .holds([](const Complaint& c) { return is_turn_of(c, kHealth) && is_turn_of(c, kWorks); });
}

TEST(ForwardSupport, LeavesTheStatusAsItWas) {
  Scenario()
      .given(led_by(kWorks), responded(kWorks))
      .when(kVerifier, support_by(kHealth))
      .becomes(Status::responded)
      .stops({});
}

TEST(ForwardSupport, NeedsALead) {
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, support_by(kHealth))
      .then_rejected(no_lead);
}

TEST(ForwardSupport, NeverGoesToAnActiveAgency) {
  Scenario()
      .given(led_by(kWorks))
      .when(kVerifier, support_by(kWorks))
      .then_rejected(already_handling);
  Scenario()
      .given(led_by(kWorks), supported(kHealth))
      .when(kVerifier, support_by(kHealth))
      .then_rejected(already_handling);
}

TEST(ForwardSupport, NeedsNeitherFewReturnsNorNoRuling) {
  Scenario()
      .given(submitted(), verified(), sent_back(3, kWorks), ruled(kWorks))
      .when(kVerifier, support_by(kHealth))
      .becomes(Status::forwarded);
}

TEST(ForwardSupport, GoesOnlyToAConnectedAgencyOfAnOpenCase) {
  Scenario()
      .given(led_by(kWorks))
      .when(kVerifier, support_by(kUnheardOf))
      .then_rejected(not_connected);
  Scenario()
      .given(closed(kWorks))
      .when(kVerifier, support_by(kHealth))
      .then_rejected(case_finished);
}

TEST(ForwardSupport, IsPromotedByALeadForwardingAndItsClocksRunOn) {
  Scenario()
      .given(led_by(kWorks), supported(kHealth), returned(kWorks), later(days{1}))
      .when(kVerifier, forward(kHealth))
      .becomes(Status::forwarded)
      .stops({{Clock::reroute}})
      .starts({{Clock::return_agency, kHealth}})
      .due({Clock::follow_up, kHealth}, "2015-02-09T17:00:00.000Z")
      .holds([](const Complaint& c) { return lead_of(c)->agency == kHealth; });
}

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

// --- Assign, start, note

TEST(Assign, NamesAUnitAndMovesNothing) {
  const Assign command{kWorks, UnitCode{"u-7"}, OfficerCode{"o-7"}};
  Scenario()
      .given(led_by(kWorks))
      .when(kWorksOfficer, command)
      .then_accepted(Assigned{kWorks, UnitCode{"u-7"}, OfficerCode{"o-7"}, {}})
      .becomes(Status::forwarded)
      .stops({})
      .starts({});
  Scenario().given(closed(kWorks)).when(kWorksOfficer, command).becomes(Status::closed);
}

TEST(Assign, IsTheAgencysOwn) {
  const Assign command{kWorks, {}, {}};
  Scenario().given(led_by(kWorks)).when(kVerifier, command).then_rejected(not_authorised);
  Scenario().given(led_by(kWorks)).when(kHealthOfficer, command).then_rejected(not_authorised);
  Scenario().given(led_by(kHealth)).when(kWorksOfficer, command).then_rejected(not_your_case);
}

TEST(Start, OfTheLeadBringsTheCaseInProgress) {
  Scenario()
      .given(led_by(kWorks))
      .when(kWorksOfficer, Start{kWorks})
      .becomes(Status::in_progress)
      .stops({})
      .starts({})
      .holds([](const Complaint& c) { return state_of(c, kWorks) == HandlingState::in_progress; });
  Scenario()
      .given(closed(kWorks), did(kReporter, reopen()))
      .when(kWorksOfficer, Start{kWorks})
      .becomes(Status::in_progress);
  Scenario()
      .given(led_by(kWorks), responded(kWorks), replied())
      .when(kWorksOfficer, Start{kWorks})
      .becomes(Status::in_progress);
}

TEST(Start, OfASupportMovesItsOwnHandlingAlone) {
  Scenario()
      .given(led_by(kHealth), supported(kWorks))
      .when(kWorksOfficer, Start{kWorks})
      .becomes(Status::forwarded)
      .holds([](const Complaint& c) { return state_of(c, kWorks) == HandlingState::in_progress; });
}

TEST(Start, NeverLeavesRespondedOrClosed) {
  Scenario()
      .given(led_by(kWorks), responded(kWorks))
      .when(kWorksOfficer, Start{kWorks})
      .becomes(Status::responded);
  Scenario().given(closed(kWorks)).when(kWorksOfficer, Start{kWorks}).becomes(Status::closed);
}

TEST(Start, IsTheAgencysOwn) {
  Scenario().given(led_by(kWorks)).when(kVerifier, Start{kWorks}).then_rejected(not_authorised);
  Scenario()
      .given(led_by(kWorks))
      .when(kHealthOfficer, Start{kWorks})
      .then_rejected(not_authorised);
  Scenario().given(led_by(kHealth)).when(kWorksOfficer, Start{kWorks}).then_rejected(not_your_case);
}

TEST(Note, IsProgressThatMovesNothing) {
  Scenario()
      .given(led_by(kWorks))
      .when(kWorksOfficer, Note{kWorks, std::nullopt, kSealed})
      .then_accepted(Noted{kWorks, std::nullopt, kSealed, {}})
      .becomes(Status::forwarded)
      .stops({})
      .starts({});
}

TEST(Note, IsTheAgencysOwn) {
  const Note command{kWorks, std::nullopt, {}};
  Scenario().given(led_by(kWorks)).when(kVerifier, command).then_rejected(not_authorised);
  Scenario().given(led_by(kWorks)).when(kHealthOfficer, command).then_rejected(not_authorised);
  Scenario().given(led_by(kWorks)).when(kWorksOfficer, Note{}).then_rejected(not_authorised);
  Scenario().given(led_by(kHealth)).when(kWorksOfficer, command).then_rejected(not_your_case);
}

TEST(Note, AStatusOfASourceIsTheImporters) {
  const Note command{kWorks, SourceStatus{"Queued"}, {}};
  Scenario().given(led_by(kWorks)).when(kWorksOfficer, command).then_rejected(importers_only);
}

// --- Respond

TEST(RespondInterim, IsTheFirstResponse) {
  Scenario()
      .given(led_by(kWorks))
      .when(kWorksOfficer, respond(kWorks, false))
      .becomes(Status::in_progress)
      .stops({{Clock::follow_up, kWorks}})
      .starts({})
      .holds([](const Complaint& c) { return c.first_response.has_value() && !c.answered; });
}

TEST(RespondInterim, LeavesResponded) {
  Scenario()
      .given(led_by(kWorks), responded(kWorks))
      .when(kWorksOfficer, respond(kWorks, false))
      .becomes(Status::responded)
      .stops({})
      .starts({});
}

TEST(RespondInterim, OfASupportIsNotTheCases) {
  Scenario()
      .given(led_by(kHealth), supported(kWorks))
      .when(kWorksOfficer, respond(kWorks, false))
      .becomes(Status::forwarded)
      .stops({{Clock::follow_up, kWorks}})
      .starts({})
      .holds([](const Complaint& c) { return c.first_response.has_value(); });
}

TEST(RespondFinal, OfTheLeadWaitsForTheReporter) {
  Scenario()
      .given(led_by(kWorks))
      .when(kWorksOfficer, respond(kWorks, true))
      .becomes(Status::responded)
      .stops({{Clock::follow_up, kWorks}, {Clock::resolve, kWorks}, {Clock::return_agency, kWorks}})
      .starts({{Clock::reporter_silence}})
      .due({Clock::reporter_silence}, "2015-02-16T17:00:00.000Z")
      .holds(works_leads)
      .holds([](const Complaint& c) { return c.answered && !is_turn_of(c, kWorks); });
}

TEST(RespondFinal, AfterAReplyStopsTheAnswerClock) {
  Scenario()
      .given(led_by(kWorks), responded(kWorks), replied())
      .when(kWorksOfficer, respond(kWorks, true))
      .becomes(Status::responded)
      .stops({{Clock::answer, kWorks}})
      .starts({{Clock::reporter_silence}});
}

// The reporter's time counts from the last answer.
TEST(RespondFinal, AgainStartsTheSilenceAnew) {
  Scenario()
      .given(led_by(kWorks), responded(kWorks), later(days{2}))
      .when(kWorksOfficer, respond(kWorks, true))
      .becomes(Status::responded)
      .stops({{Clock::reporter_silence}})
      .starts({{Clock::reporter_silence}})
      .due({Clock::reporter_silence}, "2015-02-18T17:00:00.000Z");
}

TEST(RespondFinal, OfASupportEndsItsHandlingAndNothingElse) {
  Scenario()
      .given(led_by(kHealth), supported(kWorks))
      .when(kWorksOfficer, respond(kWorks, true))
      .becomes(Status::forwarded)
      .stops({{Clock::follow_up, kWorks}, {Clock::resolve, kWorks}})
      .starts({})
      .holds(works_is_done)
      .holds([](const Complaint& c) { return state_of(c, kWorks) == HandlingState::responded; })
      .holds([](const Complaint& c) { return !c.answered && c.first_response.has_value(); });
}

// Else a support's late answer would leave the case waiting for ever.
TEST(RespondFinal, OfASupportLeavesTheReportersTime) {
  Scenario()
      .given(led_by(kHealth), supported(kWorks), responded(kHealth))
      .when(kWorksOfficer, respond(kWorks, true))
      .becomes(Status::responded)
      .stops({{Clock::follow_up, kWorks}, {Clock::resolve, kWorks}})
      .starts({});
}

TEST(Respond, IsTheAgencysOwn) {
  for (const Actor& actor : {kVerifier, kReporter, kOverseer, kHealthOfficer}) {
    Scenario()
        .given(led_by(kWorks))
        .when(actor, respond(kWorks, true))
        .then_rejected(not_authorised);
  }
}

TEST(Respond, NeedsAnOpenCaseAndAHandling) {
  Scenario()
      .given(closed(kWorks))
      .when(kWorksOfficer, respond(kWorks, true))
      .then_rejected(case_finished);
  Scenario()
      .given(led_by(kHealth))
      .when(kWorksOfficer, respond(kWorks, true))
      .then_rejected(not_your_case);
}

TEST(Respond, KnowsItsOutcomes) {
  Respond command = respond(kWorks, true);
  command.outcome = Outcome::partly;
  Scenario().given(led_by(kWorks)).when(kWorksOfficer, command).becomes(Status::responded);
  command.outcome = Code<Outcome>::from_text("magic");
  Scenario().given(led_by(kWorks)).when(kWorksOfficer, command).then_rejected(unknown_code);
}

TEST(Respond, TellsTheFirstRuleBrokenAndKnowsAll) {
  Respond command = respond(kHealth, true);
  command.outcome = Code<Outcome>::from_text("magic");
  Scenario()
      .given(closed(kWorks))
      .when(kWorksOfficer, command)
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, case_finished, not_your_case, unknown_code});
}

}  // namespace
}  // namespace aduan
