// The ledger worker: decides on the commands of its share of the partitions and writes the events.
// Any number of them share the work; Kafka's group `aduan-ledger` says who has which partition.
//
// A batch of commands goes this way:
//   decide      on the store's state, which has only what was read from the log
//   append      to the log, acks=all
//   read back   a record of ours that is void was beaten by another worker's: decide again
//   answer      receipts at once; what was refused, in one transaction with the commands' offsets,
//               which the group's generation fences
//   commit      the commands' offsets
//
// Killed at any moment it loses nothing: what was not committed is read again, and a command that
// was done is known by its id. Its folder is a store of its own, which may be deleted at any time:
// it is made again from the log before a command is taken. Source: DESIGN §4.

#pragma once

#include "consumers/role.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/log/kafka/kafka_connection.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

inline constexpr std::string_view kLedgerWorkerGroup = "aduan-ledger";

/// Where a batch stands; see LedgerWorkerOptions::on_step.
enum class LedgerWorkerStep : std::uint8_t {
  decided,
  appending,  ///< the last look at whether the partitions are still ours is past
  appended,
  read_back,
  answering,   ///< receipts go out
  committing,  ///< what was done is answered; what was refused is not
};

struct LedgerWorkerOptions {
  std::filesystem::path folder;  ///< its own; made when it is not there
  std::size_t batch_commands_max = 4'096;
  /// The group gives our partitions to others when it has not heard of us for this long.
  std::chrono::milliseconds session_timeout{10'000};
  std::size_t store_cache_bytes = std::size_t{128} << 20;
  /// Called as a batch gets there, by the thread of `run`: for tests that stop or kill it there.
  std::function<void(LedgerWorkerStep)> on_step;
};

/// A partition that the group has given to a worker.
struct LedgerWorkerPartition {
  std::uint32_t partition = 0;
  std::uint64_t next_command = 0;     ///< the offset of the command that it takes next
  std::uint64_t end_of_commands = 0;  ///< as last seen; the difference is the lag
  std::uint64_t next_event = 0;       ///< its store has all events before
  bool is_restoring = false;          ///< reads the log before it takes a command

  std::uint64_t lag() const {
    return end_of_commands > next_command ? end_of_commands - next_command : 0;
  }
};

/// What a worker has done since it was opened, and where it stands.
struct LedgerWorkerStatus {
  std::vector<LedgerWorkerPartition> partitions;
  std::uint64_t accepted = 0;
  std::uint64_t repeated = 0;          ///< commands that the log had already
  std::uint64_t refused = 0;           ///< by a rule, or because they could not be decided on
  std::uint64_t beaten = 0;            ///< records of ours that were void: decided again
  std::uint64_t dead_letters = 0;      ///< commands that could not be read
  std::uint64_t fenced = 0;            ///< batches dropped: the group had moved on
  std::optional<std::string> trouble;  ///< why nothing goes on, while something keeps it
};

class LedgerWorker final : public ConsumerRole {
 public:
  /// Asks nobody for anything yet. `time` must outlive it.
  LedgerWorker(KafkaConnection connection, const TimeSource& time, LedgerWorkerOptions options);
  LedgerWorker(const LedgerWorker&) = delete;
  LedgerWorker& operator=(const LedgerWorker&) = delete;
  ~LedgerWorker() override;

  std::string_view name() const override { return "worker"; }

  /// Finishes the batch that is under way and leaves the group when it is asked to stop.
  /// Errors: not_found (no ledger's topics there), unavailable (brokers, disk; or the folder is
  /// another process's), conflict (the group went on without us), corrupt (the log has a hole, or
  /// the directory does not decode), invalid (we lack a right). Whoever runs it again loses
  /// nothing.
  Result<void> run(const std::stop_token& stop) override;

  RoleProgress progress() const override;
  /// The same with what a worker knows beside it. Threads: any.
  LedgerWorkerStatus status() const;

 private:
  struct State;

  std::unique_ptr<State> state_;
};

}  // namespace aduan
