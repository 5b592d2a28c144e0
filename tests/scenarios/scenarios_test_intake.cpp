// The door and the desk: submit, verify, pend, supplement, archive, appeal, merge, absorb.

#include "tests/support/scenario.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using std::chrono::days;
using enum RejectionCode;

const SealedText kSealed{Hash{}};

Submit confidential_submission() {
  Submit command = submit();
  command.confidential = true;
  command.category = {std::nullopt, kSealed};
  return command;
}

Merge merge_into(std::string_view target) { return {*CaseId::from_text(target), {}}; }

Absorb absorb(bool anonymous = false, bool confidential = false) {
  return {*CaseId::from_text("0123456789"), 2, anonymous, confidential};
}

// --- Submit

TEST(Submit, OfTheReporterOpensACaseAtTheDesk) {
  Scenario()
      .when(kReporter, submit())
      .becomes(Status::submitted)
      .stops({})
      .starts({{Clock::verify}})
      .due({Clock::verify}, "2015-02-05T17:00:00.000Z")
      .holds([](const Complaint& c) { return is_at_desk(c) && is_turn_of(c, desk()); })
      .holds([](const Complaint& c) { return !c.published && !c.verified_once; });
}

TEST(Submit, WritesAllThatTheReporterSaid) {
  Submit command = submit(Channel::sms);
  command.kind = ComplaintKind::aspiration;
  command.region.open = RegionCode{"31.71"};
  command.incident_date.open = DateText{"2015-01-30"};
  command.anonymous = true;
  command.addressed_to = kWorks;
  command.text = command.name = kSealed;
  Submitted event;
  event.channel = Channel::sms;
  event.kind = ComplaintKind::aspiration;
  event.category.open = kRoads;
  event.region = command.region;
  event.incident_date = command.incident_date;
  event.anonymous = true;
  event.addressed_to = kWorks;
  event.text = event.name = kSealed;
  Scenario scenario;
  scenario.when(kReporter, command).then_accepted().holds([](const Complaint& c) {
    return c.anonymous && c.handlings.empty();
  });
  event.consequences = *consequences_of(scenario.event());
  EXPECT_EQ(scenario.event(), Event(event));
}

TEST(Submit, OfAVerifierIsForALetterOrACall) {
  Scenario().when(kVerifier, submit(Channel::letter)).becomes(Status::submitted);
  Scenario().when(kVerifier, submit(Channel::phone)).becomes(Status::submitted);
  Scenario().when(kVerifier, submit(Channel::web)).then_rejected(not_authorised);
  Scenario().when(kVerifier, submit(Channel::walk_in)).then_rejected(not_authorised);
}

TEST(Submit, IsNobodyElses) {
  for (const Actor& actor : {kCitizen, kOverseer, kCustodian, kOperator, kWatcher, kSteward,
                             kAuditor, officer_of(kWorks)}) {
    Scenario().when(actor, submit(Channel::letter)).then_rejected(not_authorised);
  }
}

TEST(Submit, HoldersAndDueDatesAreTheImporters) {
  Submit command = submit();
  command.holder = kWorks;
  Scenario().when(kReporter, command).then_rejected(importers_only);
  command = submit();
  command.due = Instant{};
  Scenario().when(kReporter, command).then_rejected(importers_only);
}

TEST(Submit, NeverTakesAnIdTwice) {
  Scenario().given(submitted()).when(kReporter, submit()).then_rejected(case_id_taken);
}

TEST(Submit, OfAConfidentialCaseSealsCategoryRegionAndDay) {
  Scenario()
      .when(kReporter, confidential_submission())
      .becomes(Status::submitted)
      .holds([](const Complaint& c) { return c.confidential && !c.category.open; });
  Submit command = confidential_submission();
  command.category = {kRoads, {}};
  Scenario().when(kReporter, command).then_rejected(seal_again);
  command = confidential_submission();
  command.region.open = RegionCode{"31.71"};
  Scenario().when(kReporter, command).then_rejected(seal_again);
  command = confidential_submission();
  command.incident_date.open = DateText{"2015-01-30"};
  Scenario().when(kReporter, command).then_rejected(seal_again);
}

TEST(Submit, WhistleblowingIsWrittenAsAComplaintWithBothFlags) {
  Submit command = confidential_submission();
  command.confidential = false;
  command.kind = ComplaintKind::whistleblowing;
  Scenario().when(kReporter, command).then_accepted().holds([](const Complaint& c) {
    return c.anonymous && c.confidential && c.kind == ComplaintKind::complaint;
  });
  command.category = {kRoads, {}};
  Scenario().when(kReporter, command).then_rejected(seal_again);
}

TEST(Submit, KnowsItsCodesAndCategories) {
  Submit command = submit();
  command.channel = Code<Channel>::from_text("pigeon");
  Scenario().when(kReporter, command).then_rejected(unknown_code);
  command = submit();
  command.kind = Code<ComplaintKind>::from_text("poem");
  Scenario().when(kReporter, command).then_rejected(unknown_code);
  command = submit();
  command.category.open = CategoryId{"2014-moon"};
  Scenario().when(kReporter, command).then_rejected(unknown_category);
  command.category.open.reset();
  Scenario().when(kReporter, command).becomes(Status::submitted);
}

TEST(Submit, TellsTheFirstRuleBrokenAndKnowsAll) {
  Submit command = submit();
  command.holder = kWorks;
  command.confidential = true;
  command.channel = Code<Channel>::from_text("pigeon");
  command.category.open = CategoryId{"2014-moon"};
  Scenario()
      .given(submitted())
      .when(kCitizen, command)
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, importers_only, case_id_taken, seal_again, unknown_code,
                   unknown_category});
}

TEST(Submit, BeforeAnyPolicyStartsNoClock) {
  Scenario()
      .given(on("2014-12-18T16:59:59.999Z"))
      .when(kReporter, submit())
      .becomes(Status::submitted)
      .starts({});
  Scenario()
      .given(on("2014-12-18T17:00:00.000Z"))
      .when(kReporter, submit())
      .becomes(Status::submitted)
      .starts({{Clock::verify}});
}

// --- Verify

TEST(Verify, SaysWhatTheCaseIsAndMovesNoClock) {
  Scenario()
      .given(submitted())
      .when(kVerifier, verify(ComplaintKind::information_request, true))
      .becomes(Status::verified)
      .stops({})
      .starts({})
      .holds([](const Complaint& c) {
        return c.verified_once && c.oversight && c.kind == ComplaintKind::information_request;
      });
}

TEST(Verify, AgainIsACorrectionThatLeavesTheStatus) {
  Scenario()
      .given(submitted(), verified(), forwarded(kWorks), responded(kWorks))
      .when(kVerifier, verify(ComplaintKind::aspiration))
      .becomes(Status::responded)
      .stops({})
      .starts({})
      .holds([](const Complaint& c) { return c.kind == ComplaintKind::aspiration; });
}

TEST(Verify, IsTheVerifiers) {
  for (const Actor& actor : {kReporter, kCitizen, kOverseer, officer_of(kWorks), kSteward}) {
    Scenario().given(submitted()).when(actor, verify()).then_rejected(not_authorised);
  }
}

TEST(Verify, IsRejectedOnAFinishedCase) {
  Scenario().given(closed(kWorks)).when(kVerifier, verify()).then_rejected(case_finished);
}

TEST(Verify, TheFirstTimeNeedsASubmittedCase) {
  Scenario()
      .given(submitted(), did(kVerifier, Pend{}))
      .when(kVerifier, verify())
      .then_rejected(not_submitted);
}

TEST(Verify, OfAConfidentialCaseSealsTheCategory) {
  Scenario()
      .given(did(kReporter, confidential_submission()))
      .when(kVerifier, verify())
      .then_rejected(seal_again);
  Verify sealed = verify();
  sealed.category = {std::nullopt, kSealed};
  Scenario()
      .given(did(kReporter, confidential_submission()))
      .when(kVerifier, sealed)
      .becomes(Status::verified);
}

TEST(Verify, KnowsItsKindsAndCategories) {
  Scenario()
      .given(submitted())
      .when(kVerifier, verify(ComplaintKind::whistleblowing))
      .then_rejected(unknown_code);
  Verify command = verify();
  command.kind = Code<ComplaintKind>::from_text("poem");
  Scenario().given(submitted()).when(kVerifier, command).then_rejected(unknown_code);
  command = verify();
  command.category.open = CategoryId{"2014-moon"};
  Scenario().given(submitted()).when(kVerifier, command).then_rejected(unknown_category);
}

TEST(Verify, TellsTheFirstRuleBrokenAndKnowsAll) {
  Verify command = verify(ComplaintKind::whistleblowing);
  command.category.open = CategoryId{"2014-moon"};
  Scenario()
      .given(did(kReporter, confidential_submission()), did(kVerifier, archive()))
      .when(kReporter, command)
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, case_finished, not_submitted, seal_again, unknown_code,
                   unknown_category});
}

// --- Pend

TEST(Pend, AsksTheReporterBackAndStopsTheDesksClock) {
  Scenario()
      .given(submitted())
      .when(kVerifier, Pend{kSealed})
      .becomes(Status::pended)
      .stops({{Clock::verify}})
      .starts({{Clock::pend}})
      .due({Clock::pend}, "2015-02-16T17:00:00.000Z");
}

TEST(Pend, OfAReturnedCaseStopsReroute) {
  Scenario()
      .given(submitted(), verified(), sent_back(1, kWorks))
      .when(kVerifier, Pend{})
      .becomes(Status::pended)
      .stops({{Clock::reroute}})
      .starts({{Clock::pend}});
}

TEST(Pend, IsTheVerifiers) {
  for (const Actor& actor : {kReporter, kOverseer, officer_of(kWorks), kWatcher}) {
    Scenario().given(submitted()).when(actor, Pend{}).then_rejected(not_authorised);
  }
}

TEST(Pend, NeedsACaseThatWaitsAtTheDesk) {
  Scenario().given(closed(kWorks)).when(kVerifier, Pend{}).then_rejected(case_finished);
  Scenario()
      .given(submitted(), verified(), forwarded(kWorks))
      .when(kVerifier, Pend{})
      .then_rejected(has_a_lead);
  Scenario()
      .given(submitted(), did(kVerifier, Pend{}))
      .when(kVerifier, Pend{})
      .then_rejected(not_submitted);
}

// --- Supplement

TEST(Supplement, OfAPendedCaseGivesItBackToTheDesk) {
  Scenario()
      .given(submitted(), did(kVerifier, Pend{}), later(days{2}))
      .when(kReporter, Supplement{kSealed, {}})
      .becomes(Status::submitted)
      .stops({{Clock::pend}})
      .starts({{Clock::verify}})
      .due({Clock::verify}, "2015-02-09T17:00:00.000Z");
}

TEST(Supplement, GivesTheStatusBeforeThePend) {
  Scenario()
      .given(submitted(), verified(), did(kVerifier, Pend{}))
      .when(kReporter, Supplement{})
      .becomes(Status::verified)
      .starts({{Clock::verify}});
}

TEST(Supplement, OfAnyOtherOpenCaseMovesNothing) {
  Scenario()
      .given(submitted(), verified(), forwarded(kWorks))
      .when(kReporter, Supplement{})
      .becomes(Status::forwarded)
      .stops({})
      .starts({});
  Scenario()
      .given(submitted(), verified(), forwarded(kWorks), responded(kWorks))
      .when(kReporter, Supplement{})
      .becomes(Status::responded)
      .stops({})
      .starts({});
}

TEST(Supplement, IsTheReportersAndOfAnOpenCase) {
  Scenario().given(submitted()).when(kCitizen, Supplement{}).then_rejected(not_authorised);
  Scenario().given(submitted()).when(kVerifier, Supplement{}).then_rejected(not_authorised);
  Scenario().given(closed(kWorks)).when(kReporter, Supplement{}).then_rejected(case_finished);
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
