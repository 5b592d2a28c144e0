// A simulation's own randomness: the same numbers from a seed on every machine and library.

#pragma once

#include "cli/simulate/parameters.h"
#include "core/base/check.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace aduan::simulation {

/// SplitMix64, whole numbers alone.
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  /// A stream of its own for one of many (a case of a nation).
  Chance(std::uint64_t seed, std::uint64_t number) : state_(seed) {
    state_ = next() + number * 0xd1b54a32d192ed03;
    state_ = next();
  }

  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  /// 0 to bound − 1, the small ones a hair likelier. Requires: bound > 0.
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }

  bool happens(std::uint32_t thousandths) { return below(1'000) < thousandths; }

  /// An index, by weights. Requires: a positive sum.
  std::size_t pick(std::span<const std::uint32_t> weights) {
    return pick_by(weights, [](std::uint32_t weight) { return weight; });
  }
  template <class Row, std::size_t N>
  const Row& pick_row(const std::array<Row, N>& rows) {
    return rows[pick_by(std::span(rows), [](const Row& row) { return row.weight; })];
  }

  template <std::size_t N>
  seconds delay(const std::array<Quantile, N>& quantiles) {
    const auto drawn = static_cast<std::int64_t>(below(1'000'000));
    for (std::size_t i = 1; i < N; ++i) {
      const std::int64_t upper = std::int64_t{quantiles[i].thousandths} * 1'000;
      if (drawn >= upper) continue;
      const std::int64_t lower = std::int64_t{quantiles[i - 1].thousandths} * 1'000;
      const seconds low = quantiles[i - 1].delay;
      return low + (quantiles[i].delay - low) * (drawn - lower) / (upper - lower);
    }
    return quantiles[N - 1].delay;
  }

  /// Evenly between, whole seconds. Requires: low < high.
  seconds between(seconds low, seconds high) {
    return low + seconds(below(static_cast<std::uint64_t>((high - low).count())));
  }

 private:
  template <class Rows, class Weight>
  std::size_t pick_by(const Rows& rows, const Weight& weight) {
    std::uint64_t sum = 0;
    for (const auto& row : rows) sum += weight(row);
    CHECK(sum > 0);
    std::uint64_t left = below(sum);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (left < weight(rows[i])) return i;
      left -= weight(rows[i]);
    }
    return rows.size() - 1;
  }

  std::uint64_t state_;
};

}  // namespace aduan::simulation
