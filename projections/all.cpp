#include "projections/all.h"

#include "projections/agency_queue.h"
#include "projections/custody.h"
#include "projections/due_steps.h"
#include "projections/durations.h"
#include "projections/erasures.h"
#include "projections/held_cases.h"
#include "projections/merges.h"
#include "projections/statistics.h"

#include <array>

namespace aduan {

std::span<const Projection> all_projections() {
  static const std::array kAll{kAgencyQueue, kCustody,   kDueSteps, kDurations,
                               kErasures,    kHeldCases, kMerges,   kStatistics};
  return kAll;
}

}  // namespace aduan
