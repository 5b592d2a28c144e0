// People: reply, comment, support.

#include "tests/support/scenario.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using std::chrono::days;
using enum RejectionCode;

const Actor kWorksOfficer = officer_of(kWorks);

Step led_by(const AgencyId& lead) {
  return [=](Scenario& scenario) { scenario.given(submitted(), verified(), forwarded(lead)); };
}

/// Waits for the reporter since Monday, 2 February.
Step answered_by(const AgencyId& lead) {
  return [=](Scenario& scenario) { scenario.given(led_by(lead), responded(lead)); };
}

Step flagged(bool anonymous, bool confidential) {
  return did(kReporter, visibility(anonymous, confidential));
}

// --- Reply

TEST(Reply, IsTheLeadsTurnAgain) {
  Scenario()
      .given(answered_by(kWorks), later(days{2}))
      .when(kReporter, Reply{})
      .becomes(Status::reporter_replied)
      .stops({{Clock::reporter_silence}})
      .starts({{Clock::answer, kWorks}})
      .due({Clock::answer, kWorks}, "2015-02-11T17:00:00.000Z")
      .holds([](const Complaint& c) { return is_turn_of(c, kWorks) && c.replied_since; });
}

TEST(Reply, EachGetsATimeOfItsOwn) {
  Scenario()
      .given(answered_by(kWorks), replied(), responded(kWorks), later(days{2}))
      .when(kReporter, Reply{})
      .becomes(Status::reporter_replied)
      .stops({{Clock::reporter_silence}})
      .starts({{Clock::answer, kWorks}})
      .due({Clock::answer, kWorks}, "2015-02-11T17:00:00.000Z");
}

TEST(Reply, AfterTheSilenceRanOutButBeforeTheClosingCounts) {
  Scenario()
      .given(answered_by(kWorks), on("2015-03-02T02:00:00.000Z"))
      .when(kReporter, Reply{})
      .becomes(Status::reporter_replied);
}

TEST(Reply, OnAClosedCaseAsksTheDeskToReopen) {
  Scenario()
      .given(closed(kWorks))
      .when(kReporter, Reply{})
      .becomes(Status::closed)
      .stops({})
      .starts({})
      .holds([](const Complaint& c) { return is_turn_of(c, desk()); });
}

TEST(Reply, IsTheReporters) {
  for (const Actor& actor : {kCitizen, kVerifier, kWorksOfficer}) {
    Scenario().given(answered_by(kWorks)).when(actor, Reply{}).then_rejected(not_authorised);
  }
}

TEST(Reply, NeedsAnAnswerOrAClosedCase) {
  Scenario().given(submitted()).when(kReporter, Reply{}).then_rejected(not_responded);
  Scenario().given(led_by(kWorks)).when(kReporter, Reply{}).then_rejected(not_responded);
  Scenario().given(archived()).when(kReporter, Reply{}).then_rejected(not_responded);
  Scenario()
      .given(answered_by(kWorks), replied())
      .when(kReporter, Reply{})
      .then_rejected(not_responded);
}

// --- Comment

TEST(Comment, InPublicByTheDeskIsTheLeadsTurnAgain) {
  for (const Actor& actor : {kVerifier, kOverseer}) {
    Scenario()
        .given(answered_by(kWorks))
        .when(actor, comment())
        .becomes(Status::responded)
        .stops({{Clock::reporter_silence}})
        .starts({{Clock::answer, kWorks}})
        .holds([](const Complaint& c) { return is_turn_of(c, kWorks); })
        .holds([](const Complaint& c) { return lead_of(c)->state == HandlingState::in_progress; });
  }
}

TEST(Comment, ASecondOneRestartsNothing) {
  Scenario()
      .given(answered_by(kWorks), did(kVerifier, comment()), later(days{2}))
      .when(kVerifier, comment())
      .becomes(Status::responded)
      .stops({})
      .starts({})
      .due({Clock::answer, kWorks}, "2015-02-09T17:00:00.000Z");
}

TEST(Comment, AReplyAfterItRestartsNothingEither) {
  Scenario()
      .given(answered_by(kWorks), did(kVerifier, comment()), later(days{2}))
      .when(kReporter, Reply{})
      .becomes(Status::reporter_replied)
      .stops({})
      .starts({})
      .due({Clock::answer, kWorks}, "2015-02-09T17:00:00.000Z");
}

TEST(Comment, InternalOrOfAnAgencyMovesNothing) {
  Scenario()
      .given(answered_by(kWorks))
      .when(kVerifier, comment(Audience::internal))
      .becomes(Status::responded)
      .stops({})
      .starts({});
  Scenario()
      .given(answered_by(kWorks))
      .when(kWorksOfficer, comment())
      .becomes(Status::responded)
      .stops({})
      .starts({});
  Scenario()
      .given(answered_by(kWorks))
      .when(kCitizen, comment())
      .becomes(Status::responded)
      .stops({})
      .starts({});
}

TEST(Comment, OnAnyOtherStatusMovesNothing) {
  Scenario().given(led_by(kWorks)).when(kVerifier, comment()).becomes(Status::forwarded).stops({});
  Scenario().given(submitted()).when(kOverseer, comment()).becomes(Status::submitted).stops({});
  Scenario().given(closed(kWorks)).when(kVerifier, comment()).becomes(Status::closed).stops({});
}

TEST(Comment, IsNotTheReportersNorTheSystems) {
  for (const Actor& actor : {kReporter, kWatcher, kSteward, kOperator, kCustodian}) {
    Scenario().given(led_by(kWorks)).when(actor, comment()).then_rejected(not_authorised);
  }
}

TEST(Comment, OfAnAgencyNeedsItsHandling) {
  Scenario().given(led_by(kHealth)).when(kWorksOfficer, comment()).then_rejected(not_your_case);
  Scenario()
      .given(led_by(kHealth), supported(kWorks))
      .when(kWorksOfficer, comment(Audience::internal))
      .then_accepted();
}

TEST(Comment, OfACitizenIsPublicAndOnAPublicCase) {
  Scenario().given(led_by(kWorks)).when(kCitizen, comment()).then_accepted();
  Scenario()
      .given(led_by(kWorks))
      .when(kCitizen, comment(Audience::internal))
      .then_rejected(not_authorised);
  Scenario().given(submitted(), verified()).when(kCitizen, comment()).then_rejected(not_published);
  Scenario()
      .given(led_by(kWorks), flagged(false, true))
      .when(kCitizen, comment())
      .then_rejected(not_published);
}

TEST(Comment, TellsTheFirstRuleBrokenAndKnowsAll) {
  Scenario()
      .given(submitted())
      .when(kCitizen, comment(Audience::internal))
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, not_published});
}

// --- Support

TEST(Support, CountsACitizen) {
  Scenario()
      .given(led_by(kWorks))
      .when(kCitizen, Support{})
      .becomes(Status::forwarded)
      .stops({})
      .starts({})
      .holds([](const Complaint& c) { return c.supports == 1; });
}

TEST(Support, NeedsAnAccount) {
  Scenario()
      .given(led_by(kWorks))
      .when(Actor{Role::citizen, ""}, Support{})
      .then_rejected(not_authorised);
  Scenario().given(led_by(kWorks)).when(kReporter, Support{}).then_rejected(not_authorised);
  Scenario().given(led_by(kWorks)).when(kVerifier, Support{}).then_rejected(not_authorised);
}

TEST(Support, NeedsAnOpenPublicCase) {
  Scenario().given(closed(kWorks)).when(kCitizen, Support{}).then_rejected(case_finished);
  Scenario().given(submitted(), verified()).when(kCitizen, Support{}).then_rejected(not_published);
  Scenario()
      .given(led_by(kWorks), flagged(true, true))
      .when(kCitizen, Support{})
      .then_rejected(not_published);
  Scenario().given(led_by(kWorks), flagged(true, false)).when(kCitizen, Support{}).then_accepted();
}

TEST(Support, TellsTheFirstRuleBrokenAndKnowsAll) {
  Scenario()
      .given(submitted(), did(kReporter, Withdraw{}))
      .when(kReporter, Support{})
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, case_finished, not_published});
}

}  // namespace
}  // namespace aduan
