// Projector and agency router on a real Kafka, which shares the machine:
//
//   roles_bench [EVENTS]   about so many, of a simulated nation; 200,000
//
//   project    events/s from an empty store, all projections
//   readable   from a write's acknowledgement until its case can be read, one at a time, in ms
//   route      events/s from an empty state into the agencies' topics, exactly once
//
// Each figure is a line: what, the figure, its limit, their ratio. The machine's own limit beside
// them: how fast the same records are read and dropped.

#include "cli/directory_command.h"
#include "cli/ledger_simulator.h"
#include "cli/reference/reference.h"
#include "cli/simulate/simulation.h"
#include "consumers/agency_router/agency_router.h"
#include "consumers/projector/projector.h"
#include "core/base/check.h"
#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_event_log.h"
#include "core/log/kafka/kafka_topics.h"
#include "schemas/instant.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/temp_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::uint64_t kEvents = 200'000;
constexpr std::uint64_t kEventsACase = 10;
constexpr std::uint32_t kPartitions = 16;
constexpr double kRateMin = 30'000;     // events/s
constexpr double kReadableMaxMs = 100;  // p99
constexpr std::size_t kReadableWrites = 500;
constexpr std::size_t kAppendMax = 5'000;

double seconds_since(Steady::time_point begin) {
  return std::chrono::duration<double>(Steady::now() - begin).count();
}

void print_rate(std::string_view what, double rate) {
  fmt::print("{:<46} {:>10.1f} {:<9} limit {:.0f}, ratio {:.2f}: {}\n", what, rate, "events/s",
             kRateMin, rate / kRateMin, rate >= kRateMin ? "holds" : "MISSED");
  std::fflush(stdout);
}

std::unique_ptr<OpenLedger> make_nation(const std::filesystem::path& folder, MovableTime& time,
                                        std::uint64_t events) {
  simulation::Plan plan;
  plan.cases = events / kEventsACase;
  plan.seed = 1;
  plan.from = *parse_instant_forgiving("2014-12-19T00:00+07:00");
  plan.length = simulation::days_for(plan.cases);
  time.move_to(plan.from);
  auto created = create_ledger_folder(folder, {"bench", kPartitions, "bench"}, time);
  CHECK(created.has_value());
  OpenLedger& ledger = *created.value();
  const Actor actor{Role::operator_, "local"};
  std::vector<AnyCommand> first;
  first.push_back(
      directory_command(ledger, actor, "created", CreateLedger{{"bench", kPartitions, true}}));
  first.push_back(
      directory_command(ledger, actor, "policy", Adopt{PolicyAdopted{reference_policy()}}));
  ledger.ledger().submit(std::move(first));
  LedgerSimulator simulator(ledger, time);
  const auto course =
      simulation::simulate(plan, reference_policy(), simulator, [](const simulation::Course&) {});
  CHECK(course.has_value());
  return std::move(created.value());
}

/// The nation's records on the broker, in an order like that in which they came.
std::uint64_t copy(const EventLog& from, KafkaEventLog& to) {
  std::uint64_t count = 0;
  for (std::uint32_t stream = 0; stream <= kPartitions; ++stream) {
    std::vector<Record> batch;
    const auto send = [&] {
      CHECK(to.append(batch).has_value());
      count += stream < kPartitions ? batch.size() : 0;
      batch.clear();
    };
    const auto scanned = from.scan(stream, 0, [&](const Record& record) {
      batch.push_back(record);
      if (batch.size() == kAppendMax) send();
      return true;
    });
    CHECK(scanned.has_value());
    if (!batch.empty()) send();
  }
  return count;
}

/// Until the role has taken so many records.
struct Run {
  double seconds = 0;     ///< from its start: it joins its group, opens its state
  double later_rate = 0;  ///< events/s behind the first third: the broker, just started, is warm
};
Run run_until(const std::shared_ptr<ConsumerRole>& role, std::uint64_t records) {
  const auto begin = Steady::now();
  const RoleThread running(role, {});
  std::uint64_t first = 0;
  double first_seconds = 0;
  for (;;) {
    const std::uint64_t taken = role->progress().records;
    if (first == 0 && taken >= records / 3) {
      first = taken;
      first_seconds = seconds_since(begin);
    }
    if (taken >= records) break;
    wait_for_stop(std::stop_token(), std::chrono::milliseconds(5));
  }
  const double seconds = seconds_since(begin);
  return {seconds, static_cast<double>(records - first) / (seconds - first_seconds)};
}

double read_and_drop(const KafkaEventLog& log) {
  const auto begin = Steady::now();
  std::uint64_t bytes = 0;
  for (std::uint32_t stream = 0; stream < kPartitions; ++stream) {
    const auto scanned = log.scan(stream, 0, [&](const Record& record) {
      bytes += record.value.value_or("").size();
      return true;
    });
    CHECK(scanned.has_value());
  }
  CHECK(bytes > 0);
  return seconds_since(begin);
}

void measure_readable(KafkaEventLog& log, const std::shared_ptr<Projector>& projector,
                      const EventLog& nation) {
  const RoleThread running(projector, {});
  std::vector<double> milliseconds;
  std::uint64_t offset = 0;
  for (std::size_t i = 0; i < kReadableWrites; ++i) {
    // A void record takes the same way; the nation's own are there already.
    const auto record = nation.read({static_cast<std::uint32_t>(i % kPartitions), offset});
    if (i % kPartitions == kPartitions - 1) ++offset;
    CHECK(record.has_value());
    const auto positions = log.append(std::span(&record.value(), 1));
    CHECK(positions.has_value());
    const auto begin = Steady::now();
    const auto waited = projector->wait_for(positions.value()[0], std::chrono::seconds(60));
    CHECK(waited.has_value());
    if (i > 0) milliseconds.push_back(1'000 * seconds_since(begin));  // the first one joins
  }
  std::sort(milliseconds.begin(), milliseconds.end());
  const double p99 = milliseconds[milliseconds.size() * 99 / 100];
  fmt::print("{:<46} {:>10.2f} {:<9} limit {:.0f}, ratio {:.2f}: {}; p50 {:.2f}\n",
             "readable after its receipt, p99", p99, "ms", kReadableMaxMs, p99 / kReadableMaxMs,
             p99 <= kReadableMaxMs ? "holds" : "MISSED", milliseconds[milliseconds.size() / 2]);
  std::fflush(stdout);
}

int run(std::uint64_t events) {
  const TempFolder folder;
  const SystemTime machine;
  MovableTime time(machine);
  const auto nation = make_nation(folder.path() / "nation", time, events);
  KafkaBroker broker;
  const KafkaConnection connection = broker.connection("bench");
  auto admin = KafkaAdmin::open(connection);
  CHECK(admin.has_value());
  CHECK(ensure_topics(*admin.value(), connection.address, kPartitions).has_value());
  auto log = KafkaEventLog::open(connection);
  CHECK(log.has_value());
  const std::uint64_t records = copy(nation->log(), *log.value());
  fmt::print("{:<46} {:>10.1f} events/s\n", fmt::format("read and drop {} events", records),
             static_cast<double>(records) / read_and_drop(*log.value()));

  auto store =
      ProjectionStore::open(folder.path() / "projections", store_options("bench", kPartitions));
  CHECK(store.has_value());
  const auto projector =
      std::make_shared<Projector>(connection, *store.value(), kPartitions, "bench");
  print_rate("project", static_cast<double>(records) / run_until(projector, records).seconds);

  const auto router = [&](std::string_view name) {
    return std::shared_ptr<ConsumerRole>(make_agency_router(
        {connection, folder.path() / name, "bench", kPartitions, "bench"}, nation->keys()));
  };
  // Topics are made once in an agency's life.
  const auto agencies = nation->directory()->agencies;
  std::vector<std::string> ids;
  for (const auto& [id, agency] : agencies) ids.emplace_back(id.text());
  const auto making = Steady::now();
  CHECK(make_agency_topics(*admin.value(), connection.address, ids).has_value());
  fmt::print("{:<46} {:>10.1f} s\n", fmt::format("make {} agencies' topics", ids.size()),
             seconds_since(making));
  const auto routing = router("router");
  const Run routed = run_until(routing, records);
  const RoleProgress progress = routing->progress();
  std::uint64_t sent = 0;
  std::uint64_t transactions = 0;
  for (const RoleCount& count : progress.counts) {
    if (count.name == "sent") sent = count.value;
    if (count.name == "transactions") transactions = count.value;
  }
  std::size_t topics = 0;
  const auto all = admin.value()->topics();
  CHECK(all.has_value());
  for (const auto& [name, shape] : all.value()) {
    topics += name.starts_with(agency_topic(connection.address, ""));
  }
  print_rate(fmt::format("route: {} to {} agencies by {} commits", sent, topics, transactions),
             static_cast<double>(records) / routed.seconds);
  print_rate("route: behind the first third", routed.later_rate);

  measure_readable(*log.value(), projector, nation->log());
  return 0;
}

}  // namespace
}  // namespace aduan

int main(int argc, char** argv) {
  return aduan::run(argc > 1 ? std::stoull(argv[1]) : aduan::kEvents);
}
