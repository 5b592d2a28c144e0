#include "cli/ledger_secrets.h"

#include "cli/folder_parts.h"
#include "core/base/hash.h"
#include "core/base/random.h"

#include <memory>
#include <system_error>

namespace aduan {
namespace {

namespace fs = std::filesystem;

Error unavailable(const fs::path& folder, const std::error_code& code) {
  return Error{ErrorKind::unavailable, "cannot use the folder '" + folder.string() +
                                           "': " + code.message() + ". Nothing was changed"};
}

std::unique_ptr<RandomSource> source_of(const std::optional<Hash>& seed) {
  if (!seed) return std::make_unique<SystemRandom>();
  return std::make_unique<SeededRandom>("aduan/ledger/v1 " + std::string(as_view(*seed)) + "0");
}

}  // namespace

bool has_secrets(const fs::path& folder) {
  std::error_code code;
  return fs::exists(secret_file(folder), code);
}

Result<LedgerSecrets> make_secrets(const fs::path& folder, const std::optional<std::string>& seed) {
  LedgerSecrets secrets;
  if (seed) secrets.seed = sha256(*seed);
  const auto random = source_of(secrets.seed);
  random->fill(secrets.secret);
  secrets.master = make_master_key(*random);
  if (const auto written = write_secrets(folder, secrets); !written) return written.error();
  return secrets;
}

Result<void> write_secrets(const fs::path& folder, const LedgerSecrets& secrets) {
  std::error_code code;
  fs::create_directories(secret_folder(folder), code);
  if (code) return unavailable(folder, code);
  fs::permissions(folder, fs::perms::owner_all, code);
  if (code) return unavailable(folder, code);
  if (secrets.seed) {
    const auto seed = write_secret_file(seed_file(folder), kSeed, *secrets.seed);
    if (!seed) return seed.error();
  }
  const auto secret = write_secret_file(secret_file(folder), kLedgerSecret, secrets.secret);
  if (!secret) return secret.error();
  return write_master_key(master_file(folder), secrets.master);
}

Result<LedgerSecrets> read_secrets(const fs::path& folder) {
  LedgerSecrets secrets;
  const auto secret = read_secret_file(secret_file(folder), kLedgerSecret);
  if (!secret) return secret.error();
  secrets.secret = secret.value();
  if (std::error_code code; fs::exists(seed_file(folder), code)) {
    const auto seed = read_secret_file(seed_file(folder), kSeed);
    if (!seed) return seed.error();
    secrets.seed = seed.value();
  }
  const auto master = read_master_key(master_file(folder));
  if (!master) return master.error();
  secrets.master = master.value();
  return secrets;
}

}  // namespace aduan
