// What a subcommand takes, declared as a table, and what a person gave. Boost.Program_options stays
// behind this door.

#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// One `--name VALUE`, a flag (no value name), or a positional (`name` without dashes in the
/// usage).
struct Option {
  enum class Form : std::uint8_t { value, flag, positional, positional_list };

  std::string_view name;
  Form form = Form::value;
  std::string_view value_name;  ///< `INSTANT`; for the usage line
  std::string_view help;
  bool required = false;
};

/// The values given. Asking for an option that the subcommand does not declare is a bug of ours.
class Arguments {
 public:
  bool has(std::string_view name) const { return values_.contains(name); }
  /// The value, or empty when it was not given.
  const std::string& text(std::string_view name) const;
  std::optional<std::string> find(std::string_view name) const;
  const std::vector<std::string>& list(std::string_view name) const;
  bool flag(std::string_view name) const { return has(name); }

  void set(std::string_view name, std::vector<std::string> values);
  /// Where no value is there yet: the environment's, the configuration's.
  void set_default(std::string_view name, std::string value);

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

/// Parses the words after the subcommand's name.
/// Errors: invalid (an unknown or repeated option, a missing value or positional, an empty one that
/// is required: names it).
Result<Arguments> parse_arguments(std::span<const Option> options,
                                  std::span<const std::string> words);

/// `usage` of a subcommand with its options, for `--help`.
std::string describe_options(std::span<const Option> options);
/// `aduan note CASE [--note TEXT]`, broken into lines where it is long.
std::string usage_line(std::string_view command, std::span<const Option> options);

/// `key = value` lines of an `aduan.conf`; `#` begins a comment.
/// Errors: invalid (a line of another form, an unknown key: names line and key).
Result<std::map<std::string, std::string>> parse_configuration(
    std::string_view text, std::span<const std::string_view> keys);

}  // namespace aduan
