// Two cases of one problem: merge and absorb.

#include "tests/support/scenario.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using enum RejectionCode;

Merge merge_into(std::string_view target) { return {*CaseId::from_text(target), {}}; }

Absorb absorb(bool anonymous = false, bool confidential = false) {
  return {*CaseId::from_text("0123456789"), 2, anonymous, confidential};
}

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

TEST(Merge, TellsTheFirstRuleBrokenAndKnowsAll) {
  Scenario()
      .given(submitted(), verified(), forwarded(kWorks))
      .when(kReporter, merge_into(scenario_case().text()))
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, has_a_lead, not_submitted, same_case});
  Scenario()
      .given(archived())
      .when(kVerifier, merge_into(scenario_case().text()))
      .then_rejected(case_finished)
      .for_all_of({case_finished, same_case});
}

// Two cases merged into each other: each refuses the other, both come back to the desk.
TEST(Merge, InACircleIsTakenBackOnBothSides) {
  Scenario().given(merged()).when(kSteward, absorb()).then_rejected(case_finished);
  Scenario()
      .given(merged(), did(kSteward, reopen(ReopeningReason::merge_failed)))
      .when(kVerifier, verify())
      .becomes(Status::verified);
}

TEST(Merge, OfACaseThatWasVerifiedAndCameBackMayBeForwardedAtOnce) {
  Scenario()
      .given(submitted(), verified(), did(kVerifier, merge_into("0123456789")),
             did(kSteward, reopen(ReopeningReason::merge_failed)))
      .when(kVerifier, forward(kWorks))
      .becomes(Status::forwarded)
      .stops({{Clock::verify}});
}

TEST(Absorb, TellsTheFirstRuleBrokenAndKnowsAll) {
  Absorb command = absorb(true, true);
  command.case_ = scenario_case();
  Scenario()
      .given(archived())
      .when(kVerifier, command)
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, case_finished, visibility_differs, same_case});
}

TEST(Absorb, AgreesOnBothFlags) {
  Scenario()
      .given(submitted(), did(kReporter, visibility(true, true)))
      .when(kSteward, absorb(true, true))
      .then_accepted(Absorbed{*CaseId::from_text("0123456789"), 2, {}});
}

}  // namespace
}  // namespace aduan
