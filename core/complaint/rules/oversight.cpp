#include "core/complaint/rules/rules.h"

#include <algorithm>

namespace aduan {
namespace {

template <class Command>
const RunningClock* find_in(const std::vector<RunningClock>& clocks, const Command& command) {
  const auto found = std::find_if(clocks.begin(), clocks.end(), [&](const RunningClock& each) {
    return each.clock == command.clock && each.agency == command.agency &&
           each.started == command.started;
  });
  return found == clocks.end() ? nullptr : &*found;
}

/// The clock of a miss: it runs, or it was stopped late.
const RunningClock* find_missed(const Complaint& complaint, const Miss& command) {
  const RunningClock* const running = find_in(complaint.clocks, command);
  return running != nullptr ? running : find_in(complaint.late, command);
}

}  // namespace

RulesOf<Escalate> rules_of(const Escalate&) {
  static constexpr RuleOf<Escalate> kRules[] = {
      {RejectionCode::not_authorised,
       kNoneOf<Role::verifier, Role::overseer, Role::watcher, Role::steward>},
      {RejectionCode::case_finished, kFinished},
      {RejectionCode::unknown_code,
       [](const Complaint&, const Escalate& command, const DecisionContext&) {
         // An appeal is the reporter's own command.
         return !command.to.known() || !command.reason.known() ||
                command.reason == EscalationReason::appeal;
       }}};
  return kRules;
}

Event make_event(const Complaint&, const Escalate& command, const DecisionContext&) {
  return Escalated{command.to, command.reason, command.text, command.note, {}};
}

RulesOf<Extend> rules_of(const Extend&) {
  static constexpr RuleOf<Extend> kRules[] = {
      {RejectionCode::not_authorised, kNoneOf<Role::verifier>},
      {RejectionCode::clock_not_running,
       [](const Complaint& complaint, const Extend& command, const DecisionContext&) {
         return find_in(complaint.clocks, command) == nullptr;
       }},
      {RejectionCode::already_due,
       [](const Complaint& complaint, const Extend& command, const DecisionContext& context) {
         const RunningClock* const clock = find_in(complaint.clocks, command);
         return clock != nullptr && clock->due <= context.time;
       }},
      {RejectionCode::not_later,
       [](const Complaint& complaint, const Extend& command, const DecisionContext&) {
         const RunningClock* const clock = find_in(complaint.clocks, command);
         return clock != nullptr && command.due <= clock->due;
       }},
      {RejectionCode::unknown_code, [](const Complaint&, const Extend& command,
                                       const DecisionContext&) { return !command.reason.known(); }},
      {RejectionCode::bad_id, kMalformedAgency}};
  return kRules;
}

Event make_event(const Complaint&, const Extend& command, const DecisionContext&) {
  return DeadlineExtended{command.clock,
                          command.agency,
                          command.started,
                          command.due,
                          command.reason,
                          command.note,
                          {}};
}

RulesOf<Miss> rules_of(const Miss&) {
  static constexpr RuleOf<Miss> kRules[] = {
      {RejectionCode::not_authorised, kNoneOf<Role::watcher>},
      {RejectionCode::clock_not_running,
       [](const Complaint& complaint, const Miss& command, const DecisionContext&) {
         return !is_duty(command.clock) || find_missed(complaint, command) == nullptr;
       }},
      {RejectionCode::already_missed,
       [](const Complaint& complaint, const Miss& command, const DecisionContext&) {
         const RunningClock* const clock = find_missed(complaint, command);
         return clock != nullptr && clock->missed;
       }},
      {RejectionCode::too_early,
       [](const Complaint& complaint, const Miss& command, const DecisionContext& context) {
         const RunningClock* const clock = find_missed(complaint, command);
         return clock != nullptr && context.time < clock->due;
       }},
      {RejectionCode::bad_id, kMalformedAgency}};
  return kRules;
}

Event make_event(const Complaint& complaint, const Miss& command, const DecisionContext&) {
  const RunningClock* const clock = find_missed(complaint, command);
  return DeadlineMissed{command.clock,
                        command.agency,
                        command.started,
                        clock != nullptr ? clock->due : command.due,
                        {}};
}

}  // namespace aduan
