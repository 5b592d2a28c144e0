// Every clock: before, at and after its due; stopped late, extended, never restarted.

#include "schemas/instant.h"
#include "tests/scenarios/case_at_works.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace aduan {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using enum RejectionCode;

Instant at(std::string_view text) { return *parse_instant(text); }

Step all(std::vector<Step> steps) {
  return [=](Scenario& scenario) {
    for (const Step& step : steps) scenario.given(step);
  };
}

Step move_to(Instant instant) {
  return [=](Scenario& scenario) { scenario.move_to(instant); };
}

Step waiting_for_reporter() { return all({led_by(kWorks), responded(kWorks)}); }

const ClockOf kVerify{Clock::verify};
const ClockOf kReroute{Clock::reroute};
const ClockOf kFollowUp{Clock::follow_up, kWorks};
const ClockOf kResolve{Clock::resolve, kWorks};
const ClockOf kAnswer{Clock::answer, kWorks};
const ClockOf kAppeal{Clock::appeal};

/// A duty clock, a history after which it runs, and what stops it.
struct Duty {
  ClockOf clock;
  std::uint64_t started;
  Step history;
  Step stop;
};

std::vector<Duty> duties() {
  const Step answer = did(kWorksOfficer, respond(kWorks, true));
  const Step sent_back_once = all({submitted(), verified(), sent_back(1, kWorks)});
  const Step dismiss = did(kOverseer, archive(ArchiveReason::appeal_dismissed));
  const Step reply = all({waiting_for_reporter(), replied()});
  return {
      {kVerify, 1, submitted(), did(kVerifier, archive())},
      {kReroute, 4, sent_back_once, did(kVerifier, archive())},
      {kFollowUp, 3, led_by(kWorks), did(kWorksOfficer, respond(kWorks, false))},
      {kResolve, 3, led_by(kWorks), answer},
      {kAnswer, 5, reply, answer},
      {kAppeal, 3, appealed(), dismiss},
  };
}

Instant due_of(const Duty& duty) {
  Scenario scenario;
  scenario.given(duty.history);
  const RunningClock* const clock =
      find_clock(scenario.complaint(), duty.clock.clock, duty.clock.agency);
  EXPECT_NE(clock, nullptr);
  EXPECT_TRUE(clock == nullptr || clock->started == duty.started);
  return clock != nullptr ? clock->due : Instant{};
}

TEST(DutyClock, IsMissedAtItsDueAndAfterItNeverBefore) {
  for (const Duty& duty : duties()) {
    SCOPED_TRACE(name_of_code(duty.clock.clock));
    const Instant due = due_of(duty);
    const Miss command = miss(duty.clock, duty.started);
    Scenario()
        .given(duty.history, move_to(due - milliseconds{1}))
        .when(kWatcher, command)
        .then_rejected(too_early);
    for (const Instant late : {due, due + milliseconds{1}, due + days{400}}) {
      Scenario scenario;
      scenario.given(duty.history, move_to(late))
          .when(kWatcher, command)
          .then_accepted()
          .stops({})
          .starts({});
      EXPECT_EQ(std::get<DeadlineMissed>(scenario.event()).due, due);
    }
  }
}

TEST(DutyClock, StoppedAtItsDueWasLateAndIsMissedOnce) {
  for (const Duty& duty : duties()) {
    SCOPED_TRACE(name_of_code(duty.clock.clock));
    const Miss command = miss(duty.clock, duty.started);
    Scenario()
        .given(duty.history, move_to(due_of(duty)), duty.stop, later(days{3}))
        .when(kWatcher, command)
        .then_accepted();
    Scenario()
        .given(duty.history, move_to(due_of(duty)), duty.stop, did(kWatcher, command))
        .when(kWatcher, command)
        .then_rejected(clock_not_running);
  }
}

TEST(DutyClock, StoppedBeforeItsDueWasInTimeForEver) {
  for (const Duty& duty : duties()) {
    SCOPED_TRACE(name_of_code(duty.clock.clock));
    Scenario()
        .given(duty.history, move_to(due_of(duty) - milliseconds{1}), duty.stop, later(days{400}))
        .when(kWatcher, miss(duty.clock, duty.started))
        .then_rejected(clock_not_running);
  }
}

TEST(DutyClock, ThatWasExtendedIsMissedAtItsNewDue) {
  for (const Duty& duty : duties()) {
    SCOPED_TRACE(name_of_code(duty.clock.clock));
    const Instant old = due_of(duty);
    const Step extended = did(kVerifier, extend(duty.clock, duty.started, old + days{9}));
    const Miss command = miss(duty.clock, duty.started);
    Scenario()
        .given(duty.history, extended, move_to(old + days{9} - milliseconds{1}))
        .when(kWatcher, command)
        .then_rejected(too_early);
    Scenario()
        .given(duty.history, extended, move_to(old + days{9}))
        .when(kWatcher, command)
        .then_accepted();
    Scenario()
        .given(duty.history, extended, move_to(old + days{1}), duty.stop, later(days{90}))
        .when(kWatcher, command)
        .then_rejected(clock_not_running);
  }
}

TEST(DutyClock, TheMissOfOneLeavesTheOthers) {
  Scenario()
      .given(led_by(kWorks), later(days{60}), did(kWatcher, miss({Clock::follow_up, kWorks}, 3)))
      .when(kWatcher, miss({Clock::resolve, kWorks}, 3))
      .then_accepted();
  // Two agencies' clocks of one kind.
  Scenario()
      .given(led_by(kWorks), supported(kHealth), later(days{60}),
             did(kWatcher, miss({Clock::resolve, kWorks}, 3)))
      .when(kWatcher, miss({Clock::resolve, kHealth}, 4))
      .then_accepted();
}

// --- Windows that are not asked of anybody

TEST(Window, OfTheReporterMayBeExtendedByTheDesk) {
  const Instant longer = at("2015-04-30T17:00:00.000Z");
  Scenario()
      .given(closed(kWorks), did(kVerifier, extend({Clock::reopen_window}, 5, longer)),
             on("2015-04-30T16:59:59.999Z"))
      .when(kReporter, reopen())
      .becomes(Status::reopened);
  Scenario()
      .given(closed(kWorks), did(kVerifier, extend({Clock::reopen_window}, 5, longer)),
             on("2015-04-30T17:00:00.000Z"))
      .when(kReporter, reopen())
      .then_rejected(window_over);
}

TEST(Silence, AReplyAfterItRanOutButBeforeTheClosingCounts) {
  Scenario()
      .given(waiting_for_reporter(), on("2015-02-16T17:00:00.000Z"), replied())
      .when(kWatcher, close(ClosingBasis::reporter_silent))
      .then_rejected(not_responded);
  Scenario()
      .given(waiting_for_reporter(), on("2015-02-16T17:00:00.000Z"),
             did(kWatcher, close(ClosingBasis::reporter_silent)))
      .when(kReporter, Reply{})
      .becomes(Status::closed)
      .holds([](const Complaint& c) { return is_turn_of(c, desk()); });
}

TEST(Silence, CountsFromTheLastAnswer) {
  Scenario()
      .given(waiting_for_reporter(), on("2015-02-10T02:00:00.000Z"), responded(kWorks),
             on("2015-02-16T17:00:00.000Z"))
      .when(kWatcher, close(ClosingBasis::reporter_silent))
      .then_rejected(too_early);
}

TEST(Pend, ASupplementAfterTheTimeRanOutButBeforeTheArchiveCounts) {
  Scenario()
      .given(submitted(), did(kVerifier, Pend{}), on("2015-02-16T17:00:00.000Z"),
             did(kReporter, Supplement{}))
      .when(kWatcher, archive(ArchiveReason::not_supplemented))
      .then_rejected(too_early)
      .for_all_of({too_early});
}

// --- Nothing restarts an agency's clock

TEST(AgencysClock, IsRestartedByNothingThatHappensToTheCase) {
  const auto leaves = [](const Actor& actor, const CaseCommand& command) {
    Scenario()
        .given(led_by(kWorks), later(days{1}))
        .when(actor, command)
        .then_accepted()
        .stops({})
        .due({Clock::follow_up, kWorks}, "2015-02-09T17:00:00.000Z")
        .due({Clock::resolve, kWorks}, "2015-02-23T17:00:00.000Z");
  };
  leaves(kVerifier, comment());
  leaves(kWorksOfficer, comment());
  leaves(kWorksOfficer, Note{kWorks, {}, {}});
  leaves(kWorksOfficer, Assign{kWorks, UnitCode{"u-7"}, OfficerCode{"o-7"}});
  leaves(kWorksOfficer, Start{kWorks});
  leaves(kReporter, Supplement{});
  leaves(kVerifier, verify(ComplaintKind::complaint, true));
  leaves(kVerifier, verify(ComplaintKind::information_request));
  leaves(kVerifier, support_by(kHealth));
  leaves(kVerifier, rule(kWorks));
  leaves(kVerifier, escalate(EscalationTarget::agency_leader));
  leaves(kReporter, visibility(true, true));
  leaves(kCitizen, Support{});
}

}  // namespace
}  // namespace aduan
