// The auditor's walk over the whole log: every chain, every payload, every rule.
//
// Reads nothing but records: no projection, no key. `verify_log` proves that nothing was changed
// or lost; `verify_rules` proves beside it that nobody, the ledger itself included, wrote what the
// rules forbid: each record is decided anew (audit/broken_rule.h) and must come out the same.

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
    rule_broken,    ///< in its chain, and `decide` would not have made it
    not_checkable,  ///< of a type that this version does not know: no breach, and not a finding
  };

  Kind kind = Kind::void_record;
  Position position;
  std::string subject;  ///< empty where the record names none
  std::string reason;
  std::uint64_t sequence = 0;  ///< of the record in its subject; 0 for a void one
  std::string event;           ///< `forwarded`; empty for a void one
  std::string rule;   ///< of rule_broken: a rejection's code, or a rule of audit/rule_replay.h; or
  std::string field;  ///< the field of `data` that says something else than it should
};
std::string_view name_of(AuditFinding::Kind kind);

struct AuditCounts {
  std::uint64_t records = 0;
  std::uint64_t valid = 0;
  std::uint64_t chains = 0;  ///< subjects with a valid record
  std::uint64_t findings = 0;
  std::uint64_t not_checkable = 0;  ///< valid records whose rules this version cannot replay
};

/// Called with the records walked so far, and with each finding, in the order of streams and
/// offsets (an unfounded `absorbed` at the end). One call at a time, from any thread of the walk.
using AuditReport = std::function<void(const AuditFinding&)>;
using AuditProgress = std::function<void(std::uint64_t)>;

/// The ledger whose log it is, as the first record of the directory says it.
/// Errors: corrupt (no record there names one), and those of the log.
Result<std::string> find_ledger_name(const EventLog& log);

/// Walks every stream: chains, bodies, payloads. `progress` may be empty.
/// Errors: those of the log (a hole, bytes that do not decode, the disk).
Result<AuditCounts> verify_log(const EventLog& log, std::string_view ledger,
                               const AuditReport& report, const AuditProgress& progress = {});

/// The same, and every rule. Holds `threads` streams' cases at a time in memory.
/// Requires: threads > 0.
Result<AuditCounts> verify_rules(const EventLog& log, std::string_view ledger,
                                 const AuditReport& report, const AuditProgress& progress = {},
                                 unsigned threads = 1);

}  // namespace aduan
