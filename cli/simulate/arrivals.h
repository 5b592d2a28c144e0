// When reports come in: so many in all, by day, weekday and hour.

#pragma once

#include "cli/simulate/chance.h"
#include "cli/simulate/office_hours.h"
#include "core/base/clock.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace aduan::simulation {

/// Instants in order, `cases` in all, over whole days from `from`. Holds one day's.
class Arrivals {
 public:
  /// Requires: length > 0.
  Arrivals(std::uint64_t cases, Instant from, std::uint32_t length, const OfficeHours& offices,
           std::uint64_t seed);

  /// Nothing after the last.
  std::optional<Instant> next();

 private:
  std::uint64_t weight_of(std::uint32_t day) const;
  void fill_day();

  std::uint64_t cases_;
  Instant from_;
  std::uint32_t length_;
  const OfficeHours& offices_;
  Chance chance_;
  std::uint64_t weight_total_ = 0;
  std::uint64_t weight_so_far_ = 0;
  std::uint64_t given_ = 0;  ///< of all days filled
  std::uint32_t day_ = 0;    ///< the next to fill
  std::vector<Instant> today_;
  std::size_t place_ = 0;  ///< in today_
};

}  // namespace aduan::simulation
