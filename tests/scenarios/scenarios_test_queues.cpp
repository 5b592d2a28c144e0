// Whose turn it is: the desk's queue and an agency's.

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

// --- The desk's queue

bool desk_has_it(const Complaint& c) { return is_turn_of(c, desk()); }
bool desk_lacks_it(const Complaint& c) { return !is_turn_of(c, desk()); }

TEST(DeskQueue, HoldsOpenCasesWithoutALead) {
  Scenario().when(kReporter, submit()).then_accepted().holds(desk_has_it);
  Scenario().given(submitted()).when(kVerifier, verify()).then_accepted().holds(desk_has_it);
  Scenario().given(submitted()).when(kVerifier, Pend{}).then_accepted().holds(desk_has_it);
  Scenario()
      .given(led_by(kWorks))
      .when(kWorksOfficer, give_back(kWorks))
      .then_accepted()
      .holds(desk_has_it);
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .holds(desk_lacks_it);
  Scenario().given(submitted()).when(kVerifier, archive()).then_accepted().holds(desk_lacks_it);
}

TEST(DeskQueue, KeepsACaseWhoseSupportsStillWork) {
  Scenario()
      .given(led_by(kWorks), supported(kHealth))
      .when(kWorksOfficer, give_back(kWorks))
      .becomes(Status::verified)
      .holds(desk_has_it)
      .holds([](const Complaint& c) { return is_turn_of(c, kHealth); });
}

TEST(DeskQueue, HoldsAppealsUntilTheyAreDecided) {
  Scenario().given(archived()).when(kReporter, Appeal{}).then_accepted().holds(desk_has_it);
  Scenario()
      .given(appealed())
      .when(kOverseer, archive(ArchiveReason::appeal_dismissed))
      .then_accepted()
      .holds(desk_lacks_it);
}

TEST(DeskQueue, HoldsAClosedCaseWithAReplyUntilSomebodyAnswersInPublic) {
  Scenario().given(closed(kWorks)).when(kReporter, Reply{}).then_accepted().holds(desk_has_it);
  const auto after = [](const Actor& actor, const CaseCommand& command, bool still) {
    Scenario()
        .given(closed(kWorks), replied())
        .when(actor, command)
        .then_accepted()
        .holds(still ? desk_has_it : desk_lacks_it);
  };
  after(kVerifier, comment(), false);
  after(kOverseer, comment(), false);
  after(kVerifier, comment(Audience::internal), true);
  after(kWorksOfficer, comment(), true);
  after(kCitizen, comment(), true);
  after(kReporter, Rate{2, {}}, true);
  after(kVerifier, reopen(), false);
}

TEST(AgencyQueue, HoldsActiveHandlingsWhoseTurnItIs) {
  const auto works = [](const Complaint& c) { return is_turn_of(c, kWorks); };
  const auto works_not = [](const Complaint& c) { return !is_turn_of(c, kWorks); };
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .holds(works);
  Scenario()
      .given(led_by(kWorks))
      .when(kWorksOfficer, respond(kWorks, false))
      .then_accepted()
      .holds(works);
  Scenario()
      .given(led_by(kWorks))
      .when(kWorksOfficer, respond(kWorks, true))
      .then_accepted()
      .holds(works_not);
  Scenario()
      .given(led_by(kWorks), responded(kWorks))
      .when(kReporter, Reply{})
      .then_accepted()
      .holds(works);
  Scenario().given(led_by(kWorks)).when(kReporter, Withdraw{}).then_accepted().holds(works_not);
  Scenario().given(closed(kWorks)).when(kReporter, reopen()).then_accepted().holds(works);
}

}  // namespace
}  // namespace aduan
