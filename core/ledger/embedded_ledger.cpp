#include "core/ledger/embedded_ledger.h"

#include <iterator>
#include <utility>

namespace aduan {
namespace {

Error halted() {
  return Error{ErrorKind::unavailable,
               "an earlier write failed half-way, so nothing is decided any more; nothing was "
               "written. Open the ledger again and send the command with the same id"};
}

/// From the first command whose record is lost on, all were decided on a state that may never be: a
/// refusal is no more true than a receipt. What was known before stands.
void fail_from(std::size_t first, const Error& error, std::vector<Answer>& answers) {
  for (std::size_t i = first; i < answers.size(); ++i) {
    const auto* const receipt = std::get_if<Receipt>(&answers[i]);
    if (receipt == nullptr || !receipt->repeated) answers[i] = error;
  }
}

}  // namespace

Answer Ledger::submit(AnyCommand command) {
  std::vector<AnyCommand> one;
  one.push_back(std::move(command));
  return std::move(submit(std::move(one)).front());
}

EmbeddedLedger::EmbeddedLedger(EventLog& log, LedgerStore& store, const TimeSource& time,
                               std::shared_ptr<const Directory> directory,
                               const ChainHead& directory_head)
    : log_(log),
      store_(store),
      time_(time),
      directory_(directory),
      processor_(store, std::move(directory), directory_head) {}

std::shared_ptr<const Directory> EmbeddedLedger::directory() const {
  const std::lock_guard lock(mutex_);
  return directory_;
}

std::vector<Answer> EmbeddedLedger::submit(std::vector<AnyCommand> commands) {
  if (commands.empty()) return {};
  Waiting own{std::move(commands), {}, false};
  std::unique_lock lock(mutex_);
  queue_.push_back(&own);
  answered_.wait(lock, [&] { return own.answered || queue_.front() == &own; });
  if (own.answered) return std::move(own.answers);

  // This thread leads: it takes whoever waits behind it along, up to a batch's bound.
  std::vector<Waiting*> group;
  std::vector<AnyCommand> batch;
  for (Waiting* const waiting : queue_) {
    if (!group.empty() && batch.size() + waiting->commands.size() > kBatchCommandsMax) break;
    group.push_back(waiting);
    std::move(waiting->commands.begin(), waiting->commands.end(), std::back_inserter(batch));
  }
  lock.unlock();
  std::vector<Answer> answers = commit(batch);
  lock.lock();

  directory_ = processor_.directory();
  auto next = answers.begin();
  for (Waiting* const waiting : group) {
    const auto size = static_cast<std::ptrdiff_t>(waiting->commands.size());
    waiting->answers.assign(std::make_move_iterator(next), std::make_move_iterator(next + size));
    waiting->answered = true;
    next += size;
    queue_.pop_front();
  }
  answered_.notify_all();
  return std::move(own.answers);
}

std::vector<Answer> EmbeddedLedger::commit(std::span<const AnyCommand> commands) {
  if (halted_) return std::vector<Answer>(commands.size(), halted());
  ProcessedBatch batch = processor_.process(commands, time_.now());
  if (!batch.records.empty()) {
    if (const auto appended = append(batch); !appended) {
      halted_ = true;
      fail_from(batch.command_of.front(), appended.error(), batch.answers);
    } else {
      processor_.commit(batch);
      // The records are durable whatever becomes of the projections: the receipts stand.
      if (!apply(batch)) halted_ = true;
    }
  }
  for (std::size_t i = 0; i < batch.answers.size(); ++i) {
    if (!batch.same_as[i]) continue;
    batch.answers[i] = batch.answers[*batch.same_as[i]];
    if (auto* const receipt = std::get_if<Receipt>(&batch.answers[i])) receipt->repeated = true;
  }
  return std::move(batch.answers);
}

Result<void> EmbeddedLedger::append(ProcessedBatch& batch) {
  const auto positions = log_.append(batch.records);
  if (!positions) return positions.error();
  for (std::size_t i = 0; i < batch.records.size(); ++i) {
    const Position position = positions.value()[i];
    batch.records[i].position = position;
    if (batch.made[i]) batch.made[i]->recorded.position = position;
    std::get<Receipt>(batch.answers[batch.command_of[i]]).position = position;
  }
  return success();
}

Result<void> EmbeddedLedger::apply(const ProcessedBatch& batch) {
  std::vector<JudgedStep> steps;
  std::vector<Record> directory_records;
  for (std::size_t i = 0; i < batch.records.size(); ++i) {
    if (batch.made[i]) {
      steps.push_back({batch.records[i], batch.made[i]->recorded, batch.made[i]->after});
    } else {
      directory_records.push_back(batch.records[i]);
    }
  }
  if (!directory_records.empty()) {
    if (const auto applied = store_.apply(directory_records); !applied) return applied.error();
  }
  if (steps.empty()) return success();
  return store_.apply(std::span<const JudgedStep>(steps));
}

}  // namespace aduan
