// Law 5: no free text stands in the open; and the desk's reserved id is target of no command. Not
// even an importer may break that.

#include "tests/scenarios/case_at_works.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace aduan {
namespace {

using enum RejectionCode;

const AgencyId kStory{"Pak Budi of the third floor"};

/// On a case that public works leads, by whoever would say it and by an importer.
void expect_bad_id(const Actor& actor, const CaseCommand& command) {
  Scenario().given(led_by(kWorks)).when(actor, command).then_rejected(bad_id);
  Scenario().given(led_by(kWorks)).when(kImporter, command).then_rejected(bad_id);
}

/// What nobody but an importer could get as far as saying.
void expect_bad_id_of_import(const CaseCommand& command) {
  Scenario().given(led_by(kWorks)).when(kImporter, command).then_rejected(bad_id);
}

TEST(OpenCodes, OfASubmissionAreCodes) {
  const auto rejects = [](void (*spoil)(Submit&)) {
    Submit command = submit();
    spoil(command);
    Scenario().when(kReporter, command).then_rejected(bad_id);
    Scenario().when(kImporter, command).then_rejected(bad_id);
  };
  rejects([](Submit& c) { c.region.open = RegionCode{"near the old market"}; });
  rejects([](Submit& c) { c.region.open = RegionCode{""}; });
  rejects([](Submit& c) { c.addressed_to = kStory; });
  rejects([](Submit& c) { c.incident_date.open = DateText{"2015-02-30"}; });
  rejects([](Submit& c) { c.incident_date.open = DateText{"yesterday"}; });
  Submit held = submit();
  held.holder = kStory;
  Scenario().when(kImporter, held).then_rejected(bad_id).for_all_of({not_connected, bad_id});
}

TEST(OpenCodes, OfASubmissionMayBeAnythingWellFormed) {
  Submit command = submit();
  command.region.open = RegionCode{"31.71"};
  command.addressed_to = kUnheardOf;  // a wish; it moves nothing
  command.incident_date.open = DateText{"2016-02-29"};
  Scenario().when(kReporter, command).becomes(Status::submitted);
}

TEST(OpenCodes, AgenciesThatACommandNamesAreIds) {
  Return suggests = give_back(kWorks);
  suggests.suggested = kStory;
  expect_bad_id(kWorksOfficer, suggests);
  Forward from = support_by(kHealth);
  from.from = kStory;
  expect_bad_id(kVerifier, from);

  expect_bad_id_of_import(forward(kStory));
  expect_bad_id_of_import(give_back(kStory));
  expect_bad_id_of_import(rule(kStory));
  expect_bad_id_of_import(Start{kStory});
  expect_bad_id_of_import(Note{kStory, {}, {}});
  expect_bad_id_of_import(respond(kStory, true));
  expect_bad_id_of_import(miss({Clock::resolve, kStory}, 3));
  expect_bad_id_of_import(extend({Clock::resolve, kStory}, 3, Instant{}));
  Return onwards = give_back(kWorks);
  onwards.to = kStory;
  expect_bad_id_of_import(onwards);
}

TEST(OpenCodes, UnitsOfficersAndRecipientsAreCodes) {
  const UnitCode unit{"u-7"};
  const OfficerCode officer{"o-7"};
  expect_bad_id(kWorksOfficer, Assign{kWorks, UnitCode{"the third floor"}, officer});
  expect_bad_id(kWorksOfficer, Assign{kWorks, unit, OfficerCode{"Budi"}});
  expect_bad_id_of_import(Assign{kStory, unit, officer});
  Scenario()
      .given(submitted())
      .when(kCustodian, Reveal{RecipientCode{"Judge Budi"}, LegalBasis::court_order})
      .then_rejected(bad_id);
}

TEST(OpenCodes, ARedactedFieldIsAName) {
  const auto redact = [](const std::string& field) {
    return Redact{1, field, RedactionReason::personal_data};
  };
  const std::string longest(40, 'f');
  for (const std::string& field : {std::string("id_number"), std::string("a"), longest}) {
    Scenario().given(submitted()).when(kVerifier, redact(field)).then_accepted();
  }
  for (const std::string& field :
       {std::string(), longest + "f", std::string("Text"), std::string("text1"),
        std::string("a text"), std::string("text{"), std::string("text`")}) {
    Scenario().given(submitted()).when(kVerifier, redact(field)).then_rejected(bad_id);
  }
}

// --- The desk

TEST(TheDesk, IsTargetOfNoCommandNotEvenOfAnImporters) {
  const auto rejects = [](const CaseCommand& command) {
    Scenario().given(led_by(kWorks)).when(kImporter, command).then_rejected(not_connected);
  };
  rejects(forward(desk()));
  rejects(support_by(desk()));
  rejects(rule(desk()));
  Return back = give_back(kWorks);
  back.to = desk();
  rejects(back);
  Submit held = submit();
  held.holder = desk();
  Scenario().when(kImporter, held).then_rejected(not_connected);
}

TEST(TheDesk, IsNoAgencyThatActs) {
  const Actor clerk = officer_of(desk());
  Scenario()
      .given(submitted(), verified())
      .when(clerk, give_back(desk()))
      .then_rejected(not_your_case);
  Scenario()
      .given(submitted(), verified())
      .when(clerk, respond(desk(), true))
      .then_rejected(not_your_case);
  Scenario().given(led_by(kWorks)).when(clerk, comment()).then_rejected(not_your_case);
}

// --- An agency that is not connected

TEST(Importer, GivesACaseToWhoIsNotConnectedAndSaysSo) {
  Submit held = submit();
  held.holder = kUnheardOf;
  Scenario().when(kImporter, held).becomes(Status::submitted).breaches({"not_connected"});
  Return onwards = give_back(kWorks);
  onwards.to = kUnheardOf;
  Scenario()
      .given(led_by(kWorks))
      .when(kImporter, onwards)
      .becomes(Status::forwarded)
      .breaches({"not_connected"});
  Scenario()
      .given(submitted(), verified())
      .when(kImporter, rule(kUnheardOf))
      .becomes(Status::forwarded)
      .breaches({"not_connected"});
}

}  // namespace
}  // namespace aduan
