// What leaves `responded` and the finished statuses, whatever the rules say.

#include "tests/support/scenario.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using std::chrono::days;
using enum RejectionCode;

Step led_by(const AgencyId& lead) {
  return [=](Scenario& scenario) { scenario.given(submitted(), verified(), forwarded(lead)); };
}

/// The same as an import: whatever the rules say.
Step imported(const Event& event) { return happened(kImporter, event); }

Forwarded lead_to(const AgencyId& to) { return {to, HandlingRole::lead, {}, {}, {}, {}}; }

Returned sent_to(const AgencyId& by, const AgencyId& to) {
  Returned event;
  event.by = by;
  event.to = to;
  event.reason = ReturnReason::source;
  return event;
}

// --- What leaves a status

TEST(Responded, IsLeftByFewEventsAlone) {
  const auto keeps = [](const Event& event) {
    Scenario scenario;
    scenario.given(led_by(kWorks), supported(kHealth), responded(kWorks), imported(event));
    EXPECT_EQ(scenario.complaint().status, Status::responded) << type_of(event);
  };
  keeps(lead_to(kSocial));
  keeps(sent_to(kWorks, kSocial));
  keeps(Returned{kWorks, {}, {}, {}, {}, {}, {}});
  keeps(WorkStarted{kWorks, {}});
  keeps(Noted{});
  keeps(Assigned{kWorks, {}, {}, {}});
  keeps(Responded{kWorks, false, {}, {}, {}, {}, {}});
  keeps(Responded{kHealth, true, {}, {}, {}, {}, {}});
  keeps(Verified{});
  keeps(Pended{});
  keeps(Supplemented{});
  keeps(Archived{});
  keeps(Merged{});
  keeps(Absorbed{});
  keeps(Commented{});
  keeps(Rated{});
  keeps(Supported{});
  keeps(Escalated{});
  keeps(Opaque{"aduan.complaint.painted.v9"});
}

TEST(Responded, IsLeftByTheEventsThatTheRulesName) {
  const auto gives = [](const Event& event, Status status) {
    Scenario scenario;
    scenario.given(led_by(kWorks), responded(kWorks), imported(event));
    EXPECT_EQ(scenario.complaint().status, status) << type_of(event);
  };
  gives(ReporterReplied{}, Status::reporter_replied);
  gives(Reopened{}, Status::reopened);
  gives(Ruled{kHealth, {}, {}}, Status::forwarded);
  gives(Closed{}, Status::closed);
  Returned succession{kWorks, {}, {}, {}, Code<Cause>(Cause::succession), {}, {}};
  gives(succession, Status::verified);
}

// Imports work on cases that their source calls closed: the handlings move, the status never.
TEST(Finished, HandlingsChangeAndTheStatusStays) {
  const auto moves = [](const Step& end, Status status) {
    Scenario scenario;
    scenario.given(led_by(kWorks), end, imported(lead_to(kHealth)));
    EXPECT_EQ(scenario.complaint().status, status);
    EXPECT_EQ(lead_of(scenario.complaint())->agency, kHealth);
    scenario.given(imported(WorkStarted{kHealth, {}}));
    EXPECT_EQ(lead_of(scenario.complaint())->state, HandlingState::in_progress);
    scenario.given(imported(sent_to(kHealth, kSocial)));
    EXPECT_EQ(lead_of(scenario.complaint())->agency, kSocial);
    scenario.given(imported(Responded{kSocial, true, {}, {}, {}, {}, {}}));
    EXPECT_EQ(lead_of(scenario.complaint())->state, HandlingState::responded);
    scenario.given(imported(Returned{kSocial, {}, {}, {}, {}, {}, {}}));
    EXPECT_EQ(lead_of(scenario.complaint()), nullptr);
    scenario.given(imported(Ruled{kWorks, {}, {}}), imported(Pended{}), imported(Verified{}),
                   imported(ReporterReplied{}), imported(Noted{}), imported(Merged{}));
    EXPECT_EQ(scenario.complaint().status, status);
  };
  moves(did(kReporter, Withdraw{}), Status::closed);
  moves(imported(Archived{}), Status::archived);
  moves(imported(Merged{}), Status::merged);
}

TEST(Finished, IsLeftByReopenedAlone) {
  for (const Step& end : {did(kReporter, Withdraw{}), imported(Archived{}), imported(Merged{})}) {
    Scenario scenario;
    scenario.given(led_by(kWorks), end, imported(Reopened{}));
    EXPECT_EQ(scenario.complaint().status, Status::reopened);
    scenario.given(end, imported(Returned{kWorks, {}, {}, {}, {}, {}, {}}), imported(Reopened{}));
    EXPECT_EQ(scenario.complaint().status, Status::submitted);
  }
}

TEST(Finished, ClosedClosesFromAnyStatus) {
  for (const Step& history : {submitted(), archived(), appealed(), merged(), led_by(kWorks)}) {
    Scenario scenario;
    scenario.given(history, imported(Closed{}));
    EXPECT_EQ(scenario.complaint().status, Status::closed);
    EXPECT_FALSE(is_turn_of(scenario.complaint(), desk()));
  }
}

TEST(Finished, EndsNoHandling) {
  Scenario()
      .given(closed(kWorks))
      .when(kReporter, Rate{4, {}})
      .then_accepted()
      .holds([](const Complaint& c) { return active_handling(c, kWorks) != nullptr; });
}

TEST(Evolve, AReturnOfAnAgencyThatDoesNotHaveTheCaseMovesNothing) {
  Scenario scenario;
  scenario.given(led_by(kWorks), imported(Returned{kHealth, {}, {}, {}, {}, {}, {}}));
  EXPECT_EQ(scenario.complaint().status, Status::forwarded);
  EXPECT_EQ(scenario.complaint().returns, 0u);
  EXPECT_EQ(lead_of(scenario.complaint())->agency, kWorks);
}

TEST(Evolve, KeepsTheFirstResponseAndTheFirstClosing) {
  Scenario scenario;
  const Instant start = scenario.now();
  scenario.given(led_by(kWorks), later(days{1}), responded(kWorks), later(days{1}),
                 responded(kWorks), did(kReporter, close(ClosingBasis::confirmed_by_reporter)),
                 later(days{1}), did(kReporter, reopen()), responded(kWorks),
                 did(kReporter, close(ClosingBasis::confirmed_by_reporter)));
  EXPECT_EQ(scenario.complaint().submitted, start);
  EXPECT_EQ(scenario.complaint().first_response, start + days{1});
  EXPECT_EQ(scenario.complaint().first_close, start + days{2});
  EXPECT_EQ(scenario.complaint().last_time, start + days{3});
}

TEST(Evolve, AReturnAtOnceGivesForwarded) {
  Scenario scenario;
  scenario.given(led_by(kWorks), imported(sent_to(kWorks, kHealth)));
  EXPECT_EQ(scenario.complaint().status, Status::forwarded);
  EXPECT_EQ(scenario.complaint().returns, 1u);
  EXPECT_EQ(lead_of(scenario.complaint())->agency, kHealth);
}

TEST(Evolve, AnAnswerWhereNobodyLeadsSpeaksForTheCase) {
  Scenario scenario;
  scenario.given(submitted(), imported(Responded{kWorks, true, {}, {}, {}, {}, {}}));
  EXPECT_EQ(scenario.complaint().status, Status::responded);
}

TEST(Evolve, AnAnswerOfAStrangerWhereAnotherLeadsDoesNot) {
  Scenario scenario;
  scenario.given(led_by(kWorks), imported(Responded{kHealth, true, {}, {}, {}, {}, {}}));
  EXPECT_EQ(scenario.complaint().status, Status::forwarded);
}

}  // namespace
}  // namespace aduan
