#include "core/complaint/rules/rules.h"

namespace aduan {
namespace {

constexpr std::uint32_t kReturnsMaxWithoutPolicy = 3;

std::uint32_t returns_max(const DecisionContext& context) {
  const AdoptedPolicy* const adopted = context.directory.policy_at(context.time);
  return adopted != nullptr ? adopted->policy.max_returns : kReturnsMaxWithoutPolicy;
}

bool is_support(const Forward& command) {
  return !command.cause && command.role == HandlingRole::support;
}

bool is_lead(const Forward& command) {
  return !command.cause && command.role == HandlingRole::lead;
}

/// Whether the steward may move the agency's handling.
bool is_dissolved(const std::optional<AgencyId>& agency, const Directory& directory) {
  const Agency* const found = agency ? directory.find_agency(*agency) : nullptr;
  return found != nullptr && found->dissolved;
}

/// Whether a rule of the plain return speaks: a succession needs nothing but the orphaned handling.
const Handling* handling_returned(const Complaint& complaint, const Return& command) {
  return command.cause ? nullptr : active_handling(complaint, command.by);
}

}  // namespace

RulesOf<Forward> rules_of(const Forward&) {
  static constexpr RuleOf<Forward> kRules[] = {
      {RejectionCode::not_authorised,
       [](const Complaint&, const Forward& command, const DecisionContext& context) {
         if (context.is_importer()) return false;
         return context.actor.role != (command.cause ? Role::steward : Role::verifier);
       }},
      {RejectionCode::importers_only,
       [](const Complaint&, const Forward& command, const DecisionContext& context) {
         return !context.is_importer() && command.due;
       }},
      {RejectionCode::case_finished, kFinished},
      {RejectionCode::not_verified,
       [](const Complaint& complaint, const Forward& command, const DecisionContext&) {
         return is_lead(command) && !complaint.verified_once;
       }},
      {RejectionCode::pended,
       [](const Complaint& complaint, const Forward& command, const DecisionContext&) {
         return is_lead(command) && complaint.status == Status::pended;
       }},
      {RejectionCode::has_a_lead,
       [](const Complaint& complaint, const Forward& command, const DecisionContext&) {
         return is_lead(command) && lead_of(complaint) != nullptr;
       }},
      {RejectionCode::no_lead,
       [](const Complaint& complaint, const Forward& command, const DecisionContext&) {
         return is_support(command) && lead_of(complaint) == nullptr;
       }},
      {RejectionCode::not_your_case,
       [](const Complaint& complaint, const Forward& command, const DecisionContext&) {
         return command.cause &&
                (!command.from || active_handling(complaint, *command.from) == nullptr);
       }},
      {RejectionCode::ruling_required,
       [](const Complaint& complaint, const Forward& command, const DecisionContext& context) {
         return is_lead(command) && (complaint.returns >= returns_max(context) || complaint.ruled);
       }},
      {RejectionCode::not_connected, kTargetNotConnected},
      {RejectionCode::not_dissolved,
       [](const Complaint&, const Forward& command, const DecisionContext& context) {
         return command.cause && !is_dissolved(command.from, context.directory);
       }},
      {RejectionCode::already_handling,
       [](const Complaint& complaint, const Forward& command, const DecisionContext&) {
         return is_support(command) && active_handling(complaint, command.to) != nullptr;
       }},
      {RejectionCode::unknown_code,
       [](const Complaint&, const Forward& command, const DecisionContext&) {
         return is_unknown(command.cause);
       }},
      {RejectionCode::bad_id, [](const Complaint&, const Forward& command, const DecisionContext&) {
         return !is_code(command.to) || !is_code(command.from);
       }}};
  return kRules;
}

Event make_event(const Complaint& complaint, const Forward& command,
                 const DecisionContext& context) {
  Forwarded event{command.to, command.role, command.from, command.cause, command.note, {}};
  if (command.cause) {
    const Handling* const old = command.from ? active_handling(complaint, *command.from) : nullptr;
    if (old != nullptr) event.role = old->role;
    return event;  // The successor takes over the clocks as they run.
  }
  if (command.due) {
    event.consequences = source_clock(command.to, *command.due);
  } else if (is_support(command)) {
    event.consequences = start_clocks(
        complaint, context, {{Clock::follow_up, command.to}, {Clock::resolve, command.to}});
  } else {
    // An agency that gets a case back keeps its first due date: a return buys nobody time.
    event.consequences = start_clocks(complaint, context,
                                      {{Clock::follow_up, command.to},
                                       {Clock::resolve, command.to},
                                       {Clock::return_agency, command.to}});
  }
  return event;
}

RulesOf<Return> rules_of(const Return&) {
  static constexpr RuleOf<Return> kRules[] = {
      {RejectionCode::not_authorised,
       [](const Complaint&, const Return& command, const DecisionContext& context) {
         if (context.is_importer()) return false;
         if (command.cause) return context.actor.role != Role::steward;
         return context.actor.role != Role::agency || context.actor.agency() != command.by;
       }},
      {RejectionCode::importers_only,
       [](const Complaint&, const Return& command, const DecisionContext& context) {
         return !context.is_importer() && command.to;
       }},
      {RejectionCode::case_finished, kFinished},
      {RejectionCode::not_your_case,
       [](const Complaint& complaint, const Return& command, const DecisionContext&) {
         return active_handling(complaint, command.by) == nullptr;
       }},
      {RejectionCode::already_answered,
       [](const Complaint& complaint, const Return& command, const DecisionContext&) {
         const Handling* const handling = handling_returned(complaint, command);
         return handling != nullptr && handling->answered;
       }},
      {RejectionCode::ruling_binds,
       [](const Complaint& complaint, const Return& command, const DecisionContext&) {
         const Handling* const handling = handling_returned(complaint, command);
         return complaint.ruled && handling != nullptr && handling->role == HandlingRole::lead;
       }},
      {RejectionCode::return_too_late,
       [](const Complaint& complaint, const Return& command, const DecisionContext& context) {
         if (command.cause) return false;
         const RunningClock* const clock = find_clock(complaint, Clock::return_agency, command.by);
         return clock != nullptr && clock->due <= context.time;
       }},
      {RejectionCode::not_connected,
       [](const Complaint&, const Return& command, const DecisionContext& context) {
         return command.to && !context.directory.is_connected(*command.to);
       }},
      {RejectionCode::not_dissolved,
       [](const Complaint&, const Return& command, const DecisionContext& context) {
         return command.cause && !is_dissolved(command.by, context.directory);
       }},
      {RejectionCode::unknown_code,
       [](const Complaint&, const Return& command, const DecisionContext&) {
         return !command.reason.known() || is_unknown(command.cause);
       }},
      {RejectionCode::bad_id, [](const Complaint&, const Return& command, const DecisionContext&) {
         return !is_code(command.by) || !is_code(command.to) || !is_code(command.suggested);
       }}};
  return kRules;
}

Event make_event(const Complaint& complaint, const Return& command,
                 const DecisionContext& context) {
  Returned event{command.by,   command.to, command.reason, command.suggested, command.cause,
                 command.note, {}};
  const Handling* const lead = lead_of(complaint);
  if (lead != nullptr && lead->agency == command.by && !command.to) {
    event.consequences = start_clocks(complaint, context, {{Clock::reroute, std::nullopt}});
  }
  return event;
}

RulesOf<Rule> rules_of(const Rule&) {
  static constexpr RuleOf<Rule> kRules[] = {
      {RejectionCode::not_authorised, kNoneOf<Role::verifier, Role::overseer>},
      {RejectionCode::conflict_of_interest, kConflictOfInterest},
      {RejectionCode::case_finished, kFinished},
      {RejectionCode::not_verified, kNeverVerified},
      {RejectionCode::not_connected, kTargetNotConnected},
      {RejectionCode::bad_id, [](const Complaint&, const Rule& command, const DecisionContext&) {
         return !is_code(command.to);
       }}};
  return kRules;
}

Event make_event(const Complaint& complaint, const Rule& command, const DecisionContext& context) {
  return Ruled{
      .to = command.to,
      .reasons = command.reasons,
      .consequences = start_clocks(complaint, context,
                                   {{Clock::follow_up, command.to}, {Clock::resolve, command.to}})};
}

RulesOf<Assign> rules_of(const Assign&) {
  static constexpr RuleOf<Assign> kRules[] = {
      {RejectionCode::not_authorised, kNoneOf<Role::agency>},
      {RejectionCode::not_authorised, kNotThatAgency},
      {RejectionCode::not_your_case, kNotHandling},
      {RejectionCode::bad_id, [](const Complaint&, const Assign& command, const DecisionContext&) {
         return !is_code(command.agency) || !is_code(command.unit) || !is_code(command.officer);
       }}};
  return kRules;
}

Event make_event(const Complaint&, const Assign& command, const DecisionContext&) {
  return Assigned{command.agency, command.unit, command.officer, {}};
}

RulesOf<Start> rules_of(const Start&) {
  static constexpr RuleOf<Start> kRules[] = {{RejectionCode::not_authorised, kNoneOf<Role::agency>},
                                             {RejectionCode::not_authorised, kNotThatAgency},
                                             {RejectionCode::not_your_case, kNotHandling},
                                             {RejectionCode::bad_id, kMalformedAgency}};
  return kRules;
}

Event make_event(const Complaint&, const Start& command, const DecisionContext&) {
  return WorkStarted{command.agency, {}};
}

RulesOf<Note> rules_of(const Note&) {
  static constexpr RuleOf<Note> kRules[] = {
      {RejectionCode::not_authorised,
       [](const Complaint&, const Note& command, const DecisionContext& context) {
         if (context.is_importer()) return false;
         return context.actor.role != Role::agency || context.actor.agency() != command.agency;
       }},
      {RejectionCode::importers_only,
       [](const Complaint&, const Note& command, const DecisionContext& context) {
         return !context.is_importer() && command.status;
       }},
      {RejectionCode::not_your_case,
       [](const Complaint& complaint, const Note& command, const DecisionContext&) {
         return command.agency && active_handling(complaint, *command.agency) == nullptr;
       }},
      {RejectionCode::bad_id, [](const Complaint&, const Note& command, const DecisionContext&) {
         return !is_code(command.agency);
       }}};
  return kRules;
}

Event make_event(const Complaint&, const Note& command, const DecisionContext&) {
  return Noted{command.agency, command.status, command.text, {}};
}

RulesOf<Respond> rules_of(const Respond&) {
  static constexpr RuleOf<Respond> kRules[] = {
      {RejectionCode::not_authorised, kNoneOf<Role::agency>},
      {RejectionCode::not_authorised, kNotThatAgency},
      {RejectionCode::case_finished, kFinished},
      {RejectionCode::not_your_case, kNotHandling},
      {RejectionCode::unknown_code,
       [](const Complaint&, const Respond& command, const DecisionContext&) {
         return is_unknown(command.outcome);
       }},
      {RejectionCode::bad_id, kMalformedAgency}};
  return kRules;
}

Event make_event(const Complaint& complaint, const Respond& command,
                 const DecisionContext& context) {
  Responded event{command.agency,
                  command.final_,
                  command.outcome,
                  command.promised_by,
                  command.text,
                  command.attachments,
                  {}};
  const Handling* const lead = lead_of(complaint);
  if (command.final_ && lead != nullptr && lead->agency == command.agency) {
    event.consequences =
        start_clocks(complaint, context, {{Clock::reporter_silence, std::nullopt}});
  }
  return event;
}

}  // namespace aduan
