// The folder of the projections: stores `store-<n>` beside each other, and the file `current`,
// which names the one in use. Renaming a new `current` over the old one is the one step in which a
// rebuilt store takes the place of another; whatever it does not name is left over from a crash.

#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <optional>

namespace aduan {

/// The store in use; nothing when there is none.
std::optional<std::filesystem::path> find_current_store(const std::filesystem::path& folder);

/// Where a new store can be made: no file is there. Makes the folder.
std::filesystem::path next_store(const std::filesystem::path& folder);

/// Puts `store` in use, durably and in one step. Requires: it is in the folder.
/// Errors: unavailable (disk); the one before stays in use.
Result<void> use_store(const std::filesystem::path& folder, const std::filesystem::path& store);

/// Removes every store that is not in use.
void remove_unused_stores(const std::filesystem::path& folder);

}  // namespace aduan
