#include "cli/import/row.h"

namespace aduan {

namespace {

constexpr std::string_view kBlanks = " \t\r\n\v\f";

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// Lower case, each run of other signs one `_`, none at the ends.
std::string loose_name(std::string_view name) {
  std::string result;
  for (const char c : lower_case(name)) {
    if (is_letter_or_digit(c)) {
      result += c;
    } else if (!result.empty() && result.back() != '_') {
      result += '_';
    }
  }
  if (!result.empty() && result.back() == '_') result.pop_back();
  return result;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::size_t Columns::add(std::string_view name) {
  const std::size_t index = names_.size();
  names_.emplace_back(trimmed(name));
  exact_.emplace(lower_case(names_.back()), index);
  loose_.emplace(loose_name(names_.back()), index);
  return index;
}

std::optional<std::size_t> Columns::find(std::span<const std::string> names) const {
  for (const std::string& name : names) {
    const auto found = exact_.find(lower_case(trimmed(name)));
    if (found != exact_.end()) return found->second;
  }
  for (const std::string& name : names) {
    const std::string loose = loose_name(name);
    const auto found = loose.empty() ? loose_.end() : loose_.find(loose);
    if (found != loose_.end()) return found->second;
  }
  return std::nullopt;
}

}  // namespace aduan
