#include "cli/commands/upkeep.h"

#include "cli/json_object.h"
#include "cli/progress.h"
#include "cli/serve/roles_standing.h"
#include "core/base/encoding.h"
#include "schemas/instant.h"

#include <fmt/format.h>

namespace aduan {
namespace {

// rebuild
// ------------------------------------------------------------------------------------------

std::string rebuilt_json(const RebuiltProjections& rebuilt) {
  JsonObject json;
  json.number("cases", rebuilt.after.cases)
      .number("events", rebuilt.after.events)
      .text("digest", to_hex(as_view(rebuilt.after.digest)));
  if (!rebuilt.digest_before) return json.json("same_digest", "null").done();
  return json.flag("same_digest", *rebuilt.digest_before == rebuilt.after.digest).done();
}

std::string_view compared(const RebuiltProjections& rebuilt) {
  if (!rebuilt.digest_before) {
    return "There was no store of this version at the log's end to compare it with.";
  }
  return *rebuilt.digest_before == rebuilt.after.digest
             ? "The same as that of the store before."
             : "The store before had another one: it was damaged.";
}

ExitCode run_rebuild(const Arguments&, Wiring& wiring, Output& output) {
  ProgressLine progress(output, "rebuild", "records");
  const auto rebuilt = wiring.rebuild_projections(
      [&](std::uint64_t applied, std::uint64_t total) { progress.update(applied, total); });
  progress.finish();
  if (!rebuilt) return output.fail(rebuilt.error());
  const StoreStatus& after = rebuilt.value().after;
  const std::string text =
      fmt::format("Rebuilt {} cases from {} events.\nDigest {}\n{}", after.cases, after.events,
                  to_hex(as_view(after.digest)), compared(rebuilt.value()));
  return output.show(text, rebuilt_json(rebuilt.value()));
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

/// On Kafka also how the roles stand, wherever they run; one that is stuck fails the command.
ExitCode show_with_roles(OpenLedger& ledger, Wiring& wiring, std::string text, JsonObject& json,
                         Output& output) {
  const auto place = wiring.place().kafka();
  if (!place) return output.fail(place.error());
  const auto roles = look_at_roles(place.value(), ledger, wiring.time());
  if (!roles) return output.fail(roles.error());
  text += roles_text(roles.value(), wiring.time().now());
  const ExitCode shown = output.show(text, json.json("roles", roles_json(roles.value())).done());
  if (shown != ExitCode::done || !roles.value().is_any_stuck()) return shown;
  return output.fail({ErrorKind::unavailable,
                      "a role is stuck: records wait and nothing is taken. Nothing is lost: see "
                      "that it runs and what it says (`aduan serve`)"});
}

ExitCode run_status(const Arguments&, Wiring& wiring, Output& output) {
  const auto opened = wiring.open_for_reading(Freshness::as_it_is);
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
    // A log that lost its end has fewer records than were applied: `doctor` tells.
    if (applied < end.value()) behind += end.value() - applied;
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
  std::string text = fmt::format(
      "ledger     {}{}\ncases      {}\nevents     {}\ndigest     {}\nvoid       {}\nparked     {}\n"
      "partitions {}, {} records not applied yet",
      ledger.name(), ledger.directory()->seeded ? " (a test ledger: it protects nothing)" : "",
      status.cases, status.events, to_hex(as_view(status.digest)), status.void_records,
      status.parked, log.partitions(), behind);
  warn_of_calendar(*ledger.directory(), wiring.time().now(), output);
  JsonObject json;
  json.text("ledger", ledger.name())
      .number("cases", status.cases)
      .number("events", status.events)
      .text("digest", to_hex(as_view(status.digest)))
      .number("void", status.void_records)
      .number("parked", status.parked)
      .json("partitions", json_list(partitions))
      .json("directory", directory);
  return wiring.place().is_kafka() ? show_with_roles(ledger, wiring, text, json, output)
                                   : output.show(text, json.done());
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

}  // namespace aduan
