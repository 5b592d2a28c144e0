// Agencies at work: assign, start, note, respond.

#include "tests/scenarios/case_at_works.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using std::chrono::days;
using enum RejectionCode;

const SealedText kSealed{Hash{}};
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

// Law 5: no name stands in the open.
TEST(Assign, TakesCodesAndNoNames) {
  for (const char* const officer : {"Budi Santoso", "", "O-7"}) {
    Scenario()
        .given(led_by(kWorks))
        .when(kWorksOfficer, Assign{kWorks, UnitCode{"u-7"}, OfficerCode{officer}})
        .then_rejected(bad_id);
  }
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

// A verifier of the agency's own is not its officer.
TEST(AgencysWork, IsItsOfficersAlone) {
  const auto rejects = [](const CaseCommand& command) {
    Scenario()
        .given(led_by(kWorks))
        .when(kWorksVerifier, command)
        .then_rejected(not_authorised)
        .for_all_of({not_authorised});
  };
  rejects(Assign{kWorks, UnitCode{"u-7"}, OfficerCode{"o-7"}});
  rejects(Start{kWorks});
  rejects(Note{kWorks, {}, {}});
  rejects(respond(kWorks, true));
}

TEST(RespondInterim, AfterAReplyKeepsTheAnswersClock) {
  Scenario()
      .given(led_by(kWorks), responded(kWorks), replied())
      .when(kWorksOfficer, respond(kWorks, false))
      .becomes(Status::in_progress)
      .stops({})
      .due({Clock::answer, kWorks}, "2015-02-09T17:00:00.000Z");
}

}  // namespace
}  // namespace aduan
