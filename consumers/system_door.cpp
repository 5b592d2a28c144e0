#include "consumers/system_door.h"

#include "core/base/check.h"

#include <utility>

namespace aduan {

DueWork& DueWork::operator+=(const DueWork& other) {
  misses += other.misses;
  escalations += other.escalations;
  closed += other.closed;
  archived += other.archived;
  absorbed += other.absorbed;
  merges_failed += other.merges_failed;
  successions += other.successions;
  return *this;
}

SystemDoor::SystemDoor(Ledger& ledger, SystemKeys keys) : ledger_(ledger), keys_(std::move(keys)) {
  CHECK(keys_.command_id != nullptr);
}

void SystemDoor::start(DueProgress progress) {
  progress_ = std::move(progress);
  done_ = {};
}

Result<std::vector<Answer>> SystemDoor::send(const std::vector<SystemCommand>& commands) {
  CHECK(commands.size() <= kSystemBatchMax);
  std::vector<AnyCommand> sealed;
  sealed.reserve(commands.size());
  for (const SystemCommand& each : commands) {
    SealedCommand command;
    command.subject = each.case_id.text();
    command.command_id = keys_.command_id(each.key);
    command.actor = {each.role, keys_.id};
    command.body = each.body;
    sealed.emplace_back(std::move(command));
  }
  std::vector<Answer> answers = ledger_.submit(std::move(sealed));
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto* const error = std::get_if<Error>(&answers[i]);
    if (error != nullptr && error->kind == ErrorKind::unavailable) return *error;
    const auto* const receipt = std::get_if<Receipt>(&answers[i]);
    if (receipt != nullptr && !receipt->repeated) ++(done_.*commands[i].counted);
  }
  if (progress_) progress_(done_);
  return answers;
}

}  // namespace aduan
