#include "consumers/steward.h"

#include "projections/held_cases.h"

#include <string>
#include <utility>

namespace aduan {
namespace {

std::string key_of(std::string_view verb, const OpenMerge& merge) {
  std::string key(verb);
  key.append("/").append(merge.source.text()).append("/").append(std::to_string(merge.sequence));
  return key;
}

}  // namespace

std::optional<SystemCommand> absorb_of(const OpenMerge& merge, const Complaint& source) {
  const bool is_this = source.status == Status::merged && source.merged_at == merge.sequence;
  if (!is_this || !source.merged_into) return std::nullopt;
  return SystemCommand{*source.merged_into, key_of("absorb", merge), Role::steward,
                       &DueWork::absorbed,
                       Absorb{merge.source, merge.sequence, source.anonymous, source.confidential}};
}

SystemCommand merge_failed_of(const OpenMerge& merge) {
  return {merge.source, key_of("merge_failed", merge), Role::steward, &DueWork::merges_failed,
          Reopen{ReopeningReason::merge_failed, {}, {}}};
}

bool is_refused_for_good(const Answer& answer) {
  if (const auto* const error = std::get_if<Error>(&answer)) {
    return error->kind == ErrorKind::not_found;
  }
  return std::holds_alternative<Rejection>(answer);
}

std::optional<AgencyId> heir_of(const Directory& directory, const AgencyId& agency) {
  AgencyId heir = agency;
  // Each was dissolved in favour of agencies that were connected then: no circle, and no longer
  // chain than there are agencies. A forged directory may have one.
  for (std::size_t hops = directory.agencies.size(); hops > 0; --hops) {
    const Agency* const found = directory.find_agency(heir);
    if (found == nullptr) return std::nullopt;
    if (!found->dissolved) return heir;
    if (!found->to_by_default) return std::nullopt;
    heir = *found->to_by_default;
  }
  return std::nullopt;
}

std::optional<SystemCommand> succession_of(const Directory& directory, const AgencyId& agency,
                                           const CaseId& id, const Complaint& complaint) {
  const Agency* const dissolved = directory.find_agency(agency);
  const Handling* const handling = active_handling(complaint, agency);
  const bool is_orphaned = dissolved != nullptr && dissolved->dissolved && handling != nullptr;
  if (!is_orphaned || !is_open(complaint)) return std::nullopt;
  std::string key = "succession/" + std::to_string(dissolved->dissolved_at) + "/";
  key.append(id.text()).append("/").append(std::to_string(handling->began));
  SystemCommand command{id, std::move(key), Role::steward, &DueWork::successions, {}};
  if (auto heir = heir_of(directory, agency)) {
    command.body = Forward{.to = std::move(*heir),
                           .role = handling->role,
                           .from = agency,
                           .cause = Code<Cause>(Cause::succession),
                           .note = {},
                           .due = std::nullopt};
  } else {
    command.body = Return{.by = agency,
                          .to = std::nullopt,
                          .reason = ReturnReason::other,
                          .suggested = std::nullopt,
                          .cause = Code<Cause>(Cause::succession),
                          .note = {}};
  }
  return command;
}

Steward::Steward(SystemDoor& door, const ProjectionStore& store) : door_(door), store_(store) {}

Result<void> Steward::pass() {
  const Reader reader = store_.reader();
  if (const auto ended = end_merges(reader); !ended) return ended;
  const auto directory = door_.ledger().directory();
  for (const auto& [id, agency] : directory->agencies) {
    if (!agency.dissolved) continue;
    if (const auto moved = move_cases_of(*directory, id, reader); !moved) return moved;
  }
  return success();
}

Result<void> Steward::end_merges(const Reader& reader) {
  const auto open = read_open_merges(reader);
  if (!open) return open.error();
  std::vector<OpenMerge> merges;
  std::vector<SystemCommand> commands;
  for (const OpenMerge& merge : open.value()) {
    const auto source = reader.read_case(merge.source);
    if (!source) return source.error();
    auto command = absorb_of(merge, source.value().complaint);
    if (!command) continue;
    merges.push_back(merge);
    commands.push_back(std::move(*command));
    if (commands.size() < kSystemBatchMax) continue;
    if (const auto sent = absorb(merges, commands); !sent) return sent;
    merges.clear();
    commands.clear();
  }
  return absorb(merges, commands);
}

Result<void> Steward::absorb(const std::vector<OpenMerge>& merges,
                             const std::vector<SystemCommand>& commands) {
  if (commands.empty()) return success();
  const auto answers = door_.send(commands);
  if (!answers) return answers.error();
  std::vector<SystemCommand> failed;
  for (std::size_t i = 0; i < merges.size(); ++i) {
    if (is_refused_for_good(answers.value()[i])) failed.push_back(merge_failed_of(merges[i]));
  }
  if (failed.empty()) return success();
  const auto reopened = door_.send(failed);
  if (!reopened) return reopened.error();
  return success();
}

Result<void> Steward::move_cases_of(const Directory& directory, const AgencyId& agency,
                                    const Reader& reader) {
  std::vector<SystemCommand> batch;
  Result<void> outcome = success();
  const auto send = [&] {
    const auto answers = door_.send(batch);
    batch.clear();
    if (!answers) outcome = answers.error();
    return answers.has_value();
  };
  const auto scanned = scan_held_cases(reader, agency, [&](const CaseId& id) {
    const auto state = reader.read_case(id);
    if (!state) {
      outcome = state.error();
      return false;
    }
    auto command = succession_of(directory, agency, id, state.value().complaint);
    if (command) batch.push_back(std::move(*command));
    return batch.size() < kSystemBatchMax || send();
  });
  if (!scanned) return scanned;
  if (outcome && !batch.empty()) send();
  return outcome;
}

}  // namespace aduan
