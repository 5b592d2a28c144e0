#include "cli/json_object.h"

#include "schemas/json/writer.h"

namespace aduan {

void JsonObject::begin(std::string_view name) {
  if (!fields_.empty()) fields_ += ',';
  json::append_string(fields_, name);
  fields_ += ':';
}

JsonObject& JsonObject::text(std::string_view name, std::string_view value) {
  begin(name);
  json::append_string(fields_, value);
  return *this;
}

JsonObject& JsonObject::number(std::string_view name, std::uint64_t value) {
  return json(name, std::to_string(value));
}

JsonObject& JsonObject::flag(std::string_view name, bool value) {
  return json(name, value ? "true" : "false");
}

JsonObject& JsonObject::json(std::string_view name, std::string_view json) {
  begin(name);
  fields_ += json;
  return *this;
}

std::string json_list(std::span<const std::string> values) {
  std::string list = "[";
  for (const std::string& value : values) {
    if (list.size() > 1) list += ',';
    list += value;
  }
  return list + "]";
}

std::string json_texts(std::span<const std::string> texts) {
  std::string list = "[";
  for (const std::string& text : texts) {
    if (list.size() > 1) list += ',';
    json::append_string(list, text);
  }
  return list + "]";
}

}  // namespace aduan
