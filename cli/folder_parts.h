// Where the parts of an embedded ledger's folder lie, and what they are called. The layout is
// explained in ledger_folder.h.

#pragma once

#include "core/privacy/secret_file.h"

#include <filesystem>

namespace aduan {

inline constexpr SecretKind kLedgerSecret = {
    "aduan-secret-v1", "ledger secret", "No reference leads to its case and no retry is known"};
inline constexpr SecretKind kSeed = {"aduan-seed-v1", "seed", "The test ledger cannot go on"};

inline std::filesystem::path log_folder(const std::filesystem::path& folder) {
  return folder / "log";
}
inline std::filesystem::path store_folder(const std::filesystem::path& folder) {
  return folder / "projections";
}
inline std::filesystem::path key_folder(const std::filesystem::path& folder) {
  return folder / "keys";
}
inline std::filesystem::path secret_folder(const std::filesystem::path& folder) {
  return folder / "secret";
}
inline std::filesystem::path secret_file(const std::filesystem::path& folder) {
  return secret_folder(folder) / "ledger";
}
inline std::filesystem::path master_file(const std::filesystem::path& folder) {
  return secret_folder(folder) / "master";
}
inline std::filesystem::path seed_file(const std::filesystem::path& folder) {
  return secret_folder(folder) / "seed";
}

}  // namespace aduan
