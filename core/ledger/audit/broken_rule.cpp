#include "core/ledger/audit/broken_rule.h"

#include "core/complaint/decide.h"
#include "core/ledger/audit/commands_of.h"
#include "core/ledger/audit/difference.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace aduan {
namespace {

/// The agency that an event gives the case to.
std::optional<AgencyId> receiver_of(const Event& event) {
  if (const auto* const submitted = std::get_if<Submitted>(&event)) return submitted->holder;
  if (const auto* const forwarded = std::get_if<Forwarded>(&event)) return forwarded->to;
  if (const auto* const returned = std::get_if<Returned>(&event)) return returned->to;
  if (const auto* const ruled = std::get_if<Ruled>(&event)) return ruled->to;
  return std::nullopt;
}

/// What an importer alone can know of its source; every other breach is recomputed.
std::vector<std::string> anomalies_of(const Event& event, const Directory& directory) {
  std::vector<std::string> anomalies;
  const Consequences* const consequences = consequences_of(event);
  if (consequences == nullptr) return anomalies;
  const bool is_submission = std::holds_alternative<Submitted>(event);
  const std::optional<AgencyId> receiver = receiver_of(event);
  const bool has_agency = receiver && directory.is_connected(*receiver);
  for (const std::string& breach : consequences->breaches) {
    const bool is_closing =
        is_submission && breach == name_of_code(RejectionCode::closing_time_ignored);
    const bool is_no_agency = !has_agency && breach == name_of_code(RejectionCode::no_agency);
    if (is_closing || is_no_agency) anomalies.push_back(breach);
  }
  return anomalies;
}

BrokenRule refused(RejectionCode first, const std::vector<RejectionCode>& all) {
  std::string reason = "the rules refuse it: " + std::string(name_of_code(first));
  std::vector<RejectionCode> said{first};
  for (const RejectionCode code : all) {
    if (std::find(said.begin(), said.end(), code) != said.end()) continue;
    reason.append(said.size() == 1 ? "; also " : ", ").append(name_of_code(code));
    said.push_back(code);
  }
  return {std::string(name_of_code(first)), {}, std::move(reason)};
}

/// Nothing where the command makes this very event.
std::optional<BrokenRule> replay(const Complaint& before, const CaseCommand& command,
                                 const Event& event, const DecisionContext& context) {
  const Decision decision = decide(before, command, context);
  if (const auto* const rejection = std::get_if<Rejection>(&decision)) {
    return refused(rejection->code, broken_rules(before, command, context));
  }
  const Event& made = std::get<Event>(decision);
  if (made == event) return std::nullopt;
  Difference difference = difference_of(event, made);
  return BrokenRule{{}, std::move(difference.field), std::move(difference.reason)};
}

}  // namespace

std::optional<BrokenRule> find_broken_rule(const Complaint& before, const Attributes& attributes,
                                           const Event& event, const Directory& directory) {
  const bool is_first = attributes.sequence <= 1;
  if (is_first && !std::holds_alternative<Submitted>(event)) {
    if (std::holds_alternative<Opaque>(event)) return std::nullopt;
    return BrokenRule{std::string(kFirstEventRule), {}, "the case begins without a submission"};
  }
  const std::vector<std::string> anomalies = anomalies_of(event, directory);
  const DecisionContext context{.directory = directory,
                                .actor = attributes.actor,
                                .time = attributes.time,
                                .case_id = attributes.subject,
                                .sequence = attributes.sequence - 1,
                                .anomalies = &anomalies};
  std::optional<BrokenRule> first;
  for (const CaseCommand& command : commands_of(event, before)) {
    auto broken = replay(before, command, event, context);
    if (!broken) return std::nullopt;
    if (!first) first = std::move(broken);
  }
  return first;
}

std::optional<BrokenRule> find_broken_rule(const Directory& before, const Attributes& attributes,
                                           const DirectoryEvent& event) {
  const auto command = command_of(event);
  if (!command) return std::nullopt;
  const DecisionContext context{.directory = before,
                                .actor = attributes.actor,
                                .time = attributes.time,
                                .case_id = attributes.subject,
                                .sequence = attributes.sequence - 1};
  const DirectoryDecision decision = decide(*command, context);
  if (const auto* const rejection = std::get_if<Rejection>(&decision)) {
    return refused(rejection->code, {});
  }
  // Each of these commands holds its event: what is accepted is made as it stands.
  return std::nullopt;
}

}  // namespace aduan
