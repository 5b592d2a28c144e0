// Destroying the keys of an erasure, and only those: what was written until then dies, what is
// written after it under a new key has a life of its own.

#pragma once

#include "core/privacy/case_keys.h"
#include "schemas/codes.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace aduan {

/// The kind of key that a scope destroys.
KeyKind kind_of(ErasureScope scope);

/// The kinds of a record's scope; codes that this version does not know name no key of ours.
std::vector<KeyKind> kinds_of(std::span<const Code<ErasureScope>> scope);

/// A record of the case and the ciphertexts beside it, which name the keys that they need.
struct SealedRecord {
  std::uint64_t sequence = 0;
  std::string_view payload;
};

/// Whether a record up to the one of `sequence` was sealed under the key.
bool seals_a_record_until(const KeyName& key, std::uint64_t sequence,
                          std::span<const SealedRecord> records);

/// Destroys every key of the kinds that a record up to the erasure's (`sequence`) was sealed under,
/// and those that no record names. A key that later records alone name lives: it was made after the
/// erasure. `records`: all of the case, any order. Again is harmless, and finishes what an earlier
/// call left half done.
/// Errors: unavailable; call it again.
Result<void> destroy_keys(const CaseId& case_id, std::uint64_t sequence,
                          std::span<const KeyKind> kinds, std::span<const SealedRecord> records,
                          KeyStore& keys);

}  // namespace aduan
