// Walks JSON of one exact form: members in their order, no whitespace and no escapes, as canonical
// envelopes and commands have it outside their bodies.

#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace aduan {

/// The bytes that no attribute holds: those below 0x20, quotes and backslashes.
inline constexpr std::array<bool, 256> kEndsAttribute = [] {
  std::array<bool, 256> table{};
  for (std::size_t byte = 0; byte < 0x20; ++byte) table[byte] = true;
  table['"'] = table['\\'] = true;
  return table;
}();

/// Views that it gives live as long as the bytes.
class AttributeScanner {
 public:
  explicit AttributeScanner(std::string_view bytes) : rest_(bytes) {}

  std::string_view rest() const { return rest_; }

  bool take(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  /// A quoted, non-empty run without bytes below 0x20, quotes and backslashes; or nothing.
  std::string_view take_text() {
    if (!rest_.starts_with('"')) return {};
    std::size_t end = 1;
    while (end < rest_.size() && !kEndsAttribute[static_cast<unsigned char>(rest_[end])]) ++end;
    if (end == rest_.size() || rest_[end] != '"' || end == 1) return {};
    const std::string_view text = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return text;
  }

  /// Takes `"name":`; false, and nothing is taken, when another name stands here.
  bool take_name(std::string_view name) {
    if (rest_.size() < name.size() + 3 || rest_[0] != '"' || rest_.substr(1, name.size()) != name ||
        rest_.substr(name.size() + 1, 2) != "\":") {
      return false;
    }
    rest_.remove_prefix(name.size() + 3);
    return true;
  }

  /// `"name":"value",` and its value; nothing when another name stands here. A value that is no
  /// attribute's leaves the scanner where nothing else matches.
  std::string_view take_attribute(std::string_view name) {
    if (!take_name(name)) return {};
    const std::string_view value = take_text();
    return take(",") ? value : std::string_view{};
  }

 private:
  std::string_view rest_;
};

}  // namespace aduan
