// The ledger on a real Kafka, whose broker shares this machine, against its limits:
//
//   kafka_bench [COMMANDS [ROUNDS]]   200,000 commands a round; 3 rounds
//
// Rates are measured in turns with a bare loop that consumes commands of that size, produces two
// records for each and commits; a lone command beside a bare produce and read-back.

#include "core/base/check.h"
#include "core/ledger/kafka/command_wire.h"
#include "core/log/kafka/kafka_consumer.h"
#include "core/log/kafka/kafka_producer.h"
#include "core/log/kafka/kafka_topics.h"
#include "core/log/partition.h"
#include "tests/support/chain.h"
#include "tests/support/kafka_ledger_world.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <future>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr double kRateMin = 25'000;  // commands/s
constexpr double kShareMin = 0.5;    // of the bare loop
constexpr double kMedianMax = 10;    // ms
constexpr double kSlowestMax = 50;   // ms, p99
constexpr std::size_t kLone = 500;
constexpr std::size_t kSenders = 4;
constexpr std::size_t kSendBatch = 4'096;
constexpr std::size_t kPayloadBytes = 300;
constexpr std::size_t kEventBytes = 700;
constexpr std::size_t kResultBytes = 190;

double seconds_since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::string range(const std::vector<double>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return fmt::format("{:.1f}-{:.1f}", *low, *high);
}

AnyCommand submission(std::uint64_t n) {
  Submit body;
  body.channel = Channel::web;
  body.kind = ComplaintKind::complaint;
  body.title.commit.emplace().fill(1);
  body.text.commit.emplace().fill(2);
  SealedCommand command =
      plain_command(chain_case(n), std::to_string(n), {Role::reporter, ""}, std::move(body));
  command.seal_nonce.emplace().fill(3);
  command.payload.assign(kPayloadBytes, 's');
  return command;
}

/// Commands a second from sending to answer.
double end_to_end(KafkaLedger& ledger, std::uint64_t first, std::size_t count) {
  const auto start = Steady::now();
  std::vector<std::future<void>> senders;
  for (std::size_t s = 0; s < kSenders; ++s) {
    senders.push_back(std::async(std::launch::async, [&, s] {
      for (std::size_t done = s * kSendBatch; done < count; done += kSenders * kSendBatch) {
        std::vector<AnyCommand> commands;
        for (std::size_t i = done; i < std::min(done + kSendBatch, count); ++i) {
          commands.push_back(submission(first + i));
        }
        for (const Answer& answer : ledger.submit(std::move(commands))) {
          CHECK(std::holds_alternative<Receipt>(answer));
        }
      }
    }));
  }
  for (auto& each : senders) each.get();
  return static_cast<double>(count) / seconds_since(start);
}

std::unique_ptr<KafkaProducer> producer(const KafkaConnection& connection) {
  KafkaProducerSettings settings;
  settings.tells_each_delivery = false;
  auto opened = KafkaProducer::open(connection, settings);
  CHECK(opened);
  return std::move(opened.value());
}

/// The same over topics of another prefix, without anything being decided.
double bare_loop(const KafkaConnection& connection, std::uint64_t first, std::size_t count) {
  const KafkaAddress& address = connection.address;
  const auto out = producer(connection);
  const std::string group = address.named("bare");
  KafkaConsumerSettings settings;
  settings.group = group;
  auto opened = KafkaConsumer::open(connection, settings);
  CHECK(opened);
  KafkaConsumer& in = *opened.value();
  std::vector<KafkaStart> starts;
  for (std::uint32_t i = 0; i < kWorldPartitions; ++i) {
    const TopicPartition place{address.named(kCommandsTopic), i};
    starts.push_back({place, in.end_of(place).value()});
  }
  CHECK(in.assign(starts));
  const std::string event(kEventBytes, 'e');
  const std::string result(kResultBytes, 'r');
  const auto start = Steady::now();
  auto sender = std::async(std::launch::async, [&] {
    const auto commands = producer(connection);
    for (std::size_t i = 0; i < count; ++i) {
      const AnyCommand command = submission(first + i);
      const std::string subject(subject_of(command));
      CHECK(commands->send(
          {.to = {address.named(kCommandsTopic), partition_of(subject, kWorldPartitions)},
           .key = subject,
           .value = encode_command(command).value(),
           .headers = {{std::string(kSealedHeader), std::string(kPayloadBytes, 's')}}}));
    }
    CHECK(commands->flush());
  });
  std::size_t seen = 0;
  while (seen < count) {
    const auto polled = in.poll(4'096, milliseconds(100));
    CHECK(polled);
    std::map<TopicPartition, std::uint64_t> next;
    for (const KafkaRecord& each : polled.value().records) {
      const std::uint32_t partition = each.at.in.partition;
      CHECK(out->send({.to = {address.named(kEventsTopic), partition},
                       .key = each.key,
                       .value = event,
                       .headers = each.headers}));
      CHECK(out->send({.to = {address.named(kResultsTopic), partition},
                       .key = each.key,
                       .value = result,
                       .headers = {}}));
      next[each.at.in] = each.at.offset + 1;
      ++seen;
    }
    if (next.empty()) continue;
    CHECK(out->flush());
    std::vector<TopicOffset> offsets;
    for (const auto& [place, offset] : next) offsets.push_back({place, offset});
    CHECK(in.commit(offsets));
  }
  sender.get();
  return static_cast<double>(count) / seconds_since(start);
}

std::vector<double> lone_commands(KafkaLedger& ledger, std::uint64_t first) {
  std::vector<double> taken;
  for (std::size_t i = 0; i < kLone; ++i) {
    const auto start = Steady::now();
    CHECK(std::holds_alternative<Receipt>(ledger.submit(submission(first + i))));
    taken.push_back(1'000 * seconds_since(start));
  }
  return taken;
}

std::vector<double> bare_records(const KafkaConnection& connection) {
  const TopicPartition place{connection.address.named(kEventsTopic), 0};
  const auto out = producer(connection);
  auto opened = KafkaConsumer::open(connection, {});
  CHECK(opened);
  KafkaConsumer& in = *opened.value();
  const std::array start{KafkaStart{place, in.end_of(place).value()}};
  CHECK(in.assign(start));
  std::vector<double> taken;
  for (std::size_t i = 0; i < kLone; ++i) {
    const auto begun = Steady::now();
    CHECK(out->send(
        {.to = place, .key = "key", .value = std::string(kEventBytes, 'e'), .headers = {}}));
    CHECK(out->flush());
    while (in.poll(1, milliseconds(100)).value().records.empty()) {
    }
    taken.push_back(1'000 * seconds_since(begun));
  }
  return taken;
}

double at_rank(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

void print_limited(std::string_view what, double figure, std::string_view unit, double limit,
                   bool is_most) {
  const bool holds = is_most ? figure <= limit : figure >= limit;
  fmt::print("{:<46} {:>10.2f} {:<11} limit {} {}: {}\n", what, figure, unit,
             is_most ? "<=" : ">=", limit, holds ? "holds" : "MISSED");
}

/// Where a worker's time goes: up to each step of its batches. Used by its thread alone.
class StepTimes {
 public:
  void enter(LedgerWorkerStep step) {
    const auto now = Steady::now();
    seconds_[static_cast<std::size_t>(step)] += std::chrono::duration<double>(now - last_).count();
    last_ = now;
    if (step == LedgerWorkerStep::decided) ++batches_;
  }

  void print() const {
    constexpr std::array<std::string_view, 6> kUpTo{
        "commit, poll, decide", "(look)", "append", "read back", "(judge)", "answer, apply"};
    for (std::size_t i = 0; i < kUpTo.size(); ++i) {
      fmt::print("  {:<22} {:>7.2f} s\n", kUpTo[i], seconds_[i]);
    }
    fmt::print("  batches {:>13}\n", batches_);
  }

 private:
  Steady::time_point last_ = Steady::now();
  std::array<double, 6> seconds_{};
  std::size_t batches_ = 0;
};

int run(std::size_t count, int rounds) {
  const KafkaConnection connection = shared_kafka().connection("ledger");
  const KafkaConnection bare = shared_kafka().connection("bare");
  make_topics(connection);
  make_topics(bare);
  const SystemTime time;
  const TempFolder folder;
  LedgerWorkerOptions options;
  options.folder = folder.path();
  StepTimes times;
  options.on_step = [&](LedgerWorkerStep step) { times.enter(step); };
  RunningWorker worker(connection, time, options);
  const auto ledger = open_kafka_ledger(connection, time);
  create_kafka_ledger(*ledger);

  std::uint64_t next = 0;
  std::vector<double> rates;
  std::vector<double> bare_rates;
  end_to_end(*ledger, next, count / 10);  // warm
  next += count;
  for (int i = 0; i < rounds; ++i) {
    bare_rates.push_back(bare_loop(bare, next, count));
    rates.push_back(end_to_end(*ledger, next, count));
    next += count;
    fmt::print("round {}: end to end {:.0f}/s, bare {:.0f}/s\n", i + 1, rates.back(),
               bare_rates.back());
  }
  const std::vector<double> bare_lone = bare_records(bare);
  const std::vector<double> lone = lone_commands(*ledger, next);
  worker.stop();

  fmt::print("\nbare loop: {:.0f}/s ({})\n", median(bare_rates), range(bare_rates));
  fmt::print("end to end: {:.0f}/s ({})\n", median(rates), range(rates));
  print_limited("commands end to end", median(rates), "commands/s", kRateMin, false);
  print_limited("of the bare loop", median(rates) / median(bare_rates), "", kShareMin, false);
  fmt::print("bare produce and read-back: p50 {:.2f} ms, p99 {:.2f} ms\n", at_rank(bare_lone, 0.5),
             at_rank(bare_lone, 0.99));
  print_limited("a lone command, p50", at_rank(lone, 0.5), "ms", kMedianMax, true);
  print_limited("a lone command, p99", at_rank(lone, 0.99), "ms", kSlowestMax, true);
  fmt::print("\nthe worker's time, the bare loops' among it, up to:\n");
  times.print();
  return 0;
}

}  // namespace
}  // namespace aduan

int main(int count, char** words) {
  const std::size_t commands = count > 1 ? std::stoul(words[1]) : 200'000;
  const int rounds = count > 2 ? std::stoi(words[2]) : 3;
  return aduan::run(commands, rounds);
}
