// When offices work and citizens are awake.

#pragma once

#include "cli/simulate/chance.h"
#include "core/base/clock.h"
#include "core/complaint/calendar.h"
#include "schemas/codes.h"

namespace aduan::simulation {

class OfficeHours {
 public:
  explicit OfficeHours(const Calendar& calendar) : calendar_(calendar) {}

  /// The first moment from `earliest` on at which an office of the zone works: on a working day
  /// between its hours; now and then somebody is on duty all the same.
  Instant at_work(Instant earliest, Zone zone, Chance& chance) const;

  bool is_holiday(Day day) const { return !calendar_.is_working_day(day); }

 private:
  const Calendar& calendar_;
};

/// The first moment from `earliest` on at which people are awake, WIB.
Instant awake(Instant earliest, Chance& chance);

}  // namespace aduan::simulation
