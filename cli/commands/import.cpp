#include "cli/commands/import.h"

#include "cli/import/byte_source.h"
#include "cli/import/import_map.h"
#include "cli/import/reject_file.h"
#include "cli/import/translate_file.h"
#include "cli/json_object.h"
#include "cli/ledger_importer.h"
#include "cli/maps/shipped_maps.h"
#include "cli/progress.h"

#include <fmt/format.h>

namespace aduan {
namespace {

using Form = Option::Form;

constexpr Option kOptions[] = {
    {"map", Form::value, "MAP",
     "a map file (.toml), or the name of a shipped map: boston311, nyc311 …", true},
    {"file", Form::positional_list, "", "files of the map's publisher, .gz or not", true},
};

/// What one file came to.
struct FileCounts {
  TranslateCounts rows;
  ImportCounts events;
  std::uint64_t refused = 0;
  std::string rejects;  ///< where they stand; empty where there are none
};

std::string file_json(const std::string& file, const FileCounts& counts) {
  JsonObject added;
  for (std::size_t i = 0; i < kStepKinds; ++i) {
    added.number(name_of(static_cast<StepKind>(i)), counts.events.added[i]);
  }
  return JsonObject()
      .text("file", file)
      .number("rows", counts.rows.rows)
      .number("taken", counts.rows.taken - counts.refused)
      .number("duplicates", counts.rows.duplicates)
      .number("rejects", counts.rows.rejects + counts.refused)
      .number("blank_lines", counts.rows.blank_lines)
      .number("events_added", counts.events.added_total())
      .number("events_known", counts.events.known)
      .json("added_by_type", added.done())
      .done();
}

std::string file_text(const std::string& file, const FileCounts& counts) {
  std::string text =
      fmt::format("{}: {} rows, {} events added, {} known already, {} duplicates, {} rejects", file,
                  counts.rows.rows, counts.events.added_total(), counts.events.known,
                  counts.rows.duplicates, counts.rows.rejects + counts.refused);
  if (!counts.rejects.empty()) text += " (in " + counts.rejects + ")";
  return text;
}

/// Imports one file. What was taken before a failure is in the ledger.
Result<FileCounts> import_file(const std::string& file, const ImportMap& map, ImportNames& names,
                               OpenLedger& ledger, Output& output) {
  auto bytes = open_byte_source(file);
  if (!bytes) return bytes.error();
  FileCounts counts;
  RejectFile rejects = RejectFile::beside(file);
  LedgerImporter importer(ledger, map, [&](const RefusedRow& row) {
    ++counts.refused;
    return rejects.add({row.line, row.reason, row.case_ref});
  });
  ProgressLine progress(output, "import", "events");
  TranslateListener listener;
  listener.on_reject = [&](const Reject& reject) { return rejects.add(reject); };
  listener.on_progress = [&](const TranslateCounts& rows) {
    const std::uint64_t done = importer.counts().added_total();
    // The total is a guess from the share of the file's bytes read so far.
    const double share = rows.bytes_total == 0 ? 1.0
                                               : static_cast<double>(rows.bytes_consumed) /
                                                     static_cast<double>(rows.bytes_total);
    const auto total =
        share <= 0 ? 0 : static_cast<std::uint64_t>(static_cast<double>(done) / share);
    progress.update(done, total);
  };
  const auto translated =
      translate_bytes(std::move(bytes.value()), map, names, importer, listener, counts.rows);
  const auto finished = importer.finish();
  progress.finish();
  counts.events = importer.counts();
  const auto flushed = rejects.flush();
  if (rejects.count() > 0) counts.rejects = rejects.path();
  if (!translated || !finished) {
    output.say(file_text(file, counts) + "; then it stopped");
    return translated ? finished.error() : translated.error();
  }
  if (!flushed) return flushed.error();
  return counts;
}

ExitCode run(const Arguments& arguments, Wiring& wiring, Output& output) {
  // The map's source names the importer: what it defines and records is the same whoever runs it.
  if (wiring.actor().role != Role::importer) return output.refuse({RejectionCode::not_authorised});
  const auto map = read_map(arguments.text("map"));
  if (!map) return output.fail(map.error());
  const auto opened = wiring.open_for_writing();
  if (!opened) return output.fail(opened.error());
  ImportNames names(map.value().source);
  std::string text;
  std::vector<std::string> files;
  for (const std::string& file : arguments.list("file")) {
    const auto counts = import_file(file, map.value(), names, *opened.value(), output);
    if (!counts) return output.fail(counts.error());
    text += (text.empty() ? "" : "\n") + file_text(file, counts.value());
    files.push_back(file_json(file, counts.value()));
  }
  return output.show(text, JsonObject().json("files", json_list(files)).done());
}

}  // namespace

const Subcommand kImport = {
    .name = "import",
    .summary = "take in a publisher's files, CSV or XES; again: only what is new",
    .options = kOptions,
    .example = "aduan import --map boston311 2015.csv.gz",
    .default_actor = "importer:source",
    .run = run,
};

}  // namespace aduan
