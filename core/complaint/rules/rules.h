// How the rules of a command are written down: one list a command, in the order in which a person
// would be told. Internal to core/complaint.

#pragma once

#include "core/complaint/decide.h"

#include <initializer_list>
#include <span>
#include <utility>

namespace aduan {

template <class Command>
struct RuleOf {
  RejectionCode code;
  bool (*is_broken)(const Complaint&, const Command&, const DecisionContext&);
};

template <class Command>
using RulesOf = std::span<const RuleOf<Command>>;

/// Who: the actor has none of these roles. An importer speaks for whoever acted at its source, so
/// this phase says nothing of it.
template <Role... roles>
inline constexpr auto kNoneOf = [](const Complaint&, const auto&, const DecisionContext& context) {
  return !context.is_importer() && ((context.actor.role != roles) && ...);
};

/// Who: not even an importer.
template <Role... roles>
inline constexpr auto kStrictlyNoneOf =
    [](const Complaint&, const auto&, const DecisionContext& context) {
      return ((context.actor.role != roles) && ...);
    };

/// Who: an agency that speaks for another one.
inline constexpr auto kNotThatAgency = [](const Complaint&, const auto& command,
                                          const DecisionContext& context) {
  return context.actor.role == Role::agency && context.actor.agency() != command.agency;
};

/// Who: a verifier whose agency handled the case. The desk's own have no such conflict.
inline constexpr auto kConflictOfInterest = [](const Complaint& complaint, const auto&,
                                               const DecisionContext& context) {
  return context.actor.role == Role::verifier && has_handled(complaint, context.actor.agency());
};

inline constexpr auto kFinished = [](const Complaint& complaint, const auto&,
                                     const DecisionContext&) { return !is_open(complaint); };

inline constexpr auto kNeverVerified = [](const Complaint& complaint, const auto&,
                                          const DecisionContext&) {
  return !complaint.verified_once;
};

inline constexpr auto kHasALead = [](const Complaint& complaint, const auto&,
                                     const DecisionContext&) {
  return lead_of(complaint) != nullptr;
};

/// Status: the agency of the command has no active handling.
inline constexpr auto kNotHandling = [](const Complaint& complaint, const auto& command,
                                        const DecisionContext&) {
  return active_handling(complaint, command.agency) == nullptr;
};

/// Target: no agency of that id can be given a case. The desk never can.
inline constexpr auto kTargetNotConnected = [](const Complaint&, const auto& command,
                                               const DecisionContext& context) {
  return !context.directory.is_connected(command.to);
};

template <class T>
bool is_open_and_undefined(const Disclosed<T>& category, const Directory& directory) {
  return category.open && !directory.categories.contains(*category.open);
}

/// A code that this version does not know, in a field that may be absent.
template <class E>
bool is_unknown(const std::optional<Code<E>>& code) {
  return code && !code->known();
}

/// A code of a record: an id's form, so that no free text stands in the open. Source: DESIGN §1
/// law 5.
template <class Tag>
bool is_code(const Name<Tag>& name) {
  return is_well_formed_id(name.value);
}
template <class Tag>
bool is_code(const std::optional<Name<Tag>>& name) {
  return !name || is_code(*name);
}

/// Target: text where an agency's id belongs.
inline constexpr auto kMalformedAgency = [](const Complaint&, const auto& command,
                                            const DecisionContext&) {
  return !is_code(command.agency);
};

/// A clock of this kind runs and is due at the command's time or before.
inline bool has_expired(const Complaint& complaint, Clock clock, Instant time) {
  const RunningClock* const running = find_clock(complaint, clock, std::nullopt);
  return running != nullptr && running->due <= time;
}

/// Which clocks an event starts: its kind and whose it is (none: the desk's, or a window).
struct ClockWanted {
  Clock clock;
  std::optional<AgencyId> agency;
};

/// Due dates by the policy in force at the command's time; none where there is no policy, or for an
/// importer. An agency that had a due date in this round keeps it (a return buys nobody time), its
/// clock that runs runs on, and a first response that came in this round is not owed again; `fresh`
/// (only reopening) gives new ones.
Consequences start_clocks(const Complaint& complaint, const DecisionContext& context,
                          std::span<const ClockWanted> wanted, bool fresh = false);
inline Consequences start_clocks(const Complaint& complaint, const DecisionContext& context,
                                 std::initializer_list<ClockWanted> wanted) {
  return start_clocks(complaint, context, std::span(wanted.begin(), wanted.size()));
}

/// An importer's due date of its source: a `resolve` clock under the policy `source`.
Consequences source_clock(const std::optional<AgencyId>& agency, Instant due);

// The two halves of each command's decision, one file a group. ADUAN_DECISION declares both.
#define ADUAN_DECISION(Command)                                        \
  RulesOf<Command> rules_of(const Command&);                           \
  Event make_event(const Complaint& complaint, const Command& command, \
                   const DecisionContext& context)

ADUAN_DECISION(Submit);
ADUAN_DECISION(Verify);
ADUAN_DECISION(Pend);
ADUAN_DECISION(Supplement);
ADUAN_DECISION(ArchiveCase);
ADUAN_DECISION(Appeal);
ADUAN_DECISION(Merge);
ADUAN_DECISION(Absorb);
ADUAN_DECISION(Forward);
ADUAN_DECISION(Return);
ADUAN_DECISION(Rule);
ADUAN_DECISION(Assign);
ADUAN_DECISION(Start);
ADUAN_DECISION(Note);
ADUAN_DECISION(Respond);
ADUAN_DECISION(Comment);
ADUAN_DECISION(Reply);
ADUAN_DECISION(Close);
ADUAN_DECISION(Withdraw);
ADUAN_DECISION(Reopen);
ADUAN_DECISION(Rate);
ADUAN_DECISION(Support);
ADUAN_DECISION(Escalate);
ADUAN_DECISION(Extend);
ADUAN_DECISION(Miss);
ADUAN_DECISION(ChangeVisibility);
ADUAN_DECISION(Redact);
ADUAN_DECISION(Reveal);
ADUAN_DECISION(Erase);

}  // namespace aduan
