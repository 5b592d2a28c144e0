// The end of a case, and after it: close, withdraw, reopen, rate.

#include "tests/support/scenario.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using std::chrono::days;
using enum RejectionCode;

const Actor kWorksOfficer = officer_of(kWorks);

Step led_by(const AgencyId& lead) {
  return [=](Scenario& scenario) { scenario.given(submitted(), verified(), forwarded(lead)); };
}

/// Waits for the reporter since Monday, 2 February.
Step answered_by(const AgencyId& lead) {
  return [=](Scenario& scenario) { scenario.given(led_by(lead), responded(lead)); };
}

// --- Close

TEST(Close, ConfirmedByTheReporter) {
  Scenario()
      .given(answered_by(kWorks))
      .when(kReporter, close(ClosingBasis::confirmed_by_reporter))
      .becomes(Status::closed)
      .stops({{Clock::reporter_silence}})
      .starts({{Clock::reopen_window}, {Clock::rate_window}})
      .due({Clock::reopen_window}, "2015-03-04T17:00:00.000Z")
      .due({Clock::rate_window}, "2015-03-04T17:00:00.000Z")
      .holds([](const Complaint& c) { return lead_of(c) != nullptr && !is_turn_of(c, kWorks); });
}

TEST(Close, StopsEveryClock) {
  Scenario()
      .given(led_by(kWorks), supported(kHealth), responded(kWorks))
      .when(kReporter, close(ClosingBasis::confirmed_by_reporter))
      .becomes(Status::closed)
      .stops({{Clock::reporter_silence}, {Clock::follow_up, kHealth}, {Clock::resolve, kHealth}});
}

TEST(Close, ByTheReportersSilenceIsTheWatchers) {
  Scenario()
      .given(answered_by(kWorks), on("2015-02-16T17:00:00.000Z"))
      .when(kWatcher, close(ClosingBasis::reporter_silent))
      .becomes(Status::closed);
  Scenario()
      .given(answered_by(kWorks), on("2015-02-16T16:59:59.999Z"))
      .when(kWatcher, close(ClosingBasis::reporter_silent))
      .then_rejected(too_early);
  Scenario()
      .given(answered_by(kWorks), replied(), on("2015-03-16T17:00:00.000Z"))
      .when(kWatcher, close(ClosingBasis::reporter_silent))
      .then_rejected(not_responded);
}

// The desk's public comment ended the silence: it is the agency that owes a word.
TEST(Close, BySilenceIsTooEarlyAfterAPublicCommentOfTheDesk) {
  Scenario()
      .given(answered_by(kWorks), did(kVerifier, comment()), on("2015-03-16T17:00:00.000Z"))
      .when(kWatcher, close(ClosingBasis::reporter_silent))
      .then_rejected(too_early);
}

TEST(Close, ByRulingNeedsAnAnswerAndAReply) {
  for (const Actor& judge : {kVerifier, kOverseer}) {
    Scenario()
        .given(answered_by(kWorks), replied())
        .when(judge, close(ClosingBasis::by_ruling))
        .becomes(Status::closed)
        .stops({{Clock::answer, kWorks}});
  }
  Scenario()
      .given(answered_by(kWorks))
      .when(kVerifier, close(ClosingBasis::by_ruling))
      .then_rejected(answer_and_reply_needed);
  Scenario()
      .given(led_by(kWorks))
      .when(kVerifier, close(ClosingBasis::by_ruling))
      .then_rejected(answer_and_reply_needed);
}

TEST(Close, ByRulingNeedsTheAnswerAndTheReplyOfThisRound) {
  Scenario()
      .given(answered_by(kWorks), replied(), did(kVerifier, close(ClosingBasis::by_ruling)),
             did(kReporter, reopen()))
      .when(kVerifier, close(ClosingBasis::by_ruling))
      .then_rejected(answer_and_reply_needed);
}

TEST(Close, ByRulingNeedsAReplyToTheLastAnswer) {
  Scenario()
      .given(answered_by(kWorks), replied(), responded(kWorks))
      .when(kVerifier, close(ClosingBasis::by_ruling))
      .then_rejected(answer_and_reply_needed);
}

TEST(Close, IsNotForAVerifierWhoseAgencyHadTheCase) {
  Scenario()
      .given(answered_by(kWorks), replied())
      .when(kWorksVerifier, close(ClosingBasis::by_ruling))
      .then_rejected(conflict_of_interest);
}

TEST(Close, IsNeverAnAgencys) {
  for (const ClosingBasis basis :
       {ClosingBasis::confirmed_by_reporter, ClosingBasis::reporter_silent, ClosingBasis::by_ruling,
        ClosingBasis::withdrawn, ClosingBasis::source}) {
    Scenario()
        .given(answered_by(kWorks), replied(), responded(kWorks), later(days{60}))
        .when(kWorksOfficer, close(basis))
        .then_rejected(not_authorised);
  }
}

TEST(Close, EachBasisIsItsOwnersAlone) {
  const auto rejects = [](const Actor& actor, ClosingBasis basis) {
    Scenario()
        .given(answered_by(kWorks), later(days{60}))
        .when(actor, close(basis))
        .then_rejected(not_authorised);
  };
  rejects(kVerifier, ClosingBasis::confirmed_by_reporter);
  rejects(kWatcher, ClosingBasis::confirmed_by_reporter);
  rejects(kReporter, ClosingBasis::reporter_silent);
  rejects(kVerifier, ClosingBasis::reporter_silent);
  rejects(kReporter, ClosingBasis::by_ruling);
  rejects(kWatcher, ClosingBasis::by_ruling);
  rejects(kReporter, ClosingBasis::withdrawn);  // that is `withdraw`
  rejects(kVerifier, ClosingBasis::source);
}

TEST(Close, NeedsAnAnswerThatWaits) {
  Scenario()
      .given(led_by(kWorks))
      .when(kReporter, close(ClosingBasis::confirmed_by_reporter))
      .then_rejected(not_responded);
  Scenario()
      .given(closed(kWorks))
      .when(kReporter, close(ClosingBasis::confirmed_by_reporter))
      .then_rejected(case_finished)
      .for_all_of({case_finished, not_responded});
}

TEST(Close, KnowsItsBases) {
  Close command;
  command.basis = Code<ClosingBasis>::from_text("boredom");
  Scenario()
      .given(answered_by(kWorks))
      .when(kReporter, command)
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, unknown_code});
}

// --- Withdraw

TEST(Withdraw, ClosesAnyOpenCase) {
  Closed event;
  event.basis = ClosingBasis::withdrawn;
  Scenario scenario;
  scenario.given(led_by(kWorks))
      .when(kReporter, Withdraw{})
      .becomes(Status::closed)
      .stops({{Clock::follow_up, kWorks}, {Clock::resolve, kWorks}, {Clock::return_agency, kWorks}})
      .starts({{Clock::reopen_window}});
  event.consequences = *consequences_of(scenario.event());
  EXPECT_EQ(scenario.event(), Event(event));
  Scenario()
      .given(submitted())
      .when(kReporter, Withdraw{})
      .becomes(Status::closed)
      .stops({{Clock::verify}});
  Scenario()
      .given(submitted(), did(kVerifier, Pend{}))
      .when(kReporter, Withdraw{})
      .becomes(Status::closed)
      .stops({{Clock::pend}});
}

TEST(Withdraw, IsTheReportersOfAnOpenCase) {
  Scenario().given(submitted()).when(kVerifier, Withdraw{}).then_rejected(not_authorised);
  Scenario().given(submitted()).when(kCitizen, Withdraw{}).then_rejected(not_authorised);
  Scenario().given(closed(kWorks)).when(kReporter, Withdraw{}).then_rejected(case_finished);
}

// --- Reopen

TEST(Reopen, WithALeadBeginsANewRound) {
  Scenario()
      .given(closed(kWorks), on("2015-03-02T02:00:00.000Z"))
      .when(kReporter, reopen())
      .becomes(Status::reopened)
      .stops({{Clock::reopen_window}, {Clock::rate_window}})
      .starts({{Clock::follow_up, kWorks}, {Clock::resolve, kWorks}})
      .due({Clock::follow_up, kWorks}, "2015-03-09T17:00:00.000Z")
      .due({Clock::resolve, kWorks}, "2015-03-20T17:00:00.000Z")
      .holds([](const Complaint& c) { return is_turn_of(c, kWorks) && c.reopenings == 1; });
}

TEST(Reopen, GivesTheSupportsFreshDatesToo) {
  Scenario()
      .given(led_by(kWorks), supported(kHealth), responded(kWorks),
             did(kReporter, close(ClosingBasis::confirmed_by_reporter)))
      .when(kReporter, reopen())
      .becomes(Status::reopened)
      .starts({{Clock::follow_up, kWorks},
               {Clock::resolve, kWorks},
               {Clock::follow_up, kHealth},
               {Clock::resolve, kHealth}});
}

TEST(Reopen, WithoutALeadGoesToTheDesk) {
  Scenario()
      .given(submitted(), verified(), did(kReporter, Withdraw{}))
      .when(kReporter, reopen(ReopeningReason::new_facts))
      .becomes(Status::submitted)
      .stops({{Clock::reopen_window}})
      .starts({{Clock::verify}});
}

TEST(Reopen, OfTheReporterComesOnceWithinThirtyDays) {
  Scenario()
      .given(closed(kWorks), on("2015-03-04T16:59:59.999Z"))
      .when(kReporter, reopen())
      .becomes(Status::reopened);
  Scenario()
      .given(closed(kWorks), on("2015-03-04T17:00:00.000Z"))
      .when(kReporter, reopen())
      .then_rejected(window_over);
  Scenario()
      .given(closed(kWorks), did(kReporter, reopen()), responded(kWorks),
             did(kReporter, close(ClosingBasis::confirmed_by_reporter)))
      .when(kReporter, reopen())
      .then_rejected(already_reopened);
}

TEST(Reopen, AfterThatIsTheDesks) {
  for (const Actor& actor : {kVerifier, kOverseer}) {
    Scenario()
        .given(closed(kWorks), did(kReporter, reopen()), responded(kWorks),
               did(kReporter, close(ClosingBasis::confirmed_by_reporter)), later(days{90}))
        .when(actor, reopen(ReopeningReason::other))
        .becomes(Status::reopened);
  }
}

TEST(Reopen, IsNobodyElses) {
  for (const Actor& actor : {kCitizen, kWorksOfficer, kWatcher, kSteward, kOperator}) {
    Scenario().given(closed(kWorks)).when(actor, reopen()).then_rejected(not_authorised);
  }
}

TEST(Reopen, NeedsAClosedCase) {
  Scenario().given(led_by(kWorks)).when(kReporter, reopen()).then_rejected(not_closed);
  Scenario().given(archived()).when(kVerifier, reopen()).then_rejected(not_closed);
  Scenario().given(appealed()).when(kReporter, reopen()).then_rejected(not_closed);
  Scenario().given(merged()).when(kOverseer, reopen()).then_rejected(not_closed);
}

TEST(Reopen, KnowsItsReasonsAndLeavesSourceToImporters) {
  Scenario()
      .given(closed(kWorks))
      .when(kReporter, reopen(ReopeningReason::source))
      .then_rejected(importers_only);
  Reopen command;
  command.reason = Code<ReopeningReason>::from_text("whim");
  Scenario().given(closed(kWorks)).when(kReporter, command).then_rejected(unknown_code);
}

TEST(Reopen, TellsTheFirstRuleBrokenAndKnowsAll) {
  Scenario()
      .given(closed(kWorks), did(kReporter, reopen()), responded(kWorks),
             did(kReporter, close(ClosingBasis::confirmed_by_reporter)), later(days{90}))
      .when(kReporter, reopen(ReopeningReason::source))
      .then_rejected(importers_only)
      .for_all_of({importers_only, already_reopened, window_over});
}

TEST(Reopen, OfTheDeskLeavesTheReportersOwn) {
  Scenario()
      .given(closed(kWorks), did(kVerifier, reopen(ReopeningReason::other)), responded(kWorks),
             did(kReporter, close(ClosingBasis::confirmed_by_reporter)))
      .when(kReporter, reopen())
      .becomes(Status::reopened)
      .holds([](const Complaint& c) { return c.reopenings == 2; });
}

TEST(Reopen, OfAWithdrawnCaseHasItsWindowToo) {
  const Step withdrawn = [](Scenario& scenario) {
    scenario.given(led_by(kWorks), did(kReporter, Withdraw{}));
  };
  Scenario()
      .given(withdrawn, on("2015-03-04T16:59:59.999Z"))
      .when(kReporter, reopen())
      .becomes(Status::reopened);
  Scenario()
      .given(withdrawn, on("2015-03-04T17:00:00.000Z"))
      .when(kReporter, reopen())
      .then_rejected(window_over);
}

TEST(Reopen, BeginsWithoutAnswerAndReply) {
  Scenario()
      .given(answered_by(kWorks), replied(), did(kVerifier, close(ClosingBasis::by_ruling)))
      .when(kReporter, reopen())
      .becomes(Status::reopened)
      .holds([](const Complaint& c) { return !c.answered && !c.replied_since; });
}

TEST(Reopen, WithSupportsButNoLeadGoesToTheDeskAndBothHaveClocks) {
  Scenario()
      .given(led_by(kWorks), supported(kHealth), did(kWorksOfficer, give_back(kWorks)),
             did(kReporter, Withdraw{}))
      .when(kReporter, reopen())
      .becomes(Status::submitted)
      .starts({{Clock::verify}, {Clock::follow_up, kHealth}, {Clock::resolve, kHealth}});
}

// --- Rate

TEST(Rate, IsTheReportersVerdict) {
  Scenario()
      .given(closed(kWorks))
      .when(kReporter, Rate{5, {}})
      .then_accepted(Rated{5, {}, {}})
      .becomes(Status::closed)
      .stops({})
      .starts({});
}

TEST(Rate, HasOneToFiveStars) {
  Scenario().given(closed(kWorks)).when(kReporter, Rate{1, {}}).then_accepted();
  Scenario().given(closed(kWorks)).when(kReporter, Rate{0, {}}).then_rejected(bad_stars);
  Scenario().given(closed(kWorks)).when(kReporter, Rate{6, {}}).then_rejected(bad_stars);
}

TEST(Rate, ComesWithinThirtyDays) {
  Scenario()
      .given(closed(kWorks), on("2015-03-04T16:59:59.999Z"))
      .when(kReporter, Rate{3, {}})
      .then_accepted();
  Scenario()
      .given(closed(kWorks), on("2015-03-04T17:00:00.000Z"))
      .when(kReporter, Rate{3, {}})
      .then_rejected(window_over);
}

TEST(Rate, ComesOnceAClosing) {
  Scenario()
      .given(closed(kWorks), did(kReporter, Rate{3, {}}))
      .when(kReporter, Rate{4, {}})
      .then_rejected(already_rated);
  Scenario()
      .given(closed(kWorks), did(kReporter, Rate{3, {}}), did(kReporter, reopen()),
             responded(kWorks), did(kReporter, close(ClosingBasis::confirmed_by_reporter)))
      .when(kReporter, Rate{4, {}})
      .then_accepted();
}

TEST(Rate, OfAWithdrawnCaseHasNoWindow) {
  Scenario()
      .given(led_by(kWorks), did(kReporter, Withdraw{}))
      .when(kReporter, Rate{1, {}})
      .then_rejected(window_over);
}

TEST(Rate, IsTheReportersOnAClosedCase) {
  Scenario().given(closed(kWorks)).when(kCitizen, Rate{3, {}}).then_rejected(not_authorised);
  Scenario().given(closed(kWorks)).when(kWorksOfficer, Rate{3, {}}).then_rejected(not_authorised);
  Scenario().given(answered_by(kWorks)).when(kReporter, Rate{3, {}}).then_rejected(not_closed);
  Scenario().given(archived()).when(kReporter, Rate{3, {}}).then_rejected(not_closed);
}

TEST(Rate, TellsTheFirstRuleBrokenAndKnowsAll) {
  Scenario()
      .given(closed(kWorks), did(kReporter, Rate{3, {}}), later(days{90}))
      .when(kCitizen, Rate{9, {}})
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, window_over, already_rated, bad_stars});
}

TEST(Rate, OfAReopenedCaseWaitsForItsClosing) {
  Scenario()
      .given(closed(kWorks), did(kReporter, reopen()))
      .when(kReporter, Rate{3, {}})
      .then_rejected(not_closed);
}

}  // namespace
}  // namespace aduan
