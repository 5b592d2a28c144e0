#include "cli/follow_line.h"

#include "cli/json_object.h"
#include "cli/terminal_text.h"
#include "core/privacy/text_object.h"
#include "schemas/event.h"
#include "schemas/json/document.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

namespace aduan {
namespace {

using Members = std::vector<std::pair<std::string_view, std::string_view>>;

/// Behind the value that begins at `at`. Requires: a place in JSON that was found whole.
std::size_t end_of_value(std::string_view json, std::size_t at) {
  std::size_t depth = 0;
  bool is_in_string = false;
  for (; at < json.size(); ++at) {
    const char c = json[at];
    if (is_in_string) {
      if (c == '\\') ++at;
      is_in_string = c != '"';
      continue;
    }
    if (c == '"') is_in_string = true;
    if (c == '{' || c == '[') ++depth;
    if (depth == 0 && (c == ',' || c == '}' || c == ']')) return at;
    if (c == '}' || c == ']') --depth;
  }
  return at;
}

/// The members of an object without blanks, as they stand in it. Requires: JSON found whole.
Members members_of(std::string_view object) {
  Members members;
  for (std::size_t at = 1; at < object.size() && object[at] == '"';) {
    std::size_t name_end = at + 1;
    while (name_end < object.size() && object[name_end] != '"') {
      name_end += object[name_end] == '\\' ? 2 : 1;
    }
    if (name_end + 2 >= object.size()) break;
    const std::size_t end = end_of_value(object, name_end + 2);
    members.emplace_back(object.substr(at + 1, name_end - at - 1),
                         object.substr(name_end + 2, end - name_end - 2));
    at = end + 1;
  }
  return members;
}

std::string_view find(const Members& members, std::string_view name) {
  for (const auto& [each, value] : members) {
    if (each == name) return value;
  }
  return {};
}

/// The text of a JSON string; empty for another value.
std::string text_of(std::string_view value) {
  const auto fields = parse_text_object("{\"t\":" + std::string(value) + "}");
  return fields ? fields->front().second : std::string();
}

bool is_whole(const std::string& value) {
  json::Document document;
  return document.parse(value);
}

}  // namespace

std::string follow_text(const KafkaRecord& record) {
  const std::string key = printable(record.key.value_or("?"));
  if (!record.value) return fmt::format("{:<24}  {:<30} taken back", "", key);
  if (!is_whole(*record.value)) {
    return fmt::format("{:<24}  {:<30} is not readable: nobody of ours wrote it", "", key);
  }
  const Members event = members_of(*record.value);
  const Members inner = members_of(find(event, "data"));
  const auto shown = [](const Members& of, std::string_view name) {
    return printable(text_of(find(of, name)));
  };
  std::string line =
      fmt::format("{:<24}  {:<13}  {:<20}  {:<14}", shown(event, "time"), shown(inner, "tracking"),
                  short_type(shown(event, "type")), shown(inner, "status"));
  if (const std::string due = shown(inner, "due"); !due.empty()) line += "  due " + due;
  while (line.ends_with(' ')) line.pop_back();
  const Members texts = members_of(find(inner, "texts"));
  const Members absent = members_of(find(inner, "absent"));
  for (const auto& [name, value] : texts) {
    std::string text = printable(text_of(value));
    if (const std::string_view why = find(absent, name); !why.empty()) {
      text = "(" + printable(text_of(why)) + ")";
    }
    if (!text.empty()) line += fmt::format("\n    {}: {}", printable(name), text);
  }
  return line;
}

std::optional<std::string> follow_json(const KafkaRecord& record) {
  if (record.value) {
    if (!is_whole(*record.value)) return std::nullopt;
    return record.value;
  }
  const std::string key = record.key.value_or("");
  if (!json::is_valid_utf8(key)) return std::nullopt;
  return JsonObject().text("id", key).flag("retracted", true).done();
}

}  // namespace aduan
