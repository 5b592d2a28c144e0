#include "core/privacy/text_object.h"

#include "core/base/encoding.h"
#include "schemas/json/document.h"
#include "schemas/json/writer.h"

#include <algorithm>
#include <cstddef>

namespace aduan {
namespace {

bool take_char(std::string_view& in, char expected) {
  if (!in.starts_with(expected)) return false;
  in.remove_prefix(1);
  return true;
}

/// Cuts what follows a `\` off the front, as the byte it stands for.
std::optional<char> take_escaped(std::string_view& in) {
  if (take_char(in, '"')) return '"';
  if (take_char(in, '\\')) return '\\';
  if (!in.starts_with("u00") || in.size() < 5) return std::nullopt;
  const auto byte = from_hex(in.substr(3, 2));
  in.remove_prefix(5);
  if (!byte) return std::nullopt;
  return byte->front();
}

std::optional<std::string> take_string(std::string_view& in) {
  if (!take_char(in, '"')) return std::nullopt;
  std::string text;
  while (!take_char(in, '"')) {
    // Runs without escapes are copied whole: texts are long, escapes rare.
    const std::size_t plain = std::min(in.find_first_of("\"\\"), in.size());
    text.append(in.substr(0, plain));
    in.remove_prefix(plain);
    if (in.empty()) return std::nullopt;
    if (!take_char(in, '\\')) continue;
    const auto escaped = take_escaped(in);
    if (!escaped) return std::nullopt;
    text.push_back(*escaped);
  }
  return text;
}

std::optional<TextFields> take_fields(std::string_view& in) {
  if (!take_char(in, '{')) return std::nullopt;
  TextFields fields;
  do {
    auto name = take_string(in);
    if (!name || !take_char(in, ':')) return std::nullopt;
    auto text = take_string(in);
    if (!text) return std::nullopt;
    fields.emplace_back(*std::move(name), *std::move(text));
  } while (take_char(in, ','));
  if (!take_char(in, '}') || !in.empty()) return std::nullopt;
  return fields;
}

bool has_duplicates(const TextFields& fields) {
  std::vector<std::string_view> names;
  for (const auto& [name, text] : fields) names.push_back(name);
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) != names.end();
}

std::string format(const TextFields& fields) {
  std::string object = "{";
  for (const auto& [name, text] : fields) {
    append_text_field(object, name, text, object.size() == 1);
  }
  object += '}';
  return object;
}

}  // namespace

void append_text_field(std::string& object, std::string_view name, std::string_view text,
                       bool is_first) {
  if (!is_first) object += ',';
  json::append_string(object, name);
  object += ':';
  json::append_string(object, text);
}

std::optional<TextFields> parse_text_object(std::string_view object) {
  if (!json::is_valid_utf8(object)) return std::nullopt;
  std::string_view in = object;
  auto fields = take_fields(in);
  // The parser forgives escapes that our writer does not make; writing again finds them all.
  if (!fields || has_duplicates(*fields) || format(*fields) != object) return std::nullopt;
  return fields;
}

}  // namespace aduan
