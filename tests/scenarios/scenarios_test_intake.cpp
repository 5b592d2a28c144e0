// The door and the desk: submit, verify, pend, supplement.

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

// An imported case may come back from its holder before anybody verified it.
TEST(Verify, OfACaseThatCameBackUnverifiedIsNotACorrectionOnly) {
  Submit held = submit();
  held.holder = kWorks;
  const Step came_back = [=](Scenario& scenario) {
    scenario.given(did(kImporter, held), did(officer_of(kWorks), give_back(kWorks)));
  };
  Scenario().given(came_back).when(kVerifier, forward(kHealth)).then_rejected(not_verified);
  Scenario()
      .given(came_back)
      .when(kVerifier, verify())
      .becomes(Status::verified)
      .holds([](const Complaint& c) { return c.verified_once; });
  Scenario()
      .given(came_back, verified())
      .when(kVerifier, forward(kHealth))
      .becomes(Status::forwarded);
}

TEST(Verify, OfAPendedCaseIsACorrectionOnceItWasVerified) {
  Scenario()
      .given(submitted(), verified(), did(kVerifier, Pend{}))
      .when(kVerifier, verify(ComplaintKind::aspiration))
      .becomes(Status::pended)
      .stops({});
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

TEST(Pend, TellsTheFirstRuleBrokenAndKnowsAll) {
  Scenario()
      .given(closed(kWorks))
      .when(kReporter, Pend{})
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, case_finished, has_a_lead});
  Scenario()
      .given(submitted(), verified(), forwarded(kWorks))
      .when(kReporter, Pend{})
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, has_a_lead, not_submitted});
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

}  // namespace
}  // namespace aduan
