#include "core/privacy/master_key.h"

#include "core/privacy/secret_file.h"

namespace aduan {
namespace {

constexpr SecretKind kMasterKey = {"aduan-master-v1", "master key",
                                   "No text can be sealed or opened without it"};

}  // namespace

MasterKey make_master_key(RandomSource& random) {
  MasterKey key;
  random.fill(key.bytes);
  return key;
}

Result<void> write_master_key(const std::filesystem::path& file, const MasterKey& key) {
  return write_secret_file(file, kMasterKey, key.bytes);
}

Result<MasterKey> read_master_key(const std::filesystem::path& file) {
  const auto secret = read_secret_file(file, kMasterKey);
  if (!secret) return secret.error();
  return MasterKey{secret.value()};
}

}  // namespace aduan
