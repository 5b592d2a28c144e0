// Maps and what they make of rows: declared events, histories, rejects, duplicates, anomalies.

#include "cli/import/translate_file.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {
namespace {

using Lines = std::vector<std::string>;

// A step as `key@seconds`, then what it says.
std::string described(std::string_view source, const CaseSteps& steps, const ImportStep& step) {
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(step.time.time_since_epoch());
  std::string text = command_key(source, steps, step.kind);
  if (step.kind == StepKind::submitted) text += " submitted";
  text += "@" + std::to_string(seconds.count());
  if (step.agency != nullptr) text += " " + step.agency->name;
  if (step.from != nullptr) text += "<" + step.from->name;
  if (!step.status.empty()) text += " status=" + std::string(step.status);
  if (!step.text.empty()) text += " text=" + std::string(step.text);
  if (step.due) text += " due";
  if (step.outcome) text += " " + std::string(name_of_code(*step.outcome));
  if (step.stars > 0) text += " stars=" + std::to_string(step.stars);
  for (const Anomaly anomaly : step.anomalies) text += " !" + std::string(name_of(anomaly));
  return text;
}

std::string described(const Submission& submission) {
  std::string text = std::string(name_of_code(submission.channel)) + "|" +
                     std::string(name_of_code(submission.kind)) + "|" +
                     (submission.category == nullptr ? "" : submission.category->name);
  for (const std::string_view field :
       {submission.region, submission.location, submission.title, submission.text}) {
    text += "|" + std::string(field);
  }
  return text;
}

class Recording final : public StepSink {
 public:
  explicit Recording(std::string source) : source_(std::move(source)) {}
  Result<void> accept(const CaseSteps& steps) override {
    for (const ImportStep& step : steps.steps) lines.push_back(described(source_, steps, step));
    if (steps.submission != nullptr) submissions.push_back(described(*steps.submission));
    return success();
  }
  Lines lines;
  Lines submissions;

 private:
  std::string source_;
};

struct Translated {
  Lines steps;
  Lines submissions;
  Lines rejects;  // line!reason!case
  TranslateCounts counts;
  std::string error;
};

Translated translate(const ImportMap& map, std::string_view file) {
  Translated result;
  Recording sink(map.source);
  ImportNames names(map.source);
  const TranslateListener listener{.on_reject = [&](const Reject& reject) -> Result<void> {
                                     result.rejects.push_back(std::to_string(reject.line) + "!" +
                                                              reject.reason + "!" +
                                                              reject.case_ref);
                                     return success();
                                   },
                                   .on_progress = {},
                                   .on_columns = {}};
  const auto done =
      translate_bytes(byte_source_of(file), map, names, sink, listener, result.counts);
  if (!done) result.error = done.error().message;
  result.steps = sink.lines;
  result.submissions = sink.submissions;
  return result;
}

ImportMap shipped(const std::string& name) {
  const char* directory = std::getenv("ADUAN_SOURCE_DIR");
  auto map = read_import_map(std::string(directory == nullptr ? "." : directory) + "/cli/maps/" +
                             name + ".toml");
  if (!map) {
    ADD_FAILURE() << map.error().message;
    std::abort();
  }
  return std::move(map).value();
}

constexpr std::string_view kCaseMap = R"(source = "city"
shape = "case"
null = ["None"]
id = ["id"]
[times.opened]
columns = ["opened"]
formats = ["iso"]
[times.closed]
columns = ["closed"]
formats = ["iso"]
optional = true
[submitted]
time = ["opened"]
channel = { columns = ["via"], optional = true, values = { "Call" = "phone" } }
category = { columns = ["type"], optional = true }
location = { columns = ["place"], optional = true }
region = { columns = ["district"], optional = true, values = { "North" = "35.78" } }
[[event]]
type = "forwarded"
time = ["opened"]
to = ["agency"]
[[event]]
type = "closed"
when = [{ columns = ["status"], in = ["Closed", "Done"] }]
time = ["closed"]
ignored_time = ["closed"]
)";

ImportMap parsed(std::string_view toml) {
  auto map = parse_import_map(toml, "test.toml");
  if (!map) {
    ADD_FAILURE() << map.error().message;
    std::abort();
  }
  return std::move(map).value();
}

std::string problem(std::string toml) {
  const auto map = parse_import_map(toml, "test.toml");
  return map ? "" : map.error().message;
}

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
  std::string result(text);
  result.replace(result.find(what), what.size(), by);
  return result;
}

TEST(ImportMap, NamesTheUnknownKeyAndItsLine) {
  EXPECT_NE(problem("colour = 1\n" + std::string(kCaseMap)).find("line 1: unknown key `colour`"),
            std::string::npos);
  const std::string deep = replaced(kCaseMap, "to = [\"agency\"]", "to = [\"agency\"]\ntoo = 1");
  EXPECT_NE(problem(deep).find("line 22: unknown key `too`"), std::string::npos) << problem(deep);
  const std::string inline_table = replaced(kCaseMap, "in = [", "inn = [\"x\"], in = [");
  EXPECT_NE(problem(inline_table).find("unknown key `inn`"), std::string::npos);
}

TEST(ImportMap, SaysWhatIsMissingOrWrong) {
  EXPECT_NE(problem("source = \"a\"\nx").find("line 2: not TOML"), std::string::npos);
  const auto with = [](std::string_view what, std::string_view by) {
    return problem(replaced(kCaseMap, what, by));
  };
  EXPECT_NE(with("\"city\"", "\"City Hall\"").find("line 1: `source`"), std::string::npos);
  EXPECT_NE(with("\"case\"", "\"rows\"").find("line 2: `shape`"), std::string::npos);
  EXPECT_NE(with("\"iso\"", "\"%q\"").find("line 7: `%q` is no format"), std::string::npos);
  EXPECT_NE(with("time = [\"opened\"]", "time = [\"open\"]").find("has no `open`"),
            std::string::npos);
  EXPECT_NE(with("\"phone\"", "\"telephone\"").find("`telephone` is not one of: sms web"),
            std::string::npos);
  EXPECT_NE(with("\"forwarded\"", "\"sent\"").find("`type` must be"), std::string::npos);
  EXPECT_NE(with("id = [\"id\"]", "").find("`id` is missing"), std::string::npos);
  EXPECT_NE(with("to = [\"agency\"]", "").find("`to` is missing"), std::string::npos);
  EXPECT_NE(with("in = [\"Closed\", \"Done\"]", "optional = true").find("a condition needs"),
            std::string::npos);
  EXPECT_NE(with("null = [\"None\"]", "null = 3").find("`null` must be"), std::string::npos);
  EXPECT_NE(with("null = [\"None\"]", "zone = \"Mars\"").find("`Mars` is no zone"),
            std::string::npos);
}

TEST(ImportMap, AllShippedMapsAreSound) {
  for (const std::string name :
       {"bpic2013", "servicenow498", "boston311", "nyc311", "nyc311-2022", "cfpb", "xes"}) {
    EXPECT_FALSE(shipped(name).source.empty());
  }
}

TEST(CaseRows, GiveTheirSubmissionAndTheDeclaredEvents) {
  const Translated done =
      translate(parsed(kCaseMap),
                "id,opened,closed,status,agency,via,type,place,district\n"
                " 7 ,1970-01-01,1970-01-02,Done, Roads ,Call,Hole,Main St,North\n"
                "8,1970-01-01,None,Open,Roads,Fax,None,Main St,East\n");
  EXPECT_EQ(done.steps,
            (Lines{"city:7 submitted@0", "city:7#forwarded@0 Roads", "city:7#closed@86400 Roads",
                   "city:8 submitted@0", "city:8#forwarded@0 Roads"}));
  EXPECT_EQ(done.submissions,
            (Lines{"phone|complaint|Hole|35.78|Main St||", "other|complaint|||Main St, East||"}));
  EXPECT_EQ(done.counts.rows, 2U);
  EXPECT_EQ(done.counts.taken, 2U);
}

TEST(CaseRows, KeepAndFlagWhatIsOdd) {
  const Translated done = translate(parsed(kCaseMap),
                                    "id,opened,closed,status,agency\n"
                                    "1,1970-01-02,1970-01-01,Closed,A\n"
                                    "2,1970-01-01,1970-01-02,Open,A\n"
                                    "3,1970-01-01,1970-01-02,Open,\n");
  EXPECT_EQ(done.steps, (Lines{"city:1 submitted@86400", "city:1#forwarded@86400 A",
                               "city:1#closed@0 A !before_submission !before_previous",
                               "city:2 submitted@0 !closing_time_ignored", "city:2#forwarded@0 A",
                               "city:3 submitted@0 !closing_time_ignored !no_agency"}));
}

TEST(CaseRows, RejectWhatCannotBeRead) {
  const Translated done = translate(parsed(kCaseMap),
                                    "id,opened,closed,status,agency\n"
                                    ",1970-01-01,,Open,A\n"
                                    "2,,,Open,A\n"
                                    "3,0000-00-00,,Open,A\n"
                                    "4,1970-01-01,1970-01-02 or so,Closed,A\n"
                                    "5,1970-01-01,,Open,A\n");
  EXPECT_EQ(done.rejects,
            (Lines{"2!the row names no case!", "3!the row has no time of submission!2",
                   "4!opened is not a time in a format of the map!3",
                   "5!closed is not a time in a format of the map!4"}));
  EXPECT_EQ(done.steps.size(), 2U);
  EXPECT_EQ(done.counts.rejects, 4U);
  EXPECT_EQ(done.counts.rows, 5U);
}

TEST(CaseRows, ASecondRowIsADuplicateOrAReject) {
  const Translated done = translate(parsed(kCaseMap),
                                    "id,opened,closed,status,agency\n"
                                    "1,1970-01-01,,Open,A\n"
                                    "1,1970-01-01,,Open,A\n"
                                    "1,1970-01-01,1970-01-02,Closed,A\n");
  EXPECT_EQ(done.counts.duplicates, 1U);
  EXPECT_EQ(done.rejects, (Lines{"4!the case has another row in this file, with other content!1"}));
  EXPECT_EQ(done.steps.size(), 2U);
}

TEST(CaseRows, ARejectedRowClaimsNoNumber) {
  const Translated done = translate(parsed(kCaseMap),
                                    "id,opened,closed,status,agency\n1,never,,Open,A\n"
                                    "1,1970-01-01,,Open,A\n");
  EXPECT_EQ(done.rejects.size(), 1U);
  EXPECT_EQ(done.steps.size(), 2U);
}

TEST(CaseRows, NeedTheColumnsThatAreNotOptional) {
  const Translated done = translate(parsed(kCaseMap), "id,opened,closed\n1,1970-01-01,\n");
  EXPECT_NE(done.error.find("no column agency, status"), std::string::npos) << done.error;
  EXPECT_TRUE(done.steps.empty());
  const Translated one = translate(parsed(kCaseMap), "id;opened;closed\n");
  EXPECT_NE(one.error.find("delimiter"), std::string::npos);
}

constexpr std::string_view kHistoryMap = R"(source = "log"
shape = "history"
id = ["case"]
[times.at]
columns = ["at"]
formats = ["iso", "%d/%m/%Y %H:%M"]
[times.opened]
columns = ["opened"]
formats = ["iso"]
optional = true
[submitted]
time = ["opened", "at"]
[history]
time = ["at"]
holder = ["team"]
status = ["state"]
statuses = ["New", "Active"]
accepts = [{ columns = ["state"], in = ["Active"] }]
[[history.phase]]
is = "resolved"
when = [{ columns = ["state"], in = ["Resolved"] }]
[[history.phase]]
is = "closed"
when = [{ columns = ["state"], in = ["Closed"] }]
)";

std::string ordered_map() {
  return replaced(kHistoryMap, "holder = [\"team\"]", "order = [\"n\"]\nholder = [\"team\"]");
}

TEST(Histories, FollowTheChainThePhasesAndTheReturns) {
  const Translated done = translate(parsed(kHistoryMap),
                                    "case,at,team,state\n"
                                    "1,1970-01-01T00:00:01,A,New\n"
                                    "1,1970-01-01T00:00:02,B,Active\n"
                                    "1,1970-01-01T00:00:03,A,Active\n"
                                    "1,1970-01-01T00:00:04,C,Resolved\n"
                                    "1,1970-01-01T00:00:05,C,Resolved\n"
                                    "1,1970-01-01T00:00:06,C,Closed\n"
                                    "1,1970-01-01T00:00:07,D,Odd\n"
                                    "1,1970-01-01T00:00:08,D,Closed\n"
                                    "1,1970-01-01T00:00:09,D,Resolved\n");
  EXPECT_EQ(done.steps,
            (Lines{"log:1 submitted@1 A", "log:1#1/noted@1 A status=New", "log:1#2/forwarded@2 B<A",
                   "log:1#2/verified@2 B text=Active", "log:1#3/returned@3 A<B",
                   "log:1#3/noted@3 A status=Active", "log:1#4/forwarded@4 C<A",
                   "log:1#4/responded@4 C text=Resolved", "log:1#5/noted@5 C text=Resolved",
                   "log:1#6/closed@6 C text=Closed", "log:1#7/reopened@7 C",
                   "log:1#7/forwarded@7 D<C", "log:1#7/noted@7 D text=Odd",
                   "log:1#8/closed@8 D text=Closed", "log:1#9/noted@9 D text=Resolved"}));
}

TEST(Histories, ComeInterleavedAndKeepTheirOwnState) {
  const Translated done = translate(parsed(kHistoryMap),
                                    "case,at,team,state\n"
                                    "1,1970-01-01,A,Active\n2,1970-01-01,B,New\n"
                                    "1,1970-01-01,B,Active\n2,1970-01-01,B,Active\n");
  EXPECT_EQ(done.steps,
            (Lines{"log:1 submitted@0 A", "log:1#1/verified@0 A text=Active", "log:2 submitted@0 B",
                   "log:2#1/noted@0 B status=New", "log:1#2/forwarded@0 B<A",
                   "log:1#2/noted@0 B status=Active", "log:2#2/verified@0 B text=Active"}));
}

TEST(Histories, FlagTimesThatGoBack) {
  const Translated done = translate(parsed(kHistoryMap),
                                    "case,at,team,state,opened\n"
                                    "1,1970-01-01T00:00:05,A,New,1970-01-01T00:00:06\n"
                                    "1,1970-01-01T00:00:09,A,New,1970-01-01T00:00:06\n"
                                    "1,1970-01-01T00:00:08,A,New,1970-01-01T00:00:06\n");
  EXPECT_EQ(done.steps, (Lines{"log:1 submitted@6 A",
                               "log:1#1/noted@5 A status=New !before_submission !before_previous",
                               "log:1#2/noted@9 A status=New",
                               "log:1#3/noted@8 A status=New !before_previous"}));
}

TEST(Histories, ARowEqualToAnEarlierOneOfItsCaseTakesNoOrdinal) {
  const Translated done = translate(parsed(kHistoryMap),
                                    "case,at,team,state\n"
                                    "1,1970-01-01,A,New\n2,1970-01-01,A,New\n1,1970-01-01,A,New\n"
                                    "1,1970-01-02,A,New\n1,1970-01-01,A,New\n");
  EXPECT_EQ(done.counts.duplicates, 2U);
  EXPECT_EQ(done.counts.taken, 3U);
  EXPECT_EQ(done.steps.back(), "log:1#2/noted@86400 A status=New");
}

TEST(Histories, ARejectedRowKeepsItsOrdinal) {
  const Translated done = translate(parsed(kHistoryMap),
                                    "case,at,team,state\n"
                                    "1,1970-01-01,A,New\n1,oops,A,New\n1,1970-01-02,A,New\n");
  EXPECT_EQ(done.rejects, (Lines{"3!at is not a time in a format of the map!1"}));
  EXPECT_EQ(done.steps.back(), "log:1#3/noted@86400 A status=New");
}

TEST(Histories, ARowWithoutHolderLeavesTheCaseWhereItIs) {
  const Translated done = translate(parsed(kHistoryMap),
                                    "case,at,team,state\n"
                                    "1,1970-01-01,,New\n1,1970-01-02,A,New\n1,1970-01-03,,New\n"
                                    "1,1970-01-04,B,New\n");
  EXPECT_EQ(done.steps, (Lines{"log:1 submitted@0 !no_agency", "log:1#1/noted@0 status=New",
                               "log:1#2/forwarded@86400 A", "log:1#2/noted@86400 A status=New",
                               "log:1#3/noted@172800 A status=New", "log:1#4/forwarded@259200 B<A",
                               "log:1#4/noted@259200 B status=New"}));
}

TEST(Histories, AreInTheOrderOfTheirNumbersNotOfTheFile) {
  const std::string in_order =
      "case,n,at,team,state\n"
      "1,1,1970-01-01,A,New\n1,2,1970-01-02,B,Active\n1,3,1970-01-03,A,Closed\n";
  const std::string shuffled =
      "case,n,at,team,state\n"
      "1,3,1970-01-03,A,Closed\n1,2,1970-01-02,B,Active\n1,1,1970-01-01,A,New\n";
  const ImportMap map = parsed(ordered_map());
  EXPECT_EQ(translate(map, shuffled).steps, translate(map, in_order).steps);
  EXPECT_EQ(translate(map, in_order).steps.front(), "log:1 submitted@0 A");
}

TEST(Histories, GiveKeptRowsAtTheEndWhereNumbersAreMissing) {
  const Translated done =
      translate(parsed(ordered_map()),
                "case,n,at,team,state\n"
                "1,5,1970-01-05,A,New\n1,3,1970-01-03,A,New\n2,2,1970-01-02,B,New\n");
  EXPECT_EQ(done.steps, (Lines{"log:1 submitted@172800 A", "log:1#3/noted@172800 A status=New",
                               "log:1#5/noted@345600 A status=New", "log:2 submitted@86400 B",
                               "log:2#2/noted@86400 B status=New"}));
}

TEST(Histories, RejectASecondRowOfANumberAndANumberThatIsNone) {
  const Translated done =
      translate(parsed(ordered_map()),
                "case,n,at,team,state\n"
                "1,1,1970-01-01,A,New\n1,1,1970-01-02,A,New\n1,x,1970-01-02,A,New\n"
                "1,0,1970-01-02,A,New\n1,2.0,1970-01-02,A,New\n");
  EXPECT_EQ(done.rejects,
            (Lines{"3!the case has another row with this place in its order!1",
                   "4!n is not a whole number from 1!1", "5!n is not a whole number from 1!1"}));
  EXPECT_EQ(done.steps.back(), "log:1#2/noted@86400 A status=New");
}

TEST(Histories, OfXesNameTheirEventsByKeys) {
  const Translated done = translate(shipped("xes"), R"(<?xml version="1.0"?><log><trace>
<string key="concept:name" value="7"/>
<event><string key="org:group" value="A"/><string key="concept:name" value="Accepted"/>
<string key="lifecycle:transition" value="In Progress"/>
<date key="time:timestamp" value="1970-01-01T01:00:00+01:00"/></event>
<event><string key="org:group" value="B"/><string key="concept:name" value="Completed"/>
<string key="lifecycle:transition" value="Closed"/>
<date key="time:timestamp" value="1970-01-02T00:00:00.000Z"/></event>
</trace></log>)");
  EXPECT_EQ(done.steps,
            (Lines{"xes:7 submitted@0 A", "xes:7#1/verified@0 A text=Accepted/In Progress",
                   "xes:7#2/forwarded@86400 B<A", "xes:7#2/closed@86400 B text=Completed/Closed"}));
}

// Other years of the same publishers: other names, orders, dates, fewer columns. Rows are made up.
TEST(ShippedMaps, BostonOfAnotherYear) {
  const Translated done =
      translate(shipped("boston311"),
                "case_enquiry_id,open_dt,sla_target_dt,closed_dt,on_time,case_status,closure_"
                "reason,type,department,"
                "geom_4326,source\n"
                "101,1970-01-01 00:00:01,1970-01-03 08:30:00,1970-01-02 "
                "00:00:00,ONTIME,Closed,Case Closed. done,Hole,"
                "PWDx,,Citizens Connect App\n"
                "102,1970-01-01 00:00:01.000,,,ONTIME,Open, ,Hole,INFO,,Constituent Call\n"
                "103,01/01/1970 12:00:01 AM,,,ONTIME,Open,waiting,Hole,,,Constituent Call\n");
  EXPECT_EQ(done.steps,
            (Lines{"boston311:101 submitted@1", "boston311:101#forwarded@1 PWDx due",
                   "boston311:101#responded@86400 PWDx text=Case Closed. done",
                   "boston311:101#closed@86400 PWDx", "boston311:102 submitted@1",
                   "boston311:102#forwarded@1 INFO", "boston311:103 submitted@1 !no_agency",
                   "boston311:103#responded@1 text=waiting"}));
  EXPECT_EQ(done.submissions[0], "mobile|complaint|Hole||||");
}

TEST(ShippedMaps, NewYorkInAnyFormWithEitherMap) {
  const Lines expected{"nyc311:1 submitted@3",
                       "nyc311:1#forwarded@3 DOT",
                       "nyc311:1#responded@86400 DOT",
                       "nyc311:1#closed@86400 DOT",
                       "nyc311:2 submitted@3 !closing_time_ignored",
                       "nyc311:2#forwarded@3 DOB"};
  const std::string portal =
      "Status,Agency,Closed Date,Created Date,Unique Key,Resolution Action Updated Date,More\n"
      "Closed,DOT,01/02/1970 12:00:00 AM,01/01/1970 12:00:03 AM,1,01/02/1970 12:00:00 AM,x\n"
      "In Progress,DOB,1970 Jan 02 12:00:00 AM,1970 Jan 01 12:00:03 AM,2,,x\n";
  const std::string api =
      "unique_key,created_date,closed_date,agency,status,resolution_action_updated_date\n"
      "1,1970-01-01T00:00:03.000,1970-01-02T00:00:00.000,DOT,Closed,1970-01-02 00:00:00 UTC\n"
      "2,1970-01-01T00:00:03,1970-01-02,DOB,In Progress,\n";
  for (const std::string map : {"nyc311", "nyc311-2022"}) {
    EXPECT_EQ(translate(shipped(map), portal).steps, expected) << map;
    EXPECT_EQ(translate(shipped(map), api).steps, expected) << map;
    EXPECT_EQ(translate(shipped(map), "UNIQUE_KEY,CREATED_DATE\n1,1970-01-01\n").steps,
              (Lines{"nyc311:1 submitted@0 !no_agency"}))
        << map;
  }
}

TEST(ShippedMaps, ConsumerFinanceOfAnotherYear) {
  const Translated done = translate(shipped("cfpb"),
                                    "Date received,Product,Company,Date sent to company,Company "
                                    "response to consumer,Consumer disputed?,"
                                    "Complaint ID,Submitted via\n"
                                    "1970-01-01,Loan,Bank,1970-01-02,Closed with relief,Yes,1,Web\n"
                                    "01/01/1970,Loan,Bank,01/02/70,Closed,No,2,Postal mail\n"
                                    "1970-01-01,Loan,Bank,1970-01-02,In progress,N/A,3,Phone\n"
                                    "1970-01-01,Loan,Bank,1970-01-02,None,None,4,Phone\n"
                                    "1970-01-01,Loan,,1970-01-02,Untimely response,,5,Phone\n");
  EXPECT_EQ(
      done.steps,
      (Lines{"cfpb:1 submitted@0", "cfpb:1#forwarded@86400 Bank",
             "cfpb:1#responded@86400 Bank text=Closed with relief fulfilled",
             "cfpb:1#closed@86400 Bank", "cfpb:1#rated@86400 Bank stars=1", "cfpb:2 submitted@0",
             "cfpb:2#forwarded@86400 Bank", "cfpb:2#responded@86400 Bank text=Closed",
             "cfpb:2#closed@86400 Bank", "cfpb:2#rated@86400 Bank stars=5", "cfpb:3 submitted@0",
             "cfpb:3#forwarded@86400 Bank", "cfpb:4 submitted@0", "cfpb:4#forwarded@86400 Bank",
             "cfpb:5 submitted@0 !no_agency"}));
}

TEST(ShippedMaps, VolvoIncidentsWithoutOptionalColumns) {
  const Translated done = translate(shipped("bpic2013"),
                                    "GROUP,Status,Substatus,Timestamp,CASE_ID\n"
                                    "A,Accepted,In Progress,1970-01-01T02:00:00+02:00,1-1\n"
                                    "A,Completed,In Call,1970-01-02T00:00:00Z,1-1\n");
  EXPECT_EQ(done.steps, (Lines{"bpic2013:1-1 submitted@0 A",
                               "bpic2013:1-1#1/verified@0 A text=Accepted/In Progress",
                               "bpic2013:1-1#2/responded@86400 A text=Completed/In Call"}));
}

TEST(ShippedMaps, ServiceNowReadsMissingWordsAndDayFirst) {
  const Translated done =
      translate(shipped("servicenow498"),
                "number,incident_state,opened_at,sys_updated_at,assignment_group,category\n"
                "INC1,New,1/1/1970 00:01,1/1/1970 0:02,?,?\n"
                "INC1,-100,1/1/1970 00:01,2/1/1970 00:00,Group 7,?\n");
  EXPECT_EQ(done.steps, (Lines{"servicenow498:INC1 submitted@60 ?",
                               "servicenow498:INC1#1/noted@120 ? status=New",
                               "servicenow498:INC1#2/forwarded@86400 Group 7<?",
                               "servicenow498:INC1#2/noted@86400 Group 7 text=-100"}));
  EXPECT_EQ(done.submissions, (Lines{"other|complaint|?||||"}));
}

TEST(DirtyFiles, RejectTheDamagedRowsAndTakeEveryOther) {
  const Translated done = translate(parsed(kCaseMap),
                                    "\xef\xbb\xbfid,opened,closed,status,agency\r\n"
                                    "1,1970-01-01,,Open,\"A, B\"\r\n"
                                    "\r\n"
                                    "2,1970-01-01,,Open,\"A\" x\r\n"
                                    "3,1970-01-01,,Open,\"A\nB\"\r\n"
                                    "4,1970-01-01,,Open\r\n"
                                    "5,1970-01-01,,Open,\xff\r\n"
                                    "6,1970-01-01,,Open,\"runs away\r\n"
                                    "7,1970-01-01,,Open,A\r\n"
                                    "8,1970-01-01,,Open,\"cut");
  EXPECT_EQ(done.counts.blank_lines, 1U);
  EXPECT_EQ(done.rejects,
            (Lines{"4!a quoted field goes on behind its closing quote!",
                   "7!the row has 4 fields, the header 5!", "8!the row is not UTF-8 text!",
                   "9!a quoted field goes on behind its closing quote!",
                   "11!the file ends inside a quoted field!"}));
  EXPECT_EQ(done.counts.taken, 3U);
  EXPECT_EQ(done.counts.rows, 8U);
}

}  // namespace
}  // namespace aduan
