#include "projections/all.h"

#include "projections/agency_queue.h"
#include "projections/custody.h"
#include "projections/durations.h"
#include "projections/statistics.h"

#include <array>

namespace aduan {

std::span<const Projection> all_projections() {
  static const std::array kAll{kAgencyQueue, kCustody, kDurations, kStatistics};
  return kAll;
}

}  // namespace aduan
