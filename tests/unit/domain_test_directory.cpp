// The directory, folded: it takes what its chain holds.

#include "core/complaint/directory.h"
#include "schemas/instant.h"
#include "tests/support/prng.h"
#include "tests/support/samples.h"
#include "tests/support/test_directory.h"

#include <gtest/gtest.h>

#include <string>

namespace aduan {
namespace {

void fold(Directory& directory, const DirectoryEvent& event) {
  evolve(directory, directory.sequence + 1, event);
}

PolicyAdopted adopted(std::string_view version, std::string_view from) {
  PolicyAdopted event{sp4n_policy()};
  event.policy.version = PolicyVersion{std::string(version)};
  event.policy.in_force_from = DateText{std::string(from)};
  return event;
}

std::string version_at(const Directory& directory, std::string_view instant) {
  const AdoptedPolicy* const found = directory.policy_at(*parse_instant(instant));
  return found == nullptr ? "none" : found->policy.version.value;
}

TEST(Directory, KnowsTheLedgerFromItsFirstRecordAlone) {
  Directory directory;
  EXPECT_FALSE(directory.is_created());
  fold(directory, LedgerCreated{"jakarta", 16, true});
  fold(directory, LedgerCreated{"other", 3, false});
  EXPECT_TRUE(directory.is_created());
  EXPECT_EQ(directory.ledger, "jakarta");
  EXPECT_EQ(directory.partitions, 16u);
  EXPECT_TRUE(directory.seeded);
  EXPECT_EQ(directory.sequence, 2u);
}

TEST(Directory, ConnectsRenamesAndDissolves) {
  Directory directory = test_directory();
  EXPECT_TRUE(directory.is_connected(kHealth));
  fold(directory, Renamed{kHealth, "Kemenkes"});
  EXPECT_EQ(directory.find_agency(kHealth)->name, "Kemenkes");
  fold(directory, Dissolved{kHealth, {kSocial, kWorks}, kSocial});
  EXPECT_FALSE(directory.is_connected(kHealth));
  ASSERT_NE(directory.find_agency(kHealth), nullptr);
  EXPECT_EQ(directory.find_agency(kHealth)->successors, (std::vector{kSocial, kWorks}));
  EXPECT_EQ(directory.find_agency(kHealth)->to_by_default, kSocial);
  EXPECT_EQ(directory.find_agency(kHealth)->dissolved_at, directory.sequence);
}

TEST(Directory, NeverKnowsTheDeskOrAStranger) {
  const Directory directory = test_directory();
  EXPECT_FALSE(directory.is_connected(desk()));
  EXPECT_FALSE(directory.is_connected(kUnheardOf));
  EXPECT_EQ(directory.find_agency(kUnheardOf), nullptr);
}

TEST(Directory, IgnoresNewsOfAStrangerAndOfTypesThatItDoesNotKnow) {
  Directory directory = test_directory();
  const std::size_t agencies = directory.agencies.size();
  fold(directory, Renamed{kUnheardOf, "?"});
  fold(directory, Dissolved{kUnheardOf, {kHealth}, std::nullopt});
  fold(directory, Opaque{"aduan.directory.painted.v9"});
  EXPECT_EQ(directory.agencies.size(), agencies);
}

TEST(Directory, TakesAnyOrderOfRecords) {
  const auto samples = all_sample_directory_events();
  const std::uint64_t seed = 20'141'219;
  Prng prng(seed);
  Directory directory;
  for (int i = 0; i < 2'000; ++i) {
    fold(directory, samples[prng.below(samples.size())].event);
    if (directory.policies.size() > 3) directory.policies.erase(directory.policies.begin());
  }
  EXPECT_EQ(directory.sequence, 2'000u);
  EXPECT_LE(directory.agencies.size(), samples.size());
}

TEST(Directory, GivesTheZoneOfAnAgencyAndWibOtherwise) {
  const Directory directory = test_directory();
  EXPECT_EQ(directory.zone_of(kBali), Zone::WITA);
  EXPECT_EQ(directory.zone_of(kPapua), Zone::WIT);
  EXPECT_EQ(directory.zone_of(kHealth), Zone::WIB);
  EXPECT_EQ(directory.zone_of(std::nullopt), Zone::WIB);
  EXPECT_EQ(directory.zone_of(kUnheardOf), Zone::WIB);
}

TEST(PolicyAt, IsInForceFromTheFirstInstantOfItsDayInJakarta) {
  const Directory directory = test_directory();
  EXPECT_EQ(version_at(directory, "2014-12-18T16:59:59.999Z"), "none");
  EXPECT_EQ(version_at(directory, "2014-12-18T17:00:00.000Z"), "sp4n-2015.1");
  EXPECT_EQ(version_at(directory, "2099-01-01T00:00:00.000Z"), "sp4n-2015.1");
}

TEST(PolicyAt, ALaterPolicyTakesOverOnItsDay) {
  Directory directory = test_directory();
  fold(directory, adopted("sp4n-2016.1", "2016-01-01"));
  EXPECT_EQ(version_at(directory, "2015-12-31T16:59:59.999Z"), "sp4n-2015.1");
  EXPECT_EQ(version_at(directory, "2015-12-31T17:00:00.000Z"), "sp4n-2016.1");
}

TEST(PolicyAt, OfTwoInForceTheOneAdoptedLastCounts) {
  Directory directory = test_directory();
  fold(directory, adopted("sp4n-2016.1", "2016-01-01"));
  fold(directory, adopted("sp4n-2015.2", "2014-12-19"));
  EXPECT_EQ(version_at(directory, "2017-01-01T00:00:00.000Z"), "sp4n-2015.2");
}

TEST(PolicyAt, ThereIsNoneBeforeAnyIsAdopted) {
  EXPECT_EQ(version_at(Directory{}, "2020-01-01T00:00:00.000Z"), "none");
}

}  // namespace
}  // namespace aduan
