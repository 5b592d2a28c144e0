// A log written by whoever holds the pen: honestly, as the ledger decides, or as a forger would who
// has the ledger's own writer. Every record extends its chain unless the test says otherwise, so
// that nothing but the rules can find the cheat.
//
//   ForgedLog log;
//   log.honest(kReporter, submit());
//   log.forged(kVerifier, Rated{…});
//   expect_findings(log, {{"rated", "not_closed"}});

#pragma once

#include "core/complaint/decide.h"
#include "core/ledger/audit.h"
#include "core/ledger/case_state.h"
#include "core/ledger/command_processor.h"
#include "tests/support/memory_event_log.h"
#include "tests/support/test_directory.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

class ForgedLog {
 public:
  /// What a forger changes beside the event.
  using Touch = std::function<void(Attributes&)>;

  static constexpr std::string_view kLedger = "test";

  /// Monday, 2 February 2015, 09:00 in Jakarta: the ledger is there, with the directory of
  /// test_directory.h; no case.
  ForgedLog();

  /// The case that the calls below are about; at first the 0th.
  ForgedLog& about(std::uint64_t n);
  CaseId case_id() const { return id_; }
  ForgedLog& later(std::chrono::minutes time);
  ForgedLog& on(std::string_view instant);
  Instant now() const { return now_; }

  /// What the ledger makes of the command; a failure when it refuses.
  ForgedLog& honest(const Actor& actor, const CaseCommand& command,
                    const std::vector<std::string>& anomalies = {});
  ForgedLog& honest(const DirectoryCommand& command, const Actor& actor = kOperator);
  /// The same where it may refuse; whether it was accepted.
  bool attempt(const Actor& actor, const CaseCommand& command,
               const std::vector<std::string>& anomalies = {});

  /// Straight into the chain, whatever the rules say.
  ForgedLog& forged(const Actor& actor, const Event& event, const Touch& touch = {});
  ForgedLog& forged(const DirectoryEvent& event, const Actor& actor, const Touch& touch = {});
  /// What the ledger makes of the command, with other attributes.
  ForgedLog& touched(const Actor& actor, const CaseCommand& command, const Touch& touch) {
    return forged(actor, decided(actor, command), touch);
  }
  /// What the ledger would make of the command, but for what the forger changes in it.
  template <class Kind>
  ForgedLog& altered(const Actor& actor, const CaseCommand& command,
                     const std::function<void(Kind&)>& alter) {
    Event event = decided(actor, command);
    if (auto* const body = std::get_if<Kind>(&event)) alter(*body);
    return forged(actor, event);
  }
  /// The next record's value as the forger rewrites it (it stays a valid one).
  ForgedLog& rewrite_next(std::function<void(std::string&)> rewrite);
  /// The next record with these bytes beside it, and a payload hash of others.
  ForgedLog& seal_next(std::string payload, std::string pretended);
  /// Anything at all, in the stream of the case.
  ForgedLog& raw(std::optional<std::string> value);

  const Complaint& complaint() { return state().complaint; }
  std::uint64_t last_sequence() { return state().head.sequence; }
  MemoryEventLog& log() { return log_; }
  const Directory& directory() const { return directory_; }
  /// The value of the case's valid record.
  const std::string& value_of(std::uint64_t sequence) { return values_[{id_, sequence}]; }

 private:
  CaseState& state() { return states_[id_]; }
  Event decided(const Actor& actor, const CaseCommand& command);
  Decision decide_on(const Actor& actor, const CaseCommand& command,
                     const std::vector<std::string>& anomalies);
  Attributes attributes_of(std::string_view subject, const ChainHead& head, const Actor& actor);
  void append(std::string_view subject, std::string value, std::string payload);

  MemoryEventLog log_;
  Directory directory_;
  ChainHead directory_head_;
  std::map<CaseId, CaseState> states_;
  std::map<std::pair<CaseId, std::uint64_t>, std::string> values_;
  CaseId id_;
  Instant now_;
  std::uint64_t commands_ = 0;
  std::function<void(std::string&)> rewrite_;
  std::string payload_;
  std::optional<std::string> pretended_;
};

/// A finding as a test names it: the event's short name (empty for a void record), and the rule,
/// the field or, of other kinds, the kind.
struct Found {
  std::string event;
  std::string what;
  std::uint64_t sequence = 0;  ///< 0: not asked

  bool operator==(const Found&) const = default;
};

/// What `verify_rules` finds; those that are not checkable are left out.
std::vector<AuditFinding> audit(const EventLog& log, std::string_view ledger = ForgedLog::kLedger);

/// Exactly these, in any order.
void expect_findings(ForgedLog& log, std::vector<Found> wanted);

}  // namespace aduan
