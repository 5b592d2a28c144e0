#include "core/ledger/embedded_ledger.h"

#include <iterator>
#include <utility>

namespace aduan {
namespace {

/// Batches in the log that the projections have not; more would only take memory.
constexpr std::size_t kUnappliedMax = 4;

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

std::vector<Answer> Ledger::submit(std::vector<AnyCommand> commands) {
  return submit(std::move(commands), Until::applied);
}

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

EmbeddedLedger::~EmbeddedLedger() {
  {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
  }
  left_to_apply_.notify_all();
  if (applier_.joinable()) applier_.join();
}

std::shared_ptr<const Directory> EmbeddedLedger::directory() const {
  const std::lock_guard lock(mutex_);
  return directory_;
}

void EmbeddedLedger::settle() {
  std::unique_lock lock(mutex_);
  room_.wait(lock, [&] { return unapplied_.empty(); });
}

std::vector<Answer> EmbeddedLedger::submit(std::vector<AnyCommand> commands, Until until) {
  if (commands.empty()) return {};
  Waiting own{std::move(commands), until, {}, false, {}};
  std::unique_lock lock(mutex_);
  queue_.push_back(&own);
  own.changed.wait(lock,
                   [&] { return own.is_answered || (queue_.front() == &own && !is_deciding_); });
  if (own.is_answered) return std::move(own.answers);

  // This thread leads.
  is_deciding_ = true;
  std::vector<AnyCommand> batch;
  const std::vector<Waiting*> group = take_group(batch);
  const bool is_halted = is_halted_;
  lock.unlock();
  std::shared_ptr<ProcessedBatch> appended;
  std::vector<Answer> answers =
      is_halted ? std::vector<Answer>(batch.size(), halted()) : decide(batch, appended);
  lock.lock();

  directory_ = processor_.directory();
  auto next = answers.begin();
  for (Waiting* const waiting : group) {
    const auto size = static_cast<std::ptrdiff_t>(waiting->commands.size());
    waiting->answers.assign(std::make_move_iterator(next), std::make_move_iterator(next + size));
    next += size;
    queue_.pop_front();
  }
  queue_unapplied(own, group, std::move(appended));
  is_deciding_ = false;
  if (!queue_.empty()) queue_.front()->changed.notify_one();

  while (!own.is_answered) {
    const bool is_next = !is_applying_ && !unapplied_.empty() && unapplied_.front().leader == &own;
    if (is_next) {
      apply_front(lock);
    } else {
      own.changed.wait(lock);
    }
  }
  // Whoever runs ahead of the projections waits here, not in memory.
  room_.wait(lock, [&] { return unapplied_.size() <= kUnappliedMax; });
  return std::move(own.answers);
}

/// The front of the queue and whoever waits behind it, up to a batch's bound, with their commands.
/// Requires: mutex_.
std::vector<EmbeddedLedger::Waiting*> EmbeddedLedger::take_group(
    std::vector<AnyCommand>& commands) {
  std::vector<Waiting*> group;
  for (Waiting* const waiting : queue_) {
    if (!group.empty() && commands.size() + waiting->commands.size() > kBatchCommandsMax) break;
    group.push_back(waiting);
    std::move(waiting->commands.begin(), waiting->commands.end(), std::back_inserter(commands));
  }
  return group;
}

/// Decides and appends. `appended` is null where no record was made, or none may be in the log.
std::vector<Answer> EmbeddedLedger::decide(std::span<const AnyCommand> commands,
                                           std::shared_ptr<ProcessedBatch>& appended) {
  auto batch = std::make_shared<ProcessedBatch>(processor_.process(commands, time_.now()));
  if (batch->records.empty()) return std::move(batch->answers);
  const auto positions = log_.append(batch->records);
  if (!positions) {
    fail_from(batch->command_of.front(), positions.error(), batch->answers);
    const std::lock_guard lock(mutex_);
    is_halted_ = true;
    return std::move(batch->answers);
  }
  place(*batch, positions.value());
  std::vector<Answer> answers = std::move(batch->answers);
  processor_.commit(batch);
  appended = std::move(batch);
  return answers;
}

/// Answers those who need not wait for the projections, and queues the batch for the others and for
/// the projections' sake. Requires: mutex_.
void EmbeddedLedger::queue_unapplied(Waiting& leader, std::vector<Waiting*> group,
                                     std::shared_ptr<ProcessedBatch> batch) {
  std::erase_if(group, [&](Waiting* const waiting) {
    if (batch != nullptr && waiting->until == Until::applied) return false;
    waiting->is_answered = true;
    waiting->changed.notify_one();
    return true;
  });
  if (batch == nullptr) return;
  const bool is_left = leader.is_answered;
  unapplied_.push_back({std::move(batch), std::move(group), is_left ? nullptr : &leader});
  if (!is_left) return;
  if (!applier_.joinable()) applier_ = std::thread([this] { apply_left_ones(); });
  left_to_apply_.notify_one();
}

/// Applies the oldest batch, answers its group and wakes whoever applies the next one.
/// Requires: mutex_, which is released meanwhile; a batch, and nobody applies.
void EmbeddedLedger::apply_front(std::unique_lock<std::mutex>& lock) {
  is_applying_ = true;
  const std::shared_ptr<const ProcessedBatch> batch = unapplied_.front().batch;
  const bool is_halted = is_halted_;
  lock.unlock();
  // The records are durable whatever becomes of the projections: the receipts stand.
  const bool applied = !is_halted && apply(*batch).has_value();
  if (applied) processor_.release();
  lock.lock();
  is_applying_ = false;
  if (!applied) is_halted_ = true;
  for (Waiting* const waiting : unapplied_.front().group) {
    waiting->is_answered = true;
    waiting->changed.notify_one();
  }
  unapplied_.pop_front();
  room_.notify_all();
  if (unapplied_.empty()) return;
  if (Waiting* const next = unapplied_.front().leader) {
    next->changed.notify_one();
  } else {
    left_to_apply_.notify_one();
  }
}

void EmbeddedLedger::apply_left_ones() {
  std::unique_lock lock(mutex_);
  const auto is_mine = [&] {
    return !is_applying_ && !unapplied_.empty() && unapplied_.front().leader == nullptr;
  };
  for (;;) {
    left_to_apply_.wait(lock, [&] { return is_closed_ || is_mine(); });
    if (!is_mine()) return;
    apply_front(lock);
  }
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
