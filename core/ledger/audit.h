// The auditor's walk over the whole log: every chain, every payload.
//
// Reads nothing but records: no projection, no key.

#pragma once

#include "core/base/result.h"
#include "core/log/event_log.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace aduan {

/// A record that is not as it should be.
struct AuditFinding {
  enum class Kind : std::uint8_t {
    void_record,    ///< extends no chain: tampered with, or written by somebody else
    undecodable,    ///< in its chain, but its body cannot be read: the case is parked
    wrong_payload,  ///< the sealed texts beside it are not those that it commits to
  };

  Kind kind = Kind::void_record;
  Position position;
  std::string subject;  ///< empty where the record names none
  std::string reason;
};
std::string_view name_of(AuditFinding::Kind kind);

struct AuditCounts {
  std::uint64_t records = 0;
  std::uint64_t valid = 0;
  std::uint64_t chains = 0;  ///< subjects with a valid record
  std::uint64_t findings = 0;
};

/// Walks every stream and gives each finding to `report`, in the order of streams and offsets.
/// `progress`: records walked so far; may be empty.
/// Errors: those of the log (a hole, bytes that do not decode, the disk).
Result<AuditCounts> verify_log(const EventLog& log, std::string_view ledger,
                               const std::function<void(const AuditFinding&)>& report,
                               const std::function<void(std::uint64_t)>& progress = {});

}  // namespace aduan
