// Over several rounds: due dates that are kept, handovers.

#include "tests/support/scenario.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using std::chrono::days;
using enum RejectionCode;

const Actor kWorksOfficer = officer_of(kWorks);
const ClockOf kFollowUp{Clock::follow_up, kWorks};
const ClockOf kResolve{Clock::resolve, kWorks};

Step led_by(const AgencyId& lead) {
  return [=](Scenario& scenario) { scenario.given(submitted(), verified(), forwarded(lead)); };
}

/// The same as an import: whatever the rules say.
Step imported(const Event& event) { return happened(kImporter, event); }

Returned sent_to(const AgencyId& by, const AgencyId& to) {
  Returned event;
  event.by = by;
  event.to = to;
  event.reason = ReturnReason::source;
  return event;
}

// --- Due dates of a round

TEST(Round, AnAgencyKeepsItsFirstDueDatesWhenTheCaseComesBack) {
  Scenario()
      .given(submitted(), verified(), sent_back(2, kWorks), later(days{2}))
      .when(kVerifier, forward(kWorks))
      .becomes(Status::forwarded)
      .starts({kFollowUp, kResolve, {Clock::return_agency, kWorks}})
      .due(kFollowUp, "2015-02-09T17:00:00.000Z")
      .due(kResolve, "2015-02-23T17:00:00.000Z")
      .due({Clock::return_agency, kWorks}, "2015-02-05T17:00:00.000Z");
}

TEST(Round, ARulingBringsTheCaseBackWithTheFirstDueDatesToo) {
  Scenario()
      .given(submitted(), verified(), sent_back(1, kWorks), later(days{8}))
      .when(kVerifier, rule(kWorks))
      .becomes(Status::forwarded)
      .starts({kFollowUp, kResolve})
      .due(kFollowUp, "2015-02-09T17:00:00.000Z")
      .due(kResolve, "2015-02-23T17:00:00.000Z");
}

TEST(Round, AnotherAgencyHasDatesOfItsOwn) {
  Scenario()
      .given(submitted(), verified(), sent_back(1, kWorks), later(days{2}))
      .when(kVerifier, forward(kHealth))
      .then_accepted()
      .due({Clock::follow_up, kHealth}, "2015-02-11T17:00:00.000Z");
}

TEST(Round, ACorrectionOfTheKindMovesNoDueDate) {
  Scenario()
      .given(led_by(kWorks), returned(kWorks),
             did(kVerifier, verify(ComplaintKind::information_request)))
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .due(kResolve, "2015-02-23T17:00:00.000Z");
}

TEST(Round, AFirstResponseIsNotOwedTwice) {
  Scenario()
      .given(led_by(kWorks), did(kWorksOfficer, respond(kWorks, false)), returned(kWorks))
      .when(kVerifier, forward(kWorks))
      .becomes(Status::forwarded)
      .starts({kResolve, {Clock::return_agency, kWorks}});
}

TEST(Round, AReopeningGivesFreshDates) {
  Scenario()
      .given(closed(kWorks), on("2015-03-02T02:00:00.000Z"))
      .when(kReporter, reopen())
      .becomes(Status::reopened)
      .due(kFollowUp, "2015-03-09T17:00:00.000Z")
      .due(kResolve, "2015-03-20T17:00:00.000Z");
}

TEST(Round, TheFreshDatesAreThoseOfTheNewRound) {
  Scenario()
      .given(closed(kWorks), on("2015-03-02T02:00:00.000Z"), did(kReporter, reopen()),
             returned(kWorks), later(days{2}))
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .starts({kFollowUp, kResolve, {Clock::return_agency, kWorks}})
      .due(kFollowUp, "2015-03-09T17:00:00.000Z")
      .due(kResolve, "2015-03-20T17:00:00.000Z");
}

TEST(Round, ReturnsAreCountedOverAllRounds) {
  Scenario()
      .given(submitted(), verified(), sent_back(2, kWorks), forwarded(kWorks), responded(kWorks),
             did(kReporter, close(ClosingBasis::confirmed_by_reporter)), did(kReporter, reopen()),
             returned(kWorks))
      .when(kVerifier, forward(kHealth))
      .then_rejected(ruling_required);
}

TEST(Round, AHolidayDecreedLaterMovesNoDueDate) {
  Scenario scenario;
  scenario.given(submitted(), verified(), sent_back(1, kWorks));
  Policy later_policy = sp4n_policy();
  later_policy.version = PolicyVersion{"sp4n-2015.2"};
  later_policy.clocks.follow_up.n = 50;
  evolve(scenario.directory(), scenario.directory().sequence + 1, PolicyAdopted{later_policy});
  scenario.when(kVerifier, forward(kWorks))
      .then_accepted()
      .due(kFollowUp, "2015-02-09T17:00:00.000Z");
}

// --- Handovers

std::uint32_t handovers_after(std::initializer_list<Step> steps) {
  Scenario scenario;
  scenario.given(submitted(), verified());
  for (const Step& step : steps) scenario.given(step);
  return scenario.complaint().handovers;
}

TEST(Handover, IsOneFromALeadToAnotherCountedThere) {
  EXPECT_EQ(handovers_after({forwarded(kWorks)}), 0u);
  EXPECT_EQ(handovers_after({sent_back(1, kWorks)}), 0u);
  EXPECT_EQ(handovers_after({sent_back(1, kWorks), forwarded(kHealth)}), 1u);
  EXPECT_EQ(handovers_after({sent_back(1, kWorks), sent_back(1, kHealth), forwarded(kWorks)}), 2u);
}

TEST(Handover, OverTheDeskAndBackToTheSameIsNone) {
  EXPECT_EQ(handovers_after({sent_back(2, kWorks), forwarded(kWorks)}), 0u);
}

TEST(Handover, IsCountedForRulingsPromotionsAndReturnsAtOnce) {
  EXPECT_EQ(handovers_after({forwarded(kWorks), did(kVerifier, rule(kHealth))}), 1u);
  EXPECT_EQ(handovers_after({forwarded(kWorks), did(kVerifier, rule(kWorks))}), 0u);
  EXPECT_EQ(handovers_after(
                {forwarded(kWorks), supported(kHealth), returned(kWorks), forwarded(kHealth)}),
            1u);
  EXPECT_EQ(handovers_after({forwarded(kWorks), imported(sent_to(kWorks, kHealth))}), 1u);
}

TEST(Handover, OfASupportIsNone) {
  EXPECT_EQ(handovers_after({forwarded(kWorks), supported(kHealth), returned(kHealth)}), 0u);
}

TEST(Handover, AlsoAfterTheClosingIsCounted) {
  Scenario()
      .given(closed(kWorks))
      .when(kImporter, forward(kHealth))
      .becomes(Status::closed)
      .holds([](const Complaint& c) { return c.handovers == 1 && c.last_lead == kHealth; });
}

}  // namespace
}  // namespace aduan
