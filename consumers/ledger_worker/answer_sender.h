// What a worker writes beside the log: answers, dead letters, and how far the group has come.

#pragma once

#include "core/base/result.h"
#include "core/ledger/answer.h"
#include "core/log/kafka/kafka_connection.h"
#include "core/log/kafka/kafka_producer.h"
#include "schemas/ids.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace aduan {

/// The answer to one sending of a command.
struct WorkerAnswer {
  CommandId command{};
  std::optional<std::string> sending;  ///< the command's header `aduan-sending`, given back
  Answer answer;
};

/// Threads: one at a time.
class AnswerSender {
 public:
  /// `id` names this worker, the same after a restart: opening ends what the one before it left
  /// half done. Errors: unavailable, invalid.
  static Result<std::unique_ptr<AnswerSender>> open(const KafkaConnection& connection,
                                                    std::uint32_t partitions,
                                                    const std::string& id);

  /// On its way on return; `flush` tells whether it arrived. What receipts say stands in the log,
  /// whoever says it.
  Result<void> send_receipt(const WorkerAnswer& receipt);
  Result<void> send_letters(std::span<const KafkaDraft> letters);
  /// All receipts and letters are delivered on return. Errors: unavailable.
  Result<void> flush();

  /// Answers that leave nothing in the log, together with the commands' offsets or not at all.
  /// Errors: conflict (the group has given the partitions to another: nothing was answered),
  /// unavailable (with outcome_unknown: read the group's offsets before going on).
  Result<void> send_refusals(std::span<const WorkerAnswer> refusals,
                             std::span<const TopicOffset> next, const KafkaGroupGeneration& group);

 private:
  AnswerSender(KafkaAddress address, std::uint32_t partitions, std::unique_ptr<KafkaProducer> plain,
               std::unique_ptr<KafkaProducer> transactional);
  KafkaDraft draft_of(const WorkerAnswer& answer) const;
  Result<void> transact(std::span<const WorkerAnswer> refusals, std::span<const TopicOffset> next,
                        const KafkaGroupGeneration& group);

  KafkaAddress address_;
  std::uint32_t partitions_;
  std::unique_ptr<KafkaProducer> plain_;
  std::unique_ptr<KafkaProducer> transactional_;
};

}  // namespace aduan
