// Bytes and whole numbers in big-endian order, so that keys sort as numbers do.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aduan {

/// 32 bytes: a SHA-256, a Merkle hash, a commitment, a key.
using Hash = std::array<std::uint8_t, 32>;

/// 16 bytes: a command id, a nonce, a key id.
using Bytes16 = std::array<std::uint8_t, 16>;

/// The bytes of an array as text of bytes; the view lives as long as the array.
template <std::size_t N>
std::string_view as_view(const std::array<std::uint8_t, N>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), N};
}

/// An array of exactly N bytes, or nothing when `bytes` has another length.
template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> as_array(std::string_view bytes) {
  if (bytes.size() != N) return std::nullopt;
  std::array<std::uint8_t, N> result;
  for (std::size_t i = 0; i < N; ++i) result[i] = static_cast<std::uint8_t>(bytes[i]);
  return result;
}

void append_u16(std::string& out, std::uint16_t value);
void append_u32(std::string& out, std::uint32_t value);
void append_u64(std::string& out, std::uint64_t value);

/// Cuts a number off the front of `in`; nothing (and `in` unchanged) when too few bytes are left.
std::optional<std::uint8_t> take_u8(std::string_view& in);
std::optional<std::uint16_t> take_u16(std::string_view& in);
std::optional<std::uint32_t> take_u32(std::string_view& in);
std::optional<std::uint64_t> take_u64(std::string_view& in);

/// Cuts `size` bytes off the front of `in`; nothing (and `in` unchanged) when fewer are left.
std::optional<std::string_view> take_bytes(std::string_view& in, std::size_t size);

}  // namespace aduan
