// Working days: the due-date table of the policy, in three zones.

#include "core/complaint/calendar.h"
#include "core/complaint/directory.h"
#include "schemas/instant.h"
#include "tests/support/test_directory.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

const Calendar& national() {
  static const Calendar calendar(sp4n_policy());
  return calendar;
}

Instant at(std::string_view text) { return *parse_instant(text); }

constexpr ClockLength wd(std::uint32_t n) { return {n, DayUnit::wd}; }
constexpr ClockLength d(std::uint32_t n) { return {n, DayUnit::d}; }

/// The last day of a clock that starts at `start`, in the zone: the day before the due instant.
std::string last_day(Instant start, const ClockLength& length, Zone zone) {
  const Instant due = national().due(start, length, zone) + offset_of(zone);
  const Day day = std::chrono::floor<days>(due);
  EXPECT_EQ(due, Instant{day}) << "not the first instant of a day";
  return format_day(day - days{1});
}

struct Row {
  std::string_view start;
  std::string_view last[5];  // after 3, 5, 10, 14, 60 working days
};

// Source: domain/policy.md §2, "Worked examples".
constexpr Row kTable[] = {
    {"2014-12-19", {"2014-12-24", "2014-12-30", "2015-01-07", "2015-01-13", "2015-03-19"}},
    {"2014-12-24", {"2014-12-31", "2015-01-05", "2015-01-12", "2015-01-16", "2015-03-24"}},
    {"2015-07-10", {"2015-07-15", "2015-07-23", "2015-07-30", "2015-08-05", "2015-10-12"}},
    {"2017-06-22", {"2017-07-05", "2017-07-07", "2017-07-14", "2017-07-20", "2017-09-27"}},
    {"2018-06-08", {"2018-06-25", "2018-06-28", "2018-07-05", "2018-07-11", "2018-09-18"}},
    {"2020-12-23", {"2020-12-30", "2021-01-05", "2021-01-12", "2021-01-18", "2021-03-25"}},
    {"2022-04-28", {"2022-05-11", "2022-05-13", "2022-05-23", "2022-05-30", "2022-08-03"}},
    {"2024-04-05", {"2024-04-18", "2024-04-22", "2024-04-29", "2024-05-06", "2024-07-17"}},
    {"2024-12-24", {"2024-12-31", "2025-01-03", "2025-01-10", "2025-01-16", "2025-03-26"}},
    {"2026-03-17", {"2026-03-27", "2026-03-31", "2026-04-08", "2026-04-14", "2026-06-26"}},
    {"2026-06-12", {"2026-06-18", "2026-06-22", "2026-06-29", "2026-07-03", "2026-09-09"}},
    {"2026-06-13", {"2026-06-18", "2026-06-22", "2026-06-29", "2026-07-03", "2026-09-09"}},
};
constexpr std::uint32_t kColumns[] = {3, 5, 10, 14, 60};

TEST(Calendar, GivesTheDueDateTableInEveryZoneFromTheFirstToTheLastInstantOfTheDay) {
  for (const Row& row : kTable) {
    const Instant midnight{*parse_day(row.start)};
    for (const Zone zone : {Zone::WIB, Zone::WITA, Zone::WIT}) {
      const Instant first = midnight - offset_of(zone);
      const Instant last = first + days{1} - std::chrono::milliseconds{1};
      for (std::size_t i = 0; i < std::size(kColumns); ++i) {
        const std::string what = std::string(row.start) + " + " + std::to_string(kColumns[i]) +
                                 " in " + std::string(name_of_code(zone));
        EXPECT_EQ(last_day(first, wd(kColumns[i]), zone), row.last[i]) << what;
        EXPECT_EQ(last_day(last, wd(kColumns[i]), zone), row.last[i]) << what;
      }
    }
  }
}

TEST(Calendar, GivesTheExampleOfTheRules) {
  EXPECT_EQ(format_instant(national().due(at("2014-12-19T03:00:00.000Z"), wd(5), Zone::WIB)),
            "2014-12-30T17:00:00.000Z");
}

TEST(Calendar, ADueInstantIsAnHourEarlierForEachZoneToTheEast) {
  const Instant start = at("2014-12-19T03:00:00.000Z");
  EXPECT_EQ(format_instant(national().due(start, wd(5), Zone::WITA)), "2014-12-30T16:00:00.000Z");
  EXPECT_EQ(format_instant(national().due(start, wd(5), Zone::WIT)), "2014-12-30T15:00:00.000Z");
  EXPECT_EQ(format_instant(national().due(start, wd(5), Zone::UTC)), "2014-12-31T00:00:00.000Z");
}

// 23:30 of Thursday in Jakarta is 00:30 of Friday in Denpasar and 01:30 of Friday in Jayapura.
TEST(Calendar, ALateEveningInTheWestIsTheNextDayInTheEast) {
  const Instant start = at("2014-12-18T16:30:00.000Z");
  EXPECT_EQ(last_day(start, wd(3), Zone::WIB), "2014-12-23");
  EXPECT_EQ(last_day(start, wd(3), Zone::WITA), "2014-12-24");
  EXPECT_EQ(last_day(start, wd(3), Zone::WIT), "2014-12-24");
}

TEST(Calendar, ADayBeginsAtMidnightOfTheZoneToTheMillisecond) {
  const Instant midnight = at("2014-12-18T17:00:00.000Z");  // of 19 December, WIB
  EXPECT_EQ(last_day(midnight, wd(3), Zone::WIB), "2014-12-24");
  EXPECT_EQ(last_day(midnight - std::chrono::milliseconds{1}, wd(3), Zone::WIB), "2014-12-23");
}

TEST(Calendar, CalendarDaysCountEveryDay) {
  const Instant start = at("2014-12-19T03:00:00.000Z");
  EXPECT_EQ(last_day(start, d(1), Zone::WIB), "2014-12-20");
  EXPECT_EQ(last_day(start, d(30), Zone::WIB), "2015-01-18");
}

TEST(Calendar, KnowsWeekendsAndHolidaysOfEitherKind) {
  const auto works = [](std::string_view day) {
    return national().is_working_day(*parse_day(day));
  };
  EXPECT_TRUE(works("2014-12-24"));
  EXPECT_FALSE(works("2014-12-25"));  // Christmas
  EXPECT_FALSE(works("2014-12-26"));  // joint leave
  EXPECT_FALSE(works("2014-12-27"));  // Saturday
  EXPECT_FALSE(works("2014-12-28"));  // Sunday
  EXPECT_TRUE(works("2014-12-29"));
  EXPECT_FALSE(works("2018-06-13"));  // Lebaran's leave
}

TEST(Calendar, PastTheLastHolidayYearCountsMondayToFriday) {
  // 25 December 2027 is a Saturday; the Friday before would be free, were it known.
  EXPECT_EQ(last_day(at("2027-12-23T03:00:00.000Z"), wd(5), Zone::WIB), "2027-12-30");
  EXPECT_EQ(last_day(at("2030-01-01T03:00:00.000Z"), wd(3), Zone::WIB), "2030-01-04");
}

TEST(Calendar, WithoutHolidaysCountsMondayToFriday) {
  Policy policy = sp4n_policy();
  policy.holidays.clear();
  const Calendar calendar(policy);
  EXPECT_EQ(format_instant(calendar.due(at("2014-12-19T03:00:00.000Z"), wd(5), Zone::WIB)),
            "2014-12-26T17:00:00.000Z");
}

TEST(Calendar, CountsADayOnceThatThePolicyNamesTwice) {
  Policy policy = sp4n_policy();
  policy.holidays.insert(policy.holidays.end(), 3, DateText{"2014-12-22"});
  const Calendar calendar(policy);
  EXPECT_EQ(format_instant(calendar.due(at("2014-12-19T03:00:00.000Z"), wd(1), Zone::WIB)),
            "2014-12-23T17:00:00.000Z");
}

TEST(Calendar, CountsBeforeTheEpochToo) {
  // 1 January 1969 was a Wednesday.
  EXPECT_EQ(last_day(at("1969-01-01T03:00:00.000Z"), wd(3), Zone::WIB), "1969-01-06");
}

// Each holiday's list is the one that the product ships with.
TEST(Calendar, HasTheHolidaysOfTheReference) {
  const char* const source = std::getenv("ADUAN_SOURCE_DIR");
  ASSERT_NE(source, nullptr) << "run it by ctest";
  std::ifstream file(std::string(source) + "/cli/reference/holidays.csv");
  ASSERT_TRUE(file.is_open());
  std::vector<DateText> days_of_file;
  for (std::string line; std::getline(file, line);) {
    const std::string day = line.substr(0, line.find(','));
    if (parse_day(day)) days_of_file.emplace_back(day);
  }
  EXPECT_EQ(days_of_file, sp4n_policy().holidays);
}

TEST(OffsetOf, AnUnknownZoneIsWib) {
  EXPECT_EQ(offset_of(Zone::WIB), hours{7});
  EXPECT_EQ(offset_of(Zone::WITA), hours{8});
  EXPECT_EQ(offset_of(Zone::WIT), hours{9});
  EXPECT_EQ(offset_of(Zone::UTC), hours{0});
  EXPECT_EQ(offset_of(Code<Zone>::from_text("MARS")), hours{7});
}

TEST(ZoneOfRegion, FollowsTheProvince) {
  const auto expect_zone = [](int first, int last, Zone zone) {
    for (int province = first; province <= last; ++province) {
      EXPECT_EQ(zone_of_region(std::to_string(province)), zone) << province;
      EXPECT_EQ(zone_of_region(std::to_string(province) + ".04"), zone) << province;
    }
  };
  expect_zone(11, 21, Zone::WIB);
  expect_zone(31, 36, Zone::WIB);
  expect_zone(51, 53, Zone::WITA);
  expect_zone(61, 62, Zone::WIB);
  expect_zone(63, 65, Zone::WITA);
  expect_zone(71, 76, Zone::WITA);
  expect_zone(81, 82, Zone::WIT);
  expect_zone(91, 96, Zone::WIT);
}

TEST(ZoneOfRegion, IsWibWithoutAProvince) {
  for (const std::string_view region : {"", "9", "xx", "00", "54", "66", "77", "83", "97"}) {
    EXPECT_EQ(zone_of_region(region), Zone::WIB) << region;
  }
}

}  // namespace
}  // namespace aduan
