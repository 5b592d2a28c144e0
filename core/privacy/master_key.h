// The key that wraps the case keys: the operator's, in a file that only its owner may read.
//
// File   `aduan-master-v1 `, 64 hexadecimal digits, newline.

#pragma once

#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/base/result.h"

#include <filesystem>

namespace aduan {

/// Whoever has it and the key store can open every text of the ledger.
struct MasterKey {
  Hash bytes{};

  bool operator==(const MasterKey&) const = default;
};

MasterKey make_master_key(RandomSource& random);

/// Writes a new file with mode 0600, synced with its folder.
/// Errors: invalid (the file is there already: a master key is never overwritten), unavailable.
Result<void> write_master_key(const std::filesystem::path& file, const MasterKey& key);

/// Errors: not_found, invalid (others than the owner may read it), corrupt (not a master key),
/// unavailable.
Result<MasterKey> read_master_key(const std::filesystem::path& file);

}  // namespace aduan
