// One run of a worker, from joining the group to leaving it.

#pragma once

#include "consumers/ledger_worker/answer_sender.h"
#include "consumers/ledger_worker/batch_applier.h"
#include "consumers/ledger_worker/event_tail.h"
#include "consumers/ledger_worker/ledger_worker.h"
#include "consumers/ledger_worker/worker_state.h"
#include "core/ledger/kafka/command_wire.h"
#include "core/log/kafka/kafka_consumer.h"
#include "core/log/kafka/kafka_event_log.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace aduan {

/// What a worker tells of itself. Threads: any.
class WorkerBoard {
 public:
  void change(const std::function<void(LedgerWorkerStatus&)>& how) {
    const std::lock_guard lock(mutex_);
    how(status_);
  }
  LedgerWorkerStatus read() const {
    const std::lock_guard lock(mutex_);
    return status_;
  }

 private:
  mutable std::mutex mutex_;
  LedgerWorkerStatus status_;  ///< under mutex_
};

/// Threads: one at a time.
class WorkerRun {
 public:
  /// All of them must outlive it.
  WorkerRun(const KafkaConnection& connection, const TimeSource& time,
            const LedgerWorkerOptions& options, WorkerBoard& board);

  /// Source: LedgerWorker::run.
  Result<void> run(const std::stop_token& stop);

 private:
  using Steady = std::chrono::steady_clock;

  /// A partition that the group gave us.
  struct Owned {
    std::uint64_t next_command = 0;
    std::uint64_t end_of_commands = 0;
    std::uint64_t restore_to = 0;  ///< the log's end when it was given to us
    bool is_live = false;
  };
  /// A command that was read and is not answered.
  struct Pending {
    AnyCommand command;
    std::optional<std::string> sending;
  };
  /// What a batch comes to.
  struct Outcome {
    std::uint64_t accepted = 0;
    std::uint64_t repeated = 0;
    std::vector<WorkerAnswer> refusals;  ///< receipts are gone already
    std::vector<KafkaDraft> letters;
    std::map<TopicPartition, std::uint64_t> next;  ///< offsets to commit
  };
  /// Whether a batch went through; if not, it is another worker's by now.
  enum class Went : std::uint8_t { through, dropped };

  Result<void> begin();
  Result<void> read_directory();
  Result<void> discard_store_ahead_of_log();
  Result<void> join_group();

  Result<void> step();
  Result<void> rebalance(const KafkaRebalance& change);
  Result<void> take_over(const std::vector<TopicPartition>& partitions);
  Result<void> follow();
  Result<void> take_events(std::chrono::milliseconds wait);
  Result<void> end_restores();
  void drop_all();
  void look_at_ends();
  void tell();

  Result<void> work_off(std::span<const KafkaRecord> records);
  std::vector<Pending> read_commands(std::span<const KafkaRecord> records, Outcome& outcome);
  Result<Went> decide_all(std::vector<Pending> pending, Outcome& outcome);
  Result<std::shared_ptr<ProcessedBatch>> decide(std::span<const AnyCommand> commands);
  Result<bool> read_to_ends(const std::set<std::uint32_t>& streams);
  Error silence() const;
  Result<void> write(const std::shared_ptr<ProcessedBatch>& decided, std::vector<Pending>& pending,
                     Outcome& outcome);
  Result<void> take_in_later(const std::shared_ptr<const ProcessedBatch>& batch);
  Result<void> drain();
  Result<void> settle(const Pending& pending, const Answer& answer, Outcome& outcome);
  template <class Taken>
  Result<void> take_in(const Taken& taken);
  Result<std::vector<Record>> read_back(std::span<const Position> positions);
  Result<void> find_beaten(const ProcessedBatch& batch, std::vector<bool>& is_beaten);
  Result<Went> answer(const Outcome& outcome);

  void enter(LedgerWorkerStep step) const;
  /// Whether the group may have given our partitions away while we did not look.
  bool may_be_late() const;

  const KafkaConnection& connection_;
  const TimeSource& time_;
  const LedgerWorkerOptions& options_;
  WorkerBoard& board_;

  std::uint32_t partitions_ = 0;
  std::unique_ptr<KafkaEventLog> log_;
  std::unique_ptr<EventTail> tail_;
  std::unique_ptr<WorkerState> state_;
  std::unique_ptr<CommandProcessor> processor_;  ///< null: the state is as it was read
  std::unique_ptr<BatchApplier> applier_;        ///< ends before the processor
  std::unique_ptr<AnswerSender> sender_;
  std::unique_ptr<KafkaConsumer> commands_;
  CommandReader reader_;
  std::map<std::uint32_t, Owned> owned_;
  Steady::time_point last_poll_;
  Steady::time_point ends_seen_;
  std::optional<Steady::time_point> fenced_since_;  ///< the group's decision is awaited
};

}  // namespace aduan
