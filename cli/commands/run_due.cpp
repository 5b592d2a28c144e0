#include "cli/commands/run_due.h"

#include "cli/json_object.h"
#include "schemas/instant.h"

#include <fmt/format.h>

#include <string>

namespace aduan {
namespace {

using Form = Option::Form;

constexpr Option kOptions[] = {
    {"until", Form::value, "INSTANT",
     "what is due then, at the latest now; a test ledger's clock goes on to it"},
};

struct Count {
  std::string_view name;  ///< in JSON
  std::uint64_t DueWork::*number;
  std::string_view meaning;
};
constexpr Count kCounts[] = {
    {"misses", &DueWork::misses, "missed deadlines put on record"},
    {"escalations", &DueWork::escalations, "told to those above"},
    {"closed", &DueWork::closed, "closed: the reporter was silent"},
    {"archived", &DueWork::archived, "archived: nothing was supplemented"},
    {"absorbed", &DueWork::absorbed, "merged cases absorbed"},
    {"merges_failed", &DueWork::merges_failed, "merges failed, the case is open again"},
    {"successions", &DueWork::successions, "moved on from a dissolved agency"},
};

bool may_run(const Actor& actor) {
  return actor.role == Role::operator_ || actor.role == Role::watcher ||
         actor.role == Role::steward;
}

ExitCode show_report(const DueReport& report, Instant until, Output& output) {
  std::string text = report.work.total() == 0 ? "Nothing was due." : "Done:";
  JsonObject json;
  json.text("until", format_instant(until));
  for (const Count& count : kCounts) {
    const std::uint64_t number = report.work.*count.number;
    json.number(count.name, number);
    if (number > 0) text += fmt::format("\n{:>8}  {}", number, count.meaning);
  }
  if (report.next) {
    text += "\nNext at " + format_instant(*report.next) + ".";
    json.text("next", format_instant(*report.next));
  } else {
    json.json("next", "null");
  }
  return output.show(text, json.done());
}

ExitCode run(const Arguments& arguments, Wiring& wiring, Output& output) {
  if (!may_run(wiring.actor())) return output.refuse({RejectionCode::not_authorised});
  std::optional<Instant> until;
  if (const auto text = arguments.find("until")) {
    until = parse_instant_forgiving(*text);
    if (!until || !is_writable(*until)) {
      return output.fail_usage(
          "'--until' takes an instant, as 2014-12-30T17:00:00Z or 2014-12-31. Nothing was done");
    }
  }
  const auto opened = wiring.open_for_writing();
  if (!opened) return output.fail(opened.error());
  const Instant now = wiring.time().now();
  if (until && *until > now && !opened.value()->directory()->seeded) {
    return output.fail_usage(
        "'--until' is not beyond the present: only a test ledger's clock (`aduan init --seed`) "
        "can be moved. Nothing was done");
  }
  const auto report = wiring.run_due(output, until);
  if (!report) return output.fail(report.error());
  return show_report(report.value(), until.value_or(now), output);
}

}  // namespace

constinit const Subcommand kRunDue{
    .name = "run-due",
    .summary = "let watcher and steward do what is due: misses, escalations, silence, successions",
    .options = kOptions,
    .example = "aduan run-due",
    .default_actor = "operator:local",
    .run = run,
};

}  // namespace aduan
