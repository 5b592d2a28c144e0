#include "core/ledger/audit/commands_of.h"

#include <utility>

namespace aduan {
namespace {

using Commands = std::vector<CaseCommand>;

/// An importer's due date of its source stands in the event as the one clock of the policy
/// `source`.
std::optional<Instant> source_due(const Consequences& consequences) {
  const bool is_source = consequences.policy && consequences.policy->text() == "source";
  if (!is_source || consequences.clocks.size() != 1) return std::nullopt;
  return consequences.clocks.front().due;
}

/// One line an event, in the order of RULES §2.
struct CommandsOf {
  const Complaint& before;

  Commands operator()(const Opaque&) const { return {}; }
  Commands operator()(const Submitted& e) const {
    return {Submit{.channel = e.channel,
                   .kind = e.kind,
                   .category = e.category,
                   .region = e.region,
                   .incident_date = e.incident_date,
                   .anonymous = e.anonymous,
                   .confidential = e.confidential,
                   .addressed_to = e.addressed_to,
                   .holder = e.holder,
                   .said_at = e.said_at,
                   .title = e.title,
                   .text = e.text,
                   .location = e.location,
                   .attachments = e.attachments,
                   .name = e.name,
                   .contact = e.contact,
                   .id_number = e.id_number,
                   .reference = e.reference,
                   .due = source_due(e.consequences)}};
  }
  Commands operator()(const Verified& e) const {
    return {Verify{e.kind, e.category, e.oversight, e.note}};
  }
  Commands operator()(const Pended& e) const { return {Pend{e.question}}; }
  Commands operator()(const Supplemented& e) const { return {Supplement{e.text, e.attachments}}; }
  Commands operator()(const Archived& e) const { return {ArchiveCase{e.reason, e.explanation}}; }
  Commands operator()(const Merged& e) const { return {Merge{e.into, e.note}}; }
  /// The flags of the merged case are not in the event: the target's, or for an importer others.
  /// That there is such a merge is the business of whoever sees both cases.
  Commands operator()(const Absorbed& e) const {
    return {Absorb{e.case_, e.sequence, before.anonymous, before.confidential},
            Absorb{e.case_, e.sequence, !before.anonymous, before.confidential}};
  }
  Commands operator()(const Forwarded& e) const {
    return {Forward{e.to, e.role, e.from, e.cause, e.note, source_due(e.consequences)}};
  }
  Commands operator()(const Returned& e) const {
    return {Return{e.by, e.to, e.reason, e.suggested, e.cause, e.note}};
  }
  Commands operator()(const Ruled& e) const { return {Rule{e.to, e.reasons}}; }
  Commands operator()(const Assigned& e) const { return {Assign{e.agency, e.unit, e.officer}}; }
  Commands operator()(const WorkStarted& e) const { return {Start{e.agency}}; }
  Commands operator()(const Noted& e) const { return {Note{e.agency, e.status, e.text}}; }
  Commands operator()(const Commented& e) const { return {Comment{e.audience, e.text}}; }
  Commands operator()(const Responded& e) const {
    return {Respond{e.agency, e.final_, e.outcome, e.promised_by, e.text, e.attachments}};
  }
  Commands operator()(const ReporterReplied& e) const { return {Reply{e.text, e.attachments}}; }
  Commands operator()(const Closed& e) const {
    if (e.basis == ClosingBasis::withdrawn) return {Withdraw{e.note}, Close{e.basis, e.note}};
    return {Close{e.basis, e.note}};
  }
  Commands operator()(const Reopened& e) const { return {Reopen{e.reason, e.text, e.note}}; }
  Commands operator()(const Rated& e) const { return {Rate{e.stars, e.comment}}; }
  Commands operator()(const Escalated& e) const {
    const Escalate escalate{e.to, e.reason, e.text, e.note};
    if (e.reason == EscalationReason::appeal) return {Appeal{e.text}, escalate};
    return {escalate};
  }
  Commands operator()(const DeadlineMissed& e) const {
    return {Miss{e.clock, e.agency, e.started, e.due}};
  }
  Commands operator()(const DeadlineExtended& e) const {
    return {Extend{e.clock, e.agency, e.started, e.due, e.reason, e.note}};
  }
  Commands operator()(const VisibilityChanged& e) const {
    return {ChangeVisibility{e.anonymous, e.confidential, e.reason}};
  }
  Commands operator()(const TextRedacted& e) const {
    return {Redact{e.sequence, e.field, e.reason}};
  }
  Commands operator()(const IdentityRevealed& e) const { return {Reveal{e.to, e.legal_basis}}; }
  Commands operator()(const PersonalDataErased& e) const { return {Erase{e.scope, e.legal_basis}}; }
  Commands operator()(const Supported&) const { return {Support{}}; }
};

struct DirectoryCommandOf {
  using Command = std::optional<DirectoryCommand>;

  Command operator()(const Opaque&) const { return std::nullopt; }
  Command operator()(const LedgerCreated& e) const { return CreateLedger{e}; }
  Command operator()(const PolicyAdopted& e) const { return Adopt{e}; }
  Command operator()(const Connected& e) const { return Connect{e}; }
  Command operator()(const Renamed& e) const { return Rename{e}; }
  Command operator()(const Dissolved& e) const { return Dissolve{e}; }
  Command operator()(const CategoryDefined& e) const { return Define{e}; }
};

}  // namespace

std::vector<CaseCommand> commands_of(const Event& event, const Complaint& before) {
  return std::visit(CommandsOf{before}, event);
}

std::optional<DirectoryCommand> command_of(const DirectoryEvent& event) {
  return std::visit(DirectoryCommandOf{}, event);
}

}  // namespace aduan
