#include "core/complaint/rules/rules.h"

#include <algorithm>

namespace aduan {
namespace {

bool loosens(const Complaint& complaint, const ChangeVisibility& command) {
  return (complaint.anonymous && !command.anonymous) ||
         (complaint.confidential && !command.confidential);
}

/// A sealed field's name, as `serialize` has them.
bool is_field_name(std::string_view text) {
  constexpr std::size_t kBytesMax = 40;
  return !text.empty() && text.size() <= kBytesMax &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

}  // namespace

RulesOf<ChangeVisibility> rules_of(const ChangeVisibility&) {
  static constexpr RuleOf<ChangeVisibility> kRules[] = {
      {RejectionCode::not_authorised, kNoneOf<Role::reporter, Role::verifier, Role::custodian>},
      {RejectionCode::cannot_loosen,
       [](const Complaint& complaint, const ChangeVisibility& command,
          const DecisionContext& context) {
         const bool is_reporter = context.actor.role == Role::reporter || context.is_importer();
         const bool may_loosen = is_reporter && !complaint.published;
         return loosens(complaint, command) && !may_loosen;
       }},
      {RejectionCode::nothing_changes,
       [](const Complaint& complaint, const ChangeVisibility& command, const DecisionContext&) {
         return complaint.anonymous == command.anonymous &&
                complaint.confidential == command.confidential;
       }},
      {RejectionCode::unknown_code,
       [](const Complaint&, const ChangeVisibility& command, const DecisionContext&) {
         return !command.reason.known();
       }}};
  return kRules;
}

Event make_event(const Complaint&, const ChangeVisibility& command, const DecisionContext&) {
  return VisibilityChanged{command.anonymous, command.confidential, command.reason, {}};
}

RulesOf<Redact> rules_of(const Redact&) {
  static constexpr RuleOf<Redact> kRules[] = {
      {RejectionCode::not_authorised, kNoneOf<Role::verifier, Role::custodian>},
      {RejectionCode::no_such_event,
       [](const Complaint&, const Redact& command, const DecisionContext& context) {
         return command.sequence == 0 || command.sequence > context.sequence;
       }},
      {RejectionCode::unknown_code, [](const Complaint&, const Redact& command,
                                       const DecisionContext&) { return !command.reason.known(); }},
      {RejectionCode::bad_id, [](const Complaint&, const Redact& command, const DecisionContext&) {
         return !is_field_name(command.field);
       }}};
  return kRules;
}

Event make_event(const Complaint&, const Redact& command, const DecisionContext&) {
  return TextRedacted{command.sequence, command.field, command.reason, {}};
}

RulesOf<Reveal> rules_of(const Reveal&) {
  static constexpr RuleOf<Reveal> kRules[] = {
      {RejectionCode::not_authorised, kStrictlyNoneOf<Role::custodian>},
      {RejectionCode::unknown_code,
       [](const Complaint&, const Reveal& command, const DecisionContext&) {
         return !command.legal_basis.known();
       }},
      {RejectionCode::bad_id, [](const Complaint&, const Reveal& command, const DecisionContext&) {
         return !is_code(command.to);
       }}};
  return kRules;
}

Event make_event(const Complaint&, const Reveal& command, const DecisionContext&) {
  return IdentityRevealed{command.to, command.legal_basis, {}};
}

RulesOf<Erase> rules_of(const Erase&) {
  static constexpr RuleOf<Erase> kRules[] = {
      {RejectionCode::not_authorised, kStrictlyNoneOf<Role::custodian>},
      {RejectionCode::unknown_code,
       [](const Complaint&, const Erase& command, const DecisionContext&) {
         return command.scope.empty() || !command.legal_basis.known() ||
                std::any_of(command.scope.begin(), command.scope.end(),
                            [](const auto& each) { return !each.known(); });
       }}};
  return kRules;
}

Event make_event(const Complaint&, const Erase& command, const DecisionContext&) {
  return PersonalDataErased{command.scope, command.legal_basis, {}};
}

}  // namespace aduan
