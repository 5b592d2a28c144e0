// A simulated nation into a durable, projected ledger, the system's roles at work, against its
// limits:
//
//   simulate_bench [EVENTS]   about so many; 1,000,000
//
// Each figure is a line: what, the figure, its limit, their ratio. Memory is flat when the last
// marks of the peak are alike.

#include "cli/directory_command.h"
#include "cli/ledger_simulator.h"
#include "cli/reference/reference.h"
#include "cli/simulate/simulation.h"
#include "core/base/check.h"
#include "schemas/instant.h"
#include "tests/support/temp_folder.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {
namespace {

using Steady = std::chrono::steady_clock;

constexpr double kRateMin = 40'000;  // events/s
constexpr double kMemoryMaxMib = 1'024;
constexpr std::uint64_t kEvents = 1'000'000;
/// What a case comes to, the slow ones' later events left out.
constexpr std::uint64_t kEventsACase = 10;
constexpr int kMarks = 5;

/// The most that the process has had resident, in MiB.
double peak_memory_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word != "VmHWM:") continue;
    double kib = 0;
    status >> kib;
    return kib / 1'024;
  }
  return 0;
}

void print_limited(std::string_view what, double figure, std::string_view unit, bool holds,
                   double limit) {
  fmt::print("{:<46} {:>10.1f} {:<9} limit {:.0f}, ratio {:.2f}: {}\n", what, figure, unit, limit,
             figure / limit, holds ? "holds" : "MISSED");
}

std::unique_ptr<OpenLedger> make_ledger(const std::filesystem::path& folder,
                                        const TimeSource& time) {
  const NewLedger wanted{"bench", 16, "bench"};
  auto created = create_ledger_folder(folder, wanted, time);
  CHECK(created.has_value());
  OpenLedger& ledger = *created.value();
  const Actor actor{Role::operator_, "local"};
  std::vector<AnyCommand> first;
  first.push_back(directory_command(ledger, actor, "created",
                                    CreateLedger{{wanted.name, wanted.partitions, true}}));
  first.push_back(
      directory_command(ledger, actor, "policy", Adopt{PolicyAdopted{reference_policy()}}));
  for (const Answer& answer : ledger.ledger().submit(std::move(first))) {
    CHECK(std::holds_alternative<Receipt>(answer));
  }
  return std::move(created.value());
}

int run(std::uint64_t events) {
  simulation::Plan plan;
  plan.cases = events / kEventsACase;
  plan.seed = 1;
  plan.from = *parse_instant_forgiving("2014-12-19T00:00+07:00");
  plan.length = simulation::days_for(plan.cases);
  const TempFolder folder;
  const SystemTime machine;
  MovableTime time(machine);
  time.move_to(plan.from);
  const auto ledger = make_ledger(folder.path() / "ledger", time);
  const auto begin = Steady::now();
  const auto seconds = [&] { return std::chrono::duration<double>(Steady::now() - begin).count(); };
  LedgerSimulator simulator(*ledger, time);
  std::uint64_t days_gone = 0;
  const auto course = simulation::simulate(
      plan, reference_policy(), simulator, [&](const simulation::Course& so_far) {
        if (++days_gone % (plan.length / kMarks) != 0) return;
        const std::uint64_t done = ledger->store().status().events;
        fmt::print("{:<46} {:>10.1f} events/s, peak {:.0f} MiB, {} live cases\n",
                   fmt::format("simulate: up to {} events", done),
                   static_cast<double>(done) / seconds(), peak_memory_mib(), so_far.live);
        std::fflush(stdout);
      });
  CHECK(course.has_value());
  const std::uint64_t done = ledger->store().status().events;
  const double rate = static_cast<double>(done) / seconds();
  print_limited(fmt::format("simulate: all {} events", done), rate, "events/s", rate >= kRateMin,
                kRateMin);
  const double peak = peak_memory_mib();
  print_limited("simulate: peak memory", peak, "MiB", peak <= kMemoryMaxMib, kMemoryMaxMib);
  return 0;
}

}  // namespace
}  // namespace aduan

int main(int argc, char** argv) {
  return aduan::run(argc > 1 ? std::stoull(argv[1]) : aduan::kEvents);
}
