#include "cli/commands/serve.h"

#include "cli/serve/served_node.h"
#include "cli/serve/stop_signals.h"
#include "consumers/monitor/role_journal.h"
#include "consumers/monitor/role_metrics.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace aduan {
namespace {

using Form = Option::Form;
using Level = RoleJournal::Level;

constexpr std::string_view kSelf = "serve";
constexpr std::chrono::milliseconds kLook{200};

constexpr Option kOptions[] = {
    {"roles", Form::value, "ROLES",
     "worker, projector, router, public, watcher, steward, keeper, separated by commas; default "
     "all"},
    {"metrics", Form::value, "HOST:PORT", "serve Prometheus metrics there: a loopback address"},
};

constexpr std::string_view kDetails =
    "One process may run all roles, or many share them; each process has a --state folder of its\n"
    "own. Watcher, steward and keeper read projections: a projector runs with them. It ends by\n"
    "SIGTERM or ctrl-C; killed at any moment, it loses and doubles nothing. What happens is told\n"
    "as a JSON object a line on stderr. A role that brokers or disk fail is run again by itself.\n";

/// Brokers that are away when it starts are waited for. Nothing: it was told to stop meanwhile.
Result<std::unique_ptr<ServedNode>> open_patiently(const KafkaPlace& place,
                                                   const std::vector<ServedRole>& roles,
                                                   const TimeSource& time, RoleJournal& journal,
                                                   StopSignals& signals) {
  std::chrono::milliseconds pause = kRestartPauseMin;
  for (;;) {
    auto node = ServedNode::open(place, roles, time);
    if (node || node.error().kind != ErrorKind::unavailable) return node;
    journal.write(Level::warning, kSelf, "will_restart",
                  {{"message", node.error().message}, {"pause_ms", std::to_string(pause.count())}});
    if (signals.wait(pause)) return std::unique_ptr<ServedNode>();
    pause = std::min(2 * pause, kRestartPauseMax);
  }
}

/// What ended it, where no signal did.
struct Failure {
  std::mutex mutex;
  std::optional<Error> error;  ///< under mutex
};

ExitCode run_roles(ServedNode& node, const std::optional<std::string>& metrics_address,
                   RoleJournal& journal, StopSignals& signals, Output& output) {
  std::unique_ptr<RoleMetrics> metrics;
  if (metrics_address) {
    auto opened = RoleMetrics::open(*metrics_address, {node.roles().begin(), node.roles().end()});
    if (!opened) return output.fail(opened.error());
    metrics = std::move(opened.value());
    journal.write(Level::note, kSelf, "metrics", {{"port", std::to_string(metrics->port())}});
  }
  Failure failure;
  RoleEvents events = journal.events();
  events.failed = [&failure, told = events.failed](const ConsumerRole& role, const Error& error) {
    told(role, error);
    const std::lock_guard lock(failure.mutex);
    failure.error = error;
  };
  std::vector<std::unique_ptr<RoleThread>> threads;
  for (const auto& role : node.roles())
    threads.push_back(std::make_unique<RoleThread>(role, events));
  const auto failed = [&failure] {
    const std::lock_guard lock(failure.mutex);
    return failure.error;
  };
  while (!signals.wait(kLook) && !failed()) {
  }
  for (const auto& thread : threads) thread->ask_to_stop();
  threads.clear();
  const auto error = failed();
  return error ? output.fail(*error) : ExitCode::done;
}

ExitCode run_serve(const Arguments& arguments, Wiring& wiring, Output& output) {
  if (!wiring.place().is_kafka()) {
    return output.fail_usage(
        "`serve` runs the roles of a ledger on Kafka: --ledger kafka://HOST:PORT[/PREFIX]. A "
        "ledger in a folder needs none of them. Nothing was started");
  }
  const auto roles = parse_served_roles(arguments.find("roles").value_or("all"));
  if (!roles) return output.fail_usage(roles.error().message);
  const auto place = wiring.place().kafka();
  if (!place) return output.fail(place.error());
  StopSignals signals;
  RoleJournal journal(output.messages(), wiring.time());
  const auto node = open_patiently(place.value(), roles.value(), wiring.time(), journal, signals);
  if (!node) return output.fail(node.error());
  if (node.value() == nullptr) return ExitCode::done;
  journal.write(Level::note, kSelf, "serving",
                {{"ledger", node.value()->ledger()}, {"node", node.value()->node()}});
  const ExitCode code =
      run_roles(*node.value(), arguments.find("metrics"), journal, signals, output);
  journal.write(Level::note, kSelf, "ended");
  return code;
}

}  // namespace

constinit const Subcommand kServe{
    .name = "serve",
    .summary = "run the long-running roles of a ledger on Kafka",
    .options = kOptions,
    .example = "aduan --ledger kafka://127.0.0.1:9092 serve --roles worker,projector,router",
    .default_actor = "operator:local",
    .run = run_serve,
    .details = kDetails,
};

}  // namespace aduan
