#include "core/base/encoding.h"

#include "core/base/check.h"

#include <array>
#include <cstddef>

namespace aduan {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// In a table of values: a character that the alphabet does not have.
constexpr std::uint8_t kNone = 0xff;
using Values = std::array<std::uint8_t, 256>;

constexpr Values values_of(std::string_view alphabet) {
  Values values{};
  values.fill(kNone);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

/// Gives each letter of `values` its value in the other case too.
constexpr Values in_either_case(Values values) {
  for (std::size_t upper = 'A'; upper <= 'Z'; ++upper) {
    const std::size_t lower = upper - 'A' + 'a';
    if (values[upper] == kNone) values[upper] = values[lower];
    if (values[lower] == kNone) values[lower] = values[upper];
  }
  return values;
}

constexpr Values crockford_values() {
  Values values = values_of(kCrockford);
  values['O'] = 0;
  values['I'] = values['L'] = 1;
  return in_either_case(values);
}

constexpr Values kHexValues = in_either_case(values_of(kHex));
constexpr Values kBase64Values = values_of(kBase64);
constexpr Values kCrockfordValues = crockford_values();

constexpr std::uint32_t byte_at(std::string_view bytes, std::size_t index) {
  return static_cast<std::uint8_t>(bytes[index]);
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  std::string text(bytes.size() * 2, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    text[2 * i] = kHex[byte_at(bytes, i) >> 4];
    text[2 * i + 1] = kHex[byte_at(bytes, i) & 15];
  }
  return text;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes(text.size() / 2, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::uint8_t high = kHexValues[byte_at(text, 2 * i)];
    const std::uint8_t low = kHexValues[byte_at(text, 2 * i + 1)];
    if (high == kNone || low == kNone) return std::nullopt;
    bytes[i] = static_cast<char>((high << 4) | low);
  }
  return bytes;
}

std::string to_base64(std::string_view bytes) {
  std::string text;
  append_base64(text, bytes);
  return text;
}

void append_base64(std::string& out, std::string_view bytes) {
  const std::size_t start = out.size();
  out.resize(start + (bytes.size() + 2) / 3 * 4, '=');
  char* to = out.data() + start;
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t bits =
        (byte_at(bytes, i) << 16) | (byte_at(bytes, i + 1) << 8) | byte_at(bytes, i + 2);
    *to++ = kBase64[bits >> 18];
    *to++ = kBase64[(bits >> 12) & 63];
    *to++ = kBase64[(bits >> 6) & 63];
    *to++ = kBase64[bits & 63];
  }
  const std::size_t left = bytes.size() - i;
  if (left == 0) return;
  const std::uint32_t bits =
      (byte_at(bytes, i) << 16) | (left == 2 ? byte_at(bytes, i + 1) << 8 : 0);
  *to++ = kBase64[bits >> 18];
  *to++ = kBase64[(bits >> 12) & 63];
  if (left == 2) *to = kBase64[(bits >> 6) & 63];
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  unsigned held = 0;  // bits of `bits` that no byte has taken yet
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint8_t value = kBase64Values[byte_at(text, i)];
    if (value == kNone) return std::nullopt;
    bits = (bits << 6) | value;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes.push_back(static_cast<char>((bits >> held) & 0xff));
  }
  if ((bits & ((1u << held) - 1)) != 0) return std::nullopt;
  return bytes;
}

bool decode_base64(std::string_view text, std::span<std::uint8_t> out) {
  if (text.size() != (out.size() + 2) / 3 * 4) return false;
  const std::size_t left = out.size() % 3;
  const auto value_at = [&](std::size_t i) -> std::uint32_t {
    return kBase64Values[byte_at(text, i)];
  };
  std::uint32_t seen = 0;  // every value is below 64, kNone is not
  std::size_t from = 0;
  std::size_t to = 0;
  for (; to + 3 <= out.size(); to += 3, from += 4) {
    const std::uint32_t a = value_at(from);
    const std::uint32_t b = value_at(from + 1);
    const std::uint32_t c = value_at(from + 2);
    const std::uint32_t d = value_at(from + 3);
    seen |= a | b | c | d;
    out[to] = static_cast<std::uint8_t>((a << 2) | (b >> 4));
    out[to + 1] = static_cast<std::uint8_t>((b << 4) | (c >> 2));
    out[to + 2] = static_cast<std::uint8_t>((c << 6) | d);
  }
  if (left == 0) return seen < 64;
  const std::uint32_t a = value_at(from);
  const std::uint32_t b = value_at(from + 1);
  const std::uint32_t c = left == 2 ? value_at(from + 2) : 0;
  seen |= a | b | c;
  out[to] = static_cast<std::uint8_t>((a << 2) | (b >> 4));
  if (left == 2) out[to + 1] = static_cast<std::uint8_t>((b << 4) | (c >> 2));
  const std::uint32_t unused = left == 2 ? c & 3 : b & 15;
  return seen < 64 && unused == 0 && text.substr(from + left + 1) == (left == 2 ? "=" : "==");
}

std::string to_crockford(std::string_view bytes, std::size_t characters) {
  CHECK(characters * 5 <= bytes.size() * 8);
  std::string text(characters, '\0');
  std::uint32_t bits = 0;
  unsigned held = 0;
  std::size_t next = 0;
  for (char& c : text) {
    if (held < 5) {
      bits = (bits << 8) | byte_at(bytes, next++);
      held += 8;
    }
    held -= 5;
    c = kCrockford[(bits >> held) & 31];
  }
  return text;
}

std::optional<std::uint8_t> crockford_value(char c) {
  const std::uint8_t value = kCrockfordValues[static_cast<std::uint8_t>(c)];
  if (value == kNone) return std::nullopt;
  return value;
}

}  // namespace aduan
