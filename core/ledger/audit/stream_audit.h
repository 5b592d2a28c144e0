// The auditor's walk over one stream. A subject belongs to one stream, so its chains are whole
// here.

#pragma once

#include "core/ledger/audit.h"
#include "core/ledger/audit/rule_replay.h"
#include "core/ledger/fold.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace aduan {

/// Threads: one at a time; make one a stream.
class StreamAudit {
 public:
  /// `history`: null where the rules are not asked for.
  StreamAudit(std::string_view ledger, std::uint32_t partitions, const DirectoryHistory* history);

  void add(const Record& record);

  const AuditCounts& counts() const { return counts_; }
  const std::vector<AuditFinding>& findings() const { return findings_; }
  /// Empty where the rules are not asked for.
  MergeLedger merges() const { return rules_ ? rules_->merges() : MergeLedger{}; }

 private:
  struct Chain {
    CaseState state;
    ReplayedSubject replayed;
  };

  void check_case(Chain& chain, const Envelope& envelope, const Record& record);
  void check_directory(Chain& chain, const Envelope& envelope, const Record& record);
  void check_payload(const Envelope& envelope, const Record& record);
  void take(const Envelope& envelope, const Record& record, std::vector<BrokenRule> broken);
  void note_not_checkable(const Envelope& envelope, const Record& record, std::string_view reason);
  void find(AuditFinding::Kind kind, const Record& record, const Envelope* envelope,
            std::string_view reason);

  RecordFold fold_;
  std::optional<RuleReplay> rules_;
  AuditCounts counts_;
  std::vector<AuditFinding> findings_;
  std::unordered_map<std::string, Chain> chains_;
};

}  // namespace aduan
