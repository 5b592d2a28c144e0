// The rows of the embedded key store as bytes. Format: rocks_key_store.h.

#pragma once

#include "core/base/hash.h"
#include "core/privacy/case_keys.h"
#include "core/privacy/master_key.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace aduan {

/// Case id and kind: what the rows of one kind of a case begin with.
inline constexpr std::size_t kKeyPrefixBytes = 11;

std::string key_prefix(const CaseId& case_id, KeyKind kind);
std::string key_row(const CaseId& case_id, KeyKind kind, const Bytes16& key_id);

/// The key id in a row's key; nothing when it has another length.
std::optional<Bytes16> key_id_of(std::string_view row);

/// Wraps what stands in rows. Threads: safe from any.
class KeyWrapping {
 public:
  explicit KeyWrapping(const MasterKey& master) : master_(as_view(master.bytes)) {}

  std::string wrap(std::string_view row, const Hash& key) const;
  /// Nothing when the value was damaged, stood in another row or under another master key.
  std::optional<Hash> unwrap(std::string_view row, std::string_view value) const;

 private:
  Hkdf master_;
};

}  // namespace aduan
