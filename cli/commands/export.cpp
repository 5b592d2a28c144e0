#include "cli/commands/export.h"

#include "cli/export/cases_csv.h"
#include "cli/export/events_csv.h"
#include "cli/export/every_case.h"
#include "cli/export/record_lines.h"
#include "cli/export/xes.h"
#include "cli/json_object.h"
#include "cli/nearest.h"
#include "cli/progress.h"

#include <fmt/format.h>

#include <array>

namespace aduan {
namespace {

constexpr Option kOptions[] = {
    {"form", Option::Form::value, "FORM",
     "jsonl: the exact records (without --form); csv-cases: a row a case; csv-events: a row an "
     "event; xes: an event log for process mining"},
    {"out", Option::Form::value, "FILE", "instead of the standard output; .gz: packed"},
    kAsOfOption,
};

/// A form that goes case by case.
struct CaseForm {
  std::string_view name;
  std::unique_ptr<CaseWriter> (*writer)(std::shared_ptr<const Directory> directory);
};
constexpr std::array kCaseForms =
    std::to_array<CaseForm>({{"csv-cases", cases_csv}, {"csv-events", events_csv}, {"xes", xes}});
constexpr std::string_view kRecords = "jsonl";

const CaseForm* find_case_form(std::string_view name) {
  for (const CaseForm& form : kCaseForms) {
    if (form.name == name) return &form;
  }
  return nullptr;
}

std::string no_such_form(std::string_view name) {
  std::vector<std::string_view> names = {kRecords};
  for (const CaseForm& form : kCaseForms) names.push_back(form.name);
  std::string message = "there is no form '" + std::string(name) + "'; there are";
  for (const std::string_view each : names) message.append(" ").append(each);
  return message + did_you_mean(name, names) + ". Nothing was written";
}

/// The cases' events so far, of all that the ledger holds.
class ExportLine {
 public:
  ExportLine(Output& output, OpenLedger& ledger)
      : line_(output, "export", "events"), total_(ledger.store().status().events) {}

  void update(const ExportCounts& done) { line_.update(done.events, total_); }
  void finish() { line_.finish(); }

 private:
  ProgressLine line_;
  std::uint64_t total_;
};

Result<ExportCounts> write_form(std::string_view form, OpenLedger& ledger, const Wiring& wiring,
                                TextSink& sink, Output& output) {
  ExportLine line(output, ledger);
  const ExportProgress progress = [&](const ExportCounts& done) { line.update(done); };
  const auto write = [&]() -> Result<ExportCounts> {
    const CaseForm* const case_form = find_case_form(form);
    if (case_form == nullptr) {
      return write_record_lines(ledger, wiring.actor(), wiring.as_of(), sink, progress);
    }
    const auto writer = case_form->writer(ledger.directory());
    return write_every_case(ledger, wiring.actor(), wiring.as_of(), wiring.time().now(), *writer,
                            sink, progress);
  };
  auto counts = write();
  line.finish();
  if (!counts) return counts.error();
  const auto finished = sink.finish();
  if (!finished) return finished.error();
  return counts;
}

ExitCode run(const Arguments& arguments, Wiring& wiring, Output& output) {
  const std::string form = arguments.find("form").value_or(std::string(kRecords));
  if (form != kRecords && find_case_form(form) == nullptr) {
    return output.fail_usage(no_such_form(form));
  }
  if (wiring.actor().role == Role::reporter) {
    return output.fail_usage(
        "a reporter is one of one case, and an export is of many; `aduan show` shows the one");
  }
  const auto opened = wiring.open_for_reading();
  if (!opened) return output.fail(opened.error());
  std::unique_ptr<TextSink> sink;
  const auto file = arguments.find("out");
  if (file) {
    auto made = open_sink(*file);
    if (!made) return output.fail(made.error());
    sink = std::move(made.value());
  } else {
    sink = sink_to(output.out());
  }
  const auto counts = write_form(form, *opened.value(), wiring, *sink, output);
  if (!counts) return output.fail(counts.error());
  if (!file) return ExitCode::done;  // the standard output is the export
  return output.show(
      fmt::format("{}: {} cases, {} events, as {} may see them", *file, counts.value().cases,
                  counts.value().events, wiring.actor().text()),
      JsonObject()
          .text("file", *file)
          .text("form", form)
          .number("cases", counts.value().cases)
          .number("events", counts.value().events)
          .done());
}

}  // namespace

const Subcommand kExport = {
    .name = "export",
    .summary = "the ledger as files: exact records, CSV, or an event log in XES",
    .options = kOptions,
    .example = "aduan export --form xes --out nation.xes.gz --as analyst:a-1",
    .default_actor = "auditor:local",
    .run = run,
};

}  // namespace aduan
