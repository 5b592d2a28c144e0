// The frame of `aduan-sealed`, the ciphertexts that ride beside a record.
//
// Bytes  01, then for each kind present, ascending: u8 kind, 16-byte key id, u32be length, as many
//        bytes of ciphertext and tag. At most kPayloadBytesMax in all.
// Source: PROOF §6.

#pragma once

#include "schemas/sealed.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

inline constexpr std::size_t kPayloadBytesMax = 262'144;

/// One kind's ciphertext. The view lives as long as the payload that it was parsed from.
struct SealedPart {
  KeyKind kind = KeyKind::content;
  Bytes16 key_id{};
  std::string_view ciphertext;  ///< with its tag
};

/// The first byte, which names the version.
void begin_payload(std::string& payload);

/// What stands before a part's ciphertext, which the caller appends. Requires: kinds ascend.
void append_part_header(std::string& payload, KeyKind kind, const Bytes16& key_id,
                        std::size_t ciphertext_bytes);

/// The parts of any bytes; nothing when they are not a payload.
std::optional<std::vector<SealedPart>> parse_payload(std::string_view payload);

}  // namespace aduan
