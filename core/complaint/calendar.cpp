#include "core/complaint/calendar.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace aduan {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr std::array<hours, Names<Zone>::values.size()> kOffsets = {hours{7}, hours{8}, hours{9},
                                                                    hours{0}};

constexpr std::string_view kCentralProvinces[] = {"51", "52", "53", "63", "64", "65",
                                                  "71", "72", "73", "74", "75", "76"};
constexpr std::string_view kEasternProvinces[] = {"81", "82", "91", "92", "93", "94", "95", "96"};

template <std::size_t N>
bool contains(const std::string_view (&list)[N], std::string_view value) {
  return std::find(std::begin(list), std::end(list), value) != std::end(list);
}

}  // namespace

hours offset_of(const Code<Zone>& zone) {
  return kOffsets[static_cast<std::size_t>(zone.known().value_or(Zone::WIB))];
}

Zone zone_of_region(std::string_view region) {
  const std::string_view province = region.substr(0, 2);
  if (contains(kCentralProvinces, province)) return Zone::WITA;
  if (contains(kEasternProvinces, province)) return Zone::WIT;
  return Zone::WIB;
}

Calendar::Calendar(const Policy& policy) {
  for (const DateText& holiday : policy.holidays) {
    if (const auto day = parse_day(holiday.value)) holidays_.push_back(*day);
  }
  std::sort(holidays_.begin(), holidays_.end());
}

bool Calendar::is_working_day(Day day) const {
  const std::chrono::weekday weekday{day};
  if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) return false;
  return !std::binary_search(holidays_.begin(), holidays_.end(), day);
}

Instant Calendar::due(Instant start, const ClockLength& length, const Code<Zone>& zone) const {
  const hours offset = offset_of(zone);
  Day day = std::chrono::floor<days>(start + offset);
  std::uint32_t left = length.n;
  while (left > 0) {
    day += days{1};
    if (length.unit == DayUnit::d || is_working_day(day)) --left;
  }
  return Instant{day + days{1}} - offset;
}

}  // namespace aduan
