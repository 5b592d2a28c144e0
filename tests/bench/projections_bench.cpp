// What the embedded log and the projections' store take of an import, and what reading costs.
// Target: 30k events/s for all of an import, of which these are a part (seals, decide and CSV come
// on top).
//
// Cases of three events, new ones in every batch, as an import of a row a case has them. CPU is the
// calling thread's; the flushes and merges behind it run beside.

#include "core/base/hash.h"
#include "core/log/partition.h"
#include "core/log/rocks/rocks_event_log.h"
#include "projections/agency_queue.h"
#include "projections/all.h"
#include "projections/history.h"
#include "projections/store/store.h"
#include "schemas/envelope.h"
#include "tests/support/temp_folder.h"

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace aduan {
namespace {

constexpr std::string_view kLedger = "bench";
constexpr std::uint32_t kPartitions = 16;
constexpr std::size_t kBatchCases = 1'000;

AgencyId agency_of(std::uint64_t n) { return AgencyId("boston311-pwdx-" + std::to_string(n % 60)); }

/// Makes the batches of an import, one after another.
class Import {
 public:
  struct Made {
    Record record;
    RecordedEvent recorded;
    CaseState after;
  };

  std::vector<Made> next_batch() {
    std::vector<Made> batch;
    batch.reserve(3 * kBatchCases);
    for (std::size_t i = 0; i < kBatchCases; ++i, ++cases_) append_case(batch);
    return batch;
  }
  CaseId case_of(std::uint64_t n) const {
    std::string bytes;
    append_u64(bytes, n * 0x9e3779b97f4a7c15);
    return CaseId::from_bits(bytes);
  }

 private:
  void append_case(std::vector<Made>& batch) {
    const CaseId id = case_of(cases_);
    const Instant time = Instant(std::chrono::milliseconds(1'420'070'400'000)) +
                         std::chrono::minutes(cases_ % 500'000);
    Submitted submitted;
    submitted.channel = Channel::mobile;
    submitted.category.open = CategoryId("boston311-request-for-pothole-1a2b3c4d");
    submitted.title.commit = leaf_hash("title");
    submitted.location.commit = leaf_hash("location");
    submitted.reference.commit = leaf_hash("reference");
    submitted.holder = agency_of(cases_);
    submitted.consequences.clocks.push_back(
        {Clock::resolve, agency_of(cases_), time + std::chrono::days(3)});
    submitted.consequences.policy = PolicyVersion("source");
    Noted noted;
    noted.agency = agency_of(cases_);
    noted.text.commit = leaf_hash("text");
    Closed closed;
    closed.basis = ClosingBasis::source;
    closed.note.commit = leaf_hash("note");
    CaseState state;
    append(batch, id, state, submitted, time);
    append(batch, id, state, noted, time + std::chrono::hours(5));
    if (cases_ % 8 != 0) append(batch, id, state, closed, time + std::chrono::hours(50));
  }

  void append(std::vector<Made>& batch, const CaseId& id, CaseState& state, const Event& event,
              Instant time) {
    Attributes attributes;
    attributes.subject = id.text();
    attributes.sequence = state.head.sequence + 1;
    attributes.time = time;
    attributes.recorded = time;
    if (attributes.sequence > 1) attributes.prevhash = state.head.leaf;
    attributes.directory_sequence = 100;
    attributes.seal_nonce = Bytes16{1, 2, 3};
    attributes.payload_hash = leaf_hash(id.text());
    std::string command;
    append_u64(command, ++commands_);
    append_u64(command, commands_ * 0x9e3779b97f4a7c15);
    attributes.command_id = *as_array<16>(command);
    attributes.actor = {Role::importer, "boston311"};
    Made made;
    const std::uint32_t stream = stream_of(id.text(), kPartitions);
    made.record = make_record(stream, id.text(), encode_record(kLedger, attributes, event).value(),
                              std::string(200, 's'), time);
    made.record.position.offset = offsets_[stream]++;
    state.head = {attributes.sequence, leaf_hash(*made.record.value), time};
    evolve(state.complaint, attributes, event);
    made.recorded = {made.record.position, state.head.leaf, attributes, event};
    made.after = state;
    batch.push_back(std::move(made));
  }

  std::uint64_t cases_ = 0;
  std::uint64_t commands_ = 0;
  std::vector<std::uint64_t> offsets_ = std::vector<std::uint64_t>(kPartitions + 1);
};

StoreOptions options() {
  StoreOptions options;
  options.ledger = kLedger;
  options.partitions = kPartitions;
  options.projections = all_projections();
  return options;
}

double resident_mib() {
  std::ifstream statm("/proc/self/statm");
  double pages = 0;
  statm >> pages >> pages;
  return pages * 4096 / (1 << 20);
}

std::vector<Record> records_of(const std::vector<Import::Made>& batch) {
  std::vector<Record> records;
  records.reserve(batch.size());
  for (const auto& made : batch) records.push_back(made.record);
  return records;
}

enum class Part { log, judged, parsed };

void take_in(benchmark::State& state, Part part) {
  const TempFolder folder;
  const auto log = RocksEventLog::create(folder.path() / "log", kPartitions);
  const auto store = ProjectionStore::open(folder.path() / "projections", options());
  Import import;
  std::int64_t events = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const auto batch = import.next_batch();
    const auto records = records_of(batch);
    std::vector<JudgedStep> steps;
    for (const auto& made : batch) steps.push_back({made.record, made.recorded, made.after});
    events += static_cast<std::int64_t>(batch.size());
    state.ResumeTiming();
    bool is_done = false;
    if (part == Part::log) is_done = static_cast<bool>(log.value()->append(records));
    if (part == Part::judged) is_done = static_cast<bool>(store.value()->apply(steps));
    if (part == Part::parsed) is_done = static_cast<bool>(store.value()->apply(records));
    if (!is_done) state.SkipWithError("not written");
  }
  state.SetItemsProcessed(events);
  state.counters["resident_MiB"] = resident_mib();
}

void append_to_the_log(benchmark::State& state) { take_in(state, Part::log); }
void apply_what_was_judged(benchmark::State& state) { take_in(state, Part::judged); }
void apply_what_is_parsed(benchmark::State& state) { take_in(state, Part::parsed); }
BENCHMARK(append_to_the_log)->Iterations(100)->Unit(benchmark::kMillisecond);
BENCHMARK(apply_what_was_judged)->Iterations(100)->Unit(benchmark::kMillisecond);
BENCHMARK(apply_what_was_judged)->Iterations(600)->Unit(benchmark::kMillisecond);
BENCHMARK(apply_what_is_parsed)->Iterations(100)->Unit(benchmark::kMillisecond);

/// A log and a store of 200,000 cases, made once.
struct Filled {
  Filled() {
    log = std::move(RocksEventLog::create(folder.path() / "log", kPartitions).value());
    store = std::move(ProjectionStore::open(folder.path() / "projections", options()).value());
    for (int i = 0; i < 200; ++i) {
      const auto batch = import.next_batch();
      const auto records = records_of(batch);
      if (!log->append(records) || !store->apply(records)) std::abort();
    }
  }
  static Filled& get() {
    static Filled filled;
    return filled;
  }

  TempFolder folder;
  Import import;
  std::unique_ptr<RocksEventLog> log;
  std::unique_ptr<ProjectionStore> store;
};

void read_a_history(benchmark::State& state) {
  const Filled& filled = Filled::get();
  RecordFold fold(kLedger, kPartitions);
  std::uint64_t n = 0;
  for (auto _ : state) {
    n = (n + 7'919) % 200'000;
    const auto history =
        read_history(filled.store->reader(), *filled.log, fold, filled.import.case_of(n));
    if (history.value().size() < 2) state.SkipWithError("not found");
  }
}
BENCHMARK(read_a_history)->Unit(benchmark::kMicrosecond);

void first_page_of_a_queue(benchmark::State& state) {
  const Filled& filled = Filled::get();
  for (auto _ : state) {
    const auto page = read_agency_queue(filled.store->reader(), agency_of(8), Page{});
    if (page.value().items.size() != 100) state.SkipWithError("not found");
  }
}
BENCHMARK(first_page_of_a_queue)->Unit(benchmark::kMicrosecond);

void find_a_command_that_is_not_there(benchmark::State& state) {
  const Filled& filled = Filled::get();
  CommandId command{};
  std::uint64_t n = 0;
  for (auto _ : state) {
    ++command[n % 16];
    n = (n + 7'919) % 200'000;
    benchmark::DoNotOptimize(
        filled.store->find_command(filled.import.case_of(n).text(), command).value());
  }
}
BENCHMARK(find_a_command_that_is_not_there)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace aduan

BENCHMARK_MAIN();
