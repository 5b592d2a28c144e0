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

/// A thread in `submit`. It sleeps on a lock of its own: sixty woken at once must not queue up for
/// the ledger's.
struct EmbeddedLedger::Waiting {
  enum class Turn : std::uint8_t { none, decide, apply, answered };

  Waiting(std::vector<AnyCommand> its_commands, Until its_until)
      : commands(std::move(its_commands)), until(its_until) {}

  void call(Turn turn) {
    {
      const std::lock_guard lock(mutex_);
      turn_ = turn;
    }
    changed_.notify_one();
  }

  Turn await() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return turn_ != Turn::none; });
    return std::exchange(turn_, Turn::none);
  }

  std::vector<AnyCommand> commands;
  Until until;
  std::vector<Answer> answers;  // complete before `answered` is called

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  Turn turn_ = Turn::none;
};

struct EmbeddedLedger::Calls {
  std::vector<std::shared_ptr<Waiting>> answered;
  std::shared_ptr<Waiting> decides;
  std::shared_ptr<Waiting> applies;

  /// Requires: mutex_ is free.
  void make() const {
    if (decides) decides->call(Waiting::Turn::decide);
    if (applies) applies->call(Waiting::Turn::apply);
    for (const auto& waiting : answered) waiting->call(Waiting::Turn::answered);
  }
};

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
  appliers_turn_.notify_all();
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
  const auto own = std::make_shared<Waiting>(std::move(commands), until);
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(own);
    if (!std::exchange(is_deciding_, true)) own->call(Waiting::Turn::decide);
  }
  for (;;) {
    switch (own->await()) {
      case Waiting::Turn::decide:
        lead(own);
        break;
      case Waiting::Turn::apply:
        apply_front();
        break;
      case Waiting::Turn::answered:
        return std::move(own->answers);
      case Waiting::Turn::none:
        break;
    }
  }
}

/// Decides what has queued up, makes it durable, and lets the next one lead.
void EmbeddedLedger::lead(const std::shared_ptr<Waiting>& leader) {
  std::unique_lock lock(mutex_);
  std::vector<AnyCommand> batch;
  const auto group = take_group(batch);
  const bool is_halted = is_halted_;
  lock.unlock();
  std::shared_ptr<ProcessedBatch> appended;
  std::vector<Answer> answers =
      is_halted ? std::vector<Answer>(batch.size(), halted()) : decide(batch, appended);
  auto next = answers.begin();
  for (const auto& waiting : group) {
    const auto size = static_cast<std::ptrdiff_t>(waiting->commands.size());
    waiting->answers.assign(std::make_move_iterator(next), std::make_move_iterator(next + size));
    next += size;
  }

  Calls calls;
  lock.lock();
  directory_ = processor_.directory();
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(group.size()));
  queue_unapplied(leader, group, std::move(appended), calls);
  if (leader->until == Until::durable) {
    // Whoever runs ahead of the projections waits here, not in memory.
    room_.wait(lock, [&] { return unapplied_.size() <= kUnappliedMax; });
  }
  is_deciding_ = !queue_.empty();
  if (is_deciding_) calls.decides = queue_.front();
  lock.unlock();
  calls.make();
}

/// The front of the queue and whoever waits behind it, up to a batch's bound, with their commands.
/// Requires: mutex_.
std::vector<std::shared_ptr<EmbeddedLedger::Waiting>> EmbeddedLedger::take_group(
    std::vector<AnyCommand>& commands) {
  std::vector<std::shared_ptr<Waiting>> group;
  for (const auto& waiting : queue_) {
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
void EmbeddedLedger::queue_unapplied(const std::shared_ptr<Waiting>& leader,
                                     std::vector<std::shared_ptr<Waiting>> group,
                                     std::shared_ptr<ProcessedBatch> batch, Calls& calls) {
  std::erase_if(group, [&](const std::shared_ptr<Waiting>& waiting) {
    if (batch != nullptr && waiting->until == Until::applied) return false;
    calls.answered.push_back(waiting);
    return true;
  });
  if (batch == nullptr) return;
  const bool is_left = leader->until == Until::durable;
  if (is_left && !applier_.joinable()) applier_ = std::thread([this] { apply_left_ones(); });
  unapplied_.push_back({std::move(batch), std::move(group), is_left ? nullptr : leader});
  if (!is_applying_) call_next_to_apply(calls);
}

/// Requires: mutex_.
void EmbeddedLedger::call_next_to_apply(Calls& calls) {
  is_applying_ = !unapplied_.empty();
  if (!is_applying_) return;
  calls.applies = unapplied_.front().leader;
  is_appliers_turn_ = calls.applies == nullptr;
  if (is_appliers_turn_) appliers_turn_.notify_one();
}

/// Applies the oldest batch, answers its group and calls whoever applies the next one.
/// Requires: it is this thread's turn.
void EmbeddedLedger::apply_front() {
  std::unique_lock lock(mutex_);
  const std::shared_ptr<const ProcessedBatch> batch = unapplied_.front().batch;
  const bool is_halted = is_halted_;
  lock.unlock();
  // The records are durable whatever becomes of the projections: the receipts stand.
  const bool applied = !is_halted && apply(*batch).has_value();
  if (applied) processor_.release();
  Calls calls;
  lock.lock();
  if (!applied) is_halted_ = true;
  calls.answered = std::move(unapplied_.front().group);
  unapplied_.pop_front();
  call_next_to_apply(calls);
  lock.unlock();
  room_.notify_all();
  calls.make();
}

void EmbeddedLedger::apply_left_ones() {
  std::unique_lock lock(mutex_);
  for (;;) {
    appliers_turn_.wait(lock, [&] { return is_appliers_turn_ || is_closed_; });
    if (!std::exchange(is_appliers_turn_, false)) return;
    lock.unlock();
    apply_front();
    lock.lock();
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
