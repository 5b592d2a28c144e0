#include "core/complaint/rules/rules.h"

namespace aduan {
namespace {

/// The lead owes an answer to whoever just spoke.
Consequences answer_owed(const Complaint& complaint, const DecisionContext& context) {
  const Handling* const lead = lead_of(complaint);
  if (complaint.status != Status::responded || lead == nullptr) return {};
  return start_clocks(complaint, context, {{Clock::answer, lead->agency}});
}

bool is_desk_or_overseer(const Actor& actor) {
  return actor.role == Role::verifier || actor.role == Role::overseer;
}

}  // namespace

RulesOf<Comment> rules_of(const Comment&) {
  static constexpr RuleOf<Comment> kRules[] = {
      {RejectionCode::not_authorised,
       kNoneOf<Role::verifier, Role::overseer, Role::agency, Role::citizen>},
      {RejectionCode::not_authorised,
       [](const Complaint&, const Comment& command, const DecisionContext& context) {
         return context.actor.role == Role::citizen && command.audience != Audience::public_;
       }},
      {RejectionCode::not_your_case,
       [](const Complaint& complaint, const Comment&, const DecisionContext& context) {
         return context.actor.role == Role::agency &&
                active_handling(complaint, context.actor.agency()) == nullptr;
       }},
      {RejectionCode::not_published,
       [](const Complaint& complaint, const Comment&, const DecisionContext& context) {
         return context.actor.role == Role::citizen &&
                (!complaint.published || complaint.confidential);
       }}};
  return kRules;
}

Event make_event(const Complaint& complaint, const Comment& command,
                 const DecisionContext& context) {
  Commented event{command.audience, command.text, {}};
  if (command.audience == Audience::public_ && is_desk_or_overseer(context.actor)) {
    event.consequences = answer_owed(complaint, context);
  }
  return event;
}

RulesOf<Reply> rules_of(const Reply&) {
  static constexpr RuleOf<Reply> kRules[] = {
      {RejectionCode::not_authorised, kNoneOf<Role::reporter>},
      {RejectionCode::not_responded,
       [](const Complaint& complaint, const Reply&, const DecisionContext&) {
         return complaint.status != Status::responded && complaint.status != Status::closed;
       }}};
  return kRules;
}

Event make_event(const Complaint& complaint, const Reply& command, const DecisionContext& context) {
  return ReporterReplied{command.text, command.attachments, answer_owed(complaint, context)};
}

RulesOf<Close> rules_of(const Close&) {
  static constexpr RuleOf<Close> kRules[] = {
      // Never an agency: whoever did the work does not judge it.
      {RejectionCode::not_authorised,
       [](const Complaint&, const Close& command, const DecisionContext& context) {
         if (context.is_importer()) return false;
         switch (command.basis.known().value_or(ClosingBasis::withdrawn)) {
           case ClosingBasis::confirmed_by_reporter:
             return context.actor.role != Role::reporter;
           case ClosingBasis::reporter_silent:
             return context.actor.role != Role::watcher;
           case ClosingBasis::by_ruling:
             return !is_desk_or_overseer(context.actor);
           case ClosingBasis::withdrawn:
           case ClosingBasis::source:
             return true;
         }
         return true;
       }},
      {RejectionCode::conflict_of_interest, kConflictOfInterest},
      {RejectionCode::case_finished, kFinished},
      {RejectionCode::not_responded,
       [](const Complaint& complaint, const Close& command, const DecisionContext&) {
         // A source that says `withdrawn` closes as `withdraw` does: from any open status.
         return command.basis != ClosingBasis::by_ruling &&
                command.basis != ClosingBasis::withdrawn && complaint.status != Status::responded;
       }},
      {RejectionCode::answer_and_reply_needed,
       [](const Complaint& complaint, const Close& command, const DecisionContext&) {
         return command.basis == ClosingBasis::by_ruling &&
                !(complaint.answered && complaint.replied_since);
       }},
      {RejectionCode::too_early,
       [](const Complaint& complaint, const Close& command, const DecisionContext& context) {
         return command.basis == ClosingBasis::reporter_silent &&
                !has_expired(complaint, Clock::reporter_silence, context.time);
       }},
      {RejectionCode::unknown_code, [](const Complaint&, const Close& command,
                                       const DecisionContext&) { return !command.basis.known(); }}};
  return kRules;
}

Event make_event(const Complaint& complaint, const Close& command, const DecisionContext& context) {
  return Closed{.basis = command.basis,
                .note = command.note,
                .consequences = start_clocks(
                    complaint, context,
                    {{Clock::reopen_window, std::nullopt}, {Clock::rate_window, std::nullopt}})};
}

RulesOf<Withdraw> rules_of(const Withdraw&) {
  static constexpr RuleOf<Withdraw> kRules[] = {
      {RejectionCode::not_authorised, kNoneOf<Role::reporter>},
      {RejectionCode::case_finished, kFinished}};
  return kRules;
}

Event make_event(const Complaint& complaint, const Withdraw& command,
                 const DecisionContext& context) {
  return Closed{
      .basis = ClosingBasis::withdrawn,
      .note = command.note,
      .consequences = start_clocks(complaint, context, {{Clock::reopen_window, std::nullopt}})};
}

RulesOf<Reopen> rules_of(const Reopen&) {
  static constexpr auto kIsAppeal = [](const Reopen& command) {
    return command.reason == ReopeningReason::appeal_granted;
  };
  static constexpr auto kIsMergeFailed = [](const Reopen& command) {
    return command.reason == ReopeningReason::merge_failed;
  };
  static constexpr RuleOf<Reopen> kRules[] = {
      {RejectionCode::not_authorised,
       [](const Complaint&, const Reopen& command, const DecisionContext& context) {
         if (context.is_importer()) return false;
         if (kIsMergeFailed(command)) return context.actor.role != Role::steward;
         if (kIsAppeal(command)) return !is_desk_or_overseer(context.actor);
         return context.actor.role != Role::reporter && !is_desk_or_overseer(context.actor);
       }},
      {RejectionCode::importers_only,
       [](const Complaint&, const Reopen& command, const DecisionContext& context) {
         return !context.is_importer() && command.reason == ReopeningReason::source;
       }},
      {RejectionCode::conflict_of_interest,
       [](const Complaint& complaint, const Reopen& command, const DecisionContext& context) {
         return kIsAppeal(command) && complaint.archived_by == context.actor;
       }},
      {RejectionCode::not_closed,
       [](const Complaint& complaint, const Reopen& command, const DecisionContext&) {
         return !kIsAppeal(command) && !kIsMergeFailed(command) &&
                complaint.status != Status::closed;
       }},
      {RejectionCode::not_under_appeal,
       [](const Complaint& complaint, const Reopen& command, const DecisionContext&) {
         return kIsAppeal(command) && !complaint.under_appeal;
       }},
      {RejectionCode::not_merged,
       [](const Complaint& complaint, const Reopen& command, const DecisionContext&) {
         return kIsMergeFailed(command) && complaint.status != Status::merged;
       }},
      {RejectionCode::already_reopened,
       [](const Complaint& complaint, const Reopen&, const DecisionContext& context) {
         return context.actor.role == Role::reporter && complaint.reopened_by_reporter;
       }},
      {RejectionCode::window_over,
       [](const Complaint& complaint, const Reopen&, const DecisionContext& context) {
         return context.actor.role == Role::reporter &&
                has_expired(complaint, Clock::reopen_window, context.time);
       }},
      {RejectionCode::unknown_code,
       [](const Complaint&, const Reopen& command, const DecisionContext&) {
         return !command.reason.known();
       }}};
  return kRules;
}

Event make_event(const Complaint& complaint, const Reopen& command,
                 const DecisionContext& context) {
  std::vector<ClockWanted> wanted;
  if (lead_of(complaint) == nullptr) wanted.push_back({Clock::verify, std::nullopt});
  for (const Handling& handling : complaint.handlings) {
    if (!handling.is_active()) continue;
    wanted.push_back({Clock::follow_up, handling.agency});
    wanted.push_back({Clock::resolve, handling.agency});
  }
  constexpr bool kFresh = true;
  return Reopened{.reason = command.reason,
                  .text = command.text,
                  .note = command.note,
                  .consequences = start_clocks(complaint, context, wanted, kFresh)};
}

RulesOf<Rate> rules_of(const Rate&) {
  static constexpr RuleOf<Rate> kRules[] = {
      {RejectionCode::not_authorised, kNoneOf<Role::reporter>},
      {RejectionCode::not_closed,
       [](const Complaint& complaint, const Rate&, const DecisionContext&) {
         return complaint.status != Status::closed;
       }},
      {RejectionCode::window_over,
       [](const Complaint& complaint, const Rate&, const DecisionContext& context) {
         // A withdrawal opens the window to reopen alone: there is no work to rate.
         const bool withdrawn =
             find_clock(complaint, Clock::reopen_window, std::nullopt) != nullptr &&
             find_clock(complaint, Clock::rate_window, std::nullopt) == nullptr;
         return withdrawn || has_expired(complaint, Clock::rate_window, context.time);
       }},
      {RejectionCode::already_rated, [](const Complaint& complaint, const Rate&,
                                        const DecisionContext&) { return complaint.rated; }},
      {RejectionCode::bad_stars, [](const Complaint&, const Rate& command, const DecisionContext&) {
         return command.stars < 1 || command.stars > 5;
       }}};
  return kRules;
}

Event make_event(const Complaint&, const Rate& command, const DecisionContext&) {
  return Rated{command.stars, command.comment, {}};
}

RulesOf<Support> rules_of(const Support&) {
  static constexpr RuleOf<Support> kRules[] = {
      {RejectionCode::not_authorised,
       [](const Complaint&, const Support&, const DecisionContext& context) {
         // With an account: the id makes the second support of one citizen the same command.
         return !context.is_importer() &&
                (context.actor.role != Role::citizen || context.actor.id.empty());
       }},
      {RejectionCode::case_finished, kFinished},
      {RejectionCode::not_published,
       [](const Complaint& complaint, const Support&, const DecisionContext&) {
         return !complaint.published || complaint.confidential;
       }}};
  return kRules;
}

Event make_event(const Complaint&, const Support&, const DecisionContext&) { return Supported{}; }

}  // namespace aduan
