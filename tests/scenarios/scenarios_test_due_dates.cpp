// Where and when a due date falls: across Lebaran, in each zone, under a policy that changes.

#include "schemas/instant.h"
#include "tests/scenarios/case_at_works.h"

#include <gtest/gtest.h>

#include <string>

namespace aduan {
namespace {

using std::chrono::days;
using enum RejectionCode;

Step waiting_for_reporter() {
  return [](Scenario& scenario) { scenario.given(led_by(kWorks), responded(kWorks)); };
}

// --- Across Lebaran 2018: 11 to 20 June is all free. Source: domain/policy.md §2, row 2018-06-08.

Step on_8_june() { return on("2018-06-08T03:00:00.000Z"); }

TEST(Lebaran, TheDesksClocksPassOverIt) {
  Scenario()
      .given(on_8_june())
      .when(kReporter, submit())
      .then_accepted()
      .due({Clock::verify}, "2018-06-25T17:00:00.000Z");
  Scenario()
      .given(on_8_june(), submitted())
      .when(kVerifier, Pend{})
      .then_accepted()
      .due({Clock::pend}, "2018-07-05T17:00:00.000Z");
  Scenario()
      .given(on_8_june(), led_by(kWorks))
      .when(kWorksOfficer, give_back(kWorks))
      .then_accepted()
      .due({Clock::reroute}, "2018-06-25T17:00:00.000Z");
  Scenario()
      .given(on_8_june(), archived())
      .when(kReporter, Appeal{})
      .then_accepted()
      .due({Clock::appeal}, "2018-07-05T17:00:00.000Z");
}

TEST(Lebaran, AnAgencysClocksPassOverItInEachZone) {
  const auto leads = [](const AgencyId& agency, std::string_view follow_up,
                        std::string_view resolve, std::string_view return_agency) {
    Scenario()
        .given(on_8_june(), submitted(), verified())
        .when(kVerifier, forward(agency))
        .then_accepted()
        .due({Clock::follow_up, agency}, follow_up)
        .due({Clock::resolve, agency}, resolve)
        .due({Clock::return_agency, agency}, return_agency);
  };
  leads(kWorks, "2018-06-28T17:00:00.000Z", "2018-07-11T17:00:00.000Z", "2018-06-25T17:00:00.000Z");
  leads(kBali, "2018-06-28T16:00:00.000Z", "2018-07-11T16:00:00.000Z", "2018-06-25T16:00:00.000Z");
  leads(kPapua, "2018-06-28T15:00:00.000Z", "2018-07-11T15:00:00.000Z", "2018-06-25T15:00:00.000Z");
}

TEST(Lebaran, OversightTheReportersTimeAndAnAnswerPassOverIt) {
  Scenario()
      .given(on_8_june(), submitted(), did(kVerifier, verify(ComplaintKind::complaint, true)))
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .due({Clock::resolve, kWorks}, "2018-09-18T17:00:00.000Z");
  Scenario()
      .given(on_8_june(), led_by(kWorks))
      .when(kWorksOfficer, respond(kWorks, true))
      .then_accepted()
      .due({Clock::reporter_silence}, "2018-07-05T17:00:00.000Z");
  Scenario()
      .given(on_8_june(), waiting_for_reporter())
      .when(kReporter, Reply{})
      .then_accepted()
      .due({Clock::answer, kWorks}, "2018-06-28T17:00:00.000Z");
}

TEST(Lebaran, CountsForNoCalendarDays) {
  Scenario()
      .given(on_8_june(), submitted())
      .when(kVerifier, archive())
      .then_accepted()
      .due({Clock::appeal_window}, "2018-07-08T17:00:00.000Z");
  Scenario()
      .given(on_8_june(), waiting_for_reporter())
      .when(kReporter, close(ClosingBasis::confirmed_by_reporter))
      .then_accepted()
      .due({Clock::reopen_window}, "2018-07-08T17:00:00.000Z")
      .due({Clock::rate_window}, "2018-07-08T17:00:00.000Z");
}

// --- The agency's zone, WIB where there is none

TEST(Zone, TheReportersAndTheDesksClocksAreWestern) {
  Scenario()
      .given(submitted(), verified(), forwarded(kPapua))
      .when(officer_of(kPapua), respond(kPapua, true))
      .then_accepted()
      .due({Clock::reporter_silence}, "2015-02-16T17:00:00.000Z");
  Scenario()
      .given(submitted(), verified(), forwarded(kBali))
      .when(officer_of(kBali), give_back(kBali))
      .then_accepted()
      .due({Clock::reroute}, "2015-02-05T17:00:00.000Z");
}

TEST(Zone, AnAnswerAndANewRoundAreTheAgencys) {
  Scenario()
      .given(submitted(), verified(), forwarded(kPapua), responded(kPapua))
      .when(kReporter, Reply{})
      .then_accepted()
      .due({Clock::answer, kPapua}, "2015-02-09T15:00:00.000Z");
  Scenario()
      .given(closed(kBali))
      .when(kReporter, reopen())
      .then_accepted()
      .due({Clock::follow_up, kBali}, "2015-02-09T16:00:00.000Z");
}

// --- A policy that changes in the middle of a case's life

/// From 5 February in Jakarta: 1 day to follow up, 2 to resolve, 5 returns.
Step stricter_policy() {
  return [](Scenario& scenario) {
    Policy policy = sp4n_policy();
    policy.version = PolicyVersion{"sp4n-2015.2"};
    policy.in_force_from = DateText{"2015-02-05"};
    policy.max_returns = 5;
    policy.clocks.follow_up.n = 1;
    policy.clocks.resolve.complaint.n = 2;
    Directory& directory = scenario.directory();
    evolve(directory, directory.sequence + 1, PolicyAdopted{policy});
  };
}

std::string policy_named(const Scenario& scenario) {
  Event event = scenario.event();
  const auto& policy = consequences_of(event)->policy;
  return policy ? policy->value : "none";
}

TEST(ChangedPolicy, MovesNoClockThatRuns) {
  Scenario()
      .given(led_by(kWorks), stricter_policy(), on("2015-02-06T02:00:00.000Z"))
      .when(kVerifier, comment())
      .then_accepted()
      .due({Clock::follow_up, kWorks}, "2015-02-09T17:00:00.000Z")
      .due({Clock::resolve, kWorks}, "2015-02-23T17:00:00.000Z");
}

TEST(ChangedPolicy, GivesTheDatesOfWhatStartsFromItsFirstDayOn) {
  Scenario before;
  before.given(submitted(), verified(), stricter_policy(), on("2015-02-04T16:59:59.999Z"))
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .due({Clock::follow_up, kWorks}, "2015-02-11T17:00:00.000Z");
  EXPECT_EQ(policy_named(before), "sp4n-2015.1");
  Scenario after;
  after.given(submitted(), verified(), stricter_policy(), on("2015-02-04T17:00:00.000Z"))
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .due({Clock::follow_up, kWorks}, "2015-02-06T17:00:00.000Z")
      .due({Clock::resolve, kWorks}, "2015-02-09T17:00:00.000Z");
  EXPECT_EQ(policy_named(after), "sp4n-2015.2");
}

TEST(ChangedPolicy, KeepsTheDatesOfWhoGetsTheCaseBackAndGivesOthersItsOwn) {
  Scenario scenario;
  scenario
      .given(submitted(), verified(), sent_back(1, kWorks), stricter_policy(),
             on("2015-02-06T02:00:00.000Z"), sent_back(1, kHealth))
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .due({Clock::follow_up, kWorks}, "2015-02-09T17:00:00.000Z")
      .due({Clock::resolve, kWorks}, "2015-02-23T17:00:00.000Z");
  Scenario()
      .given(submitted(), verified(), sent_back(1, kWorks), stricter_policy(),
             on("2015-02-06T02:00:00.000Z"))
      .when(kVerifier, forward(kHealth))
      .then_accepted()
      .due({Clock::follow_up, kHealth}, "2015-02-09T17:00:00.000Z")
      .due({Clock::resolve, kHealth}, "2015-02-10T17:00:00.000Z");
}

TEST(ChangedPolicy, GivesANewRoundItsFreshDates) {
  Scenario()
      .given(closed(kWorks), stricter_policy(), on("2015-02-06T02:00:00.000Z"))
      .when(kReporter, reopen())
      .then_accepted()
      .due({Clock::follow_up, kWorks}, "2015-02-09T17:00:00.000Z")
      .due({Clock::resolve, kWorks}, "2015-02-10T17:00:00.000Z");
}

TEST(ChangedPolicy, SaysHowManyReturnsThereMayBe) {
  Scenario()
      .given(submitted(), verified(), sent_back(3, kWorks), stricter_policy())
      .when(kVerifier, forward(kHealth))
      .then_rejected(ruling_required);
  Scenario()
      .given(submitted(), verified(), sent_back(3, kWorks), stricter_policy(),
             on("2015-02-04T17:00:00.000Z"))
      .when(kVerifier, forward(kHealth))
      .becomes(Status::forwarded);
}

TEST(NoPolicy, StartsNoClockAndCountsThreeReturns) {
  const Step long_ago = on("2014-12-18T02:00:00.000Z");
  Scenario()
      .given(long_ago, led_by(kWorks))
      .when(kWorksOfficer, respond(kWorks, true))
      .starts({})
      .becomes(Status::responded);
  Scenario()
      .given(long_ago, submitted(), verified(), sent_back(2, kWorks))
      .when(kVerifier, forward(kWorks))
      .becomes(Status::forwarded)
      .starts({});
  Scenario()
      .given(long_ago, submitted(), verified(), sent_back(3, kWorks))
      .when(kVerifier, forward(kWorks))
      .then_rejected(ruling_required);
  // Nothing runs that could run out, nothing was given that could be over.
  Scenario()
      .given(long_ago, waiting_for_reporter(), later(days{900}))
      .when(kWatcher, close(ClosingBasis::reporter_silent))
      .then_rejected(too_early);
  Scenario().given(long_ago, closed(kWorks)).when(kReporter, Rate{4, {}}).then_accepted();
  Scenario().given(long_ago, closed(kWorks)).when(kReporter, reopen()).then_accepted().starts({});
}

}  // namespace
}  // namespace aduan
