#include "consumers/ledger_worker/ledger_worker.h"

#include "consumers/ledger_worker/worker_run.h"
#include "core/log/kafka/kafka_topics.h"

#include <utility>

namespace aduan {

struct LedgerWorker::State {
  KafkaConnection connection;
  const TimeSource& time;
  LedgerWorkerOptions options;
  WorkerBoard board;
};

LedgerWorker::LedgerWorker(KafkaConnection connection, const TimeSource& time,
                           LedgerWorkerOptions options)
    : state_(std::make_unique<State>(std::move(connection), time, std::move(options))) {}

LedgerWorker::~LedgerWorker() = default;

Result<void> LedgerWorker::run(const std::stop_token& stop) {
  WorkerRun run(state_->connection, state_->time, state_->options, state_->board);
  const auto ended = run.run(stop);
  state_->board.change([&](LedgerWorkerStatus& status) {
    status.partitions.clear();
    status.trouble.reset();
    if (!ended) status.trouble = ended.error().message;
  });
  return ended;
}

LedgerWorkerStatus LedgerWorker::status() const { return state_->board.read(); }

RoleProgress LedgerWorker::progress() const {
  const LedgerWorkerStatus status = state_->board.read();
  RoleProgress progress;
  const std::string topic = state_->connection.address.named(kCommandsTopic);
  for (const LedgerWorkerPartition& each : status.partitions) {
    progress.streams.push_back({topic, each.partition, each.next_command, each.end_of_commands});
  }
  progress.records = status.accepted + status.repeated + status.refused + status.dead_letters;
  progress.counts = {{"accepted", status.accepted},         {"repeated", status.repeated},
                     {"refused", status.refused},           {"beaten", status.beaten},
                     {"dead_letters", status.dead_letters}, {"fenced", status.fenced}};
  progress.trouble = status.trouble;
  return progress;
}

}  // namespace aduan
