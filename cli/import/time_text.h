// A source's way of writing an instant.
//
// A format is made of literal characters and
// - `%Y` 4 digits; `%y` 2 digits (69 to 99: 19.., 00 to 68: 20..); `%b` a month's English name
// - `%m` `%d` `%H` `%M` 1 or 2 digits; `%I` 1 to 12, with `%p` (AM, PM, a.m., p.m., any case)
// - `%S` seconds, perhaps with a fraction (`.` or `,`, 1 to 9 digits, cut to milliseconds)
// - `%z` `Z`, `UTC`, `GMT`, `+07`, `+0700`, `+07:00`; `%%` a percent sign
// - a blank: one or more blanks; `[` and `]` around what may be absent
//
// The word `iso` is `%Y-%m-%d`, perhaps with a time behind `T` or a blank, perhaps with a zone.
//
// A format must account for the whole text. Years outside 1900 to 2100, days that no month has and
// zero dates (`0000-00-00`) are no instant.
//
// Why not date::parse: it ignores what follows the format (`03/22/2023` by `%m/%d/%y` gives 2020),
// and needs a stream for every text.

#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

inline constexpr int kYearMin = 1900;
inline constexpr int kYearMax = 2100;

/// `UTC` or a fixed offset (`+07:00`). Errors: invalid (any other zone).
Result<std::chrono::minutes> parse_fixed_zone(std::string_view text);

/// One format, compiled. Threads: const, so safe from any.
class TimeFormat {
 public:
  /// Errors: invalid (an unknown field, a format without year, month and day, %I without %p).
  static Result<TimeFormat> compile(std::string_view format);

  /// Nothing when the text is not of this format or names no instant. `zone` is for texts without
  /// one; `text` has no blanks around it.
  std::optional<Instant> parse(std::string_view text, std::chrono::minutes zone) const;

 private:
  struct Parts;
  struct Step {
    char field = 0;  // of `%x`; 0: a literal; ' ': blanks; '[': a group
    char literal = 0;
    std::vector<Step> group;
  };
  static std::optional<std::vector<Step>> compile_steps(std::string_view& rest, bool in_group);
  static bool match(const std::vector<Step>& steps, std::string_view& text, Parts& parts);
  static bool match_step(const Step& step, std::string_view& text, Parts& parts);
  static bool match_field(char field, std::string_view& text, Parts& parts);

  std::vector<Step> steps_;
};

/// The formats of one column: the first that fits is taken.
class TimeFormats {
 public:
  /// Errors: invalid, naming the format that is wrong.
  static Result<TimeFormats> compile(const std::vector<std::string>& formats,
                                     std::chrono::minutes zone);

  /// `text` may have blanks around it.
  std::optional<Instant> parse(std::string_view text) const;

 private:
  std::vector<TimeFormat> formats_;
  std::chrono::minutes zone_{0};
};

}  // namespace aduan
