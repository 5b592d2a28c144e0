#include "core/complaint/rules/rules.h"

namespace aduan {
namespace {

bool is_letter_or_call(const Submit& command) {
  return command.channel == Channel::letter || command.channel == Channel::phone;
}

bool is_waiting_at_desk(const Complaint& complaint) {
  return complaint.status == Status::submitted || complaint.status == Status::verified;
}

/// Nobody judges an appeal against his own archiving.
bool archived_it(const Complaint& complaint, const DecisionContext& context) {
  return complaint.archived_by == context.actor;
}

bool forces_both_flags(const Submit& command) {
  return command.kind == ComplaintKind::whistleblowing;
}

bool is_confidential(const Submit& command) {
  return command.confidential || forces_both_flags(command);
}

}  // namespace

RulesOf<Submit> rules_of(const Submit&) {
  static constexpr RuleOf<Submit> kRules[] = {
      {RejectionCode::not_authorised,
       [](const Complaint&, const Submit& command, const DecisionContext& context) {
         if (context.is_importer() || context.actor.role == Role::reporter) return false;
         return context.actor.role != Role::verifier || !is_letter_or_call(command);
       }},
      {RejectionCode::importers_only,
       [](const Complaint&, const Submit& command, const DecisionContext& context) {
         return !context.is_importer() && (command.holder || command.due);
       }},
      {RejectionCode::case_id_taken,
       [](const Complaint&, const Submit&, const DecisionContext& context) {
         return context.exists();
       }},
      {RejectionCode::seal_again,
       [](const Complaint&, const Submit& command, const DecisionContext&) {
         return is_confidential(command) &&
                (command.category.open || command.region.open || command.incident_date.open);
       }},
      {RejectionCode::not_connected,
       [](const Complaint&, const Submit& command, const DecisionContext& context) {
         return command.holder && !context.directory.is_connected(*command.holder);
       }},
      {RejectionCode::unknown_code,
       [](const Complaint&, const Submit& command, const DecisionContext&) {
         return !command.channel.known() || !command.kind.known();
       }},
      {RejectionCode::unknown_category,
       [](const Complaint&, const Submit& command, const DecisionContext& context) {
         return is_open_and_undefined(command.category, context.directory);
       }},
      {RejectionCode::bad_id, [](const Complaint&, const Submit& command, const DecisionContext&) {
         const auto& day = command.incident_date.open;
         return !is_code(command.region.open) || !is_code(command.addressed_to) ||
                !is_code(command.holder) || (day && !parse_day(day->value));
       }}};
  return kRules;
}

Event make_event(const Complaint& complaint, const Submit& command,
                 const DecisionContext& context) {
  // Whistleblowing is written as a complaint: the kind stands in the open, and would tell.
  const bool hidden = forces_both_flags(command);
  return Submitted{
      .channel = command.channel,
      .kind = hidden ? Code<ComplaintKind>(ComplaintKind::complaint) : command.kind,
      .category = command.category,
      .region = command.region,
      .incident_date = command.incident_date,
      .anonymous = command.anonymous || hidden,
      .confidential = command.confidential || hidden,
      .addressed_to = command.addressed_to,
      .holder = command.holder,
      .said_at = command.said_at,
      .title = command.title,
      .text = command.text,
      .location = command.location,
      .attachments = command.attachments,
      .name = command.name,
      .contact = command.contact,
      .id_number = command.id_number,
      .reference = command.reference,
      .consequences = command.due
                          ? source_clock(command.holder, *command.due)
                          : start_clocks(complaint, context, {{Clock::verify, std::nullopt}}),
  };
}

RulesOf<Verify> rules_of(const Verify&) {
  static constexpr RuleOf<Verify> kRules[] = {
      {RejectionCode::not_authorised, kNoneOf<Role::verifier>},
      {RejectionCode::case_finished, kFinished},
      {RejectionCode::not_submitted,
       [](const Complaint& complaint, const Verify&, const DecisionContext&) {
         // An imported case may come back from its holder before anybody verified it.
         return !complaint.verified_once && !is_waiting_at_desk(complaint);
       }},
      {RejectionCode::seal_again,
       [](const Complaint& complaint, const Verify& command, const DecisionContext&) {
         return complaint.confidential && command.category.open;
       }},
      {RejectionCode::unknown_code,
       [](const Complaint&, const Verify& command, const DecisionContext&) {
         return !command.kind.known() || command.kind == ComplaintKind::whistleblowing;
       }},
      {RejectionCode::unknown_category,
       [](const Complaint&, const Verify& command, const DecisionContext& context) {
         return is_open_and_undefined(command.category, context.directory);
       }}};
  return kRules;
}

Event make_event(const Complaint&, const Verify& command, const DecisionContext&) {
  return Verified{.kind = command.kind,
                  .category = command.category,
                  .oversight = command.oversight,
                  .note = command.note,
                  .consequences = {}};
}

RulesOf<Pend> rules_of(const Pend&) {
  static constexpr RuleOf<Pend> kRules[] = {
      {RejectionCode::not_authorised, kNoneOf<Role::verifier>},
      {RejectionCode::case_finished, kFinished},
      {RejectionCode::has_a_lead, kHasALead},
      {RejectionCode::not_submitted,
       [](const Complaint& complaint, const Pend&, const DecisionContext&) {
         return is_open(complaint) && !is_waiting_at_desk(complaint);
       }}};
  return kRules;
}

Event make_event(const Complaint& complaint, const Pend& command, const DecisionContext& context) {
  return Pended{.question = command.question,
                .consequences = start_clocks(complaint, context, {{Clock::pend, std::nullopt}})};
}

RulesOf<Supplement> rules_of(const Supplement&) {
  static constexpr RuleOf<Supplement> kRules[] = {
      {RejectionCode::not_authorised, kNoneOf<Role::reporter>},
      {RejectionCode::case_finished, kFinished}};
  return kRules;
}

Event make_event(const Complaint& complaint, const Supplement& command,
                 const DecisionContext& context) {
  Supplemented event{command.text, command.attachments, {}};
  if (complaint.status == Status::pended) {
    event.consequences = start_clocks(complaint, context, {{Clock::verify, std::nullopt}});
  }
  return event;
}

RulesOf<ArchiveCase> rules_of(const ArchiveCase&) {
  static constexpr auto kIsDismissal = [](const ArchiveCase& command) {
    return command.reason == ArchiveReason::appeal_dismissed;
  };
  static constexpr auto kIsExpiry = [](const ArchiveCase& command, const DecisionContext& context) {
    return context.actor.role == Role::watcher && command.reason == ArchiveReason::not_supplemented;
  };
  static constexpr RuleOf<ArchiveCase> kRules[] = {
      {RejectionCode::not_authorised,
       [](const Complaint&, const ArchiveCase& command, const DecisionContext& context) {
         if (context.is_importer() || context.actor.role == Role::verifier) return false;
         if (context.actor.role == Role::overseer) return !kIsDismissal(command);
         return !kIsExpiry(command, context);
       }},
      {RejectionCode::conflict_of_interest,
       [](const Complaint& complaint, const ArchiveCase& command, const DecisionContext& context) {
         return kConflictOfInterest(complaint, command, context) ||
                (kIsDismissal(command) && archived_it(complaint, context));
       }},
      {RejectionCode::case_finished,
       [](const Complaint& complaint, const ArchiveCase& command, const DecisionContext&) {
         return !kIsDismissal(command) && !is_open(complaint);
       }},
      {RejectionCode::has_a_lead,
       [](const Complaint& complaint, const ArchiveCase& command, const DecisionContext&) {
         return !kIsDismissal(command) && lead_of(complaint) != nullptr;
       }},
      {RejectionCode::not_submitted,
       [](const Complaint& complaint, const ArchiveCase& command, const DecisionContext&) {
         return !kIsDismissal(command) && is_open(complaint) && !is_waiting_at_desk(complaint) &&
                complaint.status != Status::pended;
       }},
      {RejectionCode::not_under_appeal,
       [](const Complaint& complaint, const ArchiveCase& command, const DecisionContext&) {
         return kIsDismissal(command) && !complaint.under_appeal;
       }},
      {RejectionCode::too_early,
       [](const Complaint& complaint, const ArchiveCase& command, const DecisionContext& context) {
         return kIsExpiry(command, context) && !has_expired(complaint, Clock::pend, context.time);
       }},
      {RejectionCode::unknown_code,
       [](const Complaint&, const ArchiveCase& command, const DecisionContext&) {
         return !command.reason.known();
       }}};
  return kRules;
}

Event make_event(const Complaint& complaint, const ArchiveCase& command,
                 const DecisionContext& context) {
  Archived event{command.reason, command.explanation, {}};
  if (command.reason != ArchiveReason::appeal_dismissed) {
    event.consequences = start_clocks(complaint, context, {{Clock::appeal_window, std::nullopt}});
  }
  return event;
}

RulesOf<Appeal> rules_of(const Appeal&) {
  static constexpr RuleOf<Appeal> kRules[] = {
      {RejectionCode::not_authorised, kNoneOf<Role::reporter>},
      {RejectionCode::not_archived,
       [](const Complaint& complaint, const Appeal&, const DecisionContext&) {
         return complaint.status != Status::archived;
       }},
      {RejectionCode::window_over,
       [](const Complaint& complaint, const Appeal&, const DecisionContext& context) {
         return has_expired(complaint, Clock::appeal_window, context.time);
       }},
      {RejectionCode::already_appealed, [](const Complaint& complaint, const Appeal&,
                                           const DecisionContext&) { return complaint.appealed; }}};
  return kRules;
}

Event make_event(const Complaint& complaint, const Appeal& command,
                 const DecisionContext& context) {
  return Escalated{
      .to = EscalationTarget::overseer,
      .reason = EscalationReason::appeal,
      .text = command.text,
      .note = {},
      .consequences = start_clocks(complaint, context, {{Clock::appeal, std::nullopt}})};
}

RulesOf<Merge> rules_of(const Merge&) {
  static constexpr RuleOf<Merge> kRules[] = {
      {RejectionCode::not_authorised, kNoneOf<Role::verifier>},
      {RejectionCode::case_finished, kFinished},
      {RejectionCode::has_a_lead, kHasALead},
      {RejectionCode::not_submitted,
       [](const Complaint& complaint, const Merge&, const DecisionContext&) {
         return is_open(complaint) && !is_waiting_at_desk(complaint);
       }},
      {RejectionCode::same_case,
       [](const Complaint&, const Merge& command, const DecisionContext& context) {
         return command.into.text() == context.case_id;
       }}};
  return kRules;
}

Event make_event(const Complaint&, const Merge& command, const DecisionContext&) {
  return Merged{command.into, command.note, {}};
}

RulesOf<Absorb> rules_of(const Absorb&) {
  static constexpr RuleOf<Absorb> kRules[] = {
      {RejectionCode::not_authorised, kNoneOf<Role::steward>},
      {RejectionCode::case_finished,
       [](const Complaint& complaint, const Absorb&, const DecisionContext&) {
         return complaint.status == Status::merged || complaint.status == Status::archived;
       }},
      {RejectionCode::visibility_differs,
       [](const Complaint& complaint, const Absorb& command, const DecisionContext&) {
         return complaint.anonymous != command.anonymous ||
                complaint.confidential != command.confidential;
       }},
      {RejectionCode::same_case,
       [](const Complaint&, const Absorb& command, const DecisionContext& context) {
         return command.case_.text() == context.case_id;
       }}};
  return kRules;
}

Event make_event(const Complaint&, const Absorb& command, const DecisionContext&) {
  return Absorbed{command.case_, command.sequence, {}};
}

}  // namespace aduan
