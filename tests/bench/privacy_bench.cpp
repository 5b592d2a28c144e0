// What hashing, sealing and the key store cost. Targets: PROOF §8, sealing an event of two fields
// about 3.5 µs with the case's key kept.

#include "core/base/encoding.h"
#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/privacy/rocks/rocks_key_store.h"
#include "core/privacy/seal.h"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace aduan {
namespace {

const std::vector<FieldText> kTwoTexts = {
    {"title", KeyKind::content, "Pothole on Centre Street"},
    {"text", KeyKind::content,
     "It has been there since March and two cyclists have fallen already."},
};

void leaf_of_586_bytes(benchmark::State& state) {
  const std::string value(586, 'a');
  for (auto _ : state) benchmark::DoNotOptimize(leaf_hash(value));
}
BENCHMARK(leaf_of_586_bytes);

void node(benchmark::State& state) {
  const Hash left{};
  const Hash right{};
  for (auto _ : state) benchmark::DoNotOptimize(node_hash(left, right));
}
BENCHMARK(node);

void hkdf_expand(benchmark::State& state) {
  const Hkdf hkdf("key");
  const Bytes16 nonce{};
  for (auto _ : state) {
    benchmark::DoNotOptimize(hkdf.expand({"aduan/commit/v1", as_view(nonce), "title"}));
  }
}
BENCHMARK(hkdf_expand);

void hkdf_extract(benchmark::State& state) {
  const Hash key{};
  for (auto _ : state) benchmark::DoNotOptimize(Hkdf(as_view(key)));
}
BENCHMARK(hkdf_extract);

void base64_of_a_hash(benchmark::State& state) {
  const Hash hash{};
  std::string out;
  for (auto _ : state) {
    out.clear();
    append_base64(out, as_view(hash));
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(base64_of_a_hash);

void seal_two_fields_key_kept(benchmark::State& state) {
  CaseSealer sealer{CaseId()};
  sealer.set_key(KeyKind::content, CaseKey{});
  const Bytes16 nonce{};
  for (auto _ : state) benchmark::DoNotOptimize(sealer.seal(nonce, kTwoTexts));
}
BENCHMARK(seal_two_fields_key_kept);

void seal_two_fields_new_case(benchmark::State& state) {
  const Bytes16 nonce{};
  for (auto _ : state) {
    CaseSealer sealer{CaseId()};
    sealer.set_key(KeyKind::content, CaseKey{});
    benchmark::DoNotOptimize(sealer.seal(nonce, kTwoTexts));
  }
}
BENCHMARK(seal_two_fields_new_case);

void open_two_fields(benchmark::State& state) {
  CaseSealer sealer{CaseId()};
  sealer.set_key(KeyKind::content, CaseKey{});
  const Bytes16 nonce{};
  const auto sealed = sealer.seal(nonce, kTwoTexts);
  const KeyFinder find_key = [](KeyKind, const Bytes16&) {
    return Result<std::optional<CaseKey>>(CaseKey{});
  };
  for (auto _ : state) {
    const auto opened = OpenedPayload::open(sealed.value().payload, CaseId(), nonce, find_key);
    benchmark::DoNotOptimize(
        opened.value().text_of(KeyKind::content, "title", sealed.value().commits[0]));
  }
}
BENCHMARK(open_two_fields);

/// A store in a folder of its own that goes with it.
struct TemporaryStore {
  TemporaryStore() {
    std::string pattern = (std::filesystem::temp_directory_path() / "aduan-bench-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    store = RocksKeyStore::open(folder / "keys", RocksKeyStore::Access::create, MasterKey{}, random)
                .value();
  }
  ~TemporaryStore() {
    store.reset();
    std::filesystem::remove_all(folder);
  }

  SystemRandom random;
  std::filesystem::path folder;
  std::unique_ptr<RocksKeyStore> store;
};

CaseId case_of(std::uint64_t number) {
  return CaseId::from_bits(as_view(sha256(std::to_string(number))));
}

/// Keys of new cases, a flush (one sync) after each `range` of them.
void make_keys_in_batches(benchmark::State& state) {
  TemporaryStore temporary;
  std::uint64_t number = 0;
  for (auto _ : state) {
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      benchmark::DoNotOptimize(temporary.store->current_key(case_of(number++), KeyKind::content,
                                                            KeyDurability::at_flush));
    }
    benchmark::DoNotOptimize(temporary.store->flush());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(number));
}
BENCHMARK(make_keys_in_batches)->Arg(1)->Arg(1000)->UseRealTime();

void find_key_among_100k(benchmark::State& state) {
  TemporaryStore temporary;
  constexpr std::uint64_t kCases = 100'000;
  for (std::uint64_t i = 0; i < kCases; ++i) {
    benchmark::DoNotOptimize(
        temporary.store->current_key(case_of(i), KeyKind::content, KeyDurability::at_flush));
  }
  benchmark::DoNotOptimize(temporary.store->flush());
  std::uint64_t number = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(temporary.store->current_key(case_of(number++ % kCases),
                                                          KeyKind::content, KeyDurability::now));
  }
}
BENCHMARK(find_key_among_100k);

void erase_a_case_among_100k(benchmark::State& state) {
  TemporaryStore temporary;
  constexpr std::uint64_t kCases = 100'000;
  for (std::uint64_t i = 0; i < kCases; ++i) {
    benchmark::DoNotOptimize(
        temporary.store->current_key(case_of(i), KeyKind::content, KeyDurability::at_flush));
  }
  benchmark::DoNotOptimize(temporary.store->flush());
  const std::vector<KeyKind> kinds = {KeyKind::content};
  std::uint64_t number = 0;
  for (auto _ : state) benchmark::DoNotOptimize(temporary.store->erase(case_of(number++), kinds));
}
BENCHMARK(erase_a_case_among_100k)->UseRealTime()->Iterations(20);

}  // namespace
}  // namespace aduan

BENCHMARK_MAIN();
