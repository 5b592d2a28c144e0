// The one RocksDB of a store: RocksDB's door for the projections.

#pragma once

#include "core/base/result.h"
#include "projections/store/store.h"

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

inline rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
inline std::string_view view(const rocksdb::Slice& bytes) { return {bytes.data(), bytes.size()}; }

struct Family {
  std::string name;
  bool is_sum = false;
  /// Rows are mostly asked for by this many first bytes of the key, and filtered by them; 0: not.
  std::size_t prefix_bytes = 0;
  rocksdb::ColumnFamilyHandle* place = nullptr;
};

/// The built-in families come first, in this order.
enum BuiltIn : std::size_t { kCases, kHistory, kCommands, kDirectory, kMeta, kBuiltInFamilies };

enum class StoreAccess : std::uint8_t {
  create,      ///< a new store
  bulk,        ///< a new store without write-ahead log: flush it before it is used
  read_write,  ///< an existing one
  read_only,   ///< beside its owner
};

/// Threads: any; writes by one.
class Database {
 public:
  /// Errors: unavailable (disk, owned by another process), corrupt (its families are not those of
  /// `projections`, or RocksDB says so).
  static Result<std::shared_ptr<Database>> open(const std::filesystem::path& path,
                                                const StoreOptions& options, StoreAccess access);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  rocksdb::DB& rocks() const { return *rocks_; }
  const std::vector<Family>& families() const { return families_; }
  const Family& family(std::size_t index) const { return families_[index]; }
  /// Null when there is none of this name.
  const Family* find_family(std::string_view name) const;

  /// Nothing where there is no row. `snapshot` may be null: now.
  Result<std::optional<std::string>> get(const Family& family, std::string_view key,
                                         const rocksdb::Snapshot* snapshot) const;
  /// The sequence of the first of the subject's records with this command id.
  Result<std::optional<std::uint64_t>> find_command(std::string_view subject,
                                                    const CommandId& command,
                                                    const rocksdb::Snapshot* snapshot) const;
  Result<void> write(rocksdb::WriteBatch& batch);
  Result<void> flush();

 private:
  Database() = default;

  std::unique_ptr<rocksdb::DB> rocks_;
  std::vector<Family> families_;
  bool has_wal_ = true;
};

Error store_error(const rocksdb::Status& status, std::string_view what);

}  // namespace aduan
