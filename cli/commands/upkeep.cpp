#include "cli/commands/upkeep.h"

#include "cli/json_object.h"
#include "cli/progress.h"
#include "core/base/encoding.h"
#include "core/ledger/audit.h"
#include "schemas/instant.h"

#include <fmt/format.h>

namespace aduan {
namespace {

/// The most objections that `doctor` lists of a kind; the counts say how many there are.
constexpr std::size_t kObjectionsShown = 100;

std::string place_of(const Position& position, std::uint32_t partitions) {
  if (position.stream == partitions) return fmt::format("directory/{}", position.offset);
  return fmt::format("{}/{}", position.stream, position.offset);
}

// rebuild
// ------------------------------------------------------------------------------------------

std::string rebuilt_json(const StoreStatus& before, const StoreStatus& after) {
  return JsonObject()
      .number("cases", after.cases)
      .number("events", after.events)
      .text("digest", to_hex(as_view(after.digest)))
      .flag("same_digest", before.digest == after.digest)
      .done();
}

ExitCode run_rebuild(const Arguments&, Wiring& wiring, Output& output) {
  const auto opened = wiring.open_for_writing();
  if (!opened) return output.fail(opened.error());
  const StoreStatus before = opened.value()->store().status();
  ProgressLine progress(output, "rebuild", "records");
  const auto after = opened.value()->rebuild_projections(
      [&](std::uint64_t applied, std::uint64_t total) { progress.update(applied, total); });
  progress.finish();
  if (!after) return output.fail(after.error());
  const std::string digest = to_hex(as_view(after.value().digest));
  const bool same = before.digest == after.value().digest;
  const std::string text = fmt::format(
      "Rebuilt {} cases from {} events.\nDigest {}\n{}", after.value().cases, after.value().events,
      digest,
      same ? "The same as that of the store before."
           : "The store before had another one: it was damaged, or of another version.");
  return output.show(text, rebuilt_json(before, after.value()));
}

// status
// -------------------------------------------------------------------------------------------

/// Past the last holiday that the policy knows, every Monday to Friday counts as a working day.
void warn_of_calendar(const Directory& directory, Instant now, Output& output) {
  const AdoptedPolicy* const adopted = directory.policy_at(now);
  if (adopted == nullptr || adopted->policy.holidays.empty()) return;
  const std::string last_year = adopted->policy.holidays.back().value.substr(0, 4);
  if (format_instant(now).substr(0, 4) <= last_year) return;
  output.say("warning: the policy knows no holidays after " + last_year +
             "; due dates count every Monday to Friday. Adopt a policy with newer holidays");
}

ExitCode run_status(const Arguments&, Wiring& wiring, Output& output) {
  const auto opened = wiring.open_for_reading();
  if (!opened) return output.fail(opened.error());
  OpenLedger& ledger = *opened.value();
  const StoreStatus status = ledger.store().status();
  const EventLog& log = ledger.log();

  std::vector<std::string> partitions;
  std::string lines;
  std::uint64_t behind = 0;
  std::string directory;
  for (std::uint32_t stream = 0; stream <= log.partitions(); ++stream) {
    const auto end = log.end(stream);
    if (!end) return output.fail(end.error());
    const std::uint64_t applied = status.positions[stream];
    behind += end.value() - applied;
    JsonObject json;
    const bool is_directory = stream == log.partitions();
    if (!is_directory) json.number("partition", stream);
    json.number("end", end.value()).number("applied", applied);
    if (is_directory) {
      directory = json.done();
    } else {
      partitions.push_back(json.done());
    }
  }
  const std::string text = fmt::format(
      "ledger     {}{}\ncases      {}\nevents     {}\ndigest     {}\nvoid       {}\nparked     {}\n"
      "partitions {}, {} records not applied yet",
      ledger.name(), ledger.directory()->seeded ? " (a test ledger: it protects nothing)" : "",
      status.cases, status.events, to_hex(as_view(status.digest)), status.void_records,
      status.parked, log.partitions(), behind);
  warn_of_calendar(*ledger.directory(), wiring.time().now(), output);
  return output.show(text, JsonObject()
                               .text("ledger", ledger.name())
                               .number("cases", status.cases)
                               .number("events", status.events)
                               .text("digest", to_hex(as_view(status.digest)))
                               .number("void", status.void_records)
                               .number("parked", status.parked)
                               .json("partitions", json_list(partitions))
                               .json("directory", directory)
                               .done());
}

// doctor
// -------------------------------------------------------------------------------------------

struct Advice {
  std::string_view kind;
  std::string_view meaning;
};
constexpr Advice kVoid = {"void",
                          "ignored by every reader; nothing needs to be done, but find out who "
                          "wrote it"};
constexpr Advice kParked = {"parked",
                            "the case stands still, its history is kept; a version that can read "
                            "the record rebuilds it"};

void add_rows(Table& table, const Advice& advice, const std::vector<Objection>& objections,
              std::uint32_t partitions) {
  for (const Objection& objection : objections) {
    const std::string place = place_of(objection.position, partitions);
    table.rows.push_back({std::string(advice.kind), place, objection.subject, objection.reason,
                          std::string(advice.meaning)});
    table.json_rows.push_back(JsonObject()
                                  .text("kind", advice.kind)
                                  .text("place", place)
                                  .text("subject", objection.subject)
                                  .text("reason", objection.reason)
                                  .text("advice", advice.meaning)
                                  .done());
  }
}

ExitCode run_doctor(const Arguments&, Wiring& wiring, Output& output) {
  const auto opened = wiring.open_for_reading();
  if (!opened) return output.fail(opened.error());
  OpenLedger& ledger = *opened.value();
  const Reader reader = ledger.store().reader();
  const auto voids = reader.void_records(kObjectionsShown);
  if (!voids) return output.fail(voids.error());
  const auto parked = reader.parked(kObjectionsShown);
  if (!parked) return output.fail(parked.error());

  Table table;
  table.columns = {{"KIND"}, {"RECORD"}, {"SUBJECT"}, {"WHY"}, {"WHAT TO DO"}};
  table.when_empty = "Nothing is wrong: no void record, no parked case.";
  add_rows(table, kVoid, voids.value(), ledger.log().partitions());
  add_rows(table, kParked, parked.value(), ledger.log().partitions());
  output.show(table);
  return parked.value().empty() ? ExitCode::done : ExitCode::corrupt;
}

// audit verify
// -------------------------------------------------------------------------------------

ExitCode run_audit(const Arguments&, Wiring& wiring, Output& output) {
  const auto opened = wiring.open_for_reading();
  if (!opened) return output.fail(opened.error());
  OpenLedger& ledger = *opened.value();
  const std::uint32_t partitions = ledger.log().partitions();
  std::uint64_t total = 0;
  for (std::uint32_t stream = 0; stream <= partitions; ++stream) {
    const auto end = ledger.log().end(stream);
    if (!end) return output.fail(end.error());
    total += end.value();
  }

  std::string text;
  std::vector<std::string> findings;
  ProgressLine progress(output, "audit", "records");
  const auto counts = verify_log(
      ledger.log(), ledger.name(),
      [&](const AuditFinding& finding) {
        const std::string place = place_of(finding.position, partitions);
        text += fmt::format("{}  record {}  {}  {}\n", name_of(finding.kind), place,
                            finding.subject, finding.reason);
        findings.push_back(JsonObject()
                               .text("kind", name_of(finding.kind))
                               .text("record", place)
                               .text("subject", finding.subject)
                               .text("reason", finding.reason)
                               .done());
      },
      [&](std::uint64_t walked) { progress.update(walked, total); });
  progress.finish();
  if (!counts) return output.fail(counts.error());
  const AuditCounts& counted = counts.value();
  text += fmt::format("{}: {} chains, {} records, {} of them valid, {} findings.",
                      counted.findings == 0 ? "Sound" : "Not sound", counted.chains,
                      counted.records, counted.valid, counted.findings);
  output.show(text, JsonObject()
                        .flag("sound", counted.findings == 0)
                        .number("chains", counted.chains)
                        .number("records", counted.records)
                        .number("valid", counted.valid)
                        .json("findings", json_list(findings))
                        .done());
  return counted.findings == 0 ? ExitCode::done : ExitCode::corrupt;
}

}  // namespace

const Subcommand kRebuild = {
    .name = "rebuild",
    .summary = "build the projections anew from the log and compare the digests",
    .options = {},
    .example = "aduan rebuild",
    .default_actor = "operator:local",
    .run = run_rebuild,
};

const Subcommand kStatus = {
    .name = "status",
    .summary = "how many cases and events, the state digest, what is void or parked",
    .options = {},
    .example = "aduan status --format json",
    .default_actor = "auditor:local",
    .run = run_status,
};

const Subcommand kDoctor = {
    .name = "doctor",
    .summary = "void and parked records, why, and what is safe to do",
    .options = {},
    .example = "aduan doctor",
    .default_actor = "auditor:local",
    .run = run_doctor,
};

const Subcommand kAuditVerify = {
    .name = "audit verify",
    .summary = "walk every chain of the log and name what breaks",
    .options = {},
    .example = "aduan audit verify",
    .default_actor = "auditor:local",
    .run = run_audit,
};

}  // namespace aduan
