#include "cli/commands/audit.h"

#include "cli/doctor/record_diagnosis.h"
#include "cli/json_object.h"
#include "cli/progress.h"
#include "cli/terminal_text.h"
#include "core/ledger/audit.h"
#include "schemas/ids.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

namespace aduan {
namespace {

constexpr Option kOptions[] = {
    {"chains", Option::Form::flag, "",
     "chains and payloads alone: faster, and no rule is replayed"},
};

constexpr std::string_view kDetails =
    "Every record is decided anew, with the state before it and the directory and policy that it\n"
    "names, and must come out the same. Needs no key and no projection.\n"
    "\n"
    "JSON: {sound, chains, records, valid, not_checkable, findings, unknown}\n"
    "findings  a list of {kind, record, subject, reason, sequence, event, rule, field}\n"
    "          kind   void, undecodable, wrong_payload, rule_broken\n"
    "          rule   the rejection's code, or first_event, command_id_twice, recordedtime, time,\n"
    "                 directorysequence, payloadhash; null where a field differs\n"
    "          field  what the event says otherwise than it should, or null\n"
    "unknown   the same of records whose type this version does not know: no breach\n";

std::string line_of(const AuditFinding& finding, std::string_view place) {
  std::string text = fmt::format("{}  record {}", name_of(finding.kind), place);
  const auto id = CaseId::from_text(finding.subject);
  if (!finding.subject.empty()) {
    text += "  " + (id ? tracking_number(*id) : printable(finding.subject));
  }
  if (finding.sequence > 0) {
    text += fmt::format("  event {} {}", finding.sequence, printable(finding.event));
  }
  const std::string& what = finding.rule.empty() ? finding.field : finding.rule;
  if (!what.empty()) text += "  " + what;
  return text + "  " + printable(finding.reason) + "\n";
}

std::string json_of(const AuditFinding& finding, std::string_view place) {
  const auto text_or_none = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
  };
  JsonObject json;
  json.text("kind", name_of(finding.kind))
      .text("record", place)
      .text("subject", finding.subject)
      .text("reason", finding.reason);
  finding.sequence > 0 ? json.number("sequence", finding.sequence) : json.json("sequence", "null");
  return json.text_or_null("event", text_or_none(finding.event))
      .text_or_null("rule", text_or_none(finding.rule))
      .text_or_null("field", text_or_none(finding.field))
      .done();
}

/// What is found, in both forms.
struct Report {
  std::uint32_t partitions;
  std::string text;
  std::vector<std::string> findings;
  std::vector<std::string> unknown;

  void add(const AuditFinding& finding) {
    const std::string place = place_text(finding.position, partitions);
    text += line_of(finding, place);
    const bool is_finding = finding.kind != AuditFinding::Kind::not_checkable;
    (is_finding ? findings : unknown).push_back(json_of(finding, place));
  }

  std::string summary(const AuditCounts& counts) const {
    std::string line = fmt::format("{}: {} chains, {} records, {} of them valid, {} findings.",
                                   counts.findings == 0 ? "Sound" : "Not sound", counts.chains,
                                   counts.records, counts.valid, counts.findings);
    if (counts.not_checkable > 0) {
      line += fmt::format(" The rules of {} records could not be replayed by this version.",
                          counts.not_checkable);
    }
    return line;
  }
};

Result<std::uint64_t> count_records(const EventLog& log) {
  std::uint64_t total = 0;
  for (std::uint32_t stream = 0; stream <= log.partitions(); ++stream) {
    const auto end = log.end(stream);
    if (!end) return end.error();
    total += end.value();
  }
  return total;
}

ExitCode run_audit(const Arguments& arguments, Wiring& wiring, Output& output) {
  const auto opened = wiring.open_log();
  if (!opened) return output.fail(opened.error());
  const EventLog& log = *opened.value();
  const auto ledger = find_ledger_name(log);
  if (!ledger) return output.fail(ledger.error());
  const std::string& name = ledger.value();
  const auto total = count_records(log);
  if (!total) return output.fail(total.error());

  Report report{log.partitions(), {}, {}, {}};
  ProgressLine progress(output, "audit", "records");
  const auto add = [&](const AuditFinding& finding) { report.add(finding); };
  const auto walked = [&](std::uint64_t records) { progress.update(records, total.value()); };
  const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  const auto counts = arguments.flag("chains") ? verify_log(log, name, add, walked)
                                               : verify_rules(log, name, add, walked, threads);
  progress.finish();
  if (!counts) return output.fail(counts.error());
  const AuditCounts& counted = counts.value();
  output.show(report.text + report.summary(counted),
              JsonObject()
                  .flag("sound", counted.findings == 0)
                  .number("chains", counted.chains)
                  .number("records", counted.records)
                  .number("valid", counted.valid)
                  .number("not_checkable", counted.not_checkable)
                  .json("findings", json_list(report.findings))
                  .json("unknown", json_list(report.unknown))
                  .done());
  return counted.findings == 0 ? ExitCode::done : ExitCode::corrupt;
}

}  // namespace

const Subcommand kAuditVerify = {
    .name = "audit verify",
    .summary = "walk every chain of the log, replay every rule, and name what breaks",
    .options = kOptions,
    .example = "aduan audit verify",
    .default_actor = "auditor:local",
    .run = run_audit,
    .details = kDetails,
};

}  // namespace aduan
