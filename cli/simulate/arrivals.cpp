#include "cli/simulate/arrivals.h"

#include <algorithm>
#include <chrono>

namespace aduan::simulation {

Arrivals::Arrivals(std::uint64_t cases, Instant from, std::uint32_t length,
                   const OfficeHours& offices, std::uint64_t seed)
    : cases_(cases), from_(from), length_(length), offices_(offices), chance_(seed, 1) {
  for (std::uint32_t day = 0; day < length_; ++day) weight_total_ += weight_of(day);
}

std::optional<Instant> Arrivals::next() {
  while (place_ == today_.size() && day_ < length_) fill_day();
  if (place_ == today_.size()) return std::nullopt;
  return today_[place_++];
}

std::uint64_t Arrivals::weight_of(std::uint32_t day) const {
  const Day local = std::chrono::floor<days>(from_ + offset_of(Zone::WIB)) + days{day};
  const unsigned weekday = std::chrono::weekday(local).iso_encoding() - 1;
  const bool free_weekday = weekday < 5 && offices_.is_holiday(local);
  return kWeekdayWeights[free_weekday ? 6 : weekday];
}

/// The day's share of what is left, so that the sum is exact.
void Arrivals::fill_day() {
  weight_so_far_ += weight_of(day_);
  const std::uint64_t due = cases_ * weight_so_far_ / weight_total_;
  const Instant begin = from_ + days{day_};
  const auto hour_began = std::chrono::floor<hours>(begin + offset_of(Zone::WIB));
  const auto first_hour = static_cast<std::size_t>(hour_began.time_since_epoch().count() % 24);
  today_.clear();
  place_ = 0;
  for (; given_ < due; ++given_) {
    const std::size_t hour = chance_.pick(kHourWeights);
    const hours after{(hour + 24 - first_hour) % 24};
    today_.push_back(begin + after + std::chrono::milliseconds(chance_.below(3'600'000)));
  }
  std::sort(today_.begin(), today_.end());
  ++day_;
}

}  // namespace aduan::simulation
