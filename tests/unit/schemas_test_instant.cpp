// Instants and days: one spelling in records, many for people.

#include "schemas/instant.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace aduan {
namespace {

using namespace std::string_literals;
using std::chrono::milliseconds;

constexpr Instant at(std::int64_t ms) { return Instant{milliseconds{ms}}; }

TEST(Instant, IsAlwaysTwentyFourCharacters) {
  EXPECT_EQ(format_instant(at(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(format_instant(at(-1)), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(format_instant(at(1'419'958'800'000)), "2014-12-30T17:00:00.000Z");
  EXPECT_EQ(format_instant(at(951'782'400'007)), "2000-02-29T00:00:00.007Z");
}

TEST(Instant, ReadsBackAtItsLimits) {
  for (const auto* text : {"0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z",
                           "1970-01-01T00:00:00.000Z", "2016-02-29T12:34:56.789Z"}) {
    const auto instant = parse_instant(text);
    ASSERT_TRUE(instant) << text;
    EXPECT_EQ(format_instant(*instant), text);
  }
}

TEST(Instant, IsWritableFromYear0To9999) {
  const Instant first = *parse_instant("0000-01-01T00:00:00.000Z");
  const Instant last = *parse_instant("9999-12-31T23:59:59.999Z");
  EXPECT_TRUE(is_writable(first));
  EXPECT_FALSE(is_writable(first - milliseconds{1}));
  EXPECT_TRUE(is_writable(last));
  EXPECT_FALSE(is_writable(last + milliseconds{1}));
  EXPECT_DEATH(format_instant(last + milliseconds{1}), "CHECK");
}

TEST(Instant, RecordsKnowOneSpelling) {
  for (const auto& text :
       {"2014-12-30T17:00:00Z"s, "2014-12-30T17:00:00.00Z"s, "2014-12-30T17:00:00.0000Z"s,
        "2014-12-30t17:00:00.000Z"s, "2014-12-30T17:00:00.000z"s, "2014-12-30 17:00:00.000Z"s,
        "2014-12-30T17:00:00.000"s, "2014-12-30T17:00:00,000Z"s, "2014-12-31T00:00:00.0+07"s,
        "2014-12-30T17:00+00:00Z"s, "2014-12-30T17:00:00.000Z "s, "2014-12-30"s, ""s}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
}

TEST(Instant, EveryFieldHasItsLimits) {
  for (const auto* text :
       {"2014-13-01T00:00:00.000Z", "2014-00-01T00:00:00.000Z", "2014-01-32T00:00:00.000Z",
        "2014-01-00T00:00:00.000Z", "2014-04-31T00:00:00.000Z", "2015-02-29T00:00:00.000Z",
        "1900-02-29T00:00:00.000Z", "2014-01-01T24:00:00.000Z", "2014-01-01T00:60:00.000Z",
        "2014-01-01T00:00:60.000Z", "-014-01-01T00:00:00.000Z", "2014-1 -01T00:00:00.000Z"}) {
    EXPECT_FALSE(parse_instant(text)) << text;
    EXPECT_FALSE(parse_instant_forgiving(text)) << text;
  }
  for (const auto* text :
       {"2014-12-31T00:00:00.000Z", "2000-02-29T00:00:00.000Z", "2014-01-01T23:59:59.999Z"}) {
    EXPECT_TRUE(parse_instant(text)) << text;
  }
}

TEST(ForgivingInstant, ReadsWhatPeopleType) {
  const Instant instant = *parse_instant("2014-12-30T17:00:00.000Z");
  for (const auto* text :
       {"2014-12-30T17:00:00.000Z", "2014-12-30T17:00:00Z", "2014-12-30T17:00Z", "2014-12-30T17:00",
        "2014-12-30 17:00:00", "2014-12-30t17:00:00z", "2014-12-31T00:00:00+07:00",
        "2014-12-31 00:00+0700", "2014-12-30T13:30:00-03:30", "2014-12-30T17:00:00.0",
        "2014-12-30T17:00:00.000999999Z"}) {
    EXPECT_EQ(parse_instant_forgiving(text), instant) << text;
  }
  EXPECT_EQ(parse_instant_forgiving("2014-12-30"), *parse_instant("2014-12-30T00:00:00.000Z"));
  EXPECT_EQ(parse_instant_forgiving("2014-12-30T17:00:00.1"), instant + milliseconds{100});
  EXPECT_EQ(parse_instant_forgiving("2014-12-30T17:00:00.0429"), instant + milliseconds{42});
}

TEST(ForgivingInstant, RefusesWhatIsLeftOver) {
  for (const auto* text :
       {"2014-12-30T", "2014-12-30T17", "2014-12-30T17:", "2014-12-30T17:00:",
        "2014-12-30T17:00:00.", "2014-12-30T17:00:00.0000000001Z", "2014-12-30T17:00Z ",
        "2014-12-30T17:00ZZ", "2014-12-30T17:00+", "2014-12-30T17:00+7", "2014-12-30T17:00+24:00",
        "2014-12-30T17:00+07:60", "2014-12-30T17:00 WIB", "30-12-2014", "2014-12-30x"}) {
    EXPECT_FALSE(parse_instant_forgiving(text)) << text;
  }
}

TEST(ForgivingInstant, AnOffsetMayNotLeaveTheYears) {
  EXPECT_FALSE(parse_instant_forgiving("0000-01-01T00:00:00+00:01"));
  EXPECT_TRUE(parse_instant_forgiving("0000-01-01T00:01:00+00:01"));
  EXPECT_FALSE(parse_instant_forgiving("9999-12-31T23:59:00-00:01"));
}

TEST(Day, ReadsBackAndIsStrict) {
  for (const auto* text : {"2014-12-19", "0000-01-01", "9999-12-31", "2016-02-29"}) {
    const auto day = parse_day(text);
    ASSERT_TRUE(day) << text;
    EXPECT_EQ(format_day(*day), text);
  }
  for (const auto* text : {"", "2014-12-1", "2014-12-191", "2014/12/19", "2015-02-29",
                           "2014-12-19T00:00", "14-12-19"}) {
    EXPECT_FALSE(parse_day(text)) << text;
  }
}

}  // namespace
}  // namespace aduan
