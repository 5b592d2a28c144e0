// The steward: the other side of merges, whatever becomes of them, and the cases of agencies that
// are no more.

#include "cli/reference/reference.h"
#include "tests/integration/office.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>

namespace aduan {
namespace {

using std::chrono::hours;

DueWork absorbed_cases(std::uint64_t number) {
  DueWork work;
  work.absorbed = number;
  return work;
}
DueWork failed_merges(std::uint64_t number) {
  DueWork work;
  work.merges_failed = number;
  return work;
}
DueWork successions(std::uint64_t number) {
  DueWork work;
  work.successions = number;
  return work;
}

// --- Merges

TEST(Merge, IsAbsorbedByItsTarget) {
  Office office;
  const CaseId target = office.at_agency(kHealth);
  const CaseId source = office.filed();
  office.did(source, kVerifier, Merge{target, {}});
  EXPECT_EQ(office.run(), absorbed_cases(1));
  EXPECT_EQ(office.complaint(source).status, Status::merged);
  EXPECT_EQ(office.complaint(target).supports, 1u);
  EXPECT_EQ(office.run(), DueWork());
  office.expect_sound();
}

/// A target that cannot take a case in.
struct Refusal {
  std::string_view name;
  CaseId (*target)(Office&);
};

const Refusal kRefusals[] = {
    {"unknown", [](Office&) { return chain_case(777); }},
    {"archived",
     [](Office& office) {
       const CaseId id = office.filed();
       office.did(id, kVerifier, archive());
       return id;
     }},
    {"merged",
     [](Office& office) {
       const CaseId id = office.filed();
       office.did(id, kVerifier, Merge{office.filed(), {}});
       EXPECT_EQ(office.run(), absorbed_cases(1));
       return id;
     }},
    {"hidden otherwise",
     [](Office& office) {
       const CaseId id = office.filed();
       office.did(id, kReporter, visibility(true, false));
       return id;
     }},
};

TEST(Merge, ThatIsRefusedForGoodReopensTheCase) {
  for (const Refusal& refusal : kRefusals) {
    SCOPED_TRACE(refusal.name);
    Office office;
    const CaseId target = refusal.target(office);
    const CaseId source = office.verified_case();
    office.did(source, kVerifier, Merge{target, {}});
    EXPECT_EQ(office.run(), failed_merges(1));
    EXPECT_EQ(office.complaint(source).status, Status::submitted);
    EXPECT_GT(office.due(source, Clock::verify), office.now());
    EXPECT_EQ(office.run(), DueWork());
    // And it can be merged with another one.
    const CaseId other = office.filed();
    office.did(source, kVerifier, Merge{other, {}});
    EXPECT_EQ(office.run(), absorbed_cases(1));
    EXPECT_EQ(office.complaint(other).supports, 1u);
    office.expect_sound();
  }
}

// Only an importer can say it at all.
TEST(Merge, IntoItselfReopensTheCase) {
  Office office;
  const CaseId id = office.filed();
  office.did(id, kImporter, Merge{id, {}});
  EXPECT_EQ(office.run(), failed_merges(1));
  EXPECT_EQ(office.complaint(id).status, Status::submitted);
  EXPECT_EQ(office.run(), DueWork());
}

TEST(Merge, OfAChainEndsWhereTheLastOneIsOpen) {
  Office office;
  const CaseId a = office.filed();
  const CaseId b = office.filed();
  const CaseId c = office.filed();
  office.did(a, kVerifier, Merge{b, {}});
  EXPECT_EQ(office.run(), absorbed_cases(1));
  office.did(b, kVerifier, Merge{c, {}});
  EXPECT_EQ(office.run(), absorbed_cases(1));
  EXPECT_EQ(office.complaint(a).status, Status::merged);
  EXPECT_EQ(office.complaint(b).status, Status::merged);
}

TEST(Merge, IntoACaseThatWasMergedBeforeTheStewardCameReopensTheCase) {
  Office office;
  const CaseId a = office.filed();
  const CaseId b = office.filed();
  office.did(a, kVerifier, Merge{b, {}});
  office.did(b, kVerifier, Merge{office.filed(), {}});
  const DueWork work = office.run();
  EXPECT_EQ(work.absorbed, 1u);
  EXPECT_EQ(work.merges_failed, 1u);
  EXPECT_EQ(office.complaint(a).status, Status::submitted);
}

/// Some merges that succeed and some that fail.
void fill_with_merges(Office& office) {
  std::vector<CaseId> targets;
  for (const Refusal& refusal : kRefusals) targets.push_back(refusal.target(office));
  targets.insert(targets.begin(), 3, office.filed());
  for (const CaseId& target : targets) office.did(office.filed(), kVerifier, Merge{target, {}});
}

TEST(Merge, IsWholeWhereverTheStewardCrashes) {
  Office whole;
  fill_with_merges(whole);
  whole.at(whole.now() + hours(1));
  const DueWork all = whole.run();
  EXPECT_EQ(all.absorbed, 3u);
  EXPECT_EQ(all.merges_failed, 4u);
  const auto expected = whole.records();
  // A refusal is sent too: there are more sendings than records.
  for (std::size_t left = 0; left <= all.total() + 4; ++left) {
    Office office;
    fill_with_merges(office);
    office.at(office.now() + hours(1));
    BreakingLedger breaking(office.ledger(), left);
    SystemRoles crashed(breaking, office.store(), office.keys());
    EXPECT_EQ(crashed.run_due(office.now()).has_error(), left < all.total() + 4);
    office.run();
    ASSERT_TRUE(office.records() == expected) << "crashed after " << left;
  }
}

TEST(Merge, ASecondStewardChangesNothing) {
  Office office;
  fill_with_merges(office);
  EXPECT_TRUE(office.roles("s-1")->run_due(office.now()));
  const auto records = office.records();
  EXPECT_EQ(office.roles("s-2")->run_due(office.now()).value(), DueWork());
  EXPECT_EQ(office.records(), records);
}

// --- Dissolution

AgencyId holder(const Complaint& complaint) {
  const Handling* const lead = lead_of(complaint);
  return lead != nullptr ? lead->agency : desk();
}

TEST(Dissolution, MovesCasesToTheDefaultAsTheyStand) {
  Office office;
  const CaseId led = office.at_agency(kHealth);
  const CaseId answered = office.answered_by(kHealth);
  const CaseId supported = office.at_agency(kWorks);
  office.did(supported, kVerifier, support_by(kHealth));
  const Complaint before = office.complaint(led);
  const Instant due = office.due(led, Clock::resolve, kHealth);
  office.at(office.now() + hours(3));
  office.dissolve(kHealth, {kSocial, kBali}, kSocial);
  EXPECT_EQ(office.run(), successions(3));
  const Complaint after = office.complaint(led);
  EXPECT_EQ(holder(after), kSocial);
  EXPECT_EQ(after.status, before.status);
  EXPECT_EQ(office.due(led, Clock::resolve, kSocial), due);
  EXPECT_EQ(holder(office.complaint(answered)), kSocial);
  EXPECT_EQ(office.complaint(answered).status, Status::responded);
  EXPECT_EQ(holder(office.complaint(supported)), kWorks);
  const Complaint helped = office.complaint(supported);
  ASSERT_NE(active_handling(helped, kSocial), nullptr);
  EXPECT_EQ(active_handling(helped, kSocial)->role, HandlingRole::support);
  EXPECT_EQ(office.run(), DueWork());
  office.expect_sound();
}

TEST(Dissolution, WithoutADefaultReturnsCasesToTheDesk) {
  Office office;
  const CaseId led = office.at_agency(kHealth);
  const CaseId answered = office.answered_by(kHealth);
  office.dissolve(kHealth, {kSocial, kBali});
  EXPECT_EQ(office.run(), successions(2));
  for (const CaseId& id : {led, answered}) {
    const Complaint complaint = office.complaint(id);
    EXPECT_TRUE(is_at_desk(complaint));
    EXPECT_EQ(complaint.status, Status::verified);
    EXPECT_EQ(complaint.returns, 0u) << "a succession is not counted";
    EXPECT_GT(office.due(id, Clock::reroute), office.now());
  }
  office.expect_sound();
}

TEST(Dissolution, LeavesFinishedCasesUntilTheyAreReopened) {
  Office office;
  const CaseId id = office.answered_by(kHealth);
  office.did(id, kReporter, close(ClosingBasis::confirmed_by_reporter));
  office.dissolve(kHealth, {kSocial}, kSocial);
  const auto roles = office.roles();
  EXPECT_EQ(roles->run_due(office.now()).value(), DueWork());
  office.did(id, kReporter, reopen());
  EXPECT_EQ(holder(office.complaint(id)), kHealth);
  EXPECT_EQ(roles->run_due(office.now()).value(), successions(1));
  EXPECT_EQ(holder(office.complaint(id)), kSocial);
  EXPECT_EQ(office.complaint(id).status, Status::reopened);
}

TEST(Dissolution, OfSuccessorsInTurnGoesOnWithTheirCases) {
  Office office;
  const CaseId id = office.at_agency(kHealth);
  office.dissolve(kHealth, {kWorks}, kWorks);
  EXPECT_EQ(office.run(), successions(1));
  office.dissolve(kWorks, {kSocial}, kSocial);
  EXPECT_EQ(office.run(), successions(1));
  EXPECT_EQ(holder(office.complaint(id)), kSocial);
  EXPECT_EQ(office.complaint(id).handovers, 2u);
}

TEST(Dissolution, SeenLateGoesPastSuccessorsThatAreNoMore) {
  Office office;
  const CaseId led = office.at_agency(kHealth);
  office.dissolve(kHealth, {kWorks}, kWorks);
  office.dissolve(kWorks, {kSocial}, kSocial);
  EXPECT_EQ(office.run(), successions(1));
  EXPECT_EQ(holder(office.complaint(led)), kSocial);

  const CaseId other = office.at_agency(kSocial);
  office.dissolve(kSocial, {kBali}, kBali);
  office.dissolve(kBali, {kPapua});
  EXPECT_EQ(office.run(), successions(2));
  EXPECT_TRUE(is_at_desk(office.complaint(other)));
}

TEST(Dissolution, JoinsLeadAndSupportInOneSuccessor) {
  Office office;
  const CaseId id = office.at_agency(kHealth);
  office.did(id, kVerifier, support_by(kWorks));
  office.dissolve(kHealth, {kSocial}, kSocial);
  office.dissolve(kWorks, {kSocial}, kSocial);
  EXPECT_EQ(office.run(), successions(2));
  EXPECT_EQ(holder(office.complaint(id)), kSocial);
  EXPECT_EQ(office.run(), DueWork());
  office.expect_sound();
}

TEST(Dissolution, IsWholeWhereverTheStewardCrashes) {
  const auto fill = [](Office& office) {
    for (int i = 0; i < 3; ++i) {
      const CaseId id = office.at_agency(kHealth);
      office.did(id, kVerifier, support_by(kWorks));
      office.answered_by(kWorks);
    }
    office.dissolve(kHealth, {kSocial}, kSocial);
    office.dissolve(kWorks, {kBali});
  };
  Office whole;
  fill(whole);
  const std::uint64_t total = whole.run().total();
  EXPECT_EQ(total, 9u);
  const auto expected = whole.records();
  for (std::size_t left = 0; left <= total; ++left) {
    Office office;
    fill(office);
    BreakingLedger breaking(office.ledger(), left);
    SystemRoles crashed(breaking, office.store(), office.keys());
    EXPECT_EQ(crashed.run_due(office.now()).has_error(), left < total);
    office.run();
    ASSERT_TRUE(office.records() == expected) << "crashed after " << left;
  }
}

TEST(Dissolution, AForgedCircleOfSuccessorsEndsAtTheDesk) {
  Directory directory;
  for (const AgencyId& id : {kHealth, kWorks}) {
    Connected agency;
    agency.id = id;
    evolve(directory, directory.sequence + 1, agency);
  }
  evolve(directory, 3, Dissolved{kHealth, {kWorks}, kWorks});
  EXPECT_EQ(heir_of(directory, kHealth), kWorks);
  evolve(directory, 4, Dissolved{kWorks, {kHealth}, kHealth});
  EXPECT_EQ(heir_of(directory, kHealth), std::nullopt);
  EXPECT_EQ(heir_of(directory, kUnheardOf), std::nullopt);
}

// --- What became of Indonesia's agencies since 2014, whole

/// The ids of each change's successors; the first one gets the cases where `by_default`.
struct Successors {
  std::vector<AgencyId> ids;
  bool by_default = true;
};

Successors successors_of(std::string_view agency) {
  static const std::map<std::string_view, Successors> kAll = {
      {"kl-ukp4", {{AgencyId("kl-ksp")}}},
      {"kl-lemsaneg", {{AgencyId("kl-bssn")}}},
      {"kl-bnp2tki", {{AgencyId("kl-bp2mi")}}},
      {"kl-kemenristekdikti", {{AgencyId("kl-kemendikbud"), AgencyId("kl-brin")}}},
      {"kl-lipi", {{AgencyId("kl-brin")}}},
      {"kl-batan", {{AgencyId("kl-brin")}}},
      {"kl-lapan", {{AgencyId("kl-brin")}}},
      {"kl-bppt", {{AgencyId("kl-brin")}}},
      {"bumn-pelindo1", {{AgencyId("bumn-pelindo2")}}},
      {"bumn-pelindo3", {{AgencyId("bumn-pelindo2")}}},
      {"bumn-pelindo4", {{AgencyId("bumn-pelindo2")}}},
      {"bumn-ppd", {{AgencyId("bumn-damri")}}},
      {"bumn-ap1", {{AgencyId("bumn-angkasapura")}}},
      {"bumn-ap2", {{AgencyId("bumn-angkasapura")}}},
      {"kl-kemenpupr", {{AgencyId("kl-pu"), AgencyId("kl-pkp")}, false}},
      {"kl-kemenlhk", {{AgencyId("kl-lh"), AgencyId("kl-kehutanan")}, false}},
      {"kl-kemenkumham",
       {{AgencyId("kl-hukum"), AgencyId("kl-ham"), AgencyId("kl-imipas")}, false}},
      {"kl-kemendikbud",
       {{AgencyId("kl-dikdasmen"), AgencyId("kl-diktisaintek"), AgencyId("kl-kebudayaan")}, false}},
  };
  const auto found = kAll.find(agency);
  return found == kAll.end() ? Successors{} : found->second;
}

/// One case an agency of each kind that could be orphaned.
std::vector<CaseId> cases_of(Office& office, const AgencyId& agency) {
  const CaseId led = office.at_agency(agency);
  const CaseId answered = office.answered_by(agency);
  const CaseId supported = office.at_agency(kBali);
  office.did(supported, kVerifier, support_by(agency));
  return {led, answered, supported};
}

/// `run_each`: the steward comes after every change; else once, at the end.
void replay_changes(bool run_each) {
  Office office;
  std::vector<CaseId> cases;
  const auto connect_if_new = [&](const AgencyId& id) {
    if (office.ledger().directory()->find_agency(id) == nullptr) office.connect(id);
  };
  for (const ReferenceChange& change : reference_changes()) connect_if_new(change.agency);
  for (const ReferenceChange& change : reference_changes()) {
    for (const CaseId& id : cases_of(office, change.agency)) cases.push_back(id);
  }
  std::size_t dissolutions = 0;
  for (const ReferenceChange& change : reference_changes()) {
    const std::string date = change.date.size() == 4 ? change.date + "-07-01" : change.date;
    office.at(std::max(*parse_instant_forgiving(date), office.now() + hours(1)));
    if (change.change == "renamed") {
      office.direct(Rename{Renamed{change.agency, change.successor_name}});
      continue;
    }
    const Successors successors = successors_of(change.agency.value);
    ASSERT_FALSE(successors.ids.empty()) << change.agency.value << " is not in the test's table";
    for (const AgencyId& id : successors.ids) connect_if_new(id);
    office.dissolve(change.agency, successors.ids,
                    successors.by_default ? std::optional(successors.ids.front()) : std::nullopt);
    ++dissolutions;
    if (run_each) office.run();
  }
  office.run();
  EXPECT_GE(dissolutions, 18u);
  const auto directory = office.ledger().directory();
  for (const CaseId& id : cases) {
    const Complaint complaint = office.complaint(id);
    if (!is_open(complaint)) continue;
    for (const Handling& handling : complaint.handlings) {
      if (!handling.is_active()) continue;
      EXPECT_TRUE(directory->is_connected(handling.agency))
          << id.text() << " is still with " << handling.agency.value;
    }
  }
  EXPECT_EQ(office.run(), DueWork());
  office.expect_sound();
}

TEST(Dissolution, OfEveryAgencySince2014LeavesNoCaseBehind) { replay_changes(true); }
TEST(Dissolution, OfEveryAgencySince2014SeenOnceLeavesNoCaseBehind) { replay_changes(false); }

}  // namespace
}  // namespace aduan
