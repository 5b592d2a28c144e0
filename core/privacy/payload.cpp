#include "core/privacy/payload.h"

#include "core/base/check.h"
#include "core/privacy/aead.h"

#include <cstdint>

namespace aduan {
namespace {

constexpr std::uint8_t kVersion = 1;

/// Cuts one part off the front; nothing when `in` does not begin with one.
std::optional<SealedPart> take_part(std::string_view& in) {
  const auto kind = take_u8(in);
  if (!kind || *kind < 1 || *kind > 3) return std::nullopt;
  const auto key_id = take_bytes(in, std::tuple_size_v<Bytes16>);
  if (!key_id) return std::nullopt;
  const auto size = take_u32(in);
  if (!size || *size < kTagBytes) return std::nullopt;
  const auto ciphertext = take_bytes(in, *size);
  if (!ciphertext) return std::nullopt;
  return SealedPart{static_cast<KeyKind>(*kind), *as_array<16>(*key_id), *ciphertext};
}

}  // namespace

void begin_payload(std::string& payload) { payload.push_back(static_cast<char>(kVersion)); }

void append_part_header(std::string& payload, KeyKind kind, const Bytes16& key_id,
                        std::size_t ciphertext_bytes) {
  CHECK(ciphertext_bytes >= kTagBytes && ciphertext_bytes <= kPayloadBytesMax);
  payload.push_back(static_cast<char>(kind));
  payload.append(as_view(key_id));
  append_u32(payload, static_cast<std::uint32_t>(ciphertext_bytes));
}

std::optional<std::vector<SealedPart>> parse_payload(std::string_view payload) {
  if (payload.size() > kPayloadBytesMax) return std::nullopt;
  std::string_view in = payload;
  if (take_u8(in) != kVersion || in.empty()) return std::nullopt;
  std::vector<SealedPart> parts;
  while (!in.empty()) {
    const auto part = take_part(in);
    if (!part) return std::nullopt;
    if (!parts.empty() && part->kind <= parts.back().kind) return std::nullopt;
    parts.push_back(*part);
  }
  return parts;
}

}  // namespace aduan
