// Unpredictable bytes for keys, nonces and ids. The domain never asks: it is told.

#pragma once

#include "core/base/hash.h"

#include <cstdint>
#include <mutex>
#include <span>
#include <string_view>

namespace aduan {

/// Where the shell gets its random bytes: the machine's generator, or a seed (test ledgers, the
/// simulation), so that two runs give the same bytes.
/// Threads: `fill` may be called from any.
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;
};

/// OpenSSL's generator. A failure to gather entropy ends the process: nothing secret can be made.
class SystemRandom final : public RandomSource {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

/// Bytes that follow from a seed alone, the same on every machine: block i = HMAC-SHA-256(seed,
/// "aduan/random/v1" ‖ 00 ‖ u64be i), i from 0. Each `fill` starts a new block and may use several.
/// Not for a ledger that holds real people: who knows the seed knows every key.
class SeededRandom final : public RandomSource {
 public:
  explicit SeededRandom(std::string_view seed);
  /// The same as the number's decimal text, so that `--seed 42` and 42 agree.
  explicit SeededRandom(std::uint64_t seed);

  void fill(std::span<std::uint8_t> out) override;

 private:
  const Hmac blocks_;
  std::mutex mutex_;
  std::uint64_t next_block_ = 0;  ///< under mutex_
};

}  // namespace aduan
