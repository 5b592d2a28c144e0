// What one core reads and writes: the verdict, attributes and body of a record, and its bytes.

#include "schemas/envelope.h"
#include "tests/support/samples.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace aduan {
namespace {

const RecordSample<Event>& sample(std::string_view name) {
  static const std::vector<RecordSample<Event>> samples = all_sample_events();
  for (const auto& each : samples) {
    if (each.name == name) return each;
  }
  std::abort();
}

/// A case's life as an import writes it: texts, clocks, some fields absent.
std::vector<RecordSample<Event>> life() {
  return {sample("aduan.complaint.submitted.v1"), sample("aduan.complaint.verified.v1"),
          sample("aduan.complaint.forwarded.v1"), sample("aduan.complaint.work_started.v1.minimal"),
          sample("aduan.complaint.responded.v1"), sample("aduan.complaint.closed.v1.minimal")};
}

std::string bytes_of(const RecordSample<Event>& record) {
  return encode_record(kSampleLedger, record.attributes, record.event).value();
}

std::vector<std::string> bytes_of(const std::vector<RecordSample<Event>>& records) {
  std::vector<std::string> bytes;
  for (const auto& record : records) bytes.push_back(bytes_of(record));
  return bytes;
}

void count(benchmark::State& state, const std::vector<std::string>& records) {
  std::size_t size = 0;
  for (const std::string& each : records) size += each.size();
  const auto rounds = static_cast<std::int64_t>(state.iterations());
  state.SetItemsProcessed(rounds * static_cast<std::int64_t>(records.size()));
  state.SetBytesProcessed(rounds * static_cast<std::int64_t>(size));
  state.counters["bytes_a_record"] =
      static_cast<double>(size) / static_cast<double>(records.size());
}

void verdict(benchmark::State& state, const std::vector<std::string>& records) {
  EnvelopeReader reader(kSampleLedger);
  for (auto _ : state) {
    for (const std::string& bytes : records) benchmark::DoNotOptimize(reader.read(bytes));
  }
  count(state, records);
}

void read_and_decode(benchmark::State& state, const std::vector<std::string>& records) {
  EnvelopeReader reader(kSampleLedger);
  for (auto _ : state) {
    for (const std::string& bytes : records) {
      const auto envelope = reader.read(bytes);
      benchmark::DoNotOptimize(reader.decode_attributes(*envelope));
      benchmark::DoNotOptimize(reader.decode_event(*envelope));
    }
  }
  count(state, records);
}

void encode(benchmark::State& state, const std::vector<RecordSample<Event>>& records) {
  for (auto _ : state) {
    for (const auto& record : records) {
      benchmark::DoNotOptimize(encode_record(kSampleLedger, record.attributes, record.event));
    }
  }
  count(state, bytes_of(records));
}

}  // namespace
}  // namespace aduan

int main(int argc, char** argv) {
  using namespace aduan;
  const std::vector<RecordSample<Event>> forwarded = {sample("aduan.complaint.forwarded.v1")};
  benchmark::RegisterBenchmark("verdict/forwarded", verdict, bytes_of(forwarded));
  benchmark::RegisterBenchmark("verdict/life", verdict, bytes_of(life()));
  benchmark::RegisterBenchmark("read_and_decode/forwarded", read_and_decode, bytes_of(forwarded));
  benchmark::RegisterBenchmark("read_and_decode/life", read_and_decode, bytes_of(life()));
  benchmark::RegisterBenchmark("encode/forwarded", encode, forwarded);
  benchmark::RegisterBenchmark("encode/life", encode, life());
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
}
