// The real data sets through the real command line: `stats` must give the figures that
// expected.json holds, as of any instant, and the stored events must give back per_case_*.csv.gz.
// Absent files are no failure: nothing of ../shared is needed to build and test the product.

#include "cli/case_view.h"
#include "cli/import/byte_source.h"
#include "cli/program.h"
#include "core/base/encoding.h"
#include "core/base/hash.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace aduan {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

std::string shared_folder() {
  const char* const source = std::getenv("ADUAN_SOURCE_DIR");
  return std::string(source == nullptr ? "." : source) + "/../shared/data/";
}

bool are_there() {
  if (std::filesystem::exists(shared_folder() + "expected.json")) return true;
  std::cout << "skipped: no ../shared/data\n";
  return false;
}

/// A ledger of a test's own, used as a person uses it.
class Program {
 public:
  explicit Program(const std::string& folder) : ledger_(folder) {}

  /// Standard output of a command that must succeed.
  std::string run(std::vector<std::string> words) {
    words.insert(words.begin(), {"--ledger", ledger_});
    std::ostringstream out;
    std::ostringstream messages;
    const Surroundings around{.out = out,
                              .messages = messages,
                              .environment = [](std::string_view) { return std::nullopt; },
                              .folder = ledger_,
                              .time = time_};
    EXPECT_EQ(run_program(words, around), ExitCode::done) << messages.str();
    return out.str();
  }

  element json(std::vector<std::string> words) {
    words.insert(words.end(), {"--format", "json"});
    parsed_.push_back(std::make_unique<simdjson::dom::parser>());
    texts_.push_back(run(std::move(words)));
    return parsed_.back()->parse(texts_.back());
  }

  const std::string& ledger() const { return ledger_; }

 private:
  std::string ledger_;
  SystemTime time_;
  std::vector<std::unique_ptr<simdjson::dom::parser>> parsed_;
  std::vector<std::string> texts_;
};

/// 0 for an absent field: a figure of zero may have none.
std::uint64_t number(element parent, std::string_view field) {
  std::uint64_t value = 0;
  if (parent[field].get(value) != simdjson::SUCCESS) return 0;
  return value;
}

double real(element value) {
  double result = -1;  // null
  if (value.get(result) != simdjson::SUCCESS) return -1;
  return result;
}

class RealFiles : public testing::Test {
 protected:
  RealFiles() : program_(folder_.path().string() + "/ledger") {
    if (are_there_) expected_ = parser_.load(shared_folder() + "expected.json");
  }

  /// Imports a copy, since the reject file stands beside its source.
  void import(const std::string& map, const std::string& file) {
    const auto copy = folder_.path() / std::filesystem::path(file).filename();
    std::filesystem::copy_file(shared_folder() + file, copy);
    program_.run({"init"});
    const element imported = program_.json({"import", "--map", map, copy.string()});
    const element counts = imported["files"].at(0);
    EXPECT_EQ(number(counts, "rejects"), 0U);
    const element again = program_.json({"import", "--map", map, copy.string()});
    EXPECT_EQ(number(again["files"].at(0), "events_added"), 0U) << "a second import added events";
    for (const element agency : program_.json({"agency", "list"}).get_array()) {
      ids_[std::string(agency["name"].get_string().value())] = agency["id"].get_string().value();
    }
  }

  /// The figures of `stats`, at the end of time or as of an instant.
  element stats(const std::string& as_of = "9999-01-01") {
    return program_.json({"stats", "--as-of", as_of});
  }

  std::string id_of(std::string_view name) { return ids_[std::string(name)]; }

  void expect_events(element expected, element total) {
    for (const auto [type, count] : expected["ledger_events"].get_object()) {
      EXPECT_EQ(number(total["events_by_type"], type), count.get_uint64().value()) << type;
    }
    EXPECT_EQ(number(total, "events"), number(expected, "ledger_events_total"));
  }

  /// The digest is that of a rebuild, and every chain is whole.
  void expect_ledger_sound() {
    const bool same = program_.json({"rebuild"})["same_digest"];
    EXPECT_TRUE(same);
    const bool sound = program_.json({"audit", "verify"})["sound"];
    EXPECT_TRUE(sound);
  }

  void expect_history(const std::string& map, const std::string& file,
                      const std::string& per_case_file);
  void expect_single_rows(const std::string& map, const std::string& file);
  std::string per_case(const std::string& source, const std::string& expected_text);

  TempFolder folder_;
  bool are_there_ = are_there();
  simdjson::dom::parser parser_;
  element expected_;
  Program program_;
  std::map<std::string, std::string> ids_;  // an agency's by its name
};

/// What per_case_*.csv says of a case, from its stored events.
struct CaseLine {
  std::uint64_t events = 0;  // of the source
  std::uint64_t handovers = 0;
  std::uint64_t bounces = 0;
  std::uint64_t revisits = 0;
  std::uint64_t reopened = 0;
  std::uint64_t after_closed = 0;
  bool closed = false;
  std::string phase = "open";
  std::set<AgencyId> held_by;
  AgencyId holder;

  void add(const Event& event) {
    if (const auto* const submitted = std::get_if<Submitted>(&event)) take(*submitted->holder);
    if (const auto* const forwarded = std::get_if<Forwarded>(&event)) hand_over(forwarded->to);
    if (const auto* const returned = std::get_if<Returned>(&event)) {
      ++bounces;
      hand_over(*returned->to);
    }
    if (std::holds_alternative<Reopened>(event)) {
      ++reopened;
      phase = "open";
    }
    // Each event of the source is exactly one of these.
    const bool is_responded = std::holds_alternative<Responded>(event);
    const bool is_closed = std::holds_alternative<Closed>(event);
    if (is_responded || is_closed || std::holds_alternative<Verified>(event) ||
        std::holds_alternative<Noted>(event)) {
      ++events;
      if (closed) ++after_closed;
    }
    if (is_responded) phase = "resolved";
    if (is_closed) {
      phase = "closed";
      closed = true;
    }
  }

  void take(const AgencyId& agency) {
    holder = agency;
    held_by.insert(agency);
  }
  void hand_over(const AgencyId& agency) {
    ++handovers;
    if (held_by.contains(agency)) ++revisits;
    take(agency);
  }
};

/// The file's text again, from the ledger, for the cases that the file lists in its order.
std::string RealFiles::per_case(const std::string& source, const std::string& expected_text) {
  const SystemTime time;
  auto opened = open_ledger_folder(program_.ledger(), LedgerAccess::read_only, time);
  if (!opened) {
    ADD_FAILURE() << opened.error().message;
    return {};
  }
  OpenLedger& ledger = *opened.value();
  const auto directory = ledger.directory();
  RecordFold fold = ledger.make_fold();
  std::istringstream lines(expected_text);
  std::string line;
  std::getline(lines, line);
  std::string result = line + "\n";
  while (std::getline(lines, line)) {
    const std::string number = line.substr(0, line.find(','));
    const auto id = find_by_reference(ledger, source + ":" + number);
    if (!id) {
      ADD_FAILURE() << number << ": " << id.error().message;
      return {};
    }
    const auto history = read_history(ledger.store().reader(), ledger.log(), fold, id.value());
    CaseLine line_of;
    for (const HistoryEntry& entry : history.value()) line_of.add(entry.recorded->event);
    std::ostringstream text;
    text << number << ',' << line_of.events << ',' << line_of.handovers << ',' << line_of.bounces
         << ',' << line_of.revisits << ',' << line_of.reopened << ',' << line_of.after_closed << ','
         << line_of.phase << ',' << directory->find_agency(line_of.holder)->name << '\n';
    result += text.str();
  }
  return result;
}

std::string read_packed(const std::string& path) {
  auto source = open_byte_source(path);
  EXPECT_TRUE(source);
  std::string text;
  std::string part(1 << 16, '\0');
  while (const std::size_t size = source.value()->read(part).value()) text.append(part, 0, size);
  return text;
}

void RealFiles::expect_history(const std::string& map, const std::string& file,
                              const std::string& per_case_file) {
  import(map, file);
  const element expected = expected_[std::string_view(file)];
  const element figures = stats();
  const element total = figures["total"];
  EXPECT_EQ(number(total, "cases"), number(expected, "cases"));
  expect_events(expected, total);
  EXPECT_EQ(number(total, "handovers"), number(expected, "handovers"));
  EXPECT_EQ(number(total, "returned"), number(expected, "bounces"));
  EXPECT_EQ(number(total, "reopened"), number(expected, "reopened"));
  EXPECT_EQ(number(total["longest_chain"], "handovers"),
            number(expected["longest_chain"], "handovers"));
  for (const auto [times, cases] : expected["cases_by_reopen_count"].get_object()) {
    EXPECT_EQ(number(total["reopened_histogram"], times), cases.get_uint64().value()) << times;
  }
  EXPECT_DOUBLE_EQ(real(total["median_seconds_to_close"]),
                   real(expected["median_seconds_to_first_close"]));
  const element phases = expected["final_phase"];
  EXPECT_EQ(number(total, "closed"), number(phases, "closed"));
  EXPECT_EQ(number(total, "responded"), number(phases, "resolved"));
  EXPECT_EQ(number(total, "open") - number(total, "responded"), number(phases, "open"));

  for (const auto [instant, at] : expected["as_of"].get_object()) {
    const element then = stats(std::string(instant));
    const element sum = then["total"];
    EXPECT_EQ(number(sum, "events"), number(at, "ledger_events")) << instant;
    EXPECT_EQ(number(sum, "closed"), number(at["phase"], "closed")) << instant;
    EXPECT_EQ(number(sum, "responded"), number(at["phase"], "resolved")) << instant;
    EXPECT_EQ(number(sum, "open") - number(sum, "responded"), number(at["phase"], "open"));
    EXPECT_EQ(number(expected, "cases") - number(sum, "cases"),
              number(at["phase"], "not_submitted"));
    for (const auto [team, open] : at["open_by_team"].get_object()) {
      const element agency = then["agencies"][id_of(team)];
      EXPECT_EQ(number(agency, "open") - number(agency, "responded"), open.get_uint64().value())
          << team << " as of " << instant;
      // The agency's queue holds the cases whose turn is its own: the same ones.
      const element queue = program_.json({"queue", id_of(team), "--as-of", std::string(instant)});
      EXPECT_EQ(queue.get_array().value().size(), open.get_uint64().value()) << team;
    }
  }

  const std::string text = read_packed(shared_folder() + per_case_file);
  EXPECT_EQ(to_hex(as_view(sha256(text))), expected["per_case_sha256"].get_string().value());
  EXPECT_EQ(per_case(map, text), text);
  expect_ledger_sound();
}

void RealFiles::expect_single_rows(const std::string& map, const std::string& file) {
  import(map, file);
  const element expected = expected_[std::string_view(file)];
  const element figures = stats();
  EXPECT_EQ(number(figures["total"], "cases"), number(expected, "rows"));
  expect_events(expected, figures["total"]);
  object agencies;
  if (expected["by_agency"].get(agencies) == simdjson::SUCCESS) {
    EXPECT_DOUBLE_EQ(real(figures["total"]["median_seconds_to_close"]),
                     real(expected["median_seconds_to_close"]));
    for (const auto [name, at] : agencies) {
      const element agency = figures["agencies"][id_of(name)];
      EXPECT_EQ(number(agency, "cases"), number(at, "rows")) << name;
      EXPECT_EQ(number(agency, "open"), number(at, "open")) << name;
      EXPECT_EQ(number(agency, "closed"), number(at, "closed")) << name;
      EXPECT_DOUBLE_EQ(real(agency["median_seconds_to_close"]), real(at["median_seconds_to_close"]))
          << name;
    }
  }
  object instants;
  if (expected["as_of"].get(instants) == simdjson::SUCCESS) {
    for (const auto [instant, at] : instants) {
      const element then = stats(std::string(instant));
      EXPECT_EQ(number(then["total"], "cases"), number(at, "submitted")) << instant;
      for (const auto [name, open] : at["open_by_agency"].get_object()) {
        EXPECT_EQ(number(then["agencies"][id_of(name)], "open"), open.get_uint64().value())
            << name << " as of " << instant;
      }
    }
  }
  expect_ledger_sound();
}

TEST_F(RealFiles, Bpic2013GivesItsFiguresAndItsCases) {
  if (!are_there_) return;
  expect_history("bpic2013", "bpic2013/incidents_even.csv.gz", "bpic2013/per_case_even.csv.gz");
}

TEST_F(RealFiles, Servicenow498GivesItsFiguresAndItsCases) {
  if (!are_there_) return;
  expect_history("servicenow498", "servicenow498/events_even.csv.gz",
                 "servicenow498/per_case_even.csv.gz");
}

TEST_F(RealFiles, Boston311GivesItsFigures) {
  if (!are_there_) return;
  expect_single_rows("boston311", "boston311/2015.csv.gz");
}

TEST_F(RealFiles, Nyc311OfAugust2026GivesItsFigures) {
  if (!are_there_) return;
  expect_single_rows("nyc311", "nyc311/2026-08.csv.gz");
}

TEST_F(RealFiles, Nyc311OfMay2022GivesItsFigures) {
  if (!are_there_) return;
  expect_single_rows("nyc311-2022", "nyc311/2022-05-01.csv.gz");
}

TEST_F(RealFiles, TheTwoNewYorkMapsReadEachOthersFiles) {
  if (!are_there_) return;
  expect_single_rows("nyc311", "nyc311/2022-05-01.csv.gz");
}

TEST_F(RealFiles, CfpbGivesItsFigures) {
  if (!are_there_) return;
  expect_single_rows("cfpb", "cfpb/2023_payday_title_personal_loans.csv.gz");
}

TEST_F(RealFiles, AnXesLogGivesItsCasesAndHandovers) {
  if (!are_there_) return;
  import("xes", "bpic2013/closed_problems.xes.gz");
  const element expected = expected_["bpic2013/closed_problems.xes.gz"];
  const element total = stats()["total"];
  EXPECT_EQ(number(total, "cases"), number(expected, "traces"));
  EXPECT_EQ(number(total, "handovers"), number(expected, "handovers"));
  expect_ledger_sound();
}

}  // namespace
}  // namespace aduan
