#include "schemas/instant.h"

#include "core/base/check.h"

#include <array>

namespace aduan {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year_month_day;

constexpr Instant kFirst = std::chrono::sys_days{std::chrono::year{0} / 1 / 1};
constexpr Instant kEnd = std::chrono::sys_days{std::chrono::year{10000} / 1 / 1};

void put(char* out, unsigned value, int digits) {
  for (int i = digits - 1; i >= 0; --i) {
    out[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

/// Cuts exactly `digits` digits off the front of `in`.
std::optional<int> take_number(std::string_view& in, std::size_t digits) {
  if (in.size() < digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (in[i] < '0' || in[i] > '9') return std::nullopt;
    value = value * 10 + (in[i] - '0');
  }
  in.remove_prefix(digits);
  return value;
}

bool take(std::string_view& in, char expected) {
  if (in.empty() || in.front() != expected) return false;
  in.remove_prefix(1);
  return true;
}

std::optional<Day> take_day(std::string_view& in) {
  const auto year = take_number(in, 4);
  if (!year || !take(in, '-')) return std::nullopt;
  const auto month = take_number(in, 2);
  if (!month || !take(in, '-')) return std::nullopt;
  const auto day = take_number(in, 2);
  if (!day) return std::nullopt;
  const year_month_day date{std::chrono::year{*year},
                            std::chrono::month{static_cast<unsigned>(*month)},
                            std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return Day{date};
}

/// `HH:MM`, both below their limits.
std::optional<minutes> take_hours_minutes(std::string_view& in) {
  const auto hour = take_number(in, 2);
  if (!hour || *hour > 23 || !take(in, ':')) return std::nullopt;
  const auto minute = take_number(in, 2);
  if (!minute || *minute > 59) return std::nullopt;
  return hours{*hour} + minutes{*minute};
}

/// `:SS` and up to nine digits of a fraction, of which three count.
std::optional<milliseconds> take_seconds(std::string_view& in) {
  const auto second = take_number(in, 2);
  if (!second || *second > 59) return std::nullopt;
  milliseconds result = seconds{*second};
  if (!take(in, '.')) return result;
  int scale = 100;
  int digits = 0;
  for (; !in.empty() && in.front() >= '0' && in.front() <= '9'; in.remove_prefix(1), ++digits) {
    result += milliseconds{(in.front() - '0') * scale};
    scale /= 10;
  }
  if (digits == 0 || digits > 9) return std::nullopt;
  return result;
}

/// `Z`, `+07:00`, `-0330`; an empty rest is UTC.
std::optional<minutes> take_offset(std::string_view& in) {
  if (in.empty() || take(in, 'Z') || take(in, 'z')) return minutes{0};
  const int sign = in.front() == '-' ? -1 : 1;
  if (!take(in, '+') && !take(in, '-')) return std::nullopt;
  const auto hour = take_number(in, 2);
  if (!hour || *hour > 23) return std::nullopt;
  take(in, ':');
  const auto minute = take_number(in, 2);
  if (!minute || *minute > 59) return std::nullopt;
  return sign * (hours{*hour} + minutes{*minute});
}

void put_day(char* out, Day day) {
  const year_month_day date{day};
  put(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  out[4] = '-';
  put(out + 5, static_cast<unsigned>(date.month()), 2);
  out[7] = '-';
  put(out + 8, static_cast<unsigned>(date.day()), 2);
}

}  // namespace

bool is_writable(Instant instant) { return instant >= kFirst && instant < kEnd; }

std::string format_instant(Instant instant) {
  CHECK(is_writable(instant));
  std::string text = "0000-00-00T00:00:00.000Z";
  const auto day = floor<days>(instant);
  const auto rest = static_cast<unsigned>((instant - day).count());
  put_day(text.data(), day);
  put(text.data() + 11, rest / 3'600'000, 2);
  put(text.data() + 14, rest / 60'000 % 60, 2);
  put(text.data() + 17, rest / 1000 % 60, 2);
  put(text.data() + 20, rest % 1000, 3);
  return text;
}

std::optional<Instant> parse_instant(std::string_view text) {
  if (text.size() != 24) return std::nullopt;
  const auto day = take_day(text);
  if (!day || !take(text, 'T')) return std::nullopt;
  const auto minute = take_hours_minutes(text);
  if (!minute || !take(text, ':')) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second || *second > 59 || !take(text, '.')) return std::nullopt;
  const auto fraction = take_number(text, 3);
  if (!fraction || text != "Z") return std::nullopt;
  return *day + *minute + seconds{*second} + milliseconds{*fraction};
}

std::optional<Instant> parse_instant_forgiving(std::string_view text) {
  const auto day = take_day(text);
  if (!day) return std::nullopt;
  if (text.empty()) return *day;
  if (!take(text, 'T') && !take(text, ' ') && !take(text, 't')) return std::nullopt;
  const auto minute = take_hours_minutes(text);
  if (!minute) return std::nullopt;
  Instant instant = *day + *minute;
  if (take(text, ':')) {
    const auto second = take_seconds(text);
    if (!second) return std::nullopt;
    instant += *second;
  }
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  instant -= *offset;
  return is_writable(instant) ? std::optional(instant) : std::nullopt;
}

std::string format_day(Day day) {
  CHECK(is_writable(day));
  std::string text = "0000-00-00";
  put_day(text.data(), day);
  return text;
}

std::optional<Day> parse_day(std::string_view text) {
  const auto day = take_day(text);
  return text.empty() ? day : std::nullopt;
}

}  // namespace aduan
