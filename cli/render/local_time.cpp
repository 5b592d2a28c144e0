#include "cli/render/local_time.h"

#include "core/complaint/calendar.h"
#include "schemas/instant.h"

namespace aduan {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;

std::string day_text(Day day, const Words& words) {
  const std::chrono::year_month_day date{day};
  return fmt::format("{:02} {} {:04}", static_cast<unsigned>(date.day()),
                     words.short_months[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()));
}

std::string weekday_text(Day day, const Words& words) {
  const std::chrono::year_month_day date{day};
  return say(words, Phrase::weekday_date, words.weekdays[std::chrono::weekday{day}.c_encoding()],
             static_cast<unsigned>(date.day()),
             words.months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()));
}

std::string minute_text(Instant local, const Words& words) {
  const auto minutes =
      std::chrono::floor<std::chrono::minutes>(local - std::chrono::floor<days>(local));
  return say(words, Phrase::time_of_day, minutes.count() / 60, minutes.count() % 60);
}

}  // namespace

std::string local_minute(Instant instant, const Code<Zone>& zone, const Words& words) {
  const Instant local = instant + offset_of(zone);
  return day_text(std::chrono::floor<days>(local), words) + " " + minute_text(local, words);
}

std::string local_time(Instant instant, const Code<Zone>& zone, const Words& words) {
  const Instant local = instant + offset_of(zone);
  return fmt::format("{} {} {}", weekday_text(std::chrono::floor<days>(local), words),
                     minute_text(local, words), zone_name(zone));
}

std::string due_text(Instant due, const Code<Zone>& zone, const Words& words) {
  const Instant local = due + offset_of(zone);
  const Day day = std::chrono::floor<days>(local);
  if (local == day) return weekday_text(day - days{1}, words);
  return weekday_text(day, words) + " " + minute_text(local, words);
}

std::string short_due_text(Instant due, const Code<Zone>& zone, const Words& words) {
  const Instant local = due + offset_of(zone);
  const Day day = std::chrono::floor<days>(local);
  return local == day ? day_text(day - days{1}, words) : local_minute(due, zone, words);
}

std::string_view zone_name(const Code<Zone>& zone) {
  return name_of_code(zone.known().value_or(Zone::WIB));
}

}  // namespace aduan
