#include "core/privacy/erasure.h"

#include "core/privacy/payload.h"

#include <algorithm>

namespace aduan {
namespace {

bool names_key(const SealedRecord& record, const KeyName& key) {
  const auto parts = parse_payload(record.payload);
  return parts && std::any_of(parts->begin(), parts->end(), [&](const SealedPart& part) {
           return part.kind == key.kind && part.key_id == key.id;
         });
}

/// Whether the key was made after the erasure and belongs to what was written since.
bool lives_on(const KeyName& key, std::uint64_t sequence, std::span<const SealedRecord> records) {
  bool is_named = false;
  for (const SealedRecord& record : records) {
    if (!names_key(record, key)) continue;
    if (record.sequence <= sequence) return false;
    is_named = true;
  }
  return is_named;
}

}  // namespace

KeyKind kind_of(ErasureScope scope) {
  switch (scope) {
    case ErasureScope::identity:
      return KeyKind::identity;
    case ErasureScope::content:
      return KeyKind::content;
    case ErasureScope::official:
      return KeyKind::official;
  }
  return KeyKind::identity;
}

std::vector<KeyKind> kinds_of(std::span<const Code<ErasureScope>> scope) {
  std::vector<KeyKind> kinds;
  for (const auto& code : scope) {
    if (const auto known = code.known()) kinds.push_back(kind_of(*known));
  }
  return kinds;
}

bool seals_a_record_until(const KeyName& key, std::uint64_t sequence,
                          std::span<const SealedRecord> records) {
  return std::any_of(records.begin(), records.end(), [&](const SealedRecord& record) {
    return record.sequence <= sequence && names_key(record, key);
  });
}

Result<void> destroy_keys(const CaseId& case_id, std::uint64_t sequence,
                          std::span<const KeyKind> kinds, std::span<const SealedRecord> records,
                          KeyStore& keys) {
  std::vector<KeyName> doomed;
  for (const KeyKind kind : kinds) {
    const auto ids = keys.key_ids(case_id, kind);
    if (!ids) return ids.error();
    for (const Bytes16& id : ids.value()) {
      const KeyName key{kind, id};
      if (!lives_on(key, sequence, records)) doomed.push_back(key);
    }
  }
  // Also when there is none: an earlier call may have deleted the rows and not yet their bytes.
  return keys.erase_keys(case_id, doomed);
}

}  // namespace aduan
