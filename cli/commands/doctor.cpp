#include "cli/commands/doctor.h"

#include "cli/doctor/diagnosis.h"
#include "cli/doctor/part_diagnosis.h"
#include "cli/doctor/record_diagnosis.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace aduan {
namespace {

/// The most records that `doctor` explains of a kind; `status` says how many there are.
constexpr std::size_t kRecordsShown = 100;

constexpr std::string_view kNothingWrong =
    "Nothing is wrong: every part of the ledger is there, no void record, no parked case.";

void show(const std::vector<Diagnosis>& diagnoses, Output& output) {
  if (output.format() == Format::table) {
    output.show(diagnoses.empty() ? std::string(kNothingWrong) : text_of(diagnoses), {});
    return;
  }
  Table table;
  for (const Diagnosis& each : diagnoses) table.json_rows.push_back(json_of(each));
  output.show(table);
}

ExitCode run_doctor(const Arguments&, Wiring& wiring, Output& output) {
  const auto opened = wiring.open_for_reading(Freshness::as_it_is);
  if (!opened) {
    if (wiring.place().is_kafka() || !is_ledger_folder(wiring.location()))
      return output.fail(opened.error());
    const std::vector<Diagnosis> found = diagnose_parts(wiring.location());
    // What no part explains is at least said as it was said to us.
    if (found.empty()) return output.fail(opened.error());
    show(found, output);
    return exit_code_of(opened.error().kind);
  }
  OpenLedger& ledger = *opened.value();
  std::vector<Diagnosis> found = diagnose_projections(ledger.log(), ledger.store());
  auto records = diagnose_records(ledger, kRecordsShown);
  if (!records) return output.fail(records.error());
  std::move(records.value().begin(), records.value().end(), std::back_inserter(found));
  show(found, output);
  return exit_of(found);
}

}  // namespace

const Subcommand kDoctor = {
    .name = "doctor",
    .summary = "what is broken, void or parked, why, and what is safe to do",
    .options = {},
    .example = "aduan doctor",
    .default_actor = "auditor:local",
    .run = run_doctor,
    .details = kDiagnosisJson,
};

}  // namespace aduan
