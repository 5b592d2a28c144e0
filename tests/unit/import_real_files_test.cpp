// The shared files of real publishers: every figure of expected.json that needs no ledger. Absent
// files are no failure: nothing of ../shared is needed to build and test the product.

#include "cli/import/translate_file.h"
#include "core/base/encoding.h"
#include "core/base/hash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace aduan {
namespace {

std::string source_dir() {
  const char* directory = std::getenv("ADUAN_SOURCE_DIR");
  return directory == nullptr ? "." : directory;
}

// The path of a shared file; empty, and said so, where there is none.
std::string shared_file(const std::string& name) {
  const std::string path = source_dir() + "/../shared/data/" + name;
  if (std::filesystem::exists(path)) return path;
  std::cout << "skipped: no ../shared/data\n";
  return {};
}

ImportMap shipped_map(const std::string& name) {
  auto map = read_import_map(source_dir() + "/cli/maps/" + name + ".toml");
  if (!map) {
    ADD_FAILURE() << map.error().message;
    std::abort();
  }
  return std::move(map).value();
}

struct CaseSummary {
  std::uint64_t events = 0;  // of the source
  std::uint64_t handovers = 0;
  std::uint64_t bounces = 0;
  std::uint64_t revisits = 0;
  std::uint64_t reopened = 0;
  std::uint64_t after_closed = 0;
  bool ever_closed = false;
  std::string phase = "open";
  std::string team;
  std::set<std::string> teams;
  std::int64_t submitted_s = 0;
  std::optional<std::int64_t> first_closed_s;
};

// Counts as expected.json does, from the steps alone.
class Counting final : public StepSink {
 public:
  Result<void> accept(const CaseSteps& steps) override {
    CaseSummary& summary = cases[std::string(steps.id)];
    ++summary.events;
    if (summary.ever_closed) ++summary.after_closed;
    for (const ImportStep& step : steps.steps) count(summary, step);
    if (steps.submission != nullptr) {
      ++channels[std::string(name_of_code(steps.submission->channel))];
      if (steps.submission->category != nullptr) ++categories[steps.submission->category->name];
    }
    return success();
  }

  std::map<std::string, CaseSummary> cases;
  std::map<std::string, std::uint64_t> events;
  std::map<std::string, std::uint64_t> channels;
  std::map<std::string, std::uint64_t> categories;
  std::map<std::string, std::uint64_t> forwarded_to;
  std::map<std::string, std::uint64_t> handovers;
  std::map<std::string, std::uint64_t> anomalies;

 private:
  void count(CaseSummary& summary, const ImportStep& step) {
    ++events[std::string(name_of(step.kind))];
    for (const Anomaly anomaly : step.anomalies) ++anomalies[std::string(name_of(anomaly))];
    const std::int64_t seconds = step.time.time_since_epoch().count() / 1000;
    switch (step.kind) {
      case StepKind::submitted:
        summary.submitted_s = seconds;
        break;
      case StepKind::reopened:
        ++summary.reopened;
        summary.phase = "open";
        break;
      case StepKind::forwarded:
      case StepKind::returned:
        ++forwarded_to[step.agency->name];
        if (step.from == nullptr) break;
        ++summary.handovers;
        ++handovers[step.from->name + " -> " + step.agency->name];
        if (step.kind == StepKind::returned) ++summary.bounces;
        if (summary.teams.contains(step.agency->name)) ++summary.revisits;
        break;
      case StepKind::responded:
        summary.phase = "resolved";
        break;
      case StepKind::closed:
        summary.phase = "closed";
        summary.ever_closed = true;
        if (!summary.first_closed_s) summary.first_closed_s = seconds;
        break;
      default:
        break;
    }
    if (step.agency != nullptr) {
      summary.team = step.agency->name;
      summary.teams.insert(step.agency->name);
    }
  }
};

struct Imported {
  Counting sink;
  TranslateCounts counts;
  std::vector<Reject> rejects;
};

Imported import(const std::string& path, const std::string& map_name) {
  Imported result;
  const ImportMap map = shipped_map(map_name);
  ImportNames names(map.source);
  auto bytes = open_byte_source(path);
  EXPECT_TRUE(bytes);
  const TranslateListener listener{.on_reject = [&](const Reject& reject) -> Result<void> {
                                     result.rejects.push_back(reject);
                                     return success();
                                   },
                                   .on_progress = {},
                                   .on_columns = {}};
  const auto done =
      translate_bytes(std::move(bytes).value(), map, names, result.sink, listener, result.counts);
  EXPECT_TRUE(done) << (done ? "" : done.error().message);
  for (const Reject& reject : result.rejects) {
    ADD_FAILURE() << "line " << reject.line << ": " << reject.reason;
    break;
  }
  return result;
}

using Figures = std::map<std::string, std::uint64_t>;

// `after_closed` counts whole source events after the first closing one.
std::string per_case_text(const Imported& imported) {
  std::string text =
      "case_id,events,handovers,bounces,revisits,reopened,after_closed,final_phase,final_team\n";
  for (const auto& [id, summary] : imported.sink.cases) {
    text += id;
    for (const std::uint64_t figure : {summary.events, summary.handovers, summary.bounces,
                                       summary.revisits, summary.reopened, summary.after_closed}) {
      text += "," + std::to_string(figure);
    }
    text += "," + summary.phase + "," + summary.team + "\n";
  }
  return text;
}

std::string unpacked(const std::string& path) {
  auto bytes = open_byte_source(path);
  std::string text;
  std::array<char, 65536> chunk;
  while (true) {
    const auto got = bytes.value()->read(chunk);
    if (!got || got.value() == 0) return text;
    text.append(chunk.data(), got.value());
  }
}

std::uint64_t sum_handovers(const Counting& sink) {
  std::uint64_t sum = 0;
  for (const auto& [id, summary] : sink.cases) sum += summary.handovers;
  return sum;
}

TEST(RealFiles, VolvoIncidents) {
  const std::string path = shared_file("bpic2013/incidents_even.csv.gz");
  if (path.empty()) return;
  const Imported imported = import(path, "bpic2013");
  EXPECT_EQ(imported.counts.rows, 26095U);
  EXPECT_EQ(imported.counts.duplicates, 0U);
  EXPECT_EQ(imported.sink.cases.size(), 3087U);
  EXPECT_EQ(imported.sink.events, (Figures{{"submitted", 3087},
                                           {"verified", 3086},
                                           {"forwarded", 2796},
                                           {"returned", 1045},
                                           {"responded", 3328},
                                           {"closed", 2227},
                                           {"reopened", 246},
                                           {"noted", 17454}}));
  EXPECT_EQ(imported.counts.steps_total(), 33269U);
  EXPECT_EQ(sum_handovers(imported.sink), 3841U);
  EXPECT_EQ(imported.sink.cases.at("1-722362086").handovers, 29U);
  EXPECT_EQ(imported.sink.handovers.at("G96 -> G97"), 115U);
  EXPECT_EQ(imported.sink.anomalies, Figures{});

  const std::string text = per_case_text(imported);
  EXPECT_EQ(text, unpacked(shared_file("bpic2013/per_case_even.csv.gz")));
  EXPECT_EQ(to_hex(as_view(sha256(text))),
            "e05120dd1ac49511e8e5bc90e0fa94f6d53be7105ea05b4735622641d32a2653");

  std::vector<std::int64_t> durations;
  for (const auto& [id, summary] : imported.sink.cases) {
    if (summary.first_closed_s) durations.push_back(*summary.first_closed_s - summary.submitted_s);
  }
  std::sort(durations.begin(), durations.end());
  const std::size_t middle = durations.size() / 2;
  EXPECT_EQ((durations[middle] + durations[(durations.size() - 1) / 2]) / 2, 681022);
}

TEST(RealFiles, ServiceNow) {
  const std::string path = shared_file("servicenow498/events_even.csv.gz");
  if (path.empty()) return;
  const Imported imported = import(path, "servicenow498");
  EXPECT_EQ(imported.counts.rows, 70986U);
  EXPECT_EQ(imported.counts.duplicates, 0U);
  EXPECT_EQ(imported.sink.cases.size(), 12438U);
  EXPECT_EQ(imported.sink.events, (Figures{{"submitted", 12438},
                                           {"verified", 7471},
                                           {"forwarded", 9978},
                                           {"returned", 1931},
                                           {"responded", 12622},
                                           {"closed", 12446},
                                           {"reopened", 188},
                                           {"noted", 38447}}));
  EXPECT_EQ(imported.counts.steps_total(), 95521U);
  EXPECT_EQ(sum_handovers(imported.sink), 11909U);
  EXPECT_EQ(imported.sink.handovers.at("Group 70 -> ?"), 1494U);
  const std::string text = per_case_text(imported);
  EXPECT_EQ(text, unpacked(shared_file("servicenow498/per_case_even.csv.gz")));
  EXPECT_EQ(to_hex(as_view(sha256(text))),
            "595ee0ecee644b62ebe1bfb9e526c64dc5324525b7a69f7d5f47cbfd9acb1cb5");
}

TEST(RealFiles, VolvoProblemsInXes) {
  const std::string path = shared_file("bpic2013/closed_problems.xes.gz");
  if (path.empty()) return;
  const Imported imported = import(path, "xes");
  EXPECT_EQ(imported.counts.rows, 6660U);
  EXPECT_EQ(imported.sink.cases.size(), 1487U);
  EXPECT_EQ(sum_handovers(imported.sink), 220U);
  std::set<std::string> holders;
  for (const auto& [id, summary] : imported.sink.cases) {
    holders.insert(summary.teams.begin(), summary.teams.end());
  }
  EXPECT_EQ(holders.size(), 15U);
}

TEST(RealFiles, Boston) {
  const std::string path = shared_file("boston311/2015.csv.gz");
  if (path.empty()) return;
  const Imported imported = import(path, "boston311");
  EXPECT_EQ(imported.counts.rows, 121145U);
  EXPECT_EQ(imported.sink.events, (Figures{{"submitted", 121145},
                                           {"forwarded", 121145},
                                           {"responded", 101357},
                                           {"closed", 101272}}));
  EXPECT_EQ(imported.sink.forwarded_to.size(), 17U);
  EXPECT_EQ(imported.sink.forwarded_to.at("PWDx"), 51575U);
  EXPECT_EQ(imported.sink.categories.size(), 158U);
  EXPECT_EQ(imported.sink.categories.at("Street Light Outages"), 7956U);
  EXPECT_EQ(imported.sink.channels.at("phone"), 62285U);
  EXPECT_EQ(imported.sink.channels.at("twitter"), 61U);
  EXPECT_EQ(imported.sink.anomalies.count("closing_time_ignored"), 0U);
  EXPECT_EQ(imported.sink.anomalies.count("no_agency"), 0U);
}

TEST(RealFiles, NewYork) {
  const std::string path = shared_file("nyc311/2026-08.csv.gz");
  if (path.empty()) return;
  const Imported imported = import(path, "nyc311");
  EXPECT_EQ(imported.counts.rows, 62812U);
  EXPECT_EQ(
      imported.sink.events,
      (Figures{
          {"submitted", 62812}, {"forwarded", 62812}, {"responded", 47128}, {"closed", 31413}}));
  EXPECT_EQ(imported.sink.forwarded_to.size(), 14U);
  EXPECT_EQ(imported.sink.forwarded_to.at("NYPD"), 28837U);
  EXPECT_EQ(imported.sink.categories.at("Illegal Parking"), 10020U);
  EXPECT_EQ(imported.sink.categories.size(), 152U);
  EXPECT_EQ(imported.sink.channels,
            (Figures{{"web", 31410}, {"phone", 13472}, {"mobile", 12469}, {"other", 5461}}));
  EXPECT_EQ(imported.sink.anomalies.at("closing_time_ignored"), 2204U);
}

TEST(RealFiles, NewYorkByThePortalsNamesWithEitherMap) {
  const std::string path = shared_file("nyc311/2022-05-01.csv.gz");
  if (path.empty()) return;
  for (const std::string map : {"nyc311-2022", "nyc311"}) {
    const Imported imported = import(path, map);
    EXPECT_EQ(imported.counts.rows, 924U) << map;
    EXPECT_EQ(
        imported.sink.events,
        (Figures{{"submitted", 924}, {"forwarded", 924}, {"responded", 486}, {"closed", 480}}))
        << map;
    EXPECT_EQ(imported.sink.forwarded_to.at("NYPD"), 885U) << map;
    EXPECT_EQ(imported.sink.categories.size(), 37U) << map;
  }
}

TEST(RealFiles, ConsumerFinance) {
  const std::string path = shared_file("cfpb/2023_payday_title_personal_loans.csv.gz");
  if (path.empty()) return;
  const Imported imported = import(path, "cfpb");
  EXPECT_EQ(imported.counts.rows, 2827U);
  EXPECT_EQ(
      imported.sink.events,
      (Figures{{"submitted", 2827}, {"forwarded", 2827}, {"responded", 2809}, {"closed", 2809}}));
  EXPECT_EQ(imported.sink.forwarded_to.size(), 389U);
  EXPECT_EQ(imported.sink.forwarded_to.at("OneMain Finance Corporation"), 164U);
  EXPECT_EQ(imported.sink.forwarded_to.at("Affirm Holdings, Inc"), 147U);
}

}  // namespace
}  // namespace aduan
