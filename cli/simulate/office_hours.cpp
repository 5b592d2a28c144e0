#include "cli/simulate/office_hours.h"

namespace aduan::simulation {
namespace {

constexpr hours kWakes{6};
/// What waited over the night is worked through in the first hours.
constexpr seconds kMorning = hours(3);

struct LocalTime {
  Day day;
  std::chrono::milliseconds in_day;
};

LocalTime local_time(Instant instant, hours offset) {
  const Instant local = instant + offset;
  const Day day = std::chrono::floor<days>(local);
  return {day, local - Instant(day)};
}

}  // namespace

Instant OfficeHours::at_work(Instant earliest, Zone zone, Chance& chance) const {
  const hours offset = offset_of(zone);
  LocalTime local = local_time(earliest, offset);
  const bool open = calendar_.is_working_day(local.day) && local.in_day >= kOfficeOpens &&
                    local.in_day < kOfficeCloses;
  if (open || chance.happens(kOnDuty)) return earliest;
  const bool before_opening = calendar_.is_working_day(local.day) && local.in_day < kOfficeOpens;
  if (!before_opening) {
    do local.day += days{1};
    while (!calendar_.is_working_day(local.day));
  }
  return Instant(local.day) + kOfficeOpens - offset + chance.between(seconds(60), kMorning);
}

Instant awake(Instant earliest, Chance& chance) {
  const hours offset = offset_of(Zone::WIB);
  const LocalTime local = local_time(earliest, offset);
  if (local.in_day >= kWakes) return earliest;
  return Instant(local.day) + kWakes - offset + chance.between(seconds(0), hours(4));
}

}  // namespace aduan::simulation
