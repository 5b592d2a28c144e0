// Instants and days as text.

#pragma once

#include "core/base/clock.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace aduan {

/// A calendar day without a zone.
using Day = std::chrono::sys_days;

/// `2014-12-30T17:00:00.000Z`, always 24 characters. Requires: a year from 0000 to 9999
/// (`is_writable`).
std::string format_instant(Instant instant);
bool is_writable(Instant instant);

/// The one form that records hold. Nothing for any other spelling.
/// Source: RFC 3339, restricted to UTC and milliseconds.
std::optional<Instant> parse_instant(std::string_view text);

/// What a person types: the above; also with an offset (`+07:00`), without milliseconds or seconds,
/// with a blank for the `T`, or a day alone (its first instant). Without a zone it is UTC.
std::optional<Instant> parse_instant_forgiving(std::string_view text);

/// `2014-12-19`.
std::string format_day(Day day);
std::optional<Day> parse_day(std::string_view text);

}  // namespace aduan
