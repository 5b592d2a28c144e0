// A secret of 32 bytes in a file that only its owner may read.
//
// File   title, blank, 64 hexadecimal digits, newline.

#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <filesystem>
#include <string_view>

namespace aduan {

/// What a secret is: its file's first word, its name for people, and what cannot be done without
/// it.
struct SecretKind {
  std::string_view title;
  std::string_view name;
  std::string_view without_it;
};

/// Writes a new file with mode 0600, synced with its folder.
/// Errors: invalid (the file is there already: a secret is never overwritten), unavailable.
Result<void> write_secret_file(const std::filesystem::path& file, const SecretKind& kind,
                               const Hash& secret);

/// Errors: not_found, invalid (others than the owner may read it), corrupt (not such a secret),
/// unavailable.
Result<Hash> read_secret_file(const std::filesystem::path& file, const SecretKind& kind);

}  // namespace aduan
