#include "cli/import/time_text.h"

#include "cli/import/row.h"

#include <algorithm>
#include <array>

namespace aduan {

using std::chrono::minutes;

namespace {

constexpr std::array kMonths =
    std::to_array<std::string_view>({"january", "february", "march", "april", "may", "june", "july",
                                     "august", "september", "october", "november", "december"});

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Cuts `least` to `most` digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t least, std::size_t most) {
  int value = 0;
  std::size_t size = 0;
  while (size < most && size < text.size() && is_digit(text[size])) {
    value = value * 10 + (text[size++] - '0');
  }
  if (size < least) return std::nullopt;
  text.remove_prefix(size);
  return value;
}

bool take_word(std::string_view& text, std::string_view lower_word) {
  if (text.size() < lower_word.size()) return false;
  for (std::size_t i = 0; i < lower_word.size(); ++i) {
    const char c = text[i];
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower != lower_word[i]) return false;
  }
  text.remove_prefix(lower_word.size());
  return true;
}

// The digits behind the seconds' point, to whole milliseconds. Without a point: 0.
std::optional<int> take_fraction_ms(std::string_view& text) {
  if (text.size() < 2 || (text[0] != '.' && text[0] != ',') || !is_digit(text[1])) return 0;
  std::size_t size = 0;
  int ms = 0;
  while (size + 1 < text.size() && is_digit(text[size + 1])) {
    if (size < 3) ms = ms * 10 + (text[size + 1] - '0');
    ++size;
  }
  if (size > 9) return std::nullopt;
  for (std::size_t i = size; i < 3; ++i) ms *= 10;
  text.remove_prefix(size + 1);
  return ms;
}

// A zone other than a name: `+07`, `+0700`, `+07:00`. At most 14 hours: no place is further.
std::optional<minutes> take_offset(std::string_view& text) {
  std::string_view rest = text;
  if (rest.empty() || (rest[0] != '+' && rest[0] != '-')) return std::nullopt;
  const bool west = rest[0] == '-';
  rest.remove_prefix(1);
  const auto hours = take_number(rest, 2, 2);
  if (!hours) return std::nullopt;
  int minute = 0;
  std::string_view behind = rest;
  if (!behind.empty() && behind[0] == ':') behind.remove_prefix(1);
  if (const auto taken = take_number(behind, 2, 2)) {
    minute = *taken;
    rest = behind;
  }
  if (*hours > 14 || minute > 59) return std::nullopt;
  text = rest;
  const minutes offset{*hours * 60 + minute};
  return west ? -offset : offset;
}

std::optional<minutes> take_zone(std::string_view& text) {
  for (const std::string_view word : {"utc", "gmt", "z"}) {
    if (take_word(text, word)) return minutes{0};
  }
  return take_offset(text);
}

std::optional<int> take_month_name(std::string_view& text) {
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (take_word(text, kMonths[i]) || take_word(text, kMonths[i].substr(0, 3))) {
      return static_cast<int>(i) + 1;
    }
  }
  return std::nullopt;
}

// `[T…]` and `[ …]` apart: a format has no alternatives.
constexpr std::array kIso = std::to_array<std::string_view>(
    {"%Y-%m-%d[T%H:%M[:%S][[ ]%z]]", "%Y-%m-%d[ %H:%M[:%S][[ ]%z]]"});

}  // namespace

struct TimeFormat::Parts {
  int year = -1;
  int month = -1;
  int day = -1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int ms = 0;
  bool twelve_hours = false;
  std::optional<bool> afternoon;
  std::optional<minutes> zone;

  std::optional<Instant> instant(minutes default_zone) const {
    using namespace std::chrono;
    if (year < kYearMin || year > kYearMax) return std::nullopt;
    const year_month_day date{std::chrono::year{year},
                              std::chrono::month(static_cast<unsigned>(month)),
                              std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok() || minute > 59 || second > 59) return std::nullopt;
    int hour_of_day = hour;
    if (twelve_hours) {
      if (hour < 1 || hour > 12 || !afternoon) return std::nullopt;
      hour_of_day = hour % 12 + (*afternoon ? 12 : 0);
    }
    if (hour_of_day > 23) return std::nullopt;
    return Instant{sys_days{date}} + hours{hour_of_day} + minutes{minute} + seconds{second} +
           milliseconds{ms} - zone.value_or(default_zone);
  }
};

Result<minutes> parse_fixed_zone(std::string_view text) {
  std::string_view rest = trimmed(text);
  const auto zone = take_zone(rest);
  if (zone && rest.empty()) return *zone;
  return Error{
      .kind = ErrorKind::invalid,
      .message = "`" + std::string(text) + "` is no zone: write `UTC` or an offset like `+07:00`"};
}

std::optional<std::vector<TimeFormat::Step>> TimeFormat::compile_steps(std::string_view& rest,
                                                                       bool in_group) {
  std::vector<Step> steps;
  while (!rest.empty()) {
    const char c = rest[0];
    rest.remove_prefix(1);
    if (c == ']') {
      if (!in_group) return std::nullopt;
      return steps;
    }
    if (c == '[') {
      auto group = compile_steps(rest, true);
      if (!group) return std::nullopt;
      steps.push_back(Step{.field = '[', .literal = 0, .group = std::move(*group)});
    } else if (c == '%') {
      constexpr std::string_view kFields = "YymdHIMSpbz%";
      if (rest.empty() || kFields.find(rest[0]) == std::string_view::npos) return std::nullopt;
      const bool percent = rest[0] == '%';
      steps.push_back(Step{.field = percent ? '\0' : rest[0], .literal = '%', .group = {}});
      rest.remove_prefix(1);
    } else {
      steps.push_back(Step{.field = is_blank(c) ? ' ' : '\0', .literal = c, .group = {}});
    }
  }
  if (in_group) return std::nullopt;
  return steps;
}

Result<TimeFormat> TimeFormat::compile(std::string_view format) {
  const auto has = [&](std::string_view field) {
    return format.find(field) != std::string_view::npos;
  };
  std::string_view rest = format;
  auto steps = compile_steps(rest, false);
  const bool has_day = (has("%Y") || has("%y")) && (has("%m") || has("%b")) && has("%d");
  if (!steps || !has_day || has("%I") != has("%p") || (has("%I") && has("%H"))) {
    return Error{
        .kind = ErrorKind::invalid,
        .message = "`" + std::string(format) +
                   "` is no format of a time: it needs a year, a month, a day, %I only with "
                   "%p, and no fields but %Y %y %m %b %d %H %I %p %M %S %z"};
  }
  TimeFormat result;
  result.steps_ = std::move(*steps);
  return result;
}

std::optional<Instant> TimeFormat::parse(std::string_view text, minutes zone) const {
  Parts parts;
  if (!match(steps_, text, parts) || !text.empty()) return std::nullopt;
  return parts.instant(zone);
}

bool TimeFormat::match(const std::vector<Step>& steps, std::string_view& text, Parts& parts) {
  return std::all_of(steps.begin(), steps.end(),
                     [&](const Step& step) { return match_step(step, text, parts); });
}

bool TimeFormat::match_step(const Step& step, std::string_view& text, Parts& parts) {
  if (step.field == '[') {
    std::string_view rest = text;
    Parts with_group = parts;
    if (match(step.group, rest, with_group)) {
      text = rest;
      parts = with_group;
    }
    return true;
  }
  if (step.field == ' ') {
    if (text.empty() || !is_blank(text[0])) return false;
    while (!text.empty() && is_blank(text[0])) text.remove_prefix(1);
    return true;
  }
  if (step.field != 0) return match_field(step.field, text, parts);
  if (text.empty() || text[0] != step.literal) return false;
  text.remove_prefix(1);
  return true;
}

bool TimeFormat::match_field(char field, std::string_view& text, Parts& parts) {
  const auto take = [&text](int& into, std::size_t least, std::size_t most) {
    const auto number = take_number(text, least, most);
    if (number) into = *number;
    return number.has_value();
  };
  switch (field) {
    case 'Y':
      return take(parts.year, 4, 4);
    case 'y':
      if (!take(parts.year, 2, 2)) return false;
      parts.year += parts.year >= 69 ? 1900 : 2000;
      return true;
    case 'm':
      return take(parts.month, 1, 2);
    case 'd':
      return take(parts.day, 1, 2);
    case 'H':
      return take(parts.hour, 1, 2);
    case 'I':
      parts.twelve_hours = true;
      return take(parts.hour, 1, 2);
    case 'M':
      return take(parts.minute, 1, 2);
    case 'S': {
      if (!take(parts.second, 1, 2)) return false;
      const auto ms = take_fraction_ms(text);
      if (ms) parts.ms = *ms;
      return ms.has_value();
    }
    case 'p': {
      const bool morning = take_word(text, "am") || take_word(text, "a.m.");
      if (!morning && !take_word(text, "pm") && !take_word(text, "p.m.")) return false;
      parts.afternoon = !morning;
      return true;
    }
    case 'b': {
      const auto month = take_month_name(text);
      if (month) parts.month = *month;
      return month.has_value();
    }
    default:  // 'z', the last of those that `compile` lets pass
      parts.zone = take_zone(text);
      return parts.zone.has_value();
  }
}

Result<TimeFormats> TimeFormats::compile(const std::vector<std::string>& formats, minutes zone) {
  TimeFormats result;
  result.zone_ = zone;
  for (const std::string& format : formats) {
    std::vector<std::string_view> spelt{format};
    if (format == "iso") spelt.assign(kIso.begin(), kIso.end());
    for (const std::string_view one : spelt) {
      auto compiled = TimeFormat::compile(one);
      if (!compiled) return compiled.error();
      result.formats_.push_back(std::move(compiled).value());
    }
  }
  return result;
}

std::optional<Instant> TimeFormats::parse(std::string_view text) const {
  const std::string_view bare = trimmed(text);
  for (const TimeFormat& format : formats_) {
    if (const auto instant = format.parse(bare, zone_)) return instant;
  }
  return std::nullopt;
}

}  // namespace aduan
