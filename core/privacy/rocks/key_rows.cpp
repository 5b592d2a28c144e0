#include "core/privacy/rocks/key_rows.h"

#include "core/privacy/aead.h"

namespace aduan {
namespace {

constexpr std::string_view kWrapInfo = "aduan/wrap/v1";
constexpr char kVersion = 1;
constexpr std::uint8_t kErasedVersion = 1;

}  // namespace

std::string key_prefix(const CaseId& case_id, KeyKind kind) {
  std::string prefix(case_id.text());
  prefix.push_back(static_cast<char>(kind));
  return prefix;
}

std::string key_row(const CaseId& case_id, KeyKind kind, const Bytes16& key_id) {
  return key_prefix(case_id, kind).append(as_view(key_id));
}

std::optional<Bytes16> key_id_of(std::string_view row) {
  if (row.size() < kKeyPrefixBytes) return std::nullopt;
  return as_array<16>(row.substr(kKeyPrefixBytes));
}

std::string encode_erased_through(std::span<const std::uint64_t> offsets) {
  std::string value(1, static_cast<char>(kErasedVersion));
  for (const std::uint64_t offset : offsets) append_u64(value, offset);
  return value;
}

std::optional<std::vector<std::uint64_t>> decode_erased_through(std::string_view value) {
  if (take_u8(value) != kErasedVersion) return std::nullopt;
  std::vector<std::uint64_t> offsets;
  while (const auto offset = take_u64(value)) offsets.push_back(*offset);
  if (!value.empty()) return std::nullopt;
  return offsets;
}

Error wrong_master_key() {
  return Error{ErrorKind::invalid,
               "This master key is not the one of the key store. Nothing was opened. Give the "
               "ledger its own master key."};
}

std::string KeyWrapping::wrap(std::string_view row, const Hash& key) const {
  std::string value(1, kVersion);
  append_encrypted(value, master_.expand({kWrapInfo, row}), row, as_view(key));
  return value;
}

std::optional<Hash> KeyWrapping::unwrap(std::string_view row, std::string_view value) const {
  if (!value.starts_with(kVersion)) return std::nullopt;
  const auto key = decrypt(master_.expand({kWrapInfo, row}), row, value.substr(1));
  if (!key) return std::nullopt;
  return as_array<32>(*key);
}

}  // namespace aduan
