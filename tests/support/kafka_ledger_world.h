// A ledger on Kafka for tests: its topics, workers in threads of the test, and what must hold of it
// whatever was killed.

#pragma once

#include "consumers/ledger_worker/ledger_worker.h"
#include "core/ledger/kafka/kafka_ledger.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/temp_folder.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace aduan {

inline constexpr std::uint32_t kWorldPartitions = 4;
inline constexpr std::string_view kWorldLedger = "test";

/// Long enough for anything that is going to happen.
inline constexpr std::chrono::seconds kLong{60};
/// Of the workers' group in tests; the brokers must allow it (`quick_groups`).
inline constexpr std::chrono::milliseconds kQuickSession{1'500};

/// Brokers' options that let a group notice a death within kQuickSession.
std::vector<std::string> quick_groups();

/// The topics of a new ledger without records.
void make_topics(const KafkaConnection& connection);

/// Nothing, and a failure, when it does not open.
std::unique_ptr<KafkaLedger> open_kafka_ledger(const KafkaConnection& connection,
                                               const TimeSource& time,
                                               std::chrono::milliseconds patience = kLong);

/// Sends what makes the ledger `test`. Requires: a worker runs.
void create_kafka_ledger(Ledger& ledger);

/// A command without texts; its id follows from the key.
SealedCommand plain_command(const CaseId& id, std::string_view key, const Actor& actor,
                            CaseCommand body);

/// The command id of a key.
CommandId command_id_of(std::string_view key);

/// A worker in a thread of its own, until the end of this object or `stop`.
class RunningWorker {
 public:
  RunningWorker(const KafkaConnection& connection, const TimeSource& time,
                LedgerWorkerOptions options);
  ~RunningWorker() { stop(); }
  RunningWorker(const RunningWorker&) = delete;
  RunningWorker& operator=(const RunningWorker&) = delete;

  void stop();
  LedgerWorkerStatus status() const { return worker_.status(); }
  /// Waits until it has so many partitions and takes commands of each.
  bool waits_for_partitions(std::size_t count) const;
  bool has_partitions(std::size_t count) const;

 private:
  LedgerWorker worker_;
  std::jthread thread_;
};

/// Waits until `holds`, by looking again and again; false after kLong.
bool waits_for(const std::function<bool()>& holds);

/// What a ledger on Kafka holds, found by a rebuild from its log.
class KafkaLedgerContents {
 public:
  /// Also: the auditor finds nothing but void records; no command acted twice; a store that was
  /// caught up in two steps is the rebuilt one, byte for byte.
  explicit KafkaLedgerContents(const KafkaConnection& connection);
  ~KafkaLedgerContents();

  std::uint64_t void_records() const;
  std::uint64_t events() const;
  /// The receipt of the subject's record with the command id; nothing when no record has it.
  std::optional<Receipt> find(std::string_view subject, const CommandId& command) const;
  /// As receipts are given: that of the record that stands there.
  void expect_has(std::string_view subject, const CommandId& command, const Receipt& receipt) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace aduan
