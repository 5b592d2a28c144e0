// Cases that come to nothing: archive, appeal, merge, absorb.

#include "tests/support/scenario.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using std::chrono::days;
using enum RejectionCode;

const SealedText kSealed{Hash{}};

Merge merge_into(std::string_view target) { return {*CaseId::from_text(target), {}}; }

Absorb absorb(bool anonymous = false, bool confidential = false) {
  return {*CaseId::from_text("0123456789"), 2, anonymous, confidential};
}

// --- Archive

TEST(Archive, EndsACaseAtTheDeskAndOpensTheWindowOfAppeal) {
  for (const Step& step : {did(kVerifier, verify()), did(kVerifier, Pend{})}) {
    Scenario().given(submitted(), step).when(kVerifier, archive()).becomes(Status::archived);
  }
  Scenario()
      .given(submitted())
      .when(kVerifier, archive())
      .becomes(Status::archived)
      .stops({{Clock::verify}})
      .starts({{Clock::appeal_window}})
      .due({Clock::appeal_window}, "2015-03-04T17:00:00.000Z");
}

TEST(Archive, OfAPendedCaseThatExpiredIsTheWatchers) {
  Scenario()
      .given(submitted(), did(kVerifier, Pend{}), on("2015-02-16T17:00:00.000Z"))
      .when(kWatcher, archive(ArchiveReason::not_supplemented))
      .becomes(Status::archived)
      .stops({{Clock::pend}})
      .starts({{Clock::appeal_window}});
  Scenario()
      .given(submitted(), did(kVerifier, Pend{}), on("2015-02-16T16:59:59.999Z"))
      .when(kWatcher, archive(ArchiveReason::not_supplemented))
      .then_rejected(too_early);
  Scenario()
      .given(submitted(), later(days{90}))
      .when(kWatcher, archive(ArchiveReason::not_supplemented))
      .then_rejected(too_early);
  Scenario().given(submitted()).when(kWatcher, archive()).then_rejected(not_authorised);
}

TEST(Archive, IsNobodyElses) {
  for (const Actor& actor : {kReporter, kOverseer, officer_of(kWorks), kSteward}) {
    Scenario().given(submitted()).when(actor, archive()).then_rejected(not_authorised);
  }
}

TEST(Archive, IsNotForAVerifierWhoseAgencyHadTheCase) {
  Scenario()
      .given(submitted(), verified(), sent_back(1, kWorks))
      .when(kWorksVerifier, archive())
      .then_rejected(conflict_of_interest);
  Scenario()
      .given(submitted(), verified(), sent_back(1, kWorks))
      .when(kHealthVerifier, archive())
      .becomes(Status::archived)
      .stops({{Clock::reroute}});
}

TEST(Archive, NeedsAnOpenCaseAtTheDesk) {
  Scenario().given(closed(kWorks)).when(kVerifier, archive()).then_rejected(case_finished);
  Scenario().given(archived()).when(kVerifier, archive()).then_rejected(case_finished);
  Scenario()
      .given(submitted(), verified(), forwarded(kWorks))
      .when(kVerifier, archive())
      .then_rejected(has_a_lead)
      .for_all_of({has_a_lead, not_submitted});
}

TEST(Archive, KnowsItsReasons) {
  ArchiveCase command;
  command.reason = Code<ArchiveReason>::from_text("boring");
  Scenario().given(submitted()).when(kVerifier, command).then_rejected(unknown_code);
}

// --- Appeal

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

// --- Merge and absorb

TEST(Merge, EndsACaseThatWaitsAtTheDesk) {
  Scenario()
      .given(submitted())
      .when(kVerifier, merge_into("0123456789"))
      .becomes(Status::merged)
      .stops({{Clock::verify}})
      .starts({})
      .holds([](const Complaint& c) { return c.merged_into->text() == "0123456789"; });
  Scenario()
      .given(submitted(), verified(), sent_back(1, kWorks))
      .when(kVerifier, merge_into("0123456789"))
      .becomes(Status::merged)
      .stops({{Clock::reroute}});
}

TEST(Merge, IsTheVerifiers) {
  for (const Actor& actor : {kReporter, kOverseer, kSteward, officer_of(kWorks)}) {
    Scenario()
        .given(submitted())
        .when(actor, merge_into("0123456789"))
        .then_rejected(not_authorised);
  }
}

TEST(Merge, NeedsAnOpenCaseThatWaitsAtTheDesk) {
  const Merge command = merge_into("0123456789");
  Scenario().given(closed(kWorks)).when(kVerifier, command).then_rejected(case_finished);
  Scenario()
      .given(submitted(), verified(), forwarded(kWorks))
      .when(kVerifier, command)
      .then_rejected(has_a_lead);
  Scenario()
      .given(submitted(), did(kVerifier, Pend{}))
      .when(kVerifier, command)
      .then_rejected(not_submitted);
}

TEST(Merge, IsNeverIntoItself) {
  Scenario()
      .given(submitted())
      .when(kVerifier, merge_into(scenario_case().text()))
      .then_rejected(same_case);
}

TEST(Merge, ThatFailedIsTakenBackByTheSteward) {
  Scenario()
      .given(merged())
      .when(kSteward, reopen(ReopeningReason::merge_failed))
      .becomes(Status::submitted)
      .stops({})
      .starts({{Clock::verify}})
      .holds([](const Complaint& c) { return !c.merged_into.has_value(); });
  Scenario()
      .given(merged())
      .when(kVerifier, reopen(ReopeningReason::merge_failed))
      .then_rejected(not_authorised);
  Scenario()
      .given(closed(kWorks))
      .when(kSteward, reopen(ReopeningReason::merge_failed))
      .then_rejected(not_merged);
}

TEST(Absorb, CountsTheOtherReporterAsASupport) {
  for (const Step& target : {submitted(), closed(kWorks)}) {
    Scenario()
        .given(target)
        .when(kSteward, absorb())
        .then_accepted()
        .stops({})
        .starts({})
        .holds([](const Complaint& c) { return c.supports == 1; });
  }
}

TEST(Absorb, LeavesTheStatusAsItWas) {
  Scenario().given(submitted(), verified()).when(kSteward, absorb()).becomes(Status::verified);
  Scenario().given(closed(kWorks)).when(kSteward, absorb()).becomes(Status::closed);
}

TEST(Absorb, IsTheStewards) {
  Scenario().given(submitted()).when(kVerifier, absorb()).then_rejected(not_authorised);
}

TEST(Absorb, RefusesAMergedOrArchivedTarget) {
  Scenario().given(merged()).when(kSteward, absorb()).then_rejected(case_finished);
  Scenario().given(archived()).when(kSteward, absorb()).then_rejected(case_finished);
}

TEST(Absorb, RefusesACaseOfOtherVisibility) {
  Scenario()
      .given(submitted())
      .when(kSteward, absorb(true, false))
      .then_rejected(visibility_differs);
  Scenario()
      .given(submitted())
      .when(kSteward, absorb(false, true))
      .then_rejected(visibility_differs);
}

TEST(Absorb, RefusesItself) {
  Absorb command = absorb();
  command.case_ = scenario_case();
  Scenario().given(submitted()).when(kSteward, command).then_rejected(same_case);
}

}  // namespace
}  // namespace aduan
