// The RocksDB of a folder of keys: RocksDB's door for privacy. What its rows mean: key_rows.h.
//
// Deleting a row leaves its bytes in the files until `compact_away`; a WAL or a table file that is
// no longer needed is then removed too.

#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace aduan {

/// A row to write; without a value it is deleted.
struct KeyRowChange {
  std::string row;
  std::optional<std::string> value;

  bool operator==(const KeyRowChange&) const = default;
};

/// Threads: all functions may be called from any.
class KeyDatabase {
 public:
  enum class Access : std::uint8_t {
    create,      ///< the folder has none
    read_write,  ///< the one process that owns the folder
    read_only,   ///< beside it; sees what was written when it opened
  };

  /// Errors: unavailable (disk, or another process owns it), corrupt.
  static Result<std::unique_ptr<KeyDatabase>> open(const std::filesystem::path& folder,
                                                   Access access);
  KeyDatabase(const KeyDatabase&) = delete;
  KeyDatabase& operator=(const KeyDatabase&) = delete;
  ~KeyDatabase();

  /// Whether there is a database in the folder.
  static bool exists(const std::filesystem::path& folder);

  /// Nothing when there is no such row. Errors: unavailable, corrupt.
  Result<std::optional<std::string>> get(std::string_view row) const;

  /// Calls `use(row, value)` for each row that begins with `prefix`, by row, until it gives false.
  /// A prefix is kKeyPrefixBytes long, or empty: all. Errors: as get.
  Result<void> each(std::string_view prefix,
                    const std::function<bool(std::string_view, std::string_view)>& use) const;

  /// All or none. `what`: for the message of an error, which has outcome_unknown. Synced: durable
  /// on return.
  Result<void> write(std::span<const KeyRowChange> changes, bool is_synced, std::string_view what);

  /// Rewrites the files that hold deleted rows that begin with `prefix` (empty: all), and removes
  /// the old ones and the WAL.
  Result<void> compact_away(std::string_view prefix);

 private:
  struct State;
  explicit KeyDatabase(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace aduan
