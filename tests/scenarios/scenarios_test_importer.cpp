// Importers: history made elsewhere is recorded with its breaches, not refused.

#include "schemas/instant.h"
#include "tests/support/scenario.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using enum RejectionCode;

Submit submission_held_by(const AgencyId& holder) {
  Submit command = submit(Channel::other);
  command.holder = holder;
  return command;
}

Step imported(const CaseCommand& command) { return did(kImporter, command); }

Step with_anomalies(std::vector<std::string> names) {
  return [=](Scenario& scenario) { scenario.set_anomalies(names); };
}

TEST(Importer, SubmitsWithAHolderWhoLeadsFromTheStart) {
  Scenario()
      .when(kImporter, submission_held_by(kWorks))
      .becomes(Status::submitted)
      .breaches({})
      .starts({})
      .holds([](const Complaint& c) { return lead_of(c)->agency == kWorks && c.published; })
      .holds([](const Complaint& c) { return !is_turn_of(c, desk()) && c.handovers == 0; });
}

TEST(Importer, IsExemptFromWhoMayDoWhat) {
  Scenario()
      .given(imported(submit()))
      .when(kImporter, verify())
      .becomes(Status::verified)
      .breaches({});
  Scenario()
      .given(imported(submission_held_by(kWorks)))
      .when(kImporter, Start{kWorks})
      .then_accepted()
      .breaches({});
  Scenario()
      .given(imported(submission_held_by(kWorks)), imported(respond(kWorks, true)))
      .when(kImporter, close(ClosingBasis::source))
      .becomes(Status::closed)
      .breaches({});
}

TEST(Importer, MayBreakEveryRuleAndSaysWhich) {
  Scenario()
      .given(imported(submission_held_by(kWorks)))
      .when(kImporter, forward(kHealth))
      .becomes(Status::forwarded)
      .breaches({"not_verified", "has_a_lead"})
      .holds([](const Complaint& c) { return lead_of(c)->agency == kHealth; });
  Scenario()
      .given(imported(submission_held_by(kWorks)))
      .when(kImporter, close(ClosingBasis::source))
      .becomes(Status::closed)
      .breaches({"not_responded"});
  Scenario()
      .given(imported(submission_held_by(kWorks)), imported(close(ClosingBasis::source)))
      .when(kImporter, respond(kHealth, true))
      .becomes(Status::closed)
      .breaches({"case_finished", "not_your_case"});
}

TEST(Importer, BreachesComeInRuleOrderWithoutRepeats) {
  Scenario()
      .given(imported(submission_held_by(kWorks)), imported(close(ClosingBasis::source)),
             later(-days{2}), with_anomalies({"no_agency", "before_previous", "no_agency"}))
      .when(kImporter, forward(kUnheardOf))
      .becomes(Status::closed)
      .breaches({"case_finished", "not_verified", "has_a_lead", "not_connected",
                 "before_submission", "before_previous", "no_agency"});
}

TEST(Importer, AnEventBeforeTheSubmissionOrThePreviousIsSaid) {
  Scenario()
      .given(imported(submission_held_by(kWorks)), later(days{2}), imported(Start{kWorks}),
             later(-days{1}))
      .when(kImporter, respond(kWorks, true))
      .then_accepted()
      .breaches({"before_previous"});
  Scenario()
      .given(imported(submission_held_by(kWorks)), later(-minutes{1}))
      .when(kImporter, respond(kWorks, true))
      .then_accepted()
      .breaches({"before_submission", "before_previous"});
  Scenario()
      .given(imported(submission_held_by(kWorks)))
      .when(kImporter, respond(kWorks, true))
      .then_accepted()
      .breaches({});
}

TEST(Importer, AnomaliesOfTheSourceStandInTheEvent) {
  Scenario()
      .given(with_anomalies({"closing_time_ignored", "no_agency"}))
      .when(kImporter, submit())
      .then_accepted()
      .breaches({"closing_time_ignored", "no_agency"});
}

TEST(Importer, NobodyElsesEventHasBreaches) {
  Scenario()
      .given(with_anomalies({"no_agency"}))
      .when(kReporter, submit())
      .then_accepted()
      .breaches({});
}

TEST(Importer, StartsNoClock) {
  Scenario().when(kImporter, submit()).then_accepted().starts({});
  Scenario()
      .given(imported(submit()), imported(verify()))
      .when(kImporter, forward(kWorks))
      .becomes(Status::forwarded)
      .starts({});
  Scenario()
      .given(imported(submission_held_by(kWorks)), imported(respond(kWorks, true)))
      .when(kImporter, Reply{})
      .becomes(Status::reporter_replied)
      .starts({});
}

TEST(Importer, ADueDateOfTheSourceIsAResolveClock) {
  Submit command = submission_held_by(kWorks);
  command.due = parse_instant("2015-02-20T05:00:00.000Z");
  Scenario scenario;
  scenario.when(kImporter, command)
      .then_accepted()
      .starts({{Clock::resolve, kWorks}})
      .due({Clock::resolve, kWorks}, "2015-02-20T05:00:00.000Z");
  EXPECT_EQ(consequences_of(scenario.event())->policy, PolicyVersion{"source"});

  Forward forwarding = forward(kWorks);
  forwarding.due = command.due;
  Scenario()
      .given(imported(submit()))
      .when(kImporter, forwarding)
      .then_accepted()
      .starts({{Clock::resolve, kWorks}})
      .due({Clock::resolve, kWorks}, "2015-02-20T05:00:00.000Z");
}

TEST(Importer, ReturnsToAnotherAgencyAtOnce) {
  Return command = give_back(kWorks);
  command.to = kHealth;
  command.reason = ReturnReason::source;
  Scenario()
      .given(imported(submission_held_by(kWorks)))
      .when(kImporter, command)
      .becomes(Status::forwarded)
      .breaches({})
      .holds([](const Complaint& c) { return c.returns == 1 && c.handovers == 1; });
}

TEST(Importer, NotesAStatusOfTheSource) {
  Scenario()
      .given(imported(submission_held_by(kWorks)))
      .when(kImporter, Note{kWorks, SourceStatus{"Awaiting Vendor"}, {}})
      .becomes(Status::submitted)
      .breaches({});
}

TEST(Importer, ReopensForTheReasonsOfItsSource) {
  Scenario()
      .given(imported(submission_held_by(kWorks)), imported(close(ClosingBasis::source)))
      .when(kImporter, reopen(ReopeningReason::source))
      .becomes(Status::reopened)
      .breaches({});
}

TEST(Importer, NeverTakesAnIdTwice) {
  Scenario().given(imported(submit())).when(kImporter, submit()).then_rejected(case_id_taken);
}

TEST(Importer, NeverRevealsNorErases) {
  Scenario()
      .given(imported(submit()))
      .when(kImporter, Reveal{RecipientCode{"r-1"}, LegalBasis::court_order})
      .then_rejected(not_authorised);
  Scenario()
      .given(imported(submit()))
      .when(kImporter, Erase{{ErasureScope::identity}, LegalBasis::reporter_request})
      .then_rejected(not_authorised);
}

TEST(Importer, NeverWritesAConfidentialCategoryInTheOpen) {
  Submit command = submit();
  command.confidential = true;
  Scenario().when(kImporter, command).then_rejected(seal_again);
}

TEST(Importer, AnImportedCaseGoesOnUnderTheRules) {
  Scenario()
      .given(imported(submission_held_by(kWorks)), imported(respond(kWorks, true)))
      .when(kReporter, Reply{})
      .becomes(Status::reporter_replied)
      .starts({{Clock::answer, kWorks}});
}

TEST(Importer, GivesADueDateOfItsSourceWithoutABreach) {
  Submit command = submission_held_by(kWorks);
  command.due = parse_instant("2015-02-20T05:00:00.000Z");
  Scenario().when(kImporter, command).then_accepted().breaches({});
  Forward forwarding = forward(kWorks);
  forwarding.due = command.due;
  Scenario()
      .given(imported(submit()), imported(verify()))
      .when(kImporter, forwarding)
      .then_accepted()
      .breaches({});
}

// A source that says `withdrawn` closes as the reporter's own withdrawal would.
TEST(Importer, WithdrawsFromAnyOpenStatus) {
  Scenario()
      .given(imported(submission_held_by(kWorks)))
      .when(kImporter, close(ClosingBasis::withdrawn))
      .becomes(Status::closed)
      .breaches({});
  Scenario()
      .given(imported(submission_held_by(kWorks)), imported(close(ClosingBasis::source)))
      .when(kImporter, close(ClosingBasis::withdrawn))
      .becomes(Status::closed)
      .breaches({"case_finished"});
}

TEST(Importer, SpeaksForTheReporterWhoLoosensBeforePublication) {
  const Step hidden = [](Scenario& scenario) {
    scenario.given(imported(submit()), imported(visibility(true, false)));
  };
  Scenario().given(hidden).when(kImporter, visibility(false, false)).then_accepted().breaches({});
  Scenario()
      .given(hidden, imported(verify()), imported(forward(kWorks)))
      .when(kImporter, visibility(false, false))
      .then_accepted()
      .breaches({"cannot_loosen"});
}

TEST(Importer, ASuccessionOfNobodyIsSaidAndForwards) {
  Forward command = succeed(kWorks, kSocial);
  command.from.reset();
  Scenario()
      .given(imported(submission_held_by(kWorks)))
      .when(kImporter, command)
      .becomes(Status::forwarded)
      .breaches({"not_your_case", "not_dissolved"});
}

TEST(Importer, ASupportOfItsSourceNeedsNoAccount) {
  Scenario()
      .given(imported(submission_held_by(kWorks)))
      .when(kImporter, Support{})
      .then_accepted()
      .breaches({});
}

}  // namespace
}  // namespace aduan
