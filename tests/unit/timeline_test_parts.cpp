// What the timeline is drawn with: durations, local times, wrapped and coloured lines.

#include "cli/render/canvas.h"
#include "cli/render/duration_text.h"
#include "cli/render/local_time.h"
#include "cli/terminal_text.h"
#include "schemas/instant.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace aduan {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Instant at(std::string_view text) { return *parse_instant_forgiving(text); }

TEST(DurationText, SaysTheTwoLargestUnits) {
  EXPECT_EQ(duration_text(hours{76}), "3 d 4 h");
  EXPECT_EQ(duration_text(hours{24}), "1 d");
  EXPECT_EQ(duration_text(hours{24} - milliseconds{1}), "23 h 59 min");
  EXPECT_EQ(duration_text(minutes{60}), "1 h");
  EXPECT_EQ(duration_text(minutes{60} - seconds{1}), "59 min");
  EXPECT_EQ(duration_text(seconds{60}), "1 min");
  EXPECT_EQ(duration_text(seconds{59}), "59 s");
  EXPECT_EQ(duration_text(milliseconds{999}), "0 s");
}

TEST(DurationText, OfANegativeOneIsItsLength) { EXPECT_EQ(duration_text(-hours{76}), "3 d 4 h"); }

TEST(LocalTime, IsTheZonesOwn) {
  const Instant instant = at("2014-12-19T16:30:00Z");
  EXPECT_EQ(local_time(instant, Zone::WIB, english()), "Fri 19 Dec 2014 23:30 WIB");
  EXPECT_EQ(local_time(instant, Zone::WIT, english()), "Sat 20 Dec 2014 01:30 WIT");
  EXPECT_EQ(local_minute(instant, Zone::UTC, english()), "19 Dec 2014 16:30");
}

TEST(LocalTime, OfAZoneThatIsNotKnownIsWib) {
  EXPECT_EQ(local_time(at("2014-12-19T03:04:00Z"), Code<Zone>::from_text("LMT"), english()),
            "Fri 19 Dec 2014 10:04 WIB");
}

TEST(DueText, NamesTheLastDayOnTime) {
  EXPECT_EQ(due_text(at("2014-12-30T17:00:00Z"), Zone::WIB, english()), "Tue 30 Dec 2014");
}

TEST(DueText, PadsNoDay) {
  EXPECT_EQ(due_text(at("2015-01-05T17:00:00Z"), Zone::WIB, english()), "Mon 5 Jan 2015");
}

TEST(DueText, NamesTheMinuteOfADueThatIsNoMidnight) {
  EXPECT_EQ(due_text(at("2014-12-30T17:01:00Z"), Zone::WIB, english()), "Wed 31 Dec 2014 00:01");
  EXPECT_EQ(due_text(at("2014-12-30T17:00:00Z"), Zone::WITA, english()), "Wed 31 Dec 2014 01:00");
}

TEST(Wrapped, BreaksBetweenWordsThatDoNotFit) {
  EXPECT_THAT(wrapped("satu dua tiga", 8), ElementsAre("satu dua", "tiga"));
  EXPECT_THAT(wrapped("satu dua tiga", 7), ElementsAre("satu", "dua", "tiga"));
}

TEST(Wrapped, CutsAWordThatIsLongerThanALine) {
  EXPECT_THAT(wrapped("a héllowörld b", 4), ElementsAre("a", "héll", "owör", "ld b"));
}

TEST(Wrapped, DoesNotBreakWhatIsKeptTogether) {
  Canvas canvas(8, false);
  canvas.add("in " + kept_together("3 d 4 h"));
  EXPECT_EQ(canvas.text(), "in\n3 d 4 h");
}

TEST(Wrapped, BreaksWhatIsKeptTogetherAtItsBlanksWhereALineIsTooShort) {
  const auto drawn = [](std::size_t width) {
    Canvas canvas(width, false);
    canvas.add("a " + kept_together("19 Desember 2014"));
    return canvas.text();
  };
  EXPECT_EQ(drawn(16), "a\n19 Desember 2014");
  EXPECT_EQ(drawn(15), "a\n19 Desember\n2014");
  EXPECT_EQ(drawn(11), "a\n19 Desember\n2014");
  EXPECT_EQ(drawn(7), "a\n19\nDesembe\nr 2014");
}

TEST(Wrapped, KeepsTheTextsOwnLines) {
  EXPECT_THAT(wrapped("satu\r\n\ndua\n", 10), ElementsAre("satu", "", "dua"));
  EXPECT_THAT(wrapped("", 10), ElementsAre(""));
}

TEST(Canvas, PutsTheGutterBeforeEveryLine) {
  Canvas canvas(10, false);
  canvas.blank();
  canvas.add("├ ", "│ ", "satu dua tiga");
  EXPECT_EQ(canvas.text(), "\n├ satu dua\n│ tiga");
}

TEST(Canvas, ColoursTheTextAndNotTheGutter) {
  Canvas canvas(10, true);
  canvas.add("├ ", "│ ", "satu dua tiga", Tone::missed);
  EXPECT_EQ(canvas.text(), "├ \x1b[31msatu dua\x1b[0m\n│ \x1b[31mtiga\x1b[0m");
}

TEST(Canvas, LetsNoEscapeSequenceOfATextThrough) {
  Canvas canvas(40, false);
  canvas.add(
      "satu \x1b[2J dua \xC2\x9b"
      "2J\rtiga\x07");
  EXPECT_THAT(canvas.text(), Not(HasSubstr("\x1b")));
  EXPECT_EQ(canvas.text(), "satu [2J dua 2J tiga");
}

}  // namespace
}  // namespace aduan
