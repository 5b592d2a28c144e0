// An archive is looked at again: appeal, dismissal, grant.

#include "tests/support/scenario.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using std::chrono::days;
using enum RejectionCode;

const SealedText kSealed{Hash{}};

TEST(Appeal, AsksTheOverseer) {
  Scenario()
      .given(archived())
      .when(kReporter, Appeal{kSealed})
      .becomes(Status::archived)
      .stops({{Clock::appeal_window}})
      .starts({{Clock::appeal}})
      .due({Clock::appeal}, "2015-02-16T17:00:00.000Z")
      .holds([](const Complaint& c) { return c.under_appeal && is_turn_of(c, desk()); });
}

TEST(Appeal, WritesAnEscalationToTheOverseer) {
  Escalated event;
  event.to = EscalationTarget::overseer;
  event.reason = EscalationReason::appeal;
  event.text = kSealed;
  Scenario scenario;
  scenario.given(archived()).when(kReporter, Appeal{kSealed}).then_accepted();
  event.consequences = *consequences_of(scenario.event());
  EXPECT_EQ(scenario.event(), Event(event));
}

TEST(Appeal, IsTheReportersOnAnArchivedCase) {
  Scenario().given(archived()).when(kCitizen, Appeal{}).then_rejected(not_authorised);
  Scenario().given(submitted()).when(kReporter, Appeal{}).then_rejected(not_archived);
  Scenario().given(closed(kWorks)).when(kReporter, Appeal{}).then_rejected(not_archived);
  Scenario().given(merged()).when(kReporter, Appeal{}).then_rejected(not_archived);
}

TEST(Appeal, ComesWithinThirtyDays) {
  Scenario()
      .given(archived(), on("2015-03-04T16:59:59.999Z"))
      .when(kReporter, Appeal{})
      .then_accepted();
  Scenario()
      .given(archived(), on("2015-03-04T17:00:00.000Z"))
      .when(kReporter, Appeal{})
      .then_rejected(window_over);
}

TEST(Appeal, ComesOnce) {
  Scenario().given(appealed()).when(kReporter, Appeal{}).then_rejected(already_appealed);
  Scenario()
      .given(appealed(), did(kOtherVerifier, archive(ArchiveReason::appeal_dismissed)))
      .when(kReporter, Appeal{})
      .then_rejected(already_appealed);
}

TEST(Appeal, DismissedIsFinal) {
  for (const Actor& judge : {kOtherVerifier, kOverseer, kHealthVerifier}) {
    Scenario()
        .given(appealed())
        .when(judge, archive(ArchiveReason::appeal_dismissed))
        .becomes(Status::archived)
        .stops({{Clock::appeal}})
        .starts({})
        .holds([](const Complaint& c) { return !c.under_appeal && !is_turn_of(c, desk()); });
  }
}

TEST(Appeal, IsNotJudgedByWhoArchived) {
  Scenario()
      .given(appealed())
      .when(kVerifier, archive(ArchiveReason::appeal_dismissed))
      .then_rejected(conflict_of_interest);
  Scenario()
      .given(appealed())
      .when(kVerifier, reopen(ReopeningReason::appeal_granted))
      .then_rejected(conflict_of_interest);
}

TEST(Appeal, IsDismissedOnlyWhereThereIsOne) {
  Scenario()
      .given(archived())
      .when(kOverseer, archive(ArchiveReason::appeal_dismissed))
      .then_rejected(not_under_appeal);
  Scenario()
      .given(appealed(), did(kOverseer, archive(ArchiveReason::appeal_dismissed)))
      .when(kOverseer, archive(ArchiveReason::appeal_dismissed))
      .then_rejected(not_under_appeal);
  Scenario()
      .given(appealed())
      .when(kReporter, archive(ArchiveReason::appeal_dismissed))
      .then_rejected(not_authorised);
}

TEST(Appeal, GrantedBringsTheCaseBackToTheDesk) {
  for (const Actor& judge : {kOtherVerifier, kOverseer}) {
    Scenario()
        .given(appealed())
        .when(judge, reopen(ReopeningReason::appeal_granted))
        .becomes(Status::submitted)
        .stops({{Clock::appeal}})
        .starts({{Clock::verify}})
        .holds([](const Complaint& c) { return !c.under_appeal && is_at_desk(c); });
  }
}

TEST(Appeal, IsGrantedOnlyWhereThereIsOne) {
  Scenario()
      .given(archived())
      .when(kOverseer, reopen(ReopeningReason::appeal_granted))
      .then_rejected(not_under_appeal);
  Scenario()
      .given(closed(kWorks))
      .when(kOverseer, reopen(ReopeningReason::appeal_granted))
      .then_rejected(not_under_appeal);
}

TEST(Appeal, ComesOnceACaseAlsoWhenItWasGranted) {
  Scenario()
      .given(appealed(), did(kOverseer, reopen(ReopeningReason::appeal_granted)),
             did(kVerifier, archive()))
      .when(kReporter, Appeal{})
      .then_rejected(already_appealed);
}

TEST(Appeal, DismissedLeavesNothingMoreToDo) {
  const Step dismissed = did(kOverseer, archive(ArchiveReason::appeal_dismissed));
  const auto rejects = [&](const Actor& actor, const CaseCommand& command, RejectionCode code) {
    Scenario().given(appealed(), dismissed).when(actor, command).then_rejected(code);
  };
  rejects(kVerifier, archive(), case_finished);
  rejects(kOverseer, reopen(ReopeningReason::appeal_granted), not_under_appeal);
  rejects(kVerifier, reopen(), not_closed);
  rejects(kReporter, reopen(), not_closed);
  rejects(kReporter, Supplement{}, case_finished);
  rejects(kReporter, Withdraw{}, case_finished);
}

TEST(Appeal, OfAnExpiryIsJudgedByAnyVerifierWithoutConflict) {
  const Step expired = [](Scenario& scenario) {
    scenario.given(submitted(), verified(), sent_back(1, kWorks), did(kVerifier, Pend{}),
                   later(days{60}), did(kWatcher, archive(ArchiveReason::not_supplemented)),
                   did(kReporter, Appeal{}));
  };
  Scenario()
      .given(expired)
      .when(kVerifier, archive(ArchiveReason::appeal_dismissed))
      .becomes(Status::archived);
  Scenario()
      .given(expired)
      .when(kVerifier, reopen(ReopeningReason::appeal_granted))
      .becomes(Status::submitted);
  Scenario()
      .given(expired)
      .when(kWorksVerifier, archive(ArchiveReason::appeal_dismissed))
      .then_rejected(conflict_of_interest);
}

TEST(Appeal, GrantedBeginsARoundInWhichTheCaseGoesOnAsAnyOther) {
  Scenario()
      .given(appealed(), did(kOverseer, reopen(ReopeningReason::appeal_granted)))
      .when(kVerifier, verify())
      .becomes(Status::verified)
      .holds([](const Complaint& c) { return c.reopenings == 1 && !c.reopened_by_reporter; });
}

TEST(Appeal, TellsTheFirstRuleBrokenAndKnowsAll) {
  Scenario()
      .given(appealed(), did(kOverseer, reopen(ReopeningReason::appeal_granted)),
             did(kVerifier, archive()), later(days{90}))
      .when(kCitizen, Appeal{})
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, window_over, already_appealed});
}

}  // namespace
}  // namespace aduan
