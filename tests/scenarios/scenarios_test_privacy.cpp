// Who sees what: visibility, redact, reveal, erase.

#include "schemas/instant.h"
#include "tests/support/scenario.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

using std::chrono::days;
using enum RejectionCode;

const Actor kWorksOfficer = officer_of(kWorks);

/// Submitted, verified, forwarded on Monday, 2 February 2015.
Step led_by(const AgencyId& lead) {
  return [=](Scenario& scenario) { scenario.given(submitted(), verified(), forwarded(lead)); };
}

Step flagged(bool anonymous, bool confidential) {
  return did(kReporter, visibility(anonymous, confidential));
}

// --- Visibility

TEST(Visibility, IsTightenedByTheReporterAtAnyTime) {
  const auto tighten = [](const Step& history, Status status) {
    Scenario()
        .given(history)
        .when(kReporter, visibility(true, true))
        .becomes(status)
        .stops({})
        .starts({})
        .holds([](const Complaint& c) { return c.anonymous && c.confidential; });
  };
  tighten(submitted(), Status::submitted);
  tighten(led_by(kWorks), Status::forwarded);
  tighten(closed(kWorks), Status::closed);
  tighten(archived(), Status::archived);
}

TEST(Visibility, IsLoosenedByTheReporterBeforePublicationAlone) {
  Scenario()
      .given(submitted(), flagged(true, false), verified())
      .when(kReporter, visibility(false, false))
      .then_accepted()
      .holds([](const Complaint& c) { return !c.anonymous && !c.confidential; });
  Scenario()
      .given(led_by(kWorks), flagged(true, true))
      .when(kReporter, visibility(true, false))
      .then_rejected(cannot_loosen);
  Scenario()
      .given(led_by(kWorks), flagged(true, true), returned(kWorks))
      .when(kReporter, visibility(false, true))
      .then_rejected(cannot_loosen);
}

TEST(Visibility, IsTightenedByTheDeskAndTheCustodian) {
  for (const Actor& actor : {kVerifier, kCustodian}) {
    Scenario().given(led_by(kWorks)).when(actor, visibility(false, true)).then_accepted();
    Scenario()
        .given(submitted(), flagged(true, false))
        .when(actor, visibility(false, false))
        .then_rejected(cannot_loosen);
    Scenario()
        .given(submitted(), flagged(true, false))
        .when(actor, visibility(false, true))
        .then_rejected(cannot_loosen);
  }
}

TEST(Visibility, IsNobodyElses) {
  for (const Actor& actor : {kCitizen, kOverseer, kWorksOfficer, kOperator, kSteward}) {
    Scenario()
        .given(led_by(kWorks))
        .when(actor, visibility(true, true))
        .then_rejected(not_authorised);
  }
}

TEST(Visibility, ChangesSomething) {
  Scenario()
      .given(submitted())
      .when(kReporter, visibility(false, false))
      .then_rejected(nothing_changes);
}

TEST(Visibility, KnowsItsReasons) {
  ChangeVisibility command = visibility(true, false);
  command.reason = Code<VisibilityReason>::from_text("mood");
  Scenario().given(submitted()).when(kReporter, command).then_rejected(unknown_code);
}

TEST(Visibility, TighteningOneFlagNeverLoosensTheOther) {
  Scenario()
      .given(led_by(kWorks), flagged(true, false))
      .when(kReporter, visibility(false, true))
      .then_rejected(cannot_loosen);
  Scenario()
      .given(led_by(kWorks), flagged(false, true))
      .when(kReporter, visibility(true, false))
      .then_rejected(cannot_loosen);
}

TEST(Visibility, OfTheOtherFlagLeavesTheOneThatIsSet) {
  for (const Actor& actor : {kReporter, kVerifier, kCustodian}) {
    Scenario()
        .given(led_by(kWorks), flagged(true, false))
        .when(actor, visibility(true, true))
        .then_accepted();
    Scenario()
        .given(led_by(kWorks), flagged(false, true))
        .when(actor, visibility(true, true))
        .then_accepted();
  }
}

TEST(Visibility, TellsTheFirstRuleBrokenAndKnowsAll) {
  ChangeVisibility command = visibility(false, false);
  command.reason = Code<VisibilityReason>::from_text("mood");
  Scenario()
      .given(led_by(kWorks), flagged(true, false))
      .when(kOverseer, command)
      .then_rejected(not_authorised)
      .for_all_of({not_authorised, cannot_loosen, unknown_code});
}

// --- Redact, reveal, erase

Redact redact(std::uint64_t sequence) { return {sequence, "text", RedactionReason::personal_data}; }

TEST(Redact, HidesATextOfAnEvent) {
  for (const Actor& actor : {kVerifier, kCustodian}) {
    Scenario()
        .given(led_by(kWorks))
        .when(actor, redact(3))
        .then_accepted(TextRedacted{3, "text", RedactionReason::personal_data, {}})
        .becomes(Status::forwarded)
        .stops({})
        .starts({});
  }
  Scenario().given(closed(kWorks)).when(kVerifier, redact(1)).becomes(Status::closed);
}

TEST(Redact, IsNobodyElses) {
  for (const Actor& actor : {kReporter, kOverseer, kWorksOfficer, kOperator}) {
    Scenario().given(submitted()).when(actor, redact(1)).then_rejected(not_authorised);
  }
}

TEST(Redact, NamesAnEventOfTheCase) {
  Scenario().given(led_by(kWorks)).when(kVerifier, redact(0)).then_rejected(no_such_event);
  Scenario().given(led_by(kWorks)).when(kVerifier, redact(4)).then_rejected(no_such_event);
}

// Law 5: no free text stands in the open.
TEST(Redact, NamesAFieldAndNoText) {
  Scenario()
      .given(submitted(), verified())
      .when(kVerifier, Redact{1, "the whole story", RedactionReason::personal_data})
      .then_rejected(bad_id);
}

TEST(Redact, KnowsItsReasons) {
  Redact command = redact(1);
  command.reason = Code<RedactionReason>::from_text("ugly");
  Scenario().given(submitted()).when(kVerifier, command).then_rejected(unknown_code);
}

TEST(Reveal, IsTheCustodiansWithALegalBasis) {
  const Reveal command{RecipientCode{"court-7"}, LegalBasis::court_order};
  Scenario()
      .given(closed(kWorks))
      .when(kCustodian, command)
      .then_accepted(IdentityRevealed{RecipientCode{"court-7"}, LegalBasis::court_order, {}})
      .becomes(Status::closed);
  for (const Actor& actor : {kReporter, kVerifier, kOverseer, kOperator, kImporter, kSteward}) {
    Scenario().given(submitted()).when(actor, command).then_rejected(not_authorised);
  }
  Reveal baseless = command;
  baseless.legal_basis = Code<LegalBasis>::from_text("curiosity");
  Scenario().given(submitted()).when(kCustodian, baseless).then_rejected(unknown_code);
}

TEST(Erase, IsTheCustodiansWithALegalBasis) {
  const Erase command{{ErasureScope::identity, ErasureScope::content},
                      LegalBasis::reporter_request};
  Scenario()
      .given(led_by(kWorks))
      .when(kCustodian, command)
      .then_accepted(PersonalDataErased{command.scope, LegalBasis::reporter_request, {}})
      .becomes(Status::forwarded);
  for (const Actor& actor : {kReporter, kVerifier, kOverseer, kOperator, kImporter}) {
    Scenario().given(submitted()).when(actor, command).then_rejected(not_authorised);
  }
}

TEST(Erase, KnowsItsScopeAndItsBasis) {
  Erase command{{}, LegalBasis::reporter_request};
  Scenario().given(submitted()).when(kCustodian, command).then_rejected(unknown_code);
  command.scope = {ErasureScope::identity, Code<ErasureScope>::from_text("everything")};
  Scenario().given(submitted()).when(kCustodian, command).then_rejected(unknown_code);
  command = {{ErasureScope::identity}, Code<LegalBasis>::from_text("whim")};
  Scenario().given(submitted()).when(kCustodian, command).then_rejected(unknown_code);
}

}  // namespace
}  // namespace aduan
