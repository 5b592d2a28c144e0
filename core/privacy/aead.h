// AES-256-GCM for keys that are used once. OpenSSL's door.
//
// Every key here is derived for one message (HKDF over a nonce or a row's key), so the IV is always
// zero and never stored. Source: PROOF §6, NIST SP 800-38D.

#pragma once

#include "core/base/bytes.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace aduan {

/// What a ciphertext is longer than its plaintext.
inline constexpr std::size_t kTagBytes = 16;

/// Appends ciphertext ‖ tag to `out`. Requires: `key` encrypts nothing else, ever.
/// Threads: safe from any.
void append_encrypted(std::string& out, const Hash& key, std::string_view associated,
                      std::string_view plaintext);

/// The plaintext, or nothing when key, associated bytes or ciphertext are not those of the
/// encryption.
/// Threads: safe from any.
std::optional<std::string> decrypt(const Hash& key, std::string_view associated,
                                   std::string_view ciphertext);

}  // namespace aduan
