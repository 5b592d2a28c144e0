#include "core/complaint/decide.h"

#include "core/base/check.h"
#include "core/complaint/rules/rules.h"

#include <algorithm>

namespace aduan {
namespace {

/// Whether the case would go to the desk as if that were an agency: `desk` is target of no command.
bool goes_to_desk(const CaseCommand& command) {
  return std::visit(
      [](const auto& body) {
        if constexpr (requires { body.to == desk(); }) {
          return body.to == desk();
        } else if constexpr (requires { body.holder == desk(); }) {
          return body.holder == desk();
        } else {
          return false;
        }
      },
      command);
}

/// What not even an importer may break: the first event, the reserved id, free text where codes
/// belong (DESIGN §1 law 5), who may open an identity or destroy keys, and what a command was
/// sealed for.
bool is_structural(RejectionCode code, const CaseCommand& command) {
  switch (code) {
    case RejectionCode::case_id_taken:
    case RejectionCode::seal_again:
    case RejectionCode::bad_id:
      return true;
    case RejectionCode::not_connected:
      return goes_to_desk(command);
    case RejectionCode::not_authorised:
      return std::holds_alternative<Reveal>(command) || std::holds_alternative<Erase>(command);
    default:
      return false;
  }
}

/// The rules broken, then what the source's own dates say, then what the importer says of its
/// source.
std::vector<std::string> breaches_of(const std::vector<RejectionCode>& broken,
                                     const Complaint& complaint, const DecisionContext& context) {
  std::vector<std::string> breaches;
  const auto add = [&](std::string_view name) {
    if (std::find(breaches.begin(), breaches.end(), name) == breaches.end()) {
      breaches.emplace_back(name);
    }
  };
  for (const RejectionCode code : broken) add(name_of_code(code));
  if (context.exists() && context.time < complaint.submitted) {
    add(name_of_code(RejectionCode::before_submission));
  }
  if (context.exists() && context.time < complaint.last_time) {
    add(name_of_code(RejectionCode::before_previous));
  }
  if (context.anomalies != nullptr) {
    for (const std::string& anomaly : *context.anomalies) add(anomaly);
  }
  return breaches;
}

}  // namespace

std::vector<RejectionCode> broken_rules(const Complaint& complaint, const CaseCommand& command,
                                        const DecisionContext& context) {
  return std::visit(
      [&](const auto& body) {
        std::vector<RejectionCode> broken;
        for (const auto& rule : rules_of(body)) {
          if (rule.is_broken(complaint, body, context)) broken.push_back(rule.code);
        }
        return broken;
      },
      command);
}

Decision decide(const Complaint& complaint, const CaseCommand& command,
                const DecisionContext& context) {
  CHECK(context.exists() || std::holds_alternative<Submit>(command));
  const std::vector<RejectionCode> broken = broken_rules(complaint, command, context);
  for (const RejectionCode code : broken) {
    if (!context.is_importer() || is_structural(code, command)) return Rejection{code};
  }
  Event event =
      std::visit([&](const auto& body) { return make_event(complaint, body, context); }, command);
  if (context.is_importer()) {
    consequences_of(event)->breaches = breaches_of(broken, complaint, context);
  }
  return event;
}

std::vector<RejectionCode> rules_in_order(const CaseCommand& command) {
  return std::visit(
      [](const auto& body) {
        std::vector<RejectionCode> codes;
        for (const auto& rule : rules_of(body)) {
          if (std::find(codes.begin(), codes.end(), rule.code) == codes.end()) {
            codes.push_back(rule.code);
          }
        }
        return codes;
      },
      command);
}

}  // namespace aduan
