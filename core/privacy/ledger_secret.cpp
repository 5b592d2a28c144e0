#include "core/privacy/ledger_secret.h"

#include "core/base/encoding.h"

namespace aduan {
namespace {

constexpr std::size_t kReporterCodeCharacters = 8;
constexpr std::string_view kZero("\0", 1);

/// As the tracking number: what a person types, as it would be written.
std::string forgiven(std::string_view typed) {
  std::string code;
  for (char c : typed) {
    if (c == '-' || c == ' ') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    code.push_back(c);
  }
  return code;
}

}  // namespace

CaseId LedgerSecret::case_id(std::string_view submission_key, std::uint8_t attempt) const {
  const char byte = static_cast<char>(attempt);
  const Hash hash = hmac_({"aduan/case/v1", kZero, std::string_view(&byte, 1), submission_key});
  return CaseId::from_bits(as_view(hash));
}

CommandId LedgerSecret::command_id(std::string_view command_key) const {
  const Hash hash = hmac_({"aduan/command/v1", kZero, command_key});
  return *as_array<16>(as_view(hash).substr(0, 16));
}

std::string LedgerSecret::reporter_code(const CaseId& id) const {
  const Hash hash = hmac_({"aduan/reporter/v1", kZero, id.text()});
  return to_crockford(as_view(hash), kReporterCodeCharacters);
}

bool LedgerSecret::is_reporter_code(const CaseId& id, std::string_view typed) const {
  const std::string right = reporter_code(id);
  const std::string given = forgiven(typed);
  if (given.size() != right.size()) return false;
  unsigned differing = 0;
  for (std::size_t i = 0; i < right.size(); ++i) {
    differing |= static_cast<unsigned char>(right[i]) ^ static_cast<unsigned char>(given[i]);
  }
  return differing == 0;
}

}  // namespace aduan
