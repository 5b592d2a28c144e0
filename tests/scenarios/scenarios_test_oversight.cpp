// Clocks and those who watch them: escalate, extend, miss.

#include "schemas/instant.h"
#include "tests/support/scenario.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using std::chrono::days;
using enum RejectionCode;

const Actor kWorksOfficer = officer_of(kWorks);
const ClockOf kFollowUp{Clock::follow_up, kWorks};
const ClockOf kResolve{Clock::resolve, kWorks};
constexpr std::uint64_t kForwardedAt = 3;  // its sequence in `led_by`

Instant at(std::string_view text) { return *parse_instant(text); }

/// Submitted, verified, forwarded on Monday, 2 February 2015.
Step led_by(const AgencyId& lead) {
  return [=](Scenario& scenario) { scenario.given(submitted(), verified(), forwarded(lead)); };
}

// --- Escalate

TEST(Escalate, TellsSomebodyAboveAndMovesNothing) {
  Escalated event;
  event.to = EscalationTarget::agency_leader;
  event.reason = EscalationReason::deadline;
  for (const Actor& actor : {kVerifier, kOverseer, kWatcher, kSteward}) {
    Scenario()
        .given(led_by(kWorks))
        .when(actor, escalate(EscalationTarget::agency_leader))
        .then_accepted(event)
        .becomes(Status::forwarded)
        .stops({})
        .starts({});
  }
}

TEST(Escalate, IsNotTheReportersNorTheAgencys) {
  for (const Actor& actor : {kReporter, kCitizen, kWorksOfficer, kOperator}) {
    Scenario()
        .given(led_by(kWorks))
        .when(actor, escalate(EscalationTarget::overseer))
        .then_rejected(not_authorised);
  }
}

TEST(Escalate, NeedsAnOpenCase) {
  Scenario()
      .given(closed(kWorks))
      .when(kWatcher, escalate(EscalationTarget::national_admin))
      .then_rejected(case_finished);
}

TEST(Escalate, KnowsItsCodesAndLeavesAppealsToTheReporter) {
  Escalate command = escalate(EscalationTarget::overseer);
  command.to = Code<EscalationTarget>::from_text("president");
  Scenario().given(led_by(kWorks)).when(kVerifier, command).then_rejected(unknown_code);
  command = escalate(EscalationTarget::overseer);
  command.reason = Code<EscalationReason>::from_text("whim");
  Scenario().given(led_by(kWorks)).when(kVerifier, command).then_rejected(unknown_code);
  Scenario()
      .given(led_by(kWorks))
      .when(kVerifier, escalate(EscalationTarget::overseer, EscalationReason::appeal))
      .then_rejected(unknown_code);
}

TEST(Escalate, TellsTheFirstRuleBrokenAndKnowsAll) {
  Scenario()
      .given(closed(kWorks))
      .when(kReporter, escalate(EscalationTarget::overseer, EscalationReason::appeal))
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, case_finished, unknown_code});
}

// --- Extend

TEST(Extend, MovesADueDateForAReason) {
  const Instant due = at("2015-02-28T17:00:00.000Z");
  Scenario()
      .given(led_by(kWorks))
      .when(kVerifier, extend(kResolve, kForwardedAt, due))
      .then_accepted(DeadlineExtended{
          Clock::resolve, kWorks, kForwardedAt, due, ExtensionReason::complex, {}, {}})
      .becomes(Status::forwarded)
      .stops({})
      .due(kResolve, "2015-02-28T17:00:00.000Z")
      .due(kFollowUp, "2015-02-09T17:00:00.000Z");
}

TEST(Extend, IsKeptWhenTheCaseComesBack) {
  Scenario()
      .given(led_by(kWorks), did(kVerifier, extend(kResolve, 3, at("2015-02-28T17:00:00.000Z"))),
             returned(kWorks))
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .due(kResolve, "2015-02-28T17:00:00.000Z");
}

TEST(Extend, IsTheVerifiers) {
  for (const Actor& actor : {kReporter, kOverseer, kWorksOfficer, kWatcher}) {
    Scenario()
        .given(led_by(kWorks))
        .when(actor, extend(kResolve, kForwardedAt, at("2015-02-28T17:00:00.000Z")))
        .then_rejected(not_authorised);
  }
}

TEST(Extend, NeedsThatClockRunning) {
  const Instant due = at("2015-02-28T17:00:00.000Z");
  const auto rejects = [&](const ClockOf& clock, std::uint64_t started) {
    Scenario()
        .given(led_by(kWorks))
        .when(kVerifier, extend(clock, started, due))
        .then_rejected(clock_not_running);
  };
  rejects(kResolve, kForwardedAt + 1);
  rejects({Clock::resolve, kHealth}, kForwardedAt);
  rejects({Clock::resolve}, kForwardedAt);
  rejects({Clock::answer, kWorks}, kForwardedAt);
  rejects({Clock::verify}, 1);
}

TEST(Extend, ComesBeforeTheDueDate) {
  const Instant due = at("2015-02-28T17:00:00.000Z");
  Scenario()
      .given(led_by(kWorks), on("2015-02-09T16:59:59.999Z"))
      .when(kVerifier, extend(kFollowUp, kForwardedAt, due))
      .then_accepted();
  Scenario()
      .given(led_by(kWorks), on("2015-02-09T17:00:00.000Z"))
      .when(kVerifier, extend(kFollowUp, kForwardedAt, due))
      .then_rejected(already_due);
}

TEST(Extend, GoesToALaterDate) {
  Scenario()
      .given(led_by(kWorks))
      .when(kVerifier, extend(kFollowUp, kForwardedAt, at("2015-02-09T17:00:00.000Z")))
      .then_rejected(not_later);
  Scenario()
      .given(led_by(kWorks))
      .when(kVerifier, extend(kFollowUp, kForwardedAt, at("2015-02-09T17:00:00.001Z")))
      .then_accepted();
}

TEST(Extend, TellsTheFirstRuleBrokenAndKnowsAll) {
  Extend command = extend(kFollowUp, kForwardedAt, at("2015-02-01T17:00:00.000Z"));
  command.reason = Code<ExtensionReason>::from_text("rain");
  Scenario()
      .given(led_by(kWorks), later(days{30}))
      .when(kReporter, command)
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, already_due, not_later, unknown_code});
}

// --- Miss

TEST(Miss, PutsAClockThatRanOutOnRecord) {
  Scenario()
      .given(led_by(kWorks), on("2015-02-09T17:00:00.000Z"))
      .when(kWatcher, miss(kFollowUp, kForwardedAt))
      .then_accepted(DeadlineMissed{
          Clock::follow_up, kWorks, kForwardedAt, at("2015-02-09T17:00:00.000Z"), {}})
      .becomes(Status::forwarded)
      .stops({})
      .starts({})
      .holds([](const Complaint& c) { return find_clock(c, Clock::follow_up, kWorks)->missed; });
}

TEST(Miss, NeverComesBeforeTheDueDate) {
  Scenario()
      .given(led_by(kWorks), on("2015-02-09T16:59:59.999Z"))
      .when(kWatcher, miss(kFollowUp, kForwardedAt))
      .then_rejected(too_early);
}

TEST(Miss, ComesOnceAClock) {
  Scenario()
      .given(led_by(kWorks), later(days{30}), did(kWatcher, miss(kFollowUp, kForwardedAt)))
      .when(kWatcher, miss(kFollowUp, kForwardedAt))
      .then_rejected(already_missed);
}

TEST(Miss, OfAClockThatWasStoppedLateIsAcceptedOnce) {
  Scenario()
      .given(led_by(kWorks), on("2015-02-09T17:00:00.000Z"),
             did(kWorksOfficer, respond(kWorks, false)))
      .when(kWatcher, miss(kFollowUp, kForwardedAt))
      .then_accepted()
      .stops({});
  Scenario()
      .given(led_by(kWorks), on("2015-02-09T17:00:00.000Z"),
             did(kWorksOfficer, respond(kWorks, false)),
             did(kWatcher, miss(kFollowUp, kForwardedAt)))
      .when(kWatcher, miss(kFollowUp, kForwardedAt))
      .then_rejected(clock_not_running);
}

TEST(Miss, OfAClockThatWasStoppedLateIsAcceptedAlsoWhenTheCaseIsClosed) {
  Scenario()
      .given(led_by(kWorks), later(days{60}), did(kReporter, Withdraw{}))
      .when(kWatcher, miss(kResolve, kForwardedAt))
      .becomes(Status::closed);
}

TEST(Miss, OfAClockThatWasStoppedInTimeIsRejected) {
  Scenario()
      .given(led_by(kWorks), on("2015-02-09T16:59:59.999Z"),
             did(kWorksOfficer, respond(kWorks, false)), later(days{9}))
      .when(kWatcher, miss(kFollowUp, kForwardedAt))
      .then_rejected(clock_not_running);
}

TEST(Miss, OnRecordBeforeTheClockStoppedIsNotAcceptedAgain) {
  Scenario()
      .given(led_by(kWorks), later(days{30}), did(kWatcher, miss(kFollowUp, kForwardedAt)),
             did(kWorksOfficer, respond(kWorks, true)))
      .when(kWatcher, miss(kFollowUp, kForwardedAt))
      .then_rejected(clock_not_running);
}

TEST(Miss, IsTheWatchers) {
  for (const Actor& actor : {kReporter, kVerifier, kSteward, kOverseer, kWorksOfficer}) {
    Scenario()
        .given(led_by(kWorks), later(days{30}))
        .when(actor, miss(kFollowUp, kForwardedAt))
        .then_rejected(not_authorised);
  }
}

TEST(Miss, IsOfThatClockAlone) {
  const auto rejects = [](const ClockOf& clock, std::uint64_t started) {
    Scenario()
        .given(led_by(kWorks), later(days{60}))
        .when(kWatcher, miss(clock, started))
        .then_rejected(clock_not_running);
  };
  rejects(kFollowUp, kForwardedAt - 1);
  rejects({Clock::follow_up, kHealth}, kForwardedAt);
  rejects({Clock::follow_up}, kForwardedAt);
  rejects({Clock::verify}, 1);
}

TEST(Miss, AWindowIsNeverMissed) {
  const auto rejects = [](const Step& history, const ClockOf& clock, std::uint64_t started) {
    Scenario scenario;
    scenario.given(history, later(days{90}));
    ASSERT_NE(find_clock(scenario.complaint(), clock.clock, clock.agency), nullptr);
    scenario.when(kWatcher, miss(clock, started)).then_rejected(clock_not_running);
  };
  rejects(led_by(kWorks), {Clock::return_agency, kWorks}, kForwardedAt);
  rejects(archived(), {Clock::appeal_window}, 2);
  rejects(closed(kWorks), {Clock::reopen_window}, 5);
  rejects(closed(kWorks), {Clock::rate_window}, 5);
}

TEST(Miss, OfTheDesksOwnClocks) {
  Scenario()
      .given(submitted(), later(days{9}))
      .when(kWatcher, miss({Clock::verify}, 1))
      .then_accepted();
  Scenario()
      .given(submitted(), verified(), sent_back(1, kWorks), later(days{9}))
      .when(kWatcher, miss({Clock::reroute}, 4))
      .then_accepted();
  Scenario()
      .given(appealed(), later(days{30}))
      .when(kWatcher, miss({Clock::appeal}, 3))
      .then_accepted();
}

TEST(Overdue, IsADutyThatRunsAndIsDue) {
  Scenario()
      .given(led_by(kWorks), on("2015-02-09T17:00:00.000Z"))
      .when(kVerifier, comment())
      .then_accepted()
      .holds([](const Complaint& c) {
        const Instant due = *parse_instant("2015-02-09T17:00:00.000Z");
        return is_overdue(c, due) && !is_overdue(c, due - std::chrono::milliseconds{1}) &&
               earliest_due(c) == due && earliest_due(c, kWorks) == due &&
               !earliest_due(c, kHealth) && !earliest_due(c, desk());
      });
}

TEST(Overdue, AWindowNeverIs) {
  Scenario()
      .given(closed(kWorks))
      .when(kReporter, Rate{3, {}})
      .then_accepted()
      .holds([](const Complaint& c) {
        return !earliest_due(c) && !is_overdue(c, *parse_instant("2099-01-01T00:00:00.000Z"));
      });
}

}  // namespace
}  // namespace aduan
