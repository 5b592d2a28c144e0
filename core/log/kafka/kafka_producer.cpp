#include "core/log/kafka/kafka_producer.h"

#include "core/log/kafka/kafka_handle.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace aduan {
namespace {

using Clock = std::chrono::steady_clock;
using TopicPointer = KafkaOwned<rd_kafka_topic_t, rd_kafka_topic_destroy>;
using GroupPointer =
    KafkaOwned<rd_kafka_consumer_group_metadata_t, rd_kafka_consumer_group_metadata_destroy>;

/// How long one of librdkafka's calls may block before we look at the clock again.
constexpr std::chrono::milliseconds kStep{1'000};

std::vector<KafkaSetting> own_settings(const KafkaConnection& connection,
                                       const KafkaProducerSettings& settings) {
  // A transaction's records may not outlive it.
  const auto patience = settings.transactional_id
                            ? std::min(connection.patience, settings.transaction_timeout)
                            : connection.patience;
  std::vector<KafkaSetting> own{
      {"enable.idempotence", "true"},
      {"acks", "all"},
      {"linger.ms", std::to_string(settings.linger.count())},
      {"compression.type", settings.compression},
      {"message.timeout.ms", std::to_string(patience.count())},
      {"queue.buffering.max.kbytes", "131072"},
  };
  if (settings.transactional_id) {
    own.push_back({"transactional.id", *settings.transactional_id});
    own.push_back({"socket.timeout.ms", "10000"});
    own.push_back({"transaction.timeout.ms", std::to_string(settings.transaction_timeout.count())});
  }
  return own;
}

rd_kafka_vu_t bytes_field(rd_kafka_vtype_t type, const std::optional<std::string>& bytes) {
  rd_kafka_vu_t field{};
  field.vtype = type;
  // librdkafka only reads them.
  field.u.mem.ptr = bytes ? const_cast<char*>(bytes->data()) : nullptr;
  field.u.mem.size = bytes ? bytes->size() : 0;
  return field;
}

rd_kafka_headers_t* headers_from(const std::vector<RecordHeader>& headers) {
  if (headers.empty()) return nullptr;
  rd_kafka_headers_t* result = rd_kafka_headers_new(headers.size());
  for (const RecordHeader& each : headers) {
    rd_kafka_header_add(result, each.name.data(), static_cast<ssize_t>(each.name.size()),
                        each.value ? each.value->data() : nullptr,
                        each.value ? static_cast<ssize_t>(each.value->size()) : 0);
  }
  return result;
}

}  // namespace

struct KafkaProducer::State final : KafkaListener {
  std::chrono::milliseconds patience{};
  bool tells_each_delivery = true;
  std::vector<KafkaDelivery> known;  ///< since the caller last asked
  std::unique_ptr<KafkaHandle> handle;
  std::map<std::string, TopicPointer, std::less<>> topics;  ///< ends before the handle

  rd_kafka_t* get() const { return handle->get(); }

  void delivered(const rd_kafka_message_t& message) override {
    const auto tag = reinterpret_cast<std::uintptr_t>(message._private);
    if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      if (!tells_each_delivery) return;
      known.push_back({tag, TopicOffset{{rd_kafka_topic_name(message.rkt),
                                         static_cast<std::uint32_t>(message.partition)},
                                        static_cast<std::uint64_t>(message.offset)}});
      return;
    }
    Error error = handle->error_of(message.err, "a record was not delivered");
    error.outcome_unknown = rd_kafka_message_status(&message) != RD_KAFKA_MSG_STATUS_NOT_PERSISTED;
    known.push_back({tag, std::move(error)});
  }

  rd_kafka_topic_t* topic(const std::string& name) {
    const auto found = topics.find(name);
    if (found != topics.end()) return found->second.get();
    return topics.emplace(name, rd_kafka_topic_new(get(), name.c_str(), nullptr))
        .first->second.get();
  }

  rd_kafka_resp_err_t enqueue(const KafkaDraft& draft, std::uint64_t tag) {
    std::array<rd_kafka_vu_t, 7> fields{};
    fields[0].vtype = RD_KAFKA_VTYPE_RKT;
    fields[0].u.rkt = topic(draft.to.topic);
    fields[1].vtype = RD_KAFKA_VTYPE_PARTITION;
    fields[1].u.i32 = static_cast<std::int32_t>(draft.to.partition);
    fields[2] = bytes_field(RD_KAFKA_VTYPE_VALUE, draft.value);
    fields[3] = bytes_field(RD_KAFKA_VTYPE_KEY, draft.key);
    fields[4].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    fields[4].u.i = RD_KAFKA_MSG_F_COPY;
    fields[5].vtype = RD_KAFKA_VTYPE_OPAQUE;
    fields[5].u.ptr = reinterpret_cast<void*>(static_cast<std::uintptr_t>(tag));
    rd_kafka_headers_t* headers = headers_from(draft.headers);
    fields[6].vtype = RD_KAFKA_VTYPE_HEADERS;
    fields[6].u.headers = headers;
    const KafkaErrorPointer failed(
        rd_kafka_produceva(get(), fields.data(), headers == nullptr ? 6 : 7));
    if (!failed) return RD_KAFKA_RESP_ERR_NO_ERROR;
    if (headers != nullptr) rd_kafka_headers_destroy(headers);  // the client's only on success
    return rd_kafka_error_code(failed.get());
  }

  /// Calls `step` with a time-out until it succeeds, fails for good, or patience ends.
  template <class Step>
  Result<void> transact(std::string_view what, const Step& step) {
    const auto deadline = Clock::now() + patience;
    for (;;) {
      const KafkaErrorPointer failed(step(timeout_ms(kStep)));
      if (!failed) {
        handle->all_is_well();
        return success();
      }
      rd_kafka_poll(get(), 0);
      const rd_kafka_resp_err_t code = rd_kafka_error_code(failed.get());
      if (rd_kafka_error_is_retriable(failed.get()) != 0 && Clock::now() < deadline) continue;
      if (code == RD_KAFKA_RESP_ERR__TIMED_OUT) return handle->error_of(code, what);
      return kafka_error(code, what, rd_kafka_error_string(failed.get()));
    }
  }
};

KafkaProducer::KafkaProducer(std::unique_ptr<State> state) : state_(std::move(state)) {}

KafkaProducer::~KafkaProducer() {
  if (state_->handle == nullptr) return;
  rd_kafka_purge(state_->get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  rd_kafka_flush(state_->get(), 0);
}

Result<std::unique_ptr<KafkaProducer>> KafkaProducer::open(const KafkaConnection& connection,
                                                           const KafkaProducerSettings& settings) {
  auto state = std::make_unique<State>();
  state->patience = connection.patience;
  state->tells_each_delivery = settings.tells_each_delivery;
  auto handle =
      KafkaHandle::make(RD_KAFKA_PRODUCER, connection, own_settings(connection, settings), *state);
  if (!handle) return handle.error();
  state->handle = std::move(handle.value());
  if (auto connected = state->handle->connect(connection); !connected) return connected.error();
  return std::unique_ptr<KafkaProducer>(new KafkaProducer(std::move(state)));
}

Result<void> KafkaProducer::send(const KafkaDraft& draft, std::uint64_t tag) {
  const auto deadline = Clock::now() + state_->patience;
  for (;;) {
    const rd_kafka_resp_err_t code = state_->enqueue(draft, tag);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return success();
    const bool is_full = code == RD_KAFKA_RESP_ERR__QUEUE_FULL;
    if (!is_full || Clock::now() >= deadline) {
      return state_->handle->error_of(code, "a record was not sent");
    }
    rd_kafka_poll(state_->get(), 100);
  }
}

std::vector<KafkaDelivery> KafkaProducer::deliveries(std::chrono::milliseconds wait) {
  const auto deadline = Clock::now() + wait;
  rd_kafka_poll(state_->get(), 0);
  while (state_->known.empty()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) break;
    rd_kafka_poll(state_->get(), timeout_ms(left));  // also ends for an error that is none of ours
  }
  return std::exchange(state_->known, {});
}

Result<void> KafkaProducer::flush() {
  // Each record is delivered or fails within patience; the margin is librdkafka's own.
  const auto deadline = Clock::now() + state_->patience + kStep;
  while (rd_kafka_flush(state_->get(), timeout_ms(kStep)) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    if (Clock::now() < deadline) continue;
    Error error = state_->handle->error_of(RD_KAFKA_RESP_ERR__TIMED_OUT,
                                           "records that were sent have no answer");
    error.outcome_unknown = true;
    return error;
  }
  return success();
}

std::size_t KafkaProducer::pending() const {
  return static_cast<std::size_t>(std::max(rd_kafka_outq_len(state_->get()), 0));
}

bool KafkaProducer::is_broken() const {
  return rd_kafka_fatal_error(state_->get(), nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR;
}

Result<void> KafkaProducer::init_transactions() {
  return state_->transact("the transactional id was not taken", [&](int wait_ms) {
    return rd_kafka_init_transactions(state_->get(), wait_ms);
  });
}

Result<void> KafkaProducer::begin() {
  return state_->transact("no transaction was begun",
                          [&](int) { return rd_kafka_begin_transaction(state_->get()); });
}

Result<void> KafkaProducer::send_offsets(std::span<const TopicOffset> next,
                                         const KafkaGroupGeneration& group) {
  rd_kafka_consumer_group_metadata_t* parsed = nullptr;
  const KafkaErrorPointer bad(
      rd_kafka_consumer_group_metadata_read(&parsed, group.bytes.data(), group.bytes.size()));
  if (bad) {
    return Error{ErrorKind::invalid, "these bytes are no membership of a group; nothing was sent"};
  }
  const GroupPointer metadata(parsed);
  const KafkaPartitionList offsets = offset_list(next);
  return state_->transact("the group's offsets were not added to the transaction",
                          [&](int wait_ms) {
                            return rd_kafka_send_offsets_to_transaction(
                                state_->get(), offsets.get(), metadata.get(), wait_ms);
                          });
}

Result<void> KafkaProducer::commit() {
  auto committed = state_->transact("the transaction was not committed", [&](int wait_ms) {
    return rd_kafka_commit_transaction(state_->get(), wait_ms);
  });
  if (committed) return success();
  Error error = std::move(committed.error());
  // Any answer says no; silence says nothing.
  error.outcome_unknown = error.kind == ErrorKind::unavailable;
  return error;
}

Result<void> KafkaProducer::abort() {
  return state_->transact("the transaction was not aborted", [&](int wait_ms) {
    return rd_kafka_abort_transaction(state_->get(), wait_ms);
  });
}

}  // namespace aduan
