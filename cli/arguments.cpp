#include "cli/arguments.h"

#include "cli/nearest.h"
#include "cli/render/canvas.h"
#include "core/base/check.h"
#include "schemas/json/document.h"

#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/value_semantic.hpp>

#include <algorithm>
#include <exception>

namespace aduan {
namespace {

namespace po = boost::program_options;

using Form = Option::Form;

constexpr std::size_t kHelpColumns = 80;
constexpr std::size_t kUsageWidth = 72;  // behind `usage: `
constexpr std::size_t kUsageIndent = 4;
constexpr std::size_t kHelpTextMin = 30;  // beside the longest options

Error usage(std::string message) { return Error{ErrorKind::invalid, std::move(message)}; }

bool is_positional(const Option& option) {
  return option.form == Form::positional || option.form == Form::positional_list;
}

bool looks_like_option(std::string_view word) { return word.size() > 1 && word.front() == '-'; }

std::string upper_case(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '-')
      result += '_';
    else
      result += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return result;
}

/// `INSTANT`, `CASE`: what stands for the value in a usage line.
std::string value_word(const Option& option) {
  return option.value_name.empty() ? upper_case(option.name) : std::string(option.value_name);
}

/// `--as-of INSTANT`, `--json`, `CASE`, `FILE…`.
std::string spelling_of(const Option& option) {
  switch (option.form) {
    case Form::flag:
      return "--" + std::string(option.name);
    case Form::value:
      return "--" + std::string(option.name) + " " + value_word(option);
    case Form::positional:
      return value_word(option);
    case Form::positional_list:
      return value_word(option) + "…";
  }
  return {};
}

const Option* find_option(std::span<const Option> options, std::string_view name) {
  const auto found = std::find_if(options.begin(), options.end(), [&](const Option& option) {
    return !is_positional(option) && option.name == name;
  });
  return found == options.end() ? nullptr : &*found;
}

Error unknown_option(std::span<const Option> options, std::string_view name) {
  std::vector<std::string> spelled;
  for (const Option& option : options) {
    if (!is_positional(option)) spelled.push_back("--" + std::string(option.name));
  }
  const std::vector<std::string_view> candidates(spelled.begin(), spelled.end());
  const std::string hint = did_you_mean(name, candidates);
  return usage("there is no option '" + std::string(name) + "'" +
               (hint.empty() ? ". --help lists those that there are" : hint));
}

/// The library's own tolerance is too wide: it takes `--note --oops` for a note. Refused here are
/// options that nobody declared, and a value that looks like an option, in a word of its own.
Result<void> check_forms(std::span<const Option> options, std::span<const std::string> words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!looks_like_option(words[i])) continue;
    const std::string_view word = words[i];
    const std::size_t equals = word.find('=');
    const std::string_view spelled = word.substr(0, equals);
    const Option* const option =
        spelled.starts_with("--") ? find_option(options, spelled.substr(2)) : nullptr;
    if (option == nullptr) return unknown_option(options, spelled);
    const std::string name(spelled);
    if (option->form == Form::flag) {
      if (equals != std::string_view::npos) return usage("'" + name + "' takes no value");
      continue;
    }
    if (equals != std::string_view::npos) continue;
    if (i + 1 == words.size()) {
      return usage("'" + name + "' needs a value: " + spelling_of(*option));
    }
    if (looks_like_option(words[i + 1])) {
      return usage("'" + name + "' needs a value. One that begins with '-' is given as " + name +
                   "=-…");
    }
    ++i;
  }
  return success();
}

po::options_description description_of(std::span<const Option> options) {
  po::options_description description;
  for (const Option& option : options) {
    if (is_positional(option)) continue;
    const std::string name(option.name);
    if (option.form == Form::flag) {
      description.add_options()(name.c_str(), "");
    } else {
      description.add_options()(name.c_str(), po::value<std::string>(), "");
    }
  }
  return description;
}

Result<void> put_positionals(std::span<const Option> options, std::vector<std::string> words,
                             Arguments& arguments) {
  std::size_t taken = 0;
  for (const Option& option : options) {
    if (!is_positional(option) || taken == words.size()) continue;
    const std::size_t end = option.form == Form::positional_list ? words.size() : taken + 1;
    arguments.set(option.name, {words.begin() + static_cast<std::ptrdiff_t>(taken),
                                words.begin() + static_cast<std::ptrdiff_t>(end)});
    taken = end;
  }
  if (taken == words.size()) return success();
  // The word itself may be a part of somebody's text: it is counted, not repeated.
  const std::size_t more = words.size() - taken;
  return usage((more == 1 ? "one word" : std::to_string(more) + " words") +
               " more than the command takes; put a text of several words in quotes");
}

Result<Arguments> take_values(std::span<const Option> options, std::span<const std::string> words,
                              std::span<const std::string> after_dashes) {
  const po::options_description description = description_of(options);
  using Style = po::command_line_style::style_t;
  const auto parsed =
      po::command_line_parser(std::vector<std::string>(words.begin(), words.end()))
          .options(description)
          .style(Style::allow_long | Style::long_allow_adjacent | Style::long_allow_next)
          .run();
  Arguments arguments;
  std::vector<std::string> positionals;
  for (const auto& option : parsed.options) {
    if (option.string_key.empty()) {
      positionals.insert(positionals.end(), option.value.begin(), option.value.end());
      continue;
    }
    if (arguments.has(option.string_key)) {
      return usage("'--" + option.string_key + "' is given twice");
    }
    arguments.set(option.string_key, option.value);
  }
  positionals.insert(positionals.end(), after_dashes.begin(), after_dashes.end());
  const auto put = put_positionals(options, std::move(positionals), arguments);
  if (!put) return put.error();
  return arguments;
}

std::string_view trimmed_line(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// A `#` begins a comment at the line's front or after a blank: a folder's name may hold one.
std::string_view without_comment(std::string_view line) {
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
    if (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t') return line.substr(0, at);
  }
  return line;
}

}  // namespace

const std::string& Arguments::text(std::string_view name) const {
  static const std::string empty;
  const auto found = values_.find(name);
  return found == values_.end() || found->second.empty() ? empty : found->second.front();
}

std::optional<std::string> Arguments::find(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end() || found->second.empty()) return std::nullopt;
  return found->second.front();
}

const std::vector<std::string>& Arguments::list(std::string_view name) const {
  static const std::vector<std::string> empty;
  const auto found = values_.find(name);
  return found == values_.end() ? empty : found->second;
}

void Arguments::set(std::string_view name, std::vector<std::string> values) {
  values_.insert_or_assign(std::string(name), std::move(values));
}

void Arguments::set_default(std::string_view name, std::string value) {
  if (!has(name)) set(name, {std::move(value)});
}

Result<Arguments> parse_arguments(std::span<const Option> options,
                                  std::span<const std::string> words) {
  for (const std::string& word : words) {
    if (!json::is_valid_utf8(word)) {
      return usage(
          "word " + std::to_string(&word - words.data() + 1) +
          " of the command is not valid UTF-8. Nothing was changed; use a UTF-8 terminal, or "
          "convert the text");
    }
  }
  const auto dashes =
      static_cast<std::size_t>(std::find(words.begin(), words.end(), "--") - words.begin());
  const auto before = words.first(dashes);
  const auto after = words.subspan(std::min(dashes + 1, words.size()));
  if (const auto checked = check_forms(options, before); !checked) return checked.error();
  Result<Arguments> arguments = Arguments{};
  try {
    arguments = take_values(options, before, after);
  } catch (const po::error& failure) {
    return usage(failure.what());
  }
  if (!arguments) return arguments.error();
  for (const Option& option : options) {
    if (option.required && arguments.value().text(option.name).empty()) {
      const bool is_empty = arguments.value().has(option.name);
      return usage(spelling_of(option) + (is_empty ? " is empty" : " is missing"));
    }
  }
  return arguments;
}

std::string describe_options(std::span<const Option> options) {
  std::size_t width = 0;
  std::vector<std::string> spelled;
  for (const Option& option : options) {
    spelled.push_back(spelling_of(option));
    // `…` is one column and three bytes.
    width = std::max(width, spelled.back().size());
  }
  std::string text;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const bool is_list = options[i].form == Form::positional_list;
    const std::size_t columns = spelled[i].size() - (is_list ? 2 : 0);
    std::string margin = "  " + spelled[i] + std::string(width + 2 - columns, ' ');
    for (const std::string& line :
         wrapped(options[i].help,
                 std::max(kHelpTextMin, kHelpColumns - std::min(kHelpColumns, width + 4)))) {
      text += margin + line + '\n';
      margin.assign(width + 4, ' ');
    }
  }
  return text;
}

std::string usage_line(std::string_view command, std::span<const Option> options) {
  std::string line = "aduan " + std::string(command);
  std::size_t used = line.size();
  const auto add = [&](const Option& option) {
    const std::string spelled = spelling_of(option);
    const std::string word = option.required ? spelled : "[" + spelled + "]";
    const bool breaks = used + 1 + word.size() > kUsageWidth;
    line += (breaks ? "\n" + std::string(kUsageIndent, ' ') : " ") + word;
    used = (breaks ? kUsageIndent : used + 1) + word.size();
  };
  for (const Option& option : options) {
    if (is_positional(option)) add(option);
  }
  for (const Option& option : options) {
    if (!is_positional(option)) add(option);
  }
  return line;
}

Result<std::map<std::string, std::string>> parse_configuration(
    std::string_view text, std::span<const std::string_view> keys) {
  std::map<std::string, std::string> values;
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = text.find('\n');
    const std::string_view line = trimmed_line(without_comment(text.substr(0, end)));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line.empty()) continue;
    const std::string place = "line " + std::to_string(number) + ": ";
    if (!json::is_valid_utf8(line)) return usage(place + "is not valid UTF-8");
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) return usage(place + "expected `key = value`");
    const std::string key(trimmed_line(line.substr(0, equals)));
    const std::string_view value = trimmed_line(line.substr(equals + 1));
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      const std::string hint = did_you_mean(key, keys);
      return usage(place + "there is no key '" + key + "'" + hint);
    }
    if (value.empty()) return usage(place + "'" + key + "' has no value");
    if (!values.emplace(key, value).second) return usage(place + "'" + key + "' is given twice");
  }
  return values;
}

}  // namespace aduan
