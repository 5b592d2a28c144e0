// The small readers of an import: times, names, columns, the reject file, XES.

#include "cli/import/names.h"
#include "cli/import/reject_file.h"
#include "cli/import/row.h"
#include "cli/import/time_text.h"
#include "cli/import/xes_reader.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace aduan {
namespace {

using Lines = std::vector<std::string>;

// Milliseconds since 1970, or -1 where the text is no time.
std::int64_t parsed(const std::string& text, const Lines& formats, int zone_minutes = 0) {
  const auto compiled = TimeFormats::compile(formats, std::chrono::minutes(zone_minutes));
  EXPECT_TRUE(compiled);
  const auto instant = compiled.value().parse(text);
  return instant ? instant->time_since_epoch().count() : -1;
}

constexpr std::int64_t kDay = 86'400'000;
constexpr std::int64_t kMarch22 = 19438 * kDay;  // 2023-03-22

TEST(TimeText, ReadsAmericanTimes) {
  const Lines american{"%m/%d/%Y %I:%M:%S %p"};
  EXPECT_EQ(parsed("03/22/2023 12:00:03 AM", american), kMarch22 + 3000);
  EXPECT_EQ(parsed("03/22/2023 12:30:00 PM", american), kMarch22 + 12 * 3'600'000 + 1'800'000);
  EXPECT_EQ(parsed("3/22/2023 1:05:09 pm", american), kMarch22 + 13 * 3'600'000 + 309'000);
  EXPECT_EQ(parsed("03/22/2023 13:00:00 PM", american), -1);
  EXPECT_EQ(parsed("03/22/2023 00:00:00 AM", american), -1);
  EXPECT_EQ(parsed("03/22/2023 12:00:03", american), -1);
}

TEST(TimeText, ReadsIsoInItsForms) {
  for (const std::string text :
       {"2023-03-22", "2023-03-22T00:00", "2023-03-22 00:00:00", "2023-03-22T00:00:00.000",
        "2023-03-22T00:00:00Z", "2023-03-22 00:00:00 UTC", "2023-03-22 00:00:00+00",
        "2023-03-22T07:00:00+07:00", "2023-03-21T19:00:00-0500", "  2023-03-22 \t"}) {
    EXPECT_EQ(parsed(text, {"iso"}), kMarch22) << text;
  }
}

TEST(TimeText, CutsAFractionToMilliseconds) {
  EXPECT_EQ(parsed("2023-03-22T00:00:00.1", {"iso"}), kMarch22 + 100);
  EXPECT_EQ(parsed("2023-03-22T00:00:00.0079999", {"iso"}), kMarch22 + 7);
  EXPECT_EQ(parsed("2023-03-22T00:00:00,123456789", {"iso"}), kMarch22 + 123);
  EXPECT_EQ(parsed("2023-03-22T00:00:00.1234567890", {"iso"}), -1);
}

TEST(TimeText, DemandsTheEndOfTheText) {
  EXPECT_EQ(parsed("03/22/2023", {"%m/%d/%y"}), -1);
  EXPECT_EQ(parsed("03/22/2023 10:00", {"%m/%d/%y", "%m/%d/%Y"}), -1);
  EXPECT_EQ(parsed("2023-03-22 about noon", {"iso"}), -1);
  EXPECT_EQ(parsed("2023-03-22T00:00:00 (approx)", {"iso"}), -1);
}

TEST(TimeText, TakesTheFirstFormatThatFits) {
  EXPECT_EQ(parsed("03/22/23", {"%m/%d/%y", "iso", "%m/%d/%Y"}), kMarch22);
  EXPECT_EQ(parsed("03/22/2023", {"%m/%d/%y", "iso", "%m/%d/%Y"}), kMarch22);
  EXPECT_EQ(parsed("2023-03-22", {"%m/%d/%y", "iso", "%m/%d/%Y"}), kMarch22);
  EXPECT_EQ(parsed("22/3/2023 0:00", {"%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M"}), kMarch22);
}

TEST(TimeText, ReadsTwoDigitYearsAndNamesOfMonths) {
  EXPECT_EQ(parsed("01/01/70", {"%m/%d/%y"}), 0);
  EXPECT_EQ(parsed("01/01/69", {"%m/%d/%y"}), -365 * kDay);
  EXPECT_EQ(parsed("01/01/68", {"%m/%d/%y"}), 35794 * kDay);
  EXPECT_EQ(parsed("2023 Mar 22 12:00:00 AM", {"%Y %b %d %I:%M:%S %p"}), kMarch22);
  EXPECT_EQ(parsed("22 march 2023", {"%d %b %Y"}), kMarch22);
}

TEST(TimeText, AZeroDateIsNoTime) {
  EXPECT_EQ(parsed("0000-00-00", {"iso"}), -1);
  EXPECT_EQ(parsed("0000-00-00 00:00:00", {"iso"}), -1);
  EXPECT_EQ(parsed("00/00/0000", {"%m/%d/%Y"}), -1);
  EXPECT_EQ(parsed("2023-00-10", {"iso"}), -1);
}

TEST(TimeText, RefusesDaysHoursAndYearsThatAreNot) {
  EXPECT_EQ(parsed("2023-02-29", {"iso"}), -1);
  EXPECT_EQ(parsed("2024-02-29", {"iso"}), 19782 * kDay);
  EXPECT_EQ(parsed("2023-03-22T24:00:00", {"iso"}), -1);
  EXPECT_EQ(parsed("2023-03-22T23:60:00", {"iso"}), -1);
  EXPECT_EQ(parsed("2023-03-22T23:59:60", {"iso"}), -1);
  EXPECT_EQ(parsed("1899-12-31", {"iso"}), -1);
  EXPECT_NE(parsed("1900-01-01", {"iso"}), -1);
  EXPECT_NE(parsed("2100-12-31", {"iso"}), -1);
  EXPECT_EQ(parsed("2101-01-01", {"iso"}), -1);
}

TEST(TimeText, UsesTheMapsZoneWhereTheTextHasNone) {
  EXPECT_EQ(parsed("2023-03-22T07:00:00", {"iso"}, 7 * 60), kMarch22);
  EXPECT_EQ(parsed("2023-03-22T00:00:00Z", {"iso"}, 7 * 60), kMarch22);
  EXPECT_EQ(parse_fixed_zone("+07:00").value().count(), 420);
  EXPECT_EQ(parse_fixed_zone("-0530").value().count(), -330);
  EXPECT_EQ(parse_fixed_zone("UTC").value().count(), 0);
  EXPECT_FALSE(parse_fixed_zone("Asia/Jakarta"));
  EXPECT_FALSE(parse_fixed_zone("+15:00"));
}

TEST(TimeText, RefusesFormatsThatNameNoDay) {
  for (const std::string format : {"%H:%M", "%Y-%m", "%Y-%m-%d %q", "%Y-%m-%d [%H", "%Y-%m-%d]",
                                   "%m/%d/%Y %I:%M", "%m/%d/%Y %H:%M %p", "%Y-%m-%d %"}) {
    EXPECT_FALSE(TimeFormat::compile(format)) << format;
  }
}

TEST(ImportedId, IsSourceSlugAndHash) {
  // printf 'boston311\0PWDx' | sha256sum
  EXPECT_EQ(imported_id("boston311", "PWDx"), "boston311-pwdx-22966705");
  EXPECT_EQ(imported_id("boston311", "  PWDx "), "boston311-pwdx-22966705");
  EXPECT_NE(imported_id("boston311", "PWDx"), imported_id("boston311", "pwdx"));
  EXPECT_NE(imported_id("boston311", "PWDx"), imported_id("nyc311", "PWDx"));
}

std::string slug_part(const std::string& name) {
  const std::string id = imported_id("s", name);
  return id.substr(2, id.size() - 2 - 9);
}

TEST(ImportedId, SlugsAsTheRulesSay) {
  EXPECT_EQ(slug_part("V5 3rd"), "v5-3rd");
  EXPECT_EQ(slug_part("?"), "x");
  EXPECT_EQ(slug_part(""), "x");
  EXPECT_EQ(slug_part("-- A & B --"), "a-b");
  EXPECT_EQ(slug_part("ENOVA INTERNATIONAL, INC."), "enova-international-inc");
  EXPECT_EQ(slug_part("abcdefghijklmnopqrstuvwxyz"), "abcdefghijklmnopqrstuvwx");
  EXPECT_EQ(slug_part("abcdefghijklmnopqrstuvw xyz"), "abcdefghijklmnopqrstuvw");
  EXPECT_EQ(slug_part("Universit\xc3\xa9 1"), "universit-1");
  EXPECT_EQ(slug_part(" .abcdefghijklmnopqrstuvwxyz"), "abcdefghijklmnopqrstuvw");
}

TEST(NameTable, KeepsOneEntryANameAsTheSourceSpellsIt) {
  NameTable names("s");
  const ImportedName& first = names.of(" Group 70 ");
  EXPECT_EQ(first.name, "Group 70");
  for (int i = 0; i < 1000; ++i) names.of("other " + std::to_string(i));
  EXPECT_EQ(&names.of("Group 70"), &first);
  EXPECT_EQ(names.size(), 1001U);
  EXPECT_EQ(names.at(0).index, 0U);
}

std::optional<std::size_t> found(const Columns& columns, const Lines& names) {
  return columns.find(names);
}

TEST(Columns, AreFoundRegardlessOfCaseBlanksAndSigns) {
  Columns columns;
  columns.add(" Unique Key ");
  columns.add("CLOSED_DT");
  columns.add("Timely response?");
  EXPECT_EQ(found(columns, {"unique key"}), 0U);
  EXPECT_EQ(found(columns, {"unique_key"}), 0U);
  EXPECT_EQ(found(columns, {"closed_dt"}), 1U);
  EXPECT_EQ(found(columns, {"timely_response"}), 2U);
  EXPECT_EQ(found(columns, {"closed"}), std::nullopt);
}

TEST(Columns, TheFirstNameThatIsThereIsTaken) {
  Columns columns;
  columns.add("b");
  columns.add("a");
  columns.add("a");
  EXPECT_EQ(found(columns, {"x", "a", "b"}), 1U);
  EXPECT_EQ(found(columns, {"b", "a"}), 0U);
}

TEST(RejectFile, HoldsLineReasonAndCaseAndNoneOfAnEarlierRun) {
  const auto folder = std::filesystem::temp_directory_path() / "aduan_reject_file_test";
  std::filesystem::create_directories(folder);
  const std::string file = (folder / "a.csv").string();
  {
    RejectFile rejects = RejectFile::beside(file);
    ASSERT_TRUE(rejects.add(Reject{.line = 3, .reason = "bad, very", .case_ref = "x\"1"}));
    ASSERT_TRUE(rejects.flush());
    EXPECT_EQ(rejects.count(), 1U);
    std::ifstream in(file + ".rejects.csv");
    std::stringstream text;
    text << in.rdbuf();
    EXPECT_EQ(text.str(), "line,reason,case\n3,\"bad, very\",\"x\"\"1\"\n");
  }
  RejectFile::beside(file);
  EXPECT_FALSE(std::filesystem::exists(file + ".rejects.csv"));
  std::filesystem::remove_all(folder);
}

// Rows as `line:name=value …`, rejects as `line!reason`.
Lines read_xes(std::string_view text) {
  Lines lines;
  auto opened = XesReader::open(byte_source_of(text));
  if (!opened) return {opened.error().message};
  XesReader& reader = *opened.value();
  while (true) {
    const Result<RowOutcome> outcome = reader.next();
    if (!outcome) {
      lines.push_back(outcome.error().message);
      return lines;
    }
    if (outcome.value() == RowOutcome::end) return lines;
    if (outcome.value() == RowOutcome::reject) {
      lines.push_back(std::to_string(reader.reject().line) + "!" + reader.reject().reason);
      continue;
    }
    std::string line = std::to_string(reader.row().line) + ":";
    for (std::size_t i = 0; i < reader.row().fields.size(); ++i) {
      const std::string_view value = reader.row().fields[i];
      if (!value.empty()) line += " " + reader.columns().name(i) + "=" + std::string(value);
    }
    lines.push_back(line);
  }
}

std::string trace(const std::string& id, const std::string& status) {
  return "<trace>\n<string key=\"concept:name\" value=\"" + id +
         "\"/>\n<event>\n<string key=\"status\" value=\"" + status + "\"/>\n</event>\n</trace>\n";
}

TEST(XesReader, GivesARowAnEventWithItsTracesAttributes) {
  const Lines lines = read_xes(
      "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log>\n"
      "<global scope=\"event\"><string key=\"status\" value=\"UNKNOWN\"/></global>\n" +
      trace("1", "a &amp; b") +
      "<trace><string key='concept:name' value='2'/>\n<event><date key='time:timestamp' value='t'>"
      "<string key='inner' value='no'/></date></event><event/></trace><trace/></log>");
  EXPECT_EQ(lines, (Lines{"6: case:concept:name=1 status=a & b",
                          "11: case:concept:name=2 time:timestamp=t", "11: case:concept:name=2"}));
}

TEST(XesReader, RejectsADamagedTraceAndIsInStepAtTheNext) {
  const Lines lines =
      read_xes("<log>\n" + trace("1", "a") +
               "<trace>\n<event><string key=oops/>\n</event></trace>\n" + "<trace>\n<event>\n" +
               trace("2", "b") + trace("3", "\xff") + trace("4", "d") + "<trace>\n<event>");
  EXPECT_EQ(lines, (Lines{"4: case:concept:name=1 status=a",
                          "8!the trace is not well-formed XML in the file's encoding",
                          "11!the trace has no end", "15: case:concept:name=2 status=b",
                          "19!the trace is not well-formed XML in the file's encoding",
                          "27: case:concept:name=4 status=d",
                          "31!the file breaks off inside this trace"}));
}

TEST(XesReader, ReadsLatin1AndRefusesOtherEncodingsAndOtherFiles) {
  EXPECT_EQ(read_xes("<?xml version='1.0' encoding='ISO-8859-1'?><log>" + trace("1", "caf\xe9") +
                     "</log>"),
            (Lines{"3: case:concept:name=1 status=caf\xc3\xa9"}));
  EXPECT_NE(read_xes("<?xml version='1.0' encoding='UTF-16'?><log></log>")[0].find("encoding"),
            std::string::npos);
  EXPECT_NE(read_xes("<html></html>")[0].find("not XES"), std::string::npos);
}

TEST(XesReader, BoundsATrace) {
  const std::string filler(kTraceBytesMax, ' ');
  const Lines lines =
      read_xes("<log>" + trace("1", "a") + "<trace>" + filler + "</trace>" + trace("2", "b"));
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_NE(lines[1].find("longer than"), std::string::npos);
  EXPECT_NE(lines[2].find("case:concept:name=2"), std::string::npos);
}

}  // namespace
}  // namespace aduan
