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

Step answered_lead() {
  return [](Scenario& scenario) { scenario.given(led_by(kWorks), responded(kWorks)); };
}

TEST(Succession, IsAHandoverOfTheLeadAlone) {
  Scenario()
      .given(led_by(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .then_accepted()
      .holds([](const Complaint& c) { return c.handovers == 1 && c.last_lead == kSocial; })
      .holds([](const Complaint& c) {
        return c.handlings.front().agency == kWorks &&
               c.handlings.front().state == HandlingState::released;
      });
  Scenario()
      .given(led_by(kHealth), supported(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .then_accepted()
      .holds([](const Complaint& c) { return c.handovers == 0 && c.last_lead == kHealth; });
}

TEST(Succession, OfAnAnsweredLeadToASupportLeavesTheCaseAnswered) {
  Scenario()
      .given(led_by(kWorks), supported(kSocial), responded(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .becomes(Status::responded)
      .holds([](const Complaint& c) {
        const Handling* const lead = lead_of(c);
        return lead->agency == kSocial && lead->answered &&
               lead->state == HandlingState::responded && !is_turn_of(c, kSocial);
      });
}

TEST(Succession, KeepsTheReportersTime) {
  Scenario()
      .given(answered_lead(), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .becomes(Status::responded)
      .stops({})
      .starts({})
      .due({Clock::reporter_silence}, "2015-02-16T17:00:00.000Z");
}

TEST(Succession, OfAReplyKeepsTheAnswersDue) {
  Scenario()
      .given(answered_lead(), replied(), later(days{1}), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .becomes(Status::reporter_replied)
      .due({Clock::answer, kSocial}, "2015-02-09T17:00:00.000Z");
}

TEST(Succession, TheSuccessorOfARulingIsBoundByItToo) {
  Scenario()
      .given(submitted(), verified(), did(kVerifier, rule(kWorks)), dissolved(kWorks, kSocial),
             did(kSteward, succeed(kWorks, kSocial)))
      .when(officer_of(kSocial), give_back(kSocial))
      .then_rejected(ruling_binds);
}

TEST(Succession, TheSuccessorReturnsWithinTheTimeThatWasLeft) {
  const auto after = [](std::string_view instant) {
    return [=](Scenario& scenario) {
      scenario.given(led_by(kWorks), dissolved(kWorks, kSocial),
                     did(kSteward, succeed(kWorks, kSocial)), on(instant));
    };
  };
  Scenario()
      .given(after("2015-02-05T16:59:59.999Z"))
      .when(officer_of(kSocial), give_back(kSocial))
      .becomes(Status::verified);
  Scenario()
      .given(after("2015-02-05T17:00:00.000Z"))
      .when(officer_of(kSocial), give_back(kSocial))
      .then_rejected(return_too_late);
}

TEST(Succession, TheSuccessorKeepsTheDatesWhenTheCaseComesBackToIt) {
  Scenario()
      .given(led_by(kWorks), dissolved(kWorks, kSocial), did(kSteward, succeed(kWorks, kSocial)),
             returned(kSocial), later(days{2}))
      .when(kVerifier, forward(kSocial))
      .becomes(Status::forwarded)
      .due({Clock::follow_up, kSocial}, "2015-02-09T17:00:00.000Z")
      .due({Clock::resolve, kSocial}, "2015-02-23T17:00:00.000Z");
}

TEST(Succession, TheEarlierOfTwoDatesIsTheSuccessorsForTheRound) {
  Scenario()
      .given(led_by(kWorks), later(days{2}), supported(kSocial), dissolved(kWorks, kSocial),
             did(kSteward, succeed(kWorks, kSocial)), returned(kSocial))
      .when(kVerifier, forward(kSocial))
      .becomes(Status::forwarded)
      .due({Clock::follow_up, kSocial}, "2015-02-09T17:00:00.000Z")
      .due({Clock::resolve, kSocial}, "2015-02-23T17:00:00.000Z");
  // The other way round: the successor's own are the earlier ones.
  Scenario()
      .given(led_by(kSocial), later(days{2}), supported(kWorks), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .becomes(Status::forwarded)
      .stops({kFollowUp, kResolve})
      .due({Clock::follow_up, kSocial}, "2015-02-09T17:00:00.000Z")
      .holds([](const Complaint& c) { return c.clocks.size() == 3; });
}

TEST(Succession, WhatThePredecessorMissedIsOnRecordOnce) {
  Scenario()
      .given(led_by(kWorks), later(days{30}), did(kWatcher, miss(kFollowUp, 3)),
             dissolved(kWorks, kSocial), did(kSteward, succeed(kWorks, kSocial)))
      .when(kWatcher, miss({Clock::follow_up, kSocial}, 3))
      .then_rejected(already_missed);
  Scenario()
      .given(led_by(kWorks), later(days{30}), dissolved(kWorks, kSocial),
             did(kSteward, succeed(kWorks, kSocial)))
      .when(kWatcher, miss({Clock::follow_up, kSocial}, 3))
      .then_accepted();
}

TEST(Succession, AlongAChainOfSuccessorsKeepsRoleStateAndDates) {
  Scenario()
      .given(led_by(kWorks), did(kWorksOfficer, Start{kWorks}), dissolved(kWorks, kSocial),
             did(kSteward, succeed(kWorks, kSocial)), dissolved(kSocial, kHealth))
      .when(kSteward, succeed(kSocial, kHealth))
      .becomes(Status::in_progress)
      .due({Clock::follow_up, kHealth}, "2015-02-09T17:00:00.000Z")
      .holds([](const Complaint& c) { return lead_of(c)->agency == kHealth && c.handovers == 2; })
      .holds([](const Complaint& c) { return c.clocks.size() == 3 && c.clocks[0].started == 3; });
}

TEST(Succession, SkipsASuccessorThatIsDissolvedItself) {
  Scenario()
      .given(led_by(kWorks), dissolved(kWorks, kSocial), dissolved(kSocial, kHealth))
      .when(kSteward, succeed(kWorks, kHealth))
      .becomes(Status::forwarded)
      .holds([](const Complaint& c) { return lead_of(c)->agency == kHealth; });
}

TEST(Succession, FollowsTheReopeningOfACaseWhoseLeadIsDissolved) {
  const Step reopened = [](Scenario& scenario) {
    scenario.given(closed(kWorks), dissolved(kWorks, kSocial), on("2015-03-02T02:00:00.000Z"),
                   did(kReporter, reopen()));
  };
  Scenario()
      .given(reopened)
      .when(kSteward, succeed(kWorks, kSocial))
      .becomes(Status::reopened)
      .due({Clock::follow_up, kSocial}, "2015-03-09T17:00:00.000Z")
      .due({Clock::resolve, kSocial}, "2015-03-20T17:00:00.000Z");
  Scenario()
      .given(reopened)
      .when(kSteward, orphaned_by(kWorks))
      .becomes(Status::verified)
      .stops({kFollowUp, kResolve})
      .starts({{Clock::reroute}});
}

TEST(Succession, ToTheDeskStopsTheReportersTimeAndTheAnswer) {
  Scenario()
      .given(answered_lead(), dissolved(kWorks, kSocial))
      .when(kSteward, orphaned_by(kWorks))
      .becomes(Status::verified)
      .stops({{Clock::reporter_silence}})
      .starts({{Clock::reroute}});
  Scenario()
      .given(answered_lead(), replied(), dissolved(kWorks, kSocial))
      .when(kSteward, orphaned_by(kWorks))
      .becomes(Status::verified)
      .stops({{Clock::answer, kWorks}})
      .starts({{Clock::reroute}});
}

TEST(Succession, ToTheDeskIsNotOneOfTheThreeReturns) {
  Scenario()
      .given(submitted(), verified(), sent_back(2, kHealth), forwarded(kWorks),
             dissolved(kWorks, kSocial), did(kSteward, orphaned_by(kWorks)))
      .when(kVerifier, forward(kSocial))
      .becomes(Status::forwarded);
}

TEST(Succession, TakesTheRoleOfTheHandlingWhateverTheCommandSays) {
  Forward as_support = succeed(kWorks, kSocial);
  as_support.role = HandlingRole::support;
  Scenario()
      .given(led_by(kWorks), supported(kSocial), dissolved(kWorks, kSocial))
      .when(kSteward, as_support)
      .becomes(Status::forwarded)
      .holds([](const Complaint& c) { return lead_of(c)->agency == kSocial; });
}

// Imported cases may have a lead that nobody verified them for.
TEST(Succession, NeedsNothingButTheHandling) {
  Submit held = submit();
  held.holder = kWorks;
  Scenario()
      .given(did(kImporter, held), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .becomes(Status::submitted);
  Scenario()
      .given(did(kImporter, held), did(kImporter, Pend{}), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .becomes(Status::pended);
}

TEST(Succession, TellsTheFirstRuleBrokenAndKnowsAll) {
  Scenario()
      .given(closed(kWorks))
      .when(kVerifier, succeed(kWorks, kUnheardOf))
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, case_finished, not_connected, not_dissolved});
  Scenario()
      .given(closed(kWorks))
      .when(kVerifier, orphaned_by(kHealth))
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, case_finished, not_your_case, not_dissolved});
}

// Whoever has no handling is told that alone.
TEST(Succession, OfADissolvedAgencyWithoutAHandlingSaysSo) {
  Scenario()
      .given(led_by(kHealth), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .then_rejected(not_your_case)
      .for_all_of({not_your_case});
  Scenario()
      .given(led_by(kHealth), dissolved(kWorks, kSocial))
      .when(kSteward, orphaned_by(kWorks))
      .then_rejected(not_your_case)
      .for_all_of({not_your_case});
}

TEST(Succession, OfEqualDatesThePredecessorsRunOn) {
  Scenario()
      .given(led_by(kWorks), supported(kSocial), dissolved(kWorks, kSocial))
      .when(kSteward, succeed(kWorks, kSocial))
      .becomes(Status::forwarded)
      .holds([](const Complaint& c) {
        const RunningClock* const follow_up = find_clock(c, Clock::follow_up, kSocial);
        return c.clocks.size() == 3 && follow_up != nullptr && follow_up->started == 3;
      });
}

TEST(Succession, LeavesTheDatesOfWhoHasNoPartInIt) {
  Scenario()
      .given(led_by(kHealth), returned(kHealth), later(days{2}), forwarded(kWorks),
             supported(kSocial), dissolved(kWorks, kSocial),
             did(kSteward, succeed(kWorks, kSocial)), returned(kSocial))
      .when(kVerifier, forward(kSocial))
      .becomes(Status::forwarded)
      .due({Clock::follow_up, kSocial}, "2015-02-11T17:00:00.000Z");
}

}  // namespace
}  // namespace aduan
