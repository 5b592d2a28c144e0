#include "core/base/bytes.h"

#include <concepts>

namespace aduan {
namespace {

template <std::unsigned_integral T>
void append_big_endian(std::string& out, T value) {
  for (std::size_t shift = sizeof(T) * 8; shift > 0; shift -= 8) {
    out.push_back(static_cast<char>((value >> (shift - 8)) & 0xff));
  }
}

template <std::unsigned_integral T>
std::optional<T> take_big_endian(std::string_view& in) {
  const auto bytes = take_bytes(in, sizeof(T));
  if (!bytes) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : *bytes) value = (value << 8) | static_cast<std::uint8_t>(c);
  return static_cast<T>(value);
}

}  // namespace

void append_u16(std::string& out, std::uint16_t value) { append_big_endian(out, value); }
void append_u32(std::string& out, std::uint32_t value) { append_big_endian(out, value); }
void append_u64(std::string& out, std::uint64_t value) { append_big_endian(out, value); }

std::optional<std::uint8_t> take_u8(std::string_view& in) {
  return take_big_endian<std::uint8_t>(in);
}
std::optional<std::uint16_t> take_u16(std::string_view& in) {
  return take_big_endian<std::uint16_t>(in);
}
std::optional<std::uint32_t> take_u32(std::string_view& in) {
  return take_big_endian<std::uint32_t>(in);
}
std::optional<std::uint64_t> take_u64(std::string_view& in) {
  return take_big_endian<std::uint64_t>(in);
}

std::optional<std::string_view> take_bytes(std::string_view& in, std::size_t size) {
  if (in.size() < size) return std::nullopt;
  const std::string_view taken = in.substr(0, size);
  in.remove_prefix(size);
  return taken;
}

}  // namespace aduan
