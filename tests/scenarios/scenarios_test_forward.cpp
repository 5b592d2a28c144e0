// The desk gives a case to an agency: a lead, or a support beside it.

#include "tests/support/scenario.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using std::chrono::days;
using enum RejectionCode;

const Actor kWorksOfficer = officer_of(kWorks);

bool works_leads(const Complaint& c) {
  const Handling* const lead = lead_of(c);
  return lead != nullptr && lead->agency == kWorks;
}

/// At the desk, verified as `kind`.
Step verified_as(ComplaintKind kind, bool oversight = false) {
  return did(kVerifier, verify(kind, oversight));
}

Step led_by(const AgencyId& lead) {
  return [=](Scenario& scenario) { scenario.given(submitted(), verified(), forwarded(lead)); };
}

Step ruled(const AgencyId& to) { return did(kVerifier, rule(to)); }

// --- Forward to a lead

TEST(Forward, GivesTheCaseToALeadAndStartsItsClocks) {
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, forward(kWorks))
      .becomes(Status::forwarded)
      .stops({{Clock::verify}})
      .starts(
          {{Clock::follow_up, kWorks}, {Clock::resolve, kWorks}, {Clock::return_agency, kWorks}})
      .due({Clock::follow_up, kWorks}, "2015-02-09T17:00:00.000Z")
      .due({Clock::resolve, kWorks}, "2015-02-23T17:00:00.000Z")
      .due({Clock::return_agency, kWorks}, "2015-02-05T17:00:00.000Z")
      .holds(works_leads)
      .holds([](const Complaint& c) { return c.published && is_turn_of(c, kWorks); })
      .holds([](const Complaint& c) { return !is_at_desk(c) && !is_turn_of(c, desk()); });
}

TEST(Forward, ResolveDependsOnWhatTheCaseIs) {
  Scenario()
      .given(submitted(), verified_as(ComplaintKind::information_request))
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .due({Clock::resolve, kWorks}, "2015-02-09T17:00:00.000Z");
  Scenario()
      .given(submitted(), verified_as(ComplaintKind::aspiration))
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .due({Clock::resolve, kWorks}, "2015-02-23T17:00:00.000Z");
  Scenario()
      .given(submitted(), verified_as(ComplaintKind::complaint, true))
      .when(kVerifier, forward(kWorks))
      .then_accepted()
      .due({Clock::resolve, kWorks}, "2015-04-29T17:00:00.000Z");
}

TEST(Forward, CountsInTheAgencysZone) {
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, forward(kPapua))
      .then_accepted()
      .due({Clock::follow_up, kPapua}, "2015-02-09T15:00:00.000Z");
  // 23:30 in Jakarta is the next day in Jayapura.
  Scenario()
      .given(submitted(), verified(), on("2015-02-02T16:30:00.000Z"))
      .when(kVerifier, forward(kPapua))
      .then_accepted()
      .due({Clock::follow_up, kPapua}, "2015-02-10T15:00:00.000Z");
}

TEST(Forward, OfAReturnedCaseStopsReroute) {
  Scenario()
      .given(submitted(), verified(), sent_back(1, kWorks))
      .when(kVerifier, forward(kHealth))
      .becomes(Status::forwarded)
      .stops({{Clock::reroute}})
      .starts({{Clock::follow_up, kHealth},
               {Clock::resolve, kHealth},
               {Clock::return_agency, kHealth}});
}

TEST(Forward, IsTheVerifiers) {
  for (const Actor& actor : {kReporter, kOverseer, kWorksOfficer, kOperator, kSteward}) {
    Scenario()
        .given(submitted(), verified())
        .when(actor, forward(kWorks))
        .then_rejected(not_authorised);
  }
}

TEST(Forward, ADueDateOfItsOwnIsTheImporters) {
  Forward command = forward(kWorks);
  command.due = Instant{};
  Scenario().given(submitted(), verified()).when(kVerifier, command).then_rejected(importers_only);
}

TEST(Forward, NeedsAnOpenCase) {
  Scenario().given(closed(kWorks)).when(kVerifier, forward(kHealth)).then_rejected(case_finished);
  Scenario().given(archived()).when(kVerifier, forward(kHealth)).then_rejected(case_finished);
}

TEST(Forward, NeedsAVerifiedCase) {
  Scenario().given(submitted()).when(kVerifier, forward(kWorks)).then_rejected(not_verified);
}

TEST(Forward, WaitsForTheReporterOfAPendedCase) {
  Scenario()
      .given(submitted(), verified(), did(kVerifier, Pend{}))
      .when(kVerifier, forward(kWorks))
      .then_rejected(pended);
  Scenario()
      .given(submitted(), did(kVerifier, Pend{}))
      .when(kVerifier, forward(kWorks))
      .then_rejected(not_verified)
      .for_all_of({not_verified, pended});
}

TEST(Forward, NeverTakesACaseFromItsLead) {
  Scenario().given(led_by(kWorks)).when(kVerifier, forward(kHealth)).then_rejected(has_a_lead);
  Scenario().given(led_by(kWorks)).when(kVerifier, forward(kWorks)).then_rejected(has_a_lead);
}

// Ping-pong ends at the national desk: from then only a ruling moves the case.
TEST(Forward, IsRejectedAfterThreeReturns) {
  Scenario()
      .given(submitted(), verified(), sent_back(3, kWorks))
      .when(kVerifier, forward(kHealth))
      .then_rejected(ruling_required);
}

TEST(Forward, AfterTwoReturnsIsAccepted) {
  Scenario()
      .given(submitted(), verified(), sent_back(1, kWorks), sent_back(1, kHealth))
      .when(kVerifier, forward(kWorks))
      .becomes(Status::forwarded);
}

TEST(Forward, AfterARulingIsRejected) {
  Scenario()
      .given(submitted(), verified(), ruled(kWorks), dissolved(kWorks, kSocial),
             did(kSteward, orphaned_by(kWorks)))
      .when(kVerifier, forward(kHealth))
      .then_rejected(ruling_required);
}

TEST(Forward, GoesOnlyToAConnectedAgency) {
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, forward(kUnheardOf))
      .then_rejected(not_connected);
  Scenario()
      .given(submitted(), verified(), dissolved(kWorks, kSocial))
      .when(kVerifier, forward(kWorks))
      .then_rejected(not_connected);
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, forward(desk()))
      .then_rejected(not_connected);
}

TEST(Forward, TellsTheFirstRuleBrokenAndKnowsAll) {
  Forward command = forward(kUnheardOf);
  command.due = Instant{};
  Scenario()
      .given(submitted(), happened(kImporter, Forwarded{kWorks, {}, {}, {}, {}, {}}),
             happened(kImporter, Pended{}), happened(kImporter, Ruled{kWorks, {}, {}}),
             happened(kImporter, Pended{}))
      .when(kReporter, command)
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, importers_only, not_verified, pended, has_a_lead,
                   ruling_required, not_connected});
}

// --- Forward to a support

TEST(ForwardSupport, AddsAnAgencyBesideTheLead) {
  Scenario()
      .given(led_by(kWorks))
      .when(kVerifier, support_by(kHealth))
      .becomes(Status::forwarded)
      .stops({})
      .starts({{Clock::follow_up, kHealth}, {Clock::resolve, kHealth}})
      .holds(works_leads)
      .holds([](const Complaint& c) { return is_turn_of(c, kHealth) && is_turn_of(c, kWorks); });
}

TEST(ForwardSupport, LeavesTheStatusAsItWas) {
  Scenario()
      .given(led_by(kWorks), responded(kWorks))
      .when(kVerifier, support_by(kHealth))
      .becomes(Status::responded)
      .stops({});
}

TEST(ForwardSupport, NeedsALead) {
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, support_by(kHealth))
      .then_rejected(no_lead);
}

TEST(ForwardSupport, NeverGoesToAnActiveAgency) {
  Scenario()
      .given(led_by(kWorks))
      .when(kVerifier, support_by(kWorks))
      .then_rejected(already_handling);
  Scenario()
      .given(led_by(kWorks), supported(kHealth))
      .when(kVerifier, support_by(kHealth))
      .then_rejected(already_handling);
}

TEST(ForwardSupport, NeedsNeitherFewReturnsNorNoRuling) {
  Scenario()
      .given(submitted(), verified(), sent_back(3, kWorks), ruled(kWorks))
      .when(kVerifier, support_by(kHealth))
      .becomes(Status::forwarded);
}

TEST(ForwardSupport, GoesOnlyToAConnectedAgencyOfAnOpenCase) {
  Scenario()
      .given(led_by(kWorks))
      .when(kVerifier, support_by(kUnheardOf))
      .then_rejected(not_connected);
  Scenario()
      .given(closed(kWorks))
      .when(kVerifier, support_by(kHealth))
      .then_rejected(case_finished);
}

TEST(ForwardSupport, IsPromotedByALeadForwardingAndItsClocksRunOn) {
  Scenario()
      .given(led_by(kWorks), supported(kHealth), returned(kWorks), later(days{1}))
      .when(kVerifier, forward(kHealth))
      .becomes(Status::forwarded)
      .stops({{Clock::reroute}})
      .starts({{Clock::return_agency, kHealth}})
      .due({Clock::follow_up, kHealth}, "2015-02-09T17:00:00.000Z")
      .holds([](const Complaint& c) { return lead_of(c)->agency == kHealth; });
}

}  // namespace
}  // namespace aduan
