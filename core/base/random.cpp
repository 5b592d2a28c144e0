#include "core/base/random.h"

#include "core/base/bytes.h"
#include "core/base/check.h"

#include <openssl/rand.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>

namespace aduan {

void SystemRandom::fill(std::span<std::uint8_t> out) {
  CHECK(out.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
  // The private generator: a source does not know which of its bytes become keys.
  CHECK(RAND_priv_bytes(out.data(), static_cast<int>(out.size())) == 1);
}

SeededRandom::SeededRandom(std::string_view seed) : blocks_(seed) {}

SeededRandom::SeededRandom(std::uint64_t seed) : SeededRandom(std::to_string(seed)) {}

void SeededRandom::fill(std::span<std::uint8_t> out) {
  using namespace std::string_view_literals;
  const std::scoped_lock lock(mutex_);
  while (!out.empty()) {
    std::string counter;
    append_u64(counter, next_block_++);
    const Hash block = blocks_({"aduan/random/v1\0"sv, counter});
    const std::size_t size = std::min(out.size(), block.size());
    std::copy_n(block.begin(), size, out.begin());
    out = out.subspan(size);
  }
}

}  // namespace aduan
