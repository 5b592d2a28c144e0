// Numbers by agency and month, for the analyst's tables. The exact figures of `stats` as of an
// instant are not these: RULES §7.
//
// Sums under the key `<agency>/<month>/<what>`: agency `desk` where nobody leads, the month of the
// event's time as `2014-12`, and
//
//   event/<type>      events after which the agency leads
//   status/<status>   cases that came into the status less those that left it, under the last lead:
//                     summed over all months up to one, the cases in that status then
//   returned          cases that the agency gave back (successions apart)
//   handover/in       handovers to the agency
//   handover/out      handovers from it
//   missed/<clock>    deadlines missed
//   rated/<stars>     ratings, under the case's last lead
// Value  8 bytes, see decode_sum.

#pragma once

#include "projections/projection.h"
#include "projections/store/reader.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace aduan {

struct Statistic {
  std::string agency;
  std::string month;  ///< `2014-12`
  std::string what;
  std::int64_t value = 0;

  bool operator==(const Statistic&) const = default;
};

extern const Projection kStatistics;

/// Calls `visit` for every number of the agency, or of all (empty), in the order of keys, until it
/// gives false. Errors: corrupt, unavailable.
Result<void> scan_statistics(const Reader& reader, std::string_view agency,
                             const std::function<bool(const Statistic&)>& visit);

}  // namespace aduan
