// A small JSON object, written field by field: what a command prints for programs.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace aduan {

/// Fields in the order in which they are added.
class JsonObject {
 public:
  /// Requires: valid UTF-8.
  JsonObject& text(std::string_view name, std::string_view value);
  /// `null` where there is none.
  template <class T>
  JsonObject& text_or_null(std::string_view name, const std::optional<T>& value) {
    return value ? text(name, std::string_view(*value)) : json(name, "null");
  }
  JsonObject& number(std::string_view name, std::uint64_t value);
  JsonObject& flag(std::string_view name, bool value);
  /// Requires: `json` is a JSON value.
  JsonObject& json(std::string_view name, std::string_view json);

  /// `{…}`.
  std::string done() const { return "{" + fields_ + "}"; }

 private:
  void begin(std::string_view name);

  std::string fields_;
};

/// `[…]` of JSON values.
std::string json_list(std::span<const std::string> values);
/// `["…"]` of texts. Requires: valid UTF-8.
std::string json_texts(std::span<const std::string> texts);

}  // namespace aduan
