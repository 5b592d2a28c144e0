#include "consumers/ledger_worker/answer_sender.h"

#include "core/base/encoding.h"
#include "core/ledger/kafka/command_wire.h"
#include "core/ledger/kafka/result_wire.h"
#include "core/log/kafka/kafka_topics.h"
#include "core/log/partition.h"

#include <utility>

namespace aduan {
namespace {

/// How long a worker that died in the middle can keep readers of the results waiting, when it is
/// not started again.
constexpr std::chrono::milliseconds kTransactionTimeout{10'000};

}  // namespace

AnswerSender::AnswerSender(KafkaAddress address, std::uint32_t partitions,
                           std::unique_ptr<KafkaProducer> plain,
                           std::unique_ptr<KafkaProducer> transactional)
    : address_(std::move(address)),
      partitions_(partitions),
      plain_(std::move(plain)),
      transactional_(std::move(transactional)) {}

Result<std::unique_ptr<AnswerSender>> AnswerSender::open(const KafkaConnection& connection,
                                                         std::uint32_t partitions,
                                                         const std::string& id) {
  KafkaProducerSettings settings;
  settings.tells_each_delivery = false;
  auto plain = KafkaProducer::open(connection, settings);
  if (!plain) return plain.error();
  settings.transactional_id = id;
  settings.transaction_timeout = kTransactionTimeout;
  auto transactional = KafkaProducer::open(connection, settings);
  if (!transactional) return transactional.error();
  if (auto begun = transactional.value()->init_transactions(); !begun) return begun.error();
  return std::unique_ptr<AnswerSender>(new AnswerSender(
      connection.address, partitions, std::move(plain.value()), std::move(transactional.value())));
}

KafkaDraft AnswerSender::draft_of(const WorkerAnswer& answer) const {
  KafkaDraft draft;
  draft.key = to_base64(as_view(answer.command));
  draft.to = {address_.named(kResultsTopic), partition_of(*draft.key, partitions_)};
  draft.value = encode_answer(answer.answer);
  if (answer.sending) draft.headers.push_back({std::string(kSendingHeader), *answer.sending});
  return draft;
}

Result<void> AnswerSender::send_receipt(const WorkerAnswer& receipt) {
  return plain_->send(draft_of(receipt));
}

Result<void> AnswerSender::send_letters(std::span<const KafkaDraft> letters) {
  for (const KafkaDraft& each : letters) {
    if (auto sent = plain_->send(each); !sent) return sent.error();
  }
  return success();
}

Result<void> AnswerSender::flush() {
  if (auto flushed = plain_->flush(); !flushed) return flushed.error();
  for (const KafkaDelivery& each : plain_->deliveries(std::chrono::milliseconds(0))) {
    if (!each.at) return each.at.error();
  }
  return success();
}

Result<void> AnswerSender::transact(std::span<const WorkerAnswer> refusals,
                                    std::span<const TopicOffset> next,
                                    const KafkaGroupGeneration& group) {
  if (auto begun = transactional_->begin(); !begun) return begun.error();
  for (const WorkerAnswer& each : refusals) {
    if (auto sent = transactional_->send(draft_of(each)); !sent) return sent.error();
  }
  if (auto added = transactional_->send_offsets(next, group); !added) return added.error();
  return transactional_->commit();
}

Result<void> AnswerSender::send_refusals(std::span<const WorkerAnswer> refusals,
                                         std::span<const TopicOffset> next,
                                         const KafkaGroupGeneration& group) {
  auto done = transact(refusals, next, group);
  if (done) return success();
  Error error = std::move(done.error());
  const bool is_fenced = error.kind == ErrorKind::conflict && !transactional_->is_broken();
  if (!is_fenced) {
    // Whoever runs the worker again opens another producer, which ends the transaction.
    if (error.kind == ErrorKind::conflict) error.kind = ErrorKind::unavailable;
    return error;
  }
  if (auto aborted = transactional_->abort(); !aborted) {
    Error failed = std::move(aborted.error());
    failed.kind = ErrorKind::unavailable;
    return failed;
  }
  return error;
}

}  // namespace aduan
