// The files that no log can bring back: a ledger's secret, its master key, a test ledger's seed.
// They lie in `secret/` of the ledger's folder, or of the state folder of a ledger on Kafka.

#pragma once

#include "core/base/result.h"
#include "core/privacy/master_key.h"

#include <filesystem>
#include <optional>
#include <string>

namespace aduan {

struct LedgerSecrets {
  Hash secret{};
  MasterKey master;
  std::optional<Hash> seed;  ///< test ledgers alone

  bool operator==(const LedgerSecrets&) const = default;
};

bool has_secrets(const std::filesystem::path& folder);

/// Makes the folder, which its owner alone may enter, and in it the secrets: random, or of a test
/// ledger's seed. Errors: invalid (there are some already), unavailable.
Result<LedgerSecrets> make_secrets(const std::filesystem::path& folder,
                                   const std::optional<std::string>& seed);

/// The same with secrets that exist. Errors: as above.
Result<void> write_secrets(const std::filesystem::path& folder, const LedgerSecrets& secrets);

/// Errors: not_found, invalid (others than the owner may read one), corrupt, unavailable.
Result<LedgerSecrets> read_secrets(const std::filesystem::path& folder);

}  // namespace aduan
