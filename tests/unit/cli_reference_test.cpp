// The reference data that ships inside the program.

#include "cli/reference/reference.h"
#include "core/complaint/calendar.h"
#include "schemas/instant.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace aduan {
namespace {

TEST(Reference, HasEveryAgencyOnce) {
  std::map<AgencyKind, int> by_kind;
  std::set<std::string> ids;
  for (const ReferenceAgency& agency : reference_agencies()) {
    ++by_kind[agency.kind];
    EXPECT_TRUE(is_well_formed_id(agency.id.value)) << agency.id.value;
    EXPECT_NE(agency.id, desk());
    EXPECT_TRUE(ids.insert(agency.id.value).second) << agency.id.value;
    EXPECT_FALSE(agency.name.empty()) << agency.id.value;
  }
  const std::map<AgencyKind, int> expected = {
      {AgencyKind::ministry, 34}, {AgencyKind::institution, 47}, {AgencyKind::soe, 44},
      {AgencyKind::province, 38}, {AgencyKind::regency, 416},    {AgencyKind::city, 98}};
  EXPECT_EQ(by_kind, expected);
  EXPECT_EQ(ids.size(), 677U);
}

TEST(Reference, EveryParentIsAnAgency) {
  for (const ReferenceAgency& agency : reference_agencies()) {
    if (!agency.parent) continue;
    EXPECT_NE(find_reference_agency(agency.parent->value), nullptr) << agency.id.value;
  }
}

TEST(Reference, TheFirstWaveHas130OfTheKindsThatLaporNamed) {
  int central = 0;
  int companies = 0;
  int regions = 0;
  for (const ReferenceAgency& agency : reference_agencies()) {
    if (!agency.first_wave) continue;
    if (agency.region)
      ++regions;
    else if (agency.kind == AgencyKind::soe)
      ++companies;
    else
      ++central;
  }
  EXPECT_EQ(central, 81);
  EXPECT_EQ(regions, 5);
  EXPECT_EQ(companies, 44);
}

TEST(Reference, OnlyJakartasDistrictsHaveNoQueueOfTheirOwn) {
  int dependent = 0;
  for (const ReferenceAgency& agency : reference_agencies()) {
    if (agency.autonomous) continue;
    ++dependent;
    EXPECT_EQ(agency.parent, AgencyId("pemda-31")) << agency.id.value;
    EXPECT_NE(agency.id.value, "pemda-31");
  }
  EXPECT_EQ(dependent, 6);
}

TEST(Reference, QuotedNamesRegionsAndZonesAreRead) {
  const ReferenceAgency* const ministry = find_reference_agency("kl-kemenkopolhukam");
  ASSERT_NE(ministry, nullptr);
  EXPECT_EQ(ministry->name, "Kementerian Koordinator Bidang Politik, Hukum, dan Keamanan");
  EXPECT_EQ(ministry->zone, Zone::WIB);
  EXPECT_FALSE(ministry->region);
  const ReferenceAgency* const surabaya = find_reference_agency("kota-3578");
  ASSERT_NE(surabaya, nullptr);
  EXPECT_EQ(surabaya->region, RegionCode("35.78"));
  EXPECT_EQ(surabaya->parent, AgencyId("pemda-35"));
  EXPECT_EQ(surabaya->zone, Zone::WIB);
  EXPECT_EQ(find_reference_agency("pemda-51")->zone, Zone::WITA);
  EXPECT_EQ(find_reference_agency("pemda-91")->zone, Zone::WIT);
  EXPECT_EQ(find_reference_agency("nobody"), nullptr);
}

TEST(Reference, ChangesNameAgenciesAndStandByDate) {
  const auto changes = reference_changes();
  EXPECT_EQ(changes.size(), 20U);
  for (const ReferenceChange& change : changes) {
    EXPECT_NE(find_reference_agency(change.agency.value), nullptr) << change.agency.value;
  }
  EXPECT_TRUE(std::is_sorted(changes.begin(), changes.end(),
                             [](const auto& a, const auto& b) { return a.date < b.date; }));
}

TEST(Reference, CategoriesNameTheirParentBeforeThemselves) {
  std::set<std::string> seen;
  for (const ReferenceCategory& category : reference_categories()) {
    EXPECT_TRUE(is_well_formed_id(category.id.value)) << category.id.value;
    EXPECT_TRUE(!category.parent || seen.contains(category.parent->value)) << category.id.value;
    EXPECT_TRUE(seen.insert(category.id.value).second) << category.id.value;
    if (!category.default_agency) continue;
    EXPECT_NE(find_reference_agency(category.default_agency->value), nullptr) << category.id.value;
  }
  EXPECT_EQ(seen.size(), 249U);
}

TEST(Reference, ThePolicyHoldsEveryFreeDayAscendingAndOnce) {
  const Policy policy = reference_policy();
  EXPECT_EQ(policy.version, PolicyVersion("sp4n-2015.1"));
  EXPECT_EQ(policy.in_force_from.value, "2014-12-19");
  EXPECT_EQ(policy.max_returns, 3U);
  EXPECT_EQ(policy.clocks.resolve.complaint_oversight, (ClockLength{60, DayUnit::wd}));
  EXPECT_EQ(policy.clocks.rate_window, (ClockLength{30, DayUnit::d}));
  ASSERT_EQ(policy.holidays.size(), 317U);
  EXPECT_EQ(policy.holidays.front().value, "2013-01-01");
  for (std::size_t i = 0; i < policy.holidays.size(); ++i) {
    EXPECT_TRUE(parse_day(policy.holidays[i].value)) << policy.holidays[i].value;
    if (i == 0) continue;
    EXPECT_LT(policy.holidays[i - 1], policy.holidays[i]);
  }
}

// Two rows of the table in domain/policy.md §2: the days of the file reach the calendar.
TEST(Reference, ThePolicysDueDatesAreThoseOfTheTable) {
  const Calendar calendar(reference_policy());
  const auto due = [&](std::string_view start, std::uint32_t n) {
    return format_instant(
        calendar.due(*parse_instant_forgiving(start), {n, DayUnit::wd}, Zone::WIB));
  };
  EXPECT_EQ(due("2014-12-19T03:00:00Z", 5), "2014-12-30T17:00:00.000Z");
  EXPECT_EQ(due("2018-06-08T03:00:00Z", 3), "2018-06-25T17:00:00.000Z");
  EXPECT_EQ(due("2026-06-13T03:00:00Z", 60), "2026-09-09T17:00:00.000Z");
}

}  // namespace
}  // namespace aduan
