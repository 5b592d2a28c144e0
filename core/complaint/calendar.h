// Working days: Monday to Friday, not a holiday of the policy, in an agency's zone.
// Source: RULES §4; the due-date table of domain/policy.md §2 is its test.

#pragma once

#include "schemas/codes.h"
#include "schemas/instant.h"
#include "schemas/policy.h"

#include <vector>

namespace aduan {

/// A zone's distance from UTC; WIB where a zone is unknown. No zone here has daylight saving time.
std::chrono::hours offset_of(const Code<Zone>& zone);

/// The zone of an agency by its province code (the first two digits of its region); WIB for
/// ministries, companies and codes without a province. Source: RULES §2.
Zone zone_of_region(std::string_view region);

/// A policy's free days, ready to count with.
class Calendar {
 public:
  explicit Calendar(const Policy& policy);

  bool is_working_day(Day day) const;

  /// The first instant after the deadline of a clock that starts at `start`: the start of the day
  /// after its n-th working (or calendar) day. The day of the start is day 0.
  Instant due(Instant start, const ClockLength& length, const Code<Zone>& zone) const;

 private:
  std::vector<Day> holidays_;  // ascending
};

}  // namespace aduan
