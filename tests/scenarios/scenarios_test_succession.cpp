// A dissolved agency's cases move to its successor.

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

// --- Succession

TEST(Succession, MovesTheHandlingAsItStands) {
  Scenario()
      .given(led_by(kWorks), did(kWorksOfficer, Start{kWorks}), later(days{1}),
             dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .becomes(Status::in_progress)
      .stops({kFollowUp, kResolve, {Clock::return_agency, kWorks}})
      .due({Clock::follow_up, kSocial}, "2015-02-09T17:00:00.000Z")
      .due({Clock::resolve, kSocial}, "2015-02-23T17:00:00.000Z")
      .holds([](const Complaint& c) {
        const Handling* const lead = lead_of(c);
        return lead->agency == kSocial && lead->state == HandlingState::in_progress &&
               active_handling(c, kWorks) == nullptr && c.clocks.size() == 3;
      })
      .holds([](const Complaint& c) { return c.clocks[0].started == 3 && c.returns == 0; });
}

TEST(Succession, StartsNoClockAndWritesTheRole) {
  Scenario scenario;
  scenario.given(led_by(kHealth), supported(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .becomes(Status::forwarded);
  Forwarded event;
  event.to = kSocial;
  event.role = HandlingRole::support;
  event.from = kWorks;
  event.cause = Cause::succession;
  EXPECT_EQ(scenario.event(), Event(event));
  EXPECT_EQ(active_handling(scenario.complaint(), kSocial)->role, HandlingRole::support);
}

TEST(Succession, IgnoresWhatBindsOthers) {
  const auto succeeds = [](const Step& history, Status status) {
    Scenario()
        .given(history, dissolved(kWorks, kSocial))
        .when(kSteward, succeed(kWorks, kSocial))
        .becomes(status);
  };
  succeeds([](Scenario& s) { s.given(led_by(kWorks), responded(kWorks)); }, Status::responded);
  succeeds([](Scenario& s) { s.given(submitted(), verified(), did(kVerifier, rule(kWorks))); },
           Status::forwarded);
  succeeds([](Scenario& s) { s.given(led_by(kWorks), later(days{30})); }, Status::forwarded);
  succeeds([](Scenario& s) { s.given(closed(kWorks), did(kReporter, reopen())); },
           Status::reopened);
}

TEST(Succession, OfAnAnsweredLeadStillWaitsForTheReporter) {
  Scenario()
      .given(led_by(kWorks), responded(kWorks), dissolved(kWorks, kSocial),
             did(kSteward, succeed(kWorks, kSocial)))
      .when(officer_of(kSocial), give_back(kSocial))
      .then_rejected(already_answered);
}

TEST(Succession, ToASupportMakesItTheLeadWithTheEarlierDates) {
  Scenario()
      .given(led_by(kWorks), later(days{2}), supported(kSocial), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .becomes(Status::forwarded)
      .due({Clock::follow_up, kSocial}, "2015-02-09T17:00:00.000Z")
      .holds([](const Complaint& c) { return lead_of(c)->agency == kSocial; });
}

TEST(Succession, OfASupportToTheLeadLeavesTheLead) {
  Scenario()
      .given(led_by(kSocial), supported(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .becomes(Status::forwarded)
      .holds([](const Complaint& c) {
        return lead_of(c)->agency == kSocial && active_handling(c, kWorks) == nullptr;
      });
}

TEST(Succession, ReturnsToTheDeskUncounted) {
  for (const Step& history : {led_by(kWorks), Step([](Scenario& s) {
                                s.given(led_by(kWorks), responded(kWorks), later(days{30}));
                              })}) {
    Scenario()
        .given(history, dissolved(kWorks, kSocial))
        .when(kSteward, orphaned_by(kWorks))
        .becomes(Status::verified)
        .holds([](const Complaint& c) { return is_at_desk(c) && c.returns == 0; })
        .holds([](const Complaint& c) { return find_clock(c, Clock::reroute, {}) != nullptr; })
        .holds([](const Complaint& c) { return c.clocks.size() == 1; });
  }
}

TEST(Succession, OfASupportReturnsItAlone) {
  Scenario()
      .given(led_by(kHealth), supported(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, orphaned_by(kWorks))
      .becomes(Status::forwarded)
      .stops({kFollowUp, kResolve})
      .starts({});
}

TEST(Succession, IsTheStewards) {
  for (const Actor& actor : {kVerifier, kWorksOfficer, kReporter, kWatcher}) {
    Scenario()
        .given(led_by(kWorks), dissolved(kWorks, kSocial))
        .when(actor, succeed(kWorks, kSocial))
        .then_rejected(not_authorised);
    Scenario()
        .given(led_by(kWorks), dissolved(kWorks, kSocial))
        .when(actor, orphaned_by(kWorks))
        .then_rejected(not_authorised);
  }
}

TEST(Succession, NeedsAHandlingOfADissolvedAgency) {
  Scenario()
      .given(led_by(kWorks))
      .when(kSteward, succeed(kWorks, kSocial))
      .then_rejected(not_dissolved);
  Scenario().given(led_by(kWorks)).when(kSteward, orphaned_by(kWorks)).then_rejected(not_dissolved);
  Scenario()
      .given(led_by(kHealth), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .then_rejected(not_your_case);
  Scenario()
      .given(led_by(kHealth), dissolved(kWorks, kSocial))
      .when(kSteward, orphaned_by(kWorks))
      .then_rejected(not_your_case);
  Forward nobodys = succeed(kWorks, kSocial);
  nobodys.from.reset();
  Scenario()
      .given(led_by(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, nobodys)
      .then_rejected(not_your_case);
}

TEST(Succession, GoesToAConnectedAgency) {
  Scenario()
      .given(led_by(kWorks), dissolved(kWorks, kSocial), dissolved(kSocial, kHealth))
      .when(kSteward, succeed(kWorks, kSocial))
      .then_rejected(not_connected);
}

TEST(Succession, OfAFinishedCaseWaitsForItsReopening) {
  Scenario()
      .given(closed(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .then_rejected(case_finished);
}

TEST(Succession, KnowsItsCauses) {
  Forward command = succeed(kWorks, kSocial);
  command.cause = Code<Cause>::from_text("earthquake");
  Scenario()
      .given(led_by(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, command)
      .then_rejected(unknown_code);
  Return back = orphaned_by(kWorks);
  back.cause = Code<Cause>::from_text("earthquake");
  Scenario()
      .given(led_by(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, back)
      .then_rejected(unknown_code);
}

}  // namespace
}  // namespace aduan
