// The directory's commands: create, adopt, connect, rename, dissolve, define.

#include "tests/support/scenario.h"

#include <gtest/gtest.h>

#include <string>

namespace aduan {
namespace {

using enum RejectionCode;

DirectoryDecision decision_on(const DirectoryCommand& command, const Actor& actor = kOperator,
                              const Directory& directory = test_directory()) {
  const DecisionContext context{.directory = directory,
                                .actor = actor,
                                .time = {},
                                .case_id = kDirectorySubject,
                                .sequence = directory.sequence};
  return decide(command, context);
}

DirectoryDecision rejected(RejectionCode code) { return Rejection{code}; }

DirectoryDecision accepted(DirectoryEvent event) { return event; }

Connect connect(std::string_view id, std::string_view name = "Dinas Kesehatan") {
  Connect command;
  command.agency.id = AgencyId{std::string(id)};
  command.agency.name = name;
  return command;
}

Define define(std::string_view id, std::string_view name = "Kesehatan") {
  return {{CategoryId{std::string(id)}, std::nullopt, std::string(name), std::nullopt}};
}

Dissolve dissolve(const AgencyId& id, std::vector<AgencyId> successors,
                  std::optional<AgencyId> to_by_default = {}) {
  return {{id, std::move(successors), std::move(to_by_default)}};
}

Adopt adopt(void (*change)(Policy&) = [](Policy&) {}) {
  Policy policy = sp4n_policy();
  change(policy);
  return {{policy}};
}

const std::string kLongest(500, 'n');
const std::string kTooLong(501, 'n');

TEST(CreateLedger, IsTheFirstRecord) {
  const CreateLedger command{{"jakarta", 16, false}};
  EXPECT_EQ(decision_on(command, kOperator, Directory{}), accepted(command.ledger));
  EXPECT_EQ(decision_on(command, kVerifier, Directory{}), rejected(not_authorised));
  EXPECT_EQ(decision_on(command, kImporter, Directory{}), rejected(not_authorised));
  EXPECT_EQ(decision_on(command), rejected(ledger_exists));
}

TEST(CreateLedger, HasAWellFormedNameAndACountOfPartitions) {
  const auto of = [](std::string_view name, std::uint32_t partitions) {
    return decision_on(CreateLedger{{std::string(name), partitions, false}}, kOperator,
                       Directory{});
  };
  EXPECT_EQ(of("", 16), rejected(bad_id));
  EXPECT_EQ(of("Jakarta", 16), rejected(bad_id));
  EXPECT_EQ(of("jakarta", 0), rejected(bad_policy));
  EXPECT_TRUE(std::holds_alternative<DirectoryEvent>(of("jakarta", 1)));
  EXPECT_TRUE(std::holds_alternative<DirectoryEvent>(of("jakarta", 10'000)));
  EXPECT_EQ(of("jakarta", 10'001), rejected(bad_policy));
}

TEST(AdoptPolicy, IsTheOperators) {
  EXPECT_EQ(decision_on(adopt()), accepted(PolicyAdopted{sp4n_policy()}));
  EXPECT_EQ(decision_on(adopt(), kImporter), rejected(not_authorised));
  EXPECT_EQ(decision_on(adopt(), kVerifier), rejected(not_authorised));
}

TEST(AdoptPolicy, HasEveryLengthAndAscendingDays) {
  using Change = void (*)(Policy&);
  const Change kBad[] = {
      [](Policy& policy) { policy.version = PolicyVersion{"SP4N 2015"}; },
      [](Policy& policy) { policy.in_force_from = DateText{"2015-02-30"}; },
      [](Policy& policy) { policy.max_returns = 0; },
      [](Policy& policy) { policy.clocks.verify.n = 0; },
      [](Policy& policy) { policy.clocks.rate_window.n = 0; },
      [](Policy& policy) { policy.clocks.resolve.complaint_oversight.n = 0; },
      [](Policy& policy) { policy.clocks.answer.n = 3'661; },
      [](Policy& policy) { policy.holidays.emplace_back("2015-13-01"); },
      [](Policy& policy) { std::swap(policy.holidays.front(), policy.holidays.back()); },
  };
  for (std::size_t i = 0; i < std::size(kBad); ++i) {
    EXPECT_EQ(decision_on(adopt(kBad[i])), rejected(bad_policy)) << i;
  }
  EXPECT_TRUE(std::holds_alternative<DirectoryEvent>(
      decision_on(adopt([](Policy& policy) { policy.clocks.answer.n = 3'660; }))));
  EXPECT_TRUE(std::holds_alternative<DirectoryEvent>(
      decision_on(adopt([](Policy& policy) { policy.holidays.clear(); }))));
}

TEST(ConnectAgency, IsTheOperatorsOrAnImporters) {
  const Connect command = connect("kab-3204");
  EXPECT_EQ(decision_on(command), accepted(command.agency));
  EXPECT_EQ(decision_on(command, kImporter), accepted(command.agency));
  for (const Actor& actor : {kVerifier, kReporter, kSteward, officer_of(kHealth)}) {
    EXPECT_EQ(decision_on(command, actor), rejected(not_authorised));
  }
}

TEST(ConnectAgency, HasAFreeWellFormedId) {
  for (const std::string_view id : {"", "desk", "Kab", "-kab", ".kab", "kab 3204", "kab/3204"}) {
    EXPECT_EQ(decision_on(connect(id)), rejected(bad_id)) << id;
  }
  EXPECT_EQ(decision_on(connect("kl-kemenkes")), rejected(already_connected));
  Directory directory = test_directory();
  evolve(directory, directory.sequence + 1, Dissolved{kHealth, {kSocial}, std::nullopt});
  EXPECT_EQ(decision_on(connect("kl-kemenkes"), kOperator, directory), rejected(already_connected));
}

TEST(ConnectAgency, HasANameAKindAndAZone) {
  EXPECT_EQ(decision_on(connect("kab-3204", "")), rejected(bad_name));
  EXPECT_EQ(decision_on(connect("kab-3204", "a\nb")), rejected(bad_name));
  EXPECT_EQ(decision_on(connect("kab-3204", kTooLong)), rejected(bad_name));
  EXPECT_TRUE(std::holds_alternative<DirectoryEvent>(decision_on(connect("kab-3204", kLongest))));
  Connect command = connect("kab-3204");
  command.agency.kind = Code<AgencyKind>::from_text("guild");
  EXPECT_EQ(decision_on(command), rejected(unknown_code));
  command = connect("kab-3204");
  command.agency.zone = Code<Zone>::from_text("CET");
  EXPECT_EQ(decision_on(command), rejected(unknown_code));
}

TEST(RenameAgency, IsTheOperatorsOfAConnectedAgency) {
  const Rename command{{kHealth, "Kemenkes"}};
  EXPECT_EQ(decision_on(command), accepted(command.agency));
  EXPECT_EQ(decision_on(command, kImporter), rejected(not_authorised));
  EXPECT_EQ(decision_on(Rename{{kUnheardOf, "?"}}), rejected(unknown_agency));
  EXPECT_EQ(decision_on(Rename{{kHealth, ""}}), rejected(bad_name));
}

TEST(DissolveAgency, NeedsConnectedSuccessors) {
  const Dissolve command = dissolve(kHealth, {kSocial, kWorks}, kSocial);
  EXPECT_EQ(decision_on(command), accepted(command.agency));
  EXPECT_EQ(decision_on(dissolve(kHealth, {kSocial})),
            accepted(Dissolved{kHealth, {kSocial}, std::nullopt}));
  EXPECT_EQ(decision_on(command, kImporter), rejected(not_authorised));
  EXPECT_EQ(decision_on(dissolve(kUnheardOf, {kSocial})), rejected(unknown_agency));
  EXPECT_EQ(decision_on(dissolve(kHealth, {})), rejected(no_successor));
  EXPECT_EQ(decision_on(dissolve(kHealth, {kSocial, kUnheardOf})), rejected(no_successor));
  EXPECT_EQ(decision_on(dissolve(kHealth, {kHealth})), rejected(no_successor));
  EXPECT_EQ(decision_on(dissolve(kHealth, {kSocial}, kWorks)), rejected(no_successor));
  EXPECT_EQ(decision_on(dissolve(kHealth, {desk()})), rejected(no_successor));
}

TEST(DissolveAgency, HappensOnce) {
  Directory directory = test_directory();
  evolve(directory, directory.sequence + 1, Dissolved{kHealth, {kSocial}, std::nullopt});
  EXPECT_EQ(decision_on(dissolve(kHealth, {kSocial}), kOperator, directory),
            rejected(unknown_agency));
}

TEST(DefineCategory, IsTheOperatorsOrAnImporters) {
  const Define command = define("2014-kesehatan");
  EXPECT_EQ(decision_on(command), accepted(command.category));
  EXPECT_EQ(decision_on(command, kImporter), accepted(command.category));
  EXPECT_EQ(decision_on(command, kVerifier), rejected(not_authorised));
}

TEST(DefineCategory, HasAFreeWellFormedIdANameAndAKnownParent) {
  EXPECT_EQ(decision_on(define("Kesehatan")), rejected(bad_id));
  EXPECT_EQ(decision_on(define("2014-kesehatan", "")), rejected(bad_name));
  EXPECT_EQ(decision_on(define(kRoads.value)), rejected(category_exists));
  Define command = define("2014-jembatan");
  command.category.parent = CategoryId{"2014-moon"};
  EXPECT_EQ(decision_on(command), rejected(unknown_category));
  command.category.parent = kRoads;
  EXPECT_EQ(decision_on(command), accepted(command.category));
}

// Law 5: no free text stands in the open where a code belongs.
TEST(DirectoryCodes, OfAgenciesCategoriesAndPoliciesAreCodes) {
  Connect agency = connect("kab-3204");
  agency.agency.parent = AgencyId{"West Java"};
  EXPECT_EQ(decision_on(agency), rejected(bad_id));
  agency.agency.parent = AgencyId{"pemda-32"};  // need not be connected
  agency.agency.region = RegionCode{"Bandung"};
  EXPECT_EQ(decision_on(agency), rejected(bad_id));
  agency.agency.region = RegionCode{"32.04"};
  EXPECT_EQ(decision_on(agency), accepted(agency.agency));

  Define category = define("2014-kesehatan");
  category.category.parent = CategoryId{"All Things"};
  EXPECT_EQ(decision_on(category), rejected(bad_id));
  category.category.parent.reset();
  category.category.default_agency = AgencyId{"The Ministry"};
  EXPECT_EQ(decision_on(category), rejected(bad_id));
  category.category.default_agency = kHealth;
  EXPECT_EQ(decision_on(category), accepted(category.category));

  EXPECT_EQ(decision_on(adopt([](Policy& policy) { policy.calendar = "The National One"; })),
            rejected(bad_policy));
}

// Along a chain: the successor of today may be dissolved tomorrow, the dissolved never succeeds.
TEST(DissolveAgency, LeadsFromSuccessorToSuccessor) {
  Directory directory = test_directory();
  evolve(directory, directory.sequence + 1, Dissolved{kHealth, {kSocial}, kSocial});
  EXPECT_EQ(decision_on(dissolve(kSocial, {kWorks}, kWorks), kOperator, directory),
            accepted(Dissolved{kSocial, {kWorks}, kWorks}));
  EXPECT_EQ(decision_on(dissolve(kSocial, {kHealth}), kOperator, directory),
            rejected(no_successor));
  EXPECT_EQ(decision_on(Rename{{kHealth, "Kemenkes"}}, kOperator, directory),
            rejected(unknown_agency));
}

}  // namespace
}  // namespace aduan
