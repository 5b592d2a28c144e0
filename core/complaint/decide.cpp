#include "core/complaint/decide.h"

#include "core/base/check.h"
#include "core/complaint/rules/rules.h"

#include <algorithm>

namespace aduan {
namespace {

/// What not even an importer may break: the first event, the kind of reader that may open an
/// identity or destroy keys, and what a command was sealed for.
bool is_structural(RejectionCode code, const CaseCommand& command) {
  if (code == RejectionCode::case_id_taken || code == RejectionCode::seal_again) return true;
  return code == RejectionCode::not_authorised &&
         (std::holds_alternative<Reveal>(command) || std::holds_alternative<Erase>(command));
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

}  // namespace aduan
