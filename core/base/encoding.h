// Bytes as text: hex, base64 (RFC 4648 §4, strict), Crockford's base32.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace aduan {

/// Lower-case hexadecimal, two digits a byte.
std::string to_hex(std::string_view bytes);
/// Either case; nothing for an odd length or another character.
std::optional<std::string> from_hex(std::string_view text);

/// Standard alphabet, with padding.
std::string to_base64(std::string_view bytes);
/// Appends to `out`: no temporary in the encoder's inner loop.
void append_base64(std::string& out, std::string_view bytes);
/// Strict: padding required, unused bits zero, no other character. (OpenSSL's decoder is lax.)
std::optional<std::string> from_base64(std::string_view text);
/// As strict, into a buffer of the length that it must have; false for any other text (`out` is
/// then undefined). No allocation, for the readers' inner loops.
bool decode_base64(std::string_view text, std::span<std::uint8_t> out);

/// Crockford's base32 alphabet, `0123456789ABCDEFGHJKMNPQRSTVWXYZ`.
inline constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The first `characters` × 5 bits of `bytes`, most significant first.
/// Requires: `bytes` has that many bits.
std::string to_crockford(std::string_view bytes, std::size_t characters);
/// The value 0–31 of one character as a person types it: either case, O is 0, I and L are 1.
std::optional<std::uint8_t> crockford_value(char c);

}  // namespace aduan
