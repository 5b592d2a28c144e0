// What only the ledger's owner can derive: ids that nobody outside can link to a reference, a post
// or a phone number. Kept with the case keys, never rotated; without it idempotence and references
// are lost. Source: DESIGN §3, RULES §3.

#pragma once

#include "core/base/hash.h"
#include "schemas/ids.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace aduan {

/// Threads: safe from any for one object that nobody assigns to.
class LedgerSecret {
 public:
  explicit LedgerSecret(const Hash& secret) : hmac_(as_view(secret)) {}

  /// The first 50 bits of HMAC(secret, `aduan/case/v1` ‖ 00 ‖ u8 try ‖ the submission's command
  /// key).
  CaseId case_id(std::string_view submission_key, std::uint8_t attempt) const;

  /// The first 16 bytes of HMAC(secret, `aduan/command/v1` ‖ 00 ‖ command key).
  CommandId command_id(std::string_view command_key) const;

  /// 8 Crockford characters of HMAC(secret, `aduan/reporter/v1` ‖ 00 ‖ case): the reporter's own
  /// proof, since the tracking number is public.
  std::string reporter_code(const CaseId& id) const;

  /// Whether `typed` is that code: in any case, with hyphens or blanks, O read as 0, I and L as 1.
  /// Takes as long for a wrong code as for a nearly right one. What a door asks before it lets
  /// somebody be the reporter.
  bool is_reporter_code(const CaseId& id, std::string_view typed) const;

 private:
  Hmac hmac_;
};

}  // namespace aduan
