// May this be done, and what does it make? Pure: time, actor and directory come in as arguments.
//
// The rules of each command stand in one list, in the order in which a person would be told: who,
// status, rule, target. The first that is broken is the answer; all that are broken are an
// importer's `breaches`. Source: RULES §3, §5.

#pragma once

#include "core/complaint/complaint.h"
#include "core/complaint/directory.h"
#include "core/complaint/rejection.h"
#include "schemas/command.h"

#include <string>
#include <variant>
#include <vector>

namespace aduan {

/// What a decision may look at beside the case and the command.
struct DecisionContext {
  const Directory& directory;
  const Actor& actor;
  Instant time;                ///< when our door took the command; an importer's: its source's
  std::string_view case_id;    ///< the command's subject
  std::uint64_t sequence = 0;  ///< of the case's last event; 0: there is no case yet
  const std::vector<std::string>* anomalies = nullptr;  ///< an importer's word about its source

  bool exists() const { return sequence > 0; }
  bool is_importer() const { return actor.role == Role::importer; }
};

using Decision = std::variant<Event, Rejection>;
using DirectoryDecision = std::variant<DirectoryEvent, Rejection>;

/// Requires: `context.exists()` for every command but Submit (a command on a case that does not
/// exist is the ledger's `not_found`).
Decision decide(const Complaint& complaint, const CaseCommand& command,
                const DecisionContext& context);

DirectoryDecision decide(const DirectoryCommand& command, const DecisionContext& context);

/// The rules that the command breaks, all of them, in order; what `breaches` holds.
std::vector<RejectionCode> broken_rules(const Complaint& complaint, const CaseCommand& command,
                                        const DecisionContext& context);

/// Every rule that can refuse a command of this kind, in order, each once.
std::vector<RejectionCode> rules_in_order(const CaseCommand& command);

}  // namespace aduan
