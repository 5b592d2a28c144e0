// A node's copy of the keys that a topic holds, and how far it has followed the topic. May be
// deleted: the topic has it all.
//
// Rows as in rocks_key_store.h, and
// Copied  `aduan/copied/v1`: 01, i64be when it was last up to date (ms since epoch), then u64be a
//         partition of the topic: the offset that comes next.
// Unclean `aduan/unclean/v1`: rows were deleted and their bytes may still be in the files: 01, then
//         the ids of the cases (10 bytes each); none: too many to name.
//
// A copy that was not up to date for longer than `stale_after` may have missed tombstones that the
// topic has forgotten by now: its owner begins it anew.

#pragma once

#include "core/base/clock.h"
#include "core/privacy/rocks/key_database.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// Half of the topic's delete.retention.ms.
inline constexpr std::chrono::hours kKeyCopyStaleAfter{12};

/// Threads: one at a time.
class KeyCopy {
 public:
  /// The owner's; made where there is none.
  /// Errors: unavailable (disk, or another process owns it), corrupt.
  static Result<std::unique_ptr<KeyCopy>> open(const std::filesystem::path& folder,
                                               std::uint32_t partitions, Instant now);

  /// Beside the process that owns the folder: what is applied stays in memory.
  /// Errors: as above; unavailable also when the owner has not followed the topic for too long.
  static Result<std::unique_ptr<KeyCopy>> open_beside(const std::filesystem::path& folder,
                                                      std::uint32_t partitions, Instant now);

  /// A partition: the offset that is applied next.
  const std::vector<std::uint64_t>& positions() const { return positions_; }

  /// Nothing when there is no such row. Errors: unavailable, corrupt.
  Result<std::optional<std::string>> get(std::string_view row) const;
  /// Each row that begins with `prefix` (kKeyPrefixBytes long, or empty: all), in no order of use,
  /// until `use` gives false.
  Result<void> each(std::string_view prefix,
                    const std::function<bool(std::string_view, std::string_view)>& use) const;

  /// Takes in what the topic says, in its order, up to `positions`. `now`: when this was all that
  /// the topic had; absent: there is more. What is deleted is gone from the files on return.
  /// Errors: unavailable; call it again with the same.
  Result<void> apply(std::vector<KeyRowChange> changes, std::span<const std::uint64_t> positions,
                     std::optional<Instant> now);

  /// How many rows are in memory alone: beside an owner.
  std::size_t rows_in_memory() const { return beside_.size(); }

 private:
  KeyCopy() = default;
  Result<void> load(std::uint32_t partitions);
  Result<void> clean();
  Result<std::optional<KeyRowChange>> unclean_after(std::span<const KeyRowChange> changes) const;

  std::unique_ptr<KeyDatabase> database_;
  bool is_owner_ = false;
  std::vector<std::uint64_t> positions_;
  Instant up_to_date_;
  /// Beside an owner: what came after its positions; no value: deleted.
  std::map<std::string, std::optional<std::string>, std::less<>> beside_;
};

}  // namespace aduan
