#include "cli/commands/simulate.h"

#include "cli/json_object.h"
#include "cli/ledger_simulator.h"
#include "cli/progress.h"
#include "cli/reference/reference.h"
#include "cli/send.h"
#include "cli/simulate/command_file.h"
#include "cli/simulate/simulation.h"
#include "projections/statistics.h"
#include "schemas/instant.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace aduan {
namespace {

using Form = Option::Form;
using simulation::Course;
using simulation::Plan;

constexpr Option kOptions[] = {
    {"cases", Form::value, "N", "reports in all, duplicates among them", true},
    {"seed", Form::value, "S", "a number: the same one gives the same nation; default 1"},
    {"from", Form::value, "INSTANT", "the first day; default 2014-12-19T00:00+07:00"},
    {"days", Form::value, "D",
     "how long they keep coming in; default: 550 a day, 30 days at least"},
    {"out", Form::value, "FILE", "write the commands there, as JSON lines, instead of a ledger"},
};

constexpr std::uint64_t kCasesMax = 1'000'000'000;
constexpr std::uint64_t kDaysMax = 36'500;
/// The day of the first wave, and of the reference policy.
constexpr std::string_view kFromDefault = "2014-12-19T00:00+07:00";

using Counts = std::map<std::string, std::uint64_t, std::less<>>;

Error usage(std::string message) {
  return Error{ErrorKind::invalid, std::move(message) + "; nothing was sent"};
}

Result<Plan> read_plan(const Arguments& arguments) {
  Plan plan;
  plan.seed = 1;
  const auto cases = read_number(arguments, "cases");
  if (!cases) return cases.error();
  if (cases.value() == 0 || cases.value() > kCasesMax) {
    return usage("--cases takes a number from 1 to 1000000000");
  }
  plan.cases = cases.value();
  if (arguments.has("seed")) {
    const auto seed = read_number(arguments, "seed");
    if (!seed) return seed.error();
    plan.seed = seed.value();
  }
  plan.from = *parse_instant_forgiving(kFromDefault);
  if (arguments.has("from")) {
    const auto from = read_instant(arguments, "from");
    if (!from) return from.error();
    plan.from = from.value();
  }
  plan.length = simulation::days_for(plan.cases);
  if (arguments.has("days")) {
    const auto length = read_number(arguments, "days");
    if (!length) return length.error();
    if (length.value() == 0 || length.value() > kDaysMax) {
      return usage("--days takes a number from 1 to 36500");
    }
    plan.length = static_cast<std::uint32_t>(length.value());
  }
  return plan;
}

std::string counts_json(const Counts& counts) {
  JsonObject object;
  for (const auto& [name, count] : counts) object.number(name, count);
  return object.done();
}

std::string counts_text(const Counts& counts) {
  std::string text;
  for (const auto& [name, count] : counts) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {}", name, count);
  }
  return text.empty() ? "none" : text;
}

std::uint64_t sum_of(const Counts& counts) {
  std::uint64_t sum = 0;
  for (const auto& [name, count] : counts) sum += count;
  return sum;
}

/// Events in the ledger, by type.
Result<Counts> count_events(const Reader& reader) {
  constexpr std::string_view kEvents = "event/";
  Counts counts;
  const auto scanned = scan_statistics(reader, "", [&](const Statistic& each) {
    const std::string_view what = each.what;
    if (what.starts_with(kEvents)) {
      counts[std::string(what.substr(kEvents.size()))] += static_cast<std::uint64_t>(each.value);
    }
    return true;
  });
  if (!scanned) return scanned.error();
  return counts;
}

Counts difference(Counts after, const Counts& before) {
  for (const auto& [name, count] : before) after[name] -= count;
  std::erase_if(after, [](const auto& each) { return each.second == 0; });
  return after;
}

/// The options' words, not the numbers that the ledger came to.
JsonObject plan_json(const Plan& plan, const Course& course) {
  JsonObject json;
  json.number("cases", course.cases)
      .number("seed", plan.seed)
      .text("from", format_instant(plan.from))
      .number("days", plan.length)
      .number("commands", course.commands)
      .number("retries", course.retries)
      .number("duplicates", course.duplicates)
      .number("live_max", course.live_max);
  return json;
}

std::string plan_text(const Plan& plan, const Course& course) {
  return fmt::format(
      "Simulated {} cases over {} days from {}: {} commands, {} of them sent again, {} reports "
      "twice; {} cases live at the most.",
      course.cases, plan.length, format_instant(plan.from), course.commands, course.retries,
      course.duplicates, course.live_max);
}

Result<Course> play(const Plan& plan, const Policy& policy, simulation::CommandSink& sink,
                    Output& output) {
  ProgressLine progress(output, "simulate", "cases");
  auto course = simulation::simulate(
      plan, policy, sink, [&](const Course& so_far) { progress.update(so_far.cases, plan.cases); });
  progress.finish();
  return course;
}

ExitCode run_into_file(const Plan& plan, const std::string& path, Output& output) {
  auto file = simulation::CommandFile::create(path, plan.seed);
  if (!file) return output.fail(file.error());
  const auto course = play(plan, reference_policy(), file.value(), output);
  if (!course) return output.fail(course.error());
  return output.show(fmt::format("{}\nWrote {} lines to {}.", plan_text(plan, course.value()),
                                 file.value().lines(), path),
                     plan_json(plan, course.value())
                         .text("out", path)
                         .number("lines", file.value().lines())
                         .done());
}

ExitCode show_ledger(const Plan& plan, const Course& course, const SimulationCounts& counts,
                     const Counts& events, double seconds, Output& output) {
  const std::uint64_t total = sum_of(events);
  const auto rate =
      static_cast<std::uint64_t>(static_cast<double>(total) / std::max(seconds, 1e-3));
  const std::string text = fmt::format(
      "{}\n{} events, {} a second; {} by the system's roles; {} of the directory.\n"
      "Events: {}.\nRefused, as it should be: {}.\nRefused otherwise: {}.",
      plan_text(plan, course), total, rate, counts.system.total(), counts.directory,
      counts_text(events), counts_text(counts.refused_as_meant), counts_text(counts.refused));
  return output.show(text, plan_json(plan, course)
                               .number("events", total)
                               .json("events_by_type", counts_json(events))
                               .number("directory_events", counts.directory)
                               .number("system_events", counts.system.total())
                               .number("repeated", counts.repeated)
                               .json("refused_as_meant", counts_json(counts.refused_as_meant))
                               .json("refused", counts_json(counts.refused))
                               .number("taken_though_forbidden", counts.taken_though_forbidden)
                               .number("events_per_second", rate)
                               .done());
}

ExitCode run_into_ledger(const Plan& plan, const Wiring& wiring, Output& output) {
  // Opened with a clock of its own: time passes here as the simulation has it.
  MovableTime time(wiring.time());
  time.move_to(plan.from);
  auto opened = wiring.open_own(time);
  if (!opened) return output.fail(opened.error());
  OpenLedger& ledger = *opened.value();
  if (!ledger.owns_store()) return output.fail(needs_own_store(ledger.folder()));
  const auto directory = ledger.directory();
  if (!directory->seeded) {
    return output.fail(
        Error{ErrorKind::invalid,
              "this is a real ledger, and what is made up must not stand in it; nothing was sent. "
              "Make a test ledger with `aduan init --seed`, or write a file with --out"});
  }
  const AdoptedPolicy* const adopted = directory->policy_at(plan.from);
  if (adopted == nullptr) {
    return output.fail(usage("no policy is in force on the first day; name a later --from"));
  }
  const auto before = count_events(ledger.store().reader());
  if (!before) return output.fail(before.error());
  const auto began = std::chrono::steady_clock::now();
  LedgerSimulator simulator(ledger, time);
  const auto course = play(plan, adopted->policy, simulator, output);
  if (!course) return output.fail(course.error());
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  const auto after = count_events(ledger.store().reader());
  if (!after) return output.fail(after.error());
  return show_ledger(plan, course.value(), simulator.counts(),
                     difference(after.value(), before.value()), took.count(), output);
}

ExitCode run(const Arguments& arguments, Wiring& wiring, Output& output) {
  if (wiring.actor().role != Role::operator_) return output.refuse({RejectionCode::not_authorised});
  const auto plan = read_plan(arguments);
  if (!plan) return output.fail(plan.error());
  if (const auto path = arguments.find("out")) return run_into_file(plan.value(), *path, output);
  return run_into_ledger(plan.value(), wiring, output);
}

}  // namespace

constinit const Subcommand kSimulate{
    .name = "simulate",
    .summary = "a nation of made-up complaints from a seed, into a test ledger or a file",
    .options = kOptions,
    .example = "aduan simulate --cases 3000 --seed 7",
    .default_actor = "operator:local",
    .run = run,
};

}  // namespace aduan
