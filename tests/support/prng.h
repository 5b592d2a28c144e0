// The tests' own randomness: the same numbers from a seed on every machine and library.

#pragma once

#include <cstdint>

namespace aduan {

/// SplitMix64. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
class Prng {
 public:
  explicit Prng(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  /// 0 to bound − 1, the small ones a hair likelier. Requires: bound > 0.
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }

  bool one_in(std::uint64_t bound) { return below(bound) == 0; }

 private:
  std::uint64_t state_;
};

}  // namespace aduan
