// The rows of a store of keys as bytes, in a folder (rocks_key_store.h) and on Kafka
// (kafka_key_store.h).

#pragma once

#include "core/base/hash.h"
#include "core/base/result.h"
#include "core/privacy/case_keys.h"
#include "core/privacy/master_key.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// Case id and kind: what the rows of one kind of a case begin with.
inline constexpr std::size_t kKeyPrefixBytes = 11;

/// The row that wraps 32 zeros: opening it finds a wrong master key.
inline constexpr std::string_view kCheckRow = "aduan/keys/v1";
/// The row that says how far the log's erasures were carried out.
inline constexpr std::string_view kErasedRow = "aduan/erased/v1";

std::string key_prefix(const CaseId& case_id, KeyKind kind);
std::string key_row(const CaseId& case_id, KeyKind kind, const Bytes16& key_id);

/// The key id in a row's key; nothing when it has another length.
std::optional<Bytes16> key_id_of(std::string_view row);

/// The value of kErasedRow: 01, then u64be a stream. Nothing for other bytes.
std::string encode_erased_through(std::span<const std::uint64_t> offsets);
std::optional<std::vector<std::uint64_t>> decode_erased_through(std::string_view value);

Error wrong_master_key();

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
