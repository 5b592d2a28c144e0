// The files that `export` writes: each writer over one case, and what hostile text becomes in them.

#include "cli/export/cases_csv.h"
#include "cli/export/csv_line.h"
#include "cli/export/events_csv.h"
#include "cli/export/text_sink.h"
#include "cli/export/xes.h"
#include "cli/export/xml_text.h"
#include "cli/import/byte_source.h"
#include "cli/import/csv_reader.h"
#include "cli/import/xes_reader.h"
#include "schemas/instant.h"
#include "tests/support/golden_file.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace aduan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Instant at(std::string_view text) { return *parse_instant_forgiving(text); }

ReadText shown(std::string field, std::string text) {
  return {.field = std::move(field), .opened = OpenedText{std::move(text), {}}};
}

/// A case as view_case would give it.
class ViewOf {
 public:
  ViewOf() {
    view_.id = *CaseId::from_text("7K3M9QX24B");
    view_.sight = {Seen::H, Seen::G, Seen::T, Seen::O};
  }

  ViewOf& add(std::string_view time, const Actor& actor, Event event,
              std::vector<ReadText> texts = {}) {
    EventView& each = view_.events.emplace_back();
    each.sequence = view_.events.size();
    each.type = short_type(type_of(event));
    each.texts = std::move(texts);
    Attributes attributes;
    attributes.sequence = each.sequence;
    attributes.time = attributes.recorded = at(time);
    attributes.actor = actor;
    evolve(view_.state.complaint, attributes, event);
    each.recorded = RecordedEvent{{}, each.leaf, attributes, std::move(event)};
    view_.handlings.clear();
    for (const Handling& handling : view_.state.complaint.handlings) {
      view_.handlings.push_back({handling, std::nullopt});
    }
    return *this;
  }

  ViewOf& add_unreadable(std::string type) {
    EventView& each = view_.events.emplace_back();
    each.sequence = view_.events.size();
    each.type = std::move(type);
    return *this;
  }

  ViewOf& seen_with(Sight sight) {
    view_.sight = sight;
    return *this;
  }

  const CaseView& view() const { return view_; }

 private:
  CaseView view_;
};

Submitted submitted_event() {
  Submitted event;
  event.channel = Channel::sms;
  event.category.open = kRoads;
  event.region.open = RegionCode("35.78");
  event.consequences.clocks = {{Clock::verify, std::nullopt, at("2014-12-23T17:00:00Z")}};
  return event;
}

Forwarded forwarded_event() {
  Forwarded event;
  event.to = kHealth;
  event.consequences.clocks = {{Clock::follow_up, kHealth, at("2014-12-30T17:00:00Z")}};
  return event;
}

Responded answered_event() {
  Responded event;
  event.agency = kHealth;
  event.final_ = true;
  return event;
}

ViewOf closed_case(std::string text) {
  Closed closed;
  closed.basis = ClosingBasis::confirmed_by_reporter;
  return ViewOf()
      .add("2014-12-19T03:04:05Z", kReporter, submitted_event(),
           {shown("title", "Antrean"), shown("text", std::move(text))})
      .add("2014-12-19T04:00:00Z", kVerifier, Verified{})
      .add("2014-12-19T05:00:00Z", kVerifier, forwarded_event())
      .add("2014-12-20T01:00:00Z", officer_of(kHealth), answered_event())
      .add("2014-12-21T01:00:00Z", kReporter, closed);
}

std::shared_ptr<const Directory> directory() {
  return std::make_shared<Directory>(test_directory());
}

std::string written(CaseWriter& writer, const std::vector<ViewOf>& cases) {
  std::string text;
  writer.begin(text);
  for (const ViewOf& each : cases) writer.add(each.view(), text);
  writer.end(text);
  return text;
}

std::string csv(std::string_view field) {
  std::string line;
  CsvLine(line).add(field);
  return line;
}

std::string csv_free(std::string_view field) {
  std::string line;
  CsvLine(line).add_free(field);
  return line;
}

std::string xml(std::string_view text) {
  std::string value;
  append_xml_value(value, text);
  return value;
}

/// Every row of the file, as our own importer reads it.
template <class Reader>
std::vector<std::vector<std::string>> read_back(std::unique_ptr<Reader> reader) {
  std::vector<std::vector<std::string>> rows;
  for (;;) {
    const auto outcome = reader->next();
    EXPECT_TRUE(outcome);
    if (!outcome || outcome.value() == RowOutcome::end) return rows;
    EXPECT_EQ(outcome.value(), RowOutcome::row);
    if (outcome.value() != RowOutcome::row) return rows;
    const auto fields = reader->row().fields;
    rows.emplace_back(fields.begin(), fields.end());
  }
}

TEST(CsvLine, QuotesWhatNeedsIt) {
  EXPECT_EQ(csv("plain"), "plain");
  EXPECT_EQ(csv(""), "");
  EXPECT_EQ(csv("a,b"), "\"a,b\"");
  EXPECT_EQ(csv("say \"no\""), "\"say \"\"no\"\"\"");
  EXPECT_EQ(csv("one\ntwo\r\nthree"), "\"one\ntwo\r\nthree\"");
  EXPECT_EQ(csv(" kept "), "\" kept \"");
  EXPECT_EQ(csv("😀 é"), "😀 é");
}

TEST(CsvLine, HoldsNoControlCharacter) {
  EXPECT_EQ(csv(std::string_view("a\0b", 3)),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(csv("\x1b[2J\x07\x7f"), "\xEF\xBF\xBD[2J\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(CsvLine, MakesNoFormulaOfWhatSomebodyWrote) {
  EXPECT_EQ(csv_free("=1+1"), "'=1+1");
  EXPECT_EQ(csv_free("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(csv_free("+62812"), "'+62812");
  EXPECT_EQ(csv_free("-"), "'-");
  EXPECT_EQ(csv_free("\t=1"), "\"'\t=1\"");
  EXPECT_EQ(csv_free("1=1"), "1=1");
  EXPECT_EQ(csv_free(""), "");
}

TEST(XmlValue, EscapesTheSignsOfXml) {
  EXPECT_EQ(xml("<a b=\"c\">&'"), "&lt;a b=&quot;c&quot;&gt;&amp;'");
  EXPECT_EQ(xml("one\ttwo\r\nthree"), "one&#9;two&#13;&#10;three");
  EXPECT_EQ(xml("😀 é \xC2\x85"), "😀 é \xC2\x85");
}

TEST(XmlValue, ReplacesWhatXmlCannotSay) {
  for (char c = 0; c < 0x20; ++c) {
    if (c == '\t' || c == '\n' || c == '\r') continue;
    EXPECT_EQ(xml(std::string(1, c)), "\xEF\xBF\xBD") << static_cast<int>(c);
  }
  EXPECT_EQ(xml("\xEF\xBF\xBE|\xEF\xBF\xBF|\xEF\xBF\xBD"),
            "\xEF\xBF\xBD|\xEF\xBF\xBD|\xEF\xBF\xBD");
  EXPECT_EQ(xml(" \x7f"), " \x7f");
}

TEST(CasesCsv, IsOneRowACase) {
  const auto writer = cases_csv(directory());
  expect_golden("tests/golden/cli/export_cases.csv", written(*writer, {closed_case("Lama")}));
}

TEST(CasesCsv, BringsHostileTextBackUnchanged) {
  const std::string hostile = "a,\"b\"\n;'c'\r\n<d>&amp; 😀 \\n";
  const auto writer = cases_csv(directory());
  const std::string text = written(*writer, {closed_case(hostile), closed_case("two")});
  auto reader = CsvReader::open(byte_source_of(text), ',');
  ASSERT_TRUE(reader);
  const auto rows = read_back(std::move(reader.value()));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0][2], hostile);
  EXPECT_EQ(rows[1][2], "two");
}

TEST(CasesCsv, ShowsNoTopicToWhoeverMayNotSeeIt) {
  ViewOf hidden;
  hidden.add("2014-12-19T03:04:05Z", kReporter, submitted_event()).seen_with({Seen::H});
  const auto writer = cases_csv(directory());
  const std::string text = written(*writer, {hidden});
  EXPECT_THAT(text, Not(HasSubstr(std::string(kRoads.text()))));
  EXPECT_THAT(text, Not(HasSubstr("35.78")));
}

TEST(CasesCsv, TakesAConfidentialTopicFromTheTexts) {
  Submitted event = submitted_event();
  event.confidential = true;
  event.category = {};
  event.region = {};
  ViewOf confidential;
  confidential.add("2014-12-19T03:04:05Z", kReporter, event,
                   {shown("category", kRoads.value), shown("region", "35.78")});
  const auto writer = cases_csv(directory());
  EXPECT_THAT(written(*writer, {confidential}), HasSubstr(",35.78,"));
}

TEST(CasesCsv, SaysTheStatusInThreeWords) {
  EXPECT_EQ(published_status(Status::submitted), "Belum");
  EXPECT_EQ(published_status(Status::forwarded), "Belum");
  EXPECT_EQ(published_status(Status::in_progress), "Proses");
  EXPECT_EQ(published_status(Status::reopened), "Proses");
  EXPECT_EQ(published_status(Status::closed), "Selesai");
  EXPECT_EQ(published_status(Status::archived), "Selesai");
}

TEST(EventsCsv, IsOneRowAnEvent) {
  const auto writer = events_csv(directory());
  expect_golden("tests/golden/cli/export_events.csv", written(*writer, {closed_case("Lama")}));
}

TEST(EventsCsv, KeepsARowForAnEventThatItCannotRead) {
  ViewOf view;
  view.add("2014-12-19T03:04:05Z", kReporter, submitted_event()).add_unreadable("praised");
  const auto writer = events_csv(directory());
  EXPECT_THAT(written(*writer, {view}),
              HasSubstr("\n7K3M9QX24B,7K3M9-QX24B-1,2,,,praised,,,desk,the national desk,"));
}

TEST(Xes, IsATraceACase) {
  const auto writer = xes(directory());
  expect_golden("tests/golden/cli/export.xes", written(*writer, {closed_case("Lama")}));
}

TEST(Xes, HoldsNoTextOfACase) {
  const auto writer = xes(directory());
  EXPECT_THAT(written(*writer, {closed_case("isi rahasia")}), Not(HasSubstr("isi rahasia")));
}

TEST(Xes, SurvivesAnAgencyOfAHostileName) {
  auto hostile = std::make_shared<Directory>(test_directory());
  hostile->agencies.at(kHealth).name = "</trace>\"<&>\x01\n😀";
  const auto writer = xes(hostile);
  const std::string text = written(*writer, {closed_case("Lama")});
  auto reader = XesReader::open(byte_source_of(text));
  ASSERT_TRUE(reader);
  XesReader& rows = *reader.value();
  std::vector<std::string> names;
  while (rows.next().value() == RowOutcome::row) {
    for (std::size_t i = 0; i < rows.columns().size(); ++i) {
      if (rows.columns().name(i) != "agency" || i >= rows.row().fields.size()) continue;
      names.emplace_back(rows.row().fields[i]);
    }
  }
  EXPECT_THAT(names,
              ElementsAre("the national desk", "the national desk", "</trace>\"<&>\xEF\xBF\xBD\n😀",
                          "</trace>\"<&>\xEF\xBF\xBD\n😀", "</trace>\"<&>\xEF\xBF\xBD\n😀"));
}

class TextSinkTest : public ::testing::Test {
 protected:
  std::string path(std::string_view name) const { return (folder_.path() / name).string(); }
  static std::string unpacked(const std::string& file) {
    auto source = open_byte_source(file);
    EXPECT_TRUE(source);
    std::string text;
    std::string piece(64, '\0');
    while (const std::size_t size = source.value()->read(piece).value()) {
      text.append(piece, 0, size);
    }
    return text;
  }

 private:
  TempFolder folder_;
};

TEST_F(TextSinkTest, WritesAFileThatIsWhole) {
  auto sink = open_sink(path("a.csv"));
  ASSERT_TRUE(sink);
  ASSERT_TRUE(sink.value()->write("satu,"));
  ASSERT_TRUE(sink.value()->write("dua\n"));
  EXPECT_FALSE(std::filesystem::exists(path("a.csv")));
  ASSERT_TRUE(sink.value()->finish());
  EXPECT_EQ(unpacked(path("a.csv")), "satu,dua\n");
  EXPECT_EQ(std::filesystem::file_size(path("a.csv")), 9U);
  EXPECT_FALSE(std::filesystem::exists(path("a.csv.partial")));
}

TEST_F(TextSinkTest, PacksByTheName) {
  for (const char* const name : {"a.xes.gz", "b.xes.gz"}) {
    auto sink = open_sink(path(name));
    ASSERT_TRUE(sink);
    ASSERT_TRUE(sink.value()->write("satu"));
    ASSERT_TRUE(sink.value()->finish());
  }
  EXPECT_EQ(unpacked(path("a.xes.gz")), "satu");
  std::ifstream a(path("a.xes.gz"), std::ios::binary);
  std::ifstream b(path("b.xes.gz"), std::ios::binary);
  std::stringstream a_bytes;
  std::stringstream b_bytes;
  a_bytes << a.rdbuf();
  b_bytes << b.rdbuf();
  EXPECT_EQ(a_bytes.str().substr(0, 2), "\x1f\x8b");
  EXPECT_EQ(a_bytes.str(), b_bytes.str());
}

TEST_F(TextSinkTest, LeavesNothingOfAFileThatWasNotFinished) {
  {
    auto sink = open_sink(path("a.csv"));
    ASSERT_TRUE(sink);
    ASSERT_TRUE(sink.value()->write("satu"));
  }
  EXPECT_FALSE(std::filesystem::exists(path("a.csv")));
  EXPECT_FALSE(std::filesystem::exists(path("a.csv.partial")));
}

TEST_F(TextSinkTest, IsReadByItsOwnerAlone) {
  auto sink = open_sink(path("a.csv"));
  ASSERT_TRUE(sink);
  ASSERT_TRUE(sink.value()->finish());
  using std::filesystem::perms;
  const auto others =
      std::filesystem::status(path("a.csv")).permissions() & (perms::group_all | perms::others_all);
  EXPECT_EQ(others, perms::none);
}

TEST_F(TextSinkTest, SaysWhereItCannotWrite) {
  const auto sink = open_sink(path("no/such/folder.csv"));
  ASSERT_FALSE(sink);
  EXPECT_EQ(sink.error().kind, ErrorKind::unavailable);
}

TEST(StreamSink, SaysThatNobodyReadsAnyMore) {
  std::ostringstream out;
  const auto sink = sink_to(out);
  EXPECT_TRUE(sink->write("satu"));
  out.setstate(std::ios::badbit);
  EXPECT_FALSE(sink->write("dua"));
  EXPECT_FALSE(sink->finish());
}

}  // namespace
}  // namespace aduan
