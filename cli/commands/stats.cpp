#include "cli/commands/stats.h"

#include "cli/case_view.h"
#include "cli/directory_command.h"
#include "cli/json_object.h"
#include "cli/render/duration_text.h"
#include "projections/figures.h"
#include "schemas/instant.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace aduan {
namespace {

using Form = Option::Form;

constexpr Option kOptions[] = {
    {"agency", Form::value, "AGENCY", "this agency alone"},
    kAsOfOption,
};

/// A number of seconds as JSON writes it: no more digits than needed.
std::string seconds_json(const std::optional<double>& seconds) {
  return seconds ? fmt::format("{}", *seconds) : "null";
}

std::string counts_json(const std::map<std::string, std::uint64_t, std::less<>>& counts) {
  JsonObject object;
  for (const auto& [name, count] : counts) object.number(name, count);
  return object.done();
}

/// The fields that all and each have.
JsonObject shared_fields(Figures& figures) {
  JsonObject object;
  object.number("cases", figures.cases)
      .number("events", figures.events)
      .json("events_by_type", counts_json(figures.events_by_type))
      .number("open", figures.open)
      .number("responded", figures.responded)
      .number("closed", figures.closed)
      .number("reopened", figures.reopened)
      .number("returned", figures.returned)
      .number("overdue", figures.overdue)
      .json("median_seconds_to_close", seconds_json(median_seconds(figures.milliseconds_to_close)))
      .json("median_seconds_to_first_response",
            seconds_json(median_seconds(figures.milliseconds_to_first_response)));
  return object;
}

std::string total_json(LedgerFigures& figures) {
  JsonObject object = shared_fields(figures.total);
  object.number("handovers", figures.handovers);
  if (const auto& longest = figures.longest_chain) {
    object.json("longest_chain", JsonObject()
                                     .text("case", longest->case_id.text())
                                     .number("handovers", longest->handovers)
                                     .done());
  } else {
    object.json("longest_chain", "null");
  }
  JsonObject histogram;
  for (const auto& [times, cases] : figures.reopened_histogram) {
    histogram.number(std::to_string(times), cases);
  }
  return object.json("reopened_histogram", histogram.done()).done();
}

std::string agency_json(Figures& figures) {
  return shared_fields(figures)
      .number("handovers_out", figures.handovers_out)
      .number("handovers_in", figures.handovers_in)
      .done();
}

std::string ledger_json(LedgerFigures& figures) {
  JsonObject agencies;
  for (auto& [agency, each] : figures.agencies) agencies.json(agency.value, agency_json(each));
  return JsonObject()
      .text("as_of", format_instant(figures.as_of))
      .json("total", total_json(figures))
      .json("agencies", agencies.done())
      .done();
}

/// A median for people.
std::string median_text(const std::optional<double>& seconds, const Words& words) {
  if (!seconds) return "-";
  return short_duration_text(std::chrono::seconds{static_cast<std::int64_t>(*seconds)}, words);
}

std::vector<std::string> row_of(const std::string& name, Figures& figures, const Words& words) {
  return {name,
          std::to_string(figures.cases),
          std::to_string(figures.open),
          std::to_string(figures.responded),
          std::to_string(figures.closed),
          std::to_string(figures.overdue),
          std::to_string(figures.returned),
          std::to_string(figures.reopened),
          median_text(median_seconds(figures.milliseconds_to_first_response), words),
          median_text(median_seconds(figures.milliseconds_to_close), words)};
}

constexpr Phrase kNumbers[] = {
    Phrase::title_cases,    Phrase::title_open,      Phrase::title_responded,
    Phrase::title_closed,   Phrase::title_overdue,   Phrase::title_returned,
    Phrase::title_reopened, Phrase::title_to_answer, Phrase::title_to_close};

/// The league table: most open cases first.
Table league_table(LedgerFigures& figures, const Directory& directory, const Words& words) {
  Table table;
  table.columns = {{say(words, Phrase::title_agency)}};
  for (const Phrase title : kNumbers) table.columns.push_back({say(words, title), true});
  std::vector<std::pair<AgencyId, Figures*>> agencies;
  for (auto& [id, each] : figures.agencies) agencies.emplace_back(id, &each);
  std::stable_sort(agencies.begin(), agencies.end(),
                   [](const auto& a, const auto& b) { return a.second->open > b.second->open; });
  for (const auto& [id, each] : agencies) {
    const Agency* const agency = directory.find_agency(id);
    const std::string name = agency != nullptr ? agency->name : say(words, Phrase::national_desk);
    table.rows.push_back(row_of(id.value + "  " + name, *each, words));
  }
  table.rows.push_back(row_of(say(words, Phrase::all_agencies), figures.total, words));
  return table;
}

ExitCode run(const Arguments& arguments, Wiring& wiring, Output& output) {
  const auto opened = wiring.open_for_reading();
  if (!opened) return output.fail(opened.error());
  OpenLedger& ledger = *opened.value();
  const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  auto figures = figures_as_of(ledger.store().reader(), ledger.log(), ledger.name(),
                               wiring.reading_time(), threads);
  if (!figures) return output.fail(figures.error());
  if (const auto& longest = figures.value().longest_chain) {
    // It counts in the totals for everybody; which case it is, only for whoever may know of it.
    const auto shown = is_listed(ledger, longest->case_id, wiring.actor(), wiring.as_of());
    if (!shown) return output.fail(shown.error());
    if (!shown.value()) figures.value().longest_chain.reset();
  }
  if (const auto only = arguments.find("agency")) {
    if (*only != kDesk && ledger.directory()->find_agency(AgencyId(*only)) == nullptr) {
      return output.fail(no_such_agency(*ledger.directory(), *only));
    }
    std::erase_if(figures.value().agencies,
                  [&](const auto& each) { return each.first.value != *only; });
  }
  if (output.format() != Format::table) return output.show("", ledger_json(figures.value()));
  return output.show(league_table(figures.value(), *ledger.directory(), output.words()));
}

}  // namespace

const Subcommand kStats = {
    .name = "stats",
    .summary = "how many cases, how long, by agency; exact, as of any instant",
    .options = kOptions,
    .example = "aduan stats --as-of 2015-07-01 --format json",
    .default_actor = "auditor:local",
    .run = run,
};

}  // namespace aduan
