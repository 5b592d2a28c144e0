// The embedded key store: a RocksDB of its own beside the log, RocksDB's door for keys.
//
// Key    case id (10 bytes), u8 kind, 16-byte key id.
// Value  01, then 48 bytes: the case key under AES-256-GCM with its tag. The wrapping key is
//        HKDF-SHA-256(master key, empty salt, "aduan/wrap/v1" ‖ key of the row), so that each is
//        used once; associated bytes = key of the row.
// Check  the row `aduan/keys/v1` wraps 32 zeros: opening it finds a wrong master key before any
//        text is sealed under it.
// Erased the row `aduan/erased/v1`: 01, then u64be a stream of the log: the offset up to which
//        erasures were carried out. Absent before the first.
//
// Erasing deletes the rows, syncs, and compacts their range, so that neither WAL nor table files
// hold their bytes. Old copies of the folder still do: rotating the master key is what ends those.

#pragma once

#include "core/base/random.h"
#include "core/privacy/case_keys.h"
#include "core/privacy/master_key.h"
#include "core/privacy/rocks/key_database.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

namespace aduan {

class RocksKeyStore final : public KeyStore {
 public:
  enum class Access : std::uint8_t {
    create,      ///< a new store; the folder has none
    read_write,  ///< the one process that owns the folder
    read_only,   ///< beside it; sees what was durable when it opened
  };

  /// Errors: invalid (`create` where there is one; another master key than the store's),
  /// not_found (no store), unavailable (disk, or another process owns it), corrupt.
  /// Requires: `random` outlives the store.
  static Result<std::unique_ptr<RocksKeyStore>> open(const std::filesystem::path& folder,
                                                     Access access, const MasterKey& master,
                                                     RandomSource& random);

  RocksKeyStore(const RocksKeyStore&) = delete;
  RocksKeyStore& operator=(const RocksKeyStore&) = delete;
  ~RocksKeyStore() override;

  Result<CaseKey> current_key(const CaseId& case_id, KeyKind kind, KeyDurability when) override;
  Result<std::optional<CaseKey>> find_key(const CaseId& case_id, KeyKind kind,
                                          const Bytes16& key_id) override;
  Result<void> flush() override;
  Result<void> erase(const CaseId& case_id, std::span<const KeyKind> kinds) override;
  Result<std::vector<Bytes16>> key_ids(const CaseId& case_id, KeyKind kind) override;
  Result<void> erase_keys(const CaseId& case_id, std::span<const KeyName> keys) override;
  Result<std::vector<std::uint64_t>> erased_through() override;
  Result<void> set_erased_through(std::span<const std::uint64_t> offsets) override;

  /// Every row as it is stored, by row, until `use` gives false: for moving the keys elsewhere
  /// under the same master key. What is buffered is not among them. Errors: unavailable, corrupt.
  Result<void> each_wrapped(
      const std::function<bool(std::string_view row, std::string_view value)>& use) const;
  /// Takes in rows of another store under the same master key; durable on return.
  /// Errors: unavailable.
  Result<void> put_wrapped(std::span<const KeyRowChange> rows);

 private:
  struct State;
  explicit RocksKeyStore(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace aduan
