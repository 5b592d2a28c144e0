#include "core/log/kafka/kafka_consumer.h"

#include "core/log/kafka/kafka_handle.h"

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

namespace aduan {
namespace {

constexpr std::size_t kBatchMax = 4'096;

std::string number(std::chrono::milliseconds value) { return std::to_string(value.count()); }

std::vector<KafkaSetting> own_settings(const KafkaConnection& connection,
                                       const KafkaConsumerSettings& settings) {
  // Members learn by their heartbeats that the group shares out anew.
  const auto heartbeat = std::min(settings.session_timeout / 3, std::chrono::milliseconds(1'000));
  std::vector<KafkaSetting> own{
      {"auto.offset.reset", "error"},
      {"enable.auto.commit", "false"},
      {"enable.auto.offset.store", "false"},
      {"allow.auto.create.topics", "false"},
      {"check.crcs", "true"},
      {"isolation.level", settings.is_read_committed ? "read_committed" : "read_uncommitted"},
      {"enable.partition.eof", settings.tells_ends ? "true" : "false"},
      // Eager: librdkafka 2.0.2's cooperative assignor can loop.
      {"partition.assignment.strategy", "range"},
      {"session.timeout.ms", number(settings.session_timeout)},
      {"heartbeat.interval.ms", number(heartbeat)},
      {"max.poll.interval.ms",
       number(std::max(settings.max_poll_interval, settings.session_timeout))},
      {"fetch.wait.max.ms", number(settings.fetch_wait)},
      {"fetch.error.backoff.ms", "50"},
  };
  // librdkafka polls for none without a group's name, also where no group is joined.
  own.push_back({"group.id", settings.group.value_or(connection.address.named("aduan-reader"))});
  if (settings.fetch == KafkaConsumerSettings::Fetch::bulk) {
    own.push_back({"fetch.message.max.bytes", "2097152"});
    own.push_back({"fetch.max.bytes", "16777216"});
    own.push_back({"queued.min.messages", "100000"});
    own.push_back({"queued.max.messages.kbytes", "65536"});
  } else {
    own.push_back({"fetch.message.max.bytes", "65536"});
    own.push_back({"queued.min.messages", "200"});
    own.push_back({"queued.max.messages.kbytes", "4096"});
  }
  return own;
}

/// What a poll may meet and librdkafka mends by itself.
bool is_passing(rd_kafka_resp_err_t code) {
  constexpr std::array kPassing{
      RD_KAFKA_RESP_ERR__TRANSPORT,
      RD_KAFKA_RESP_ERR__TIMED_OUT,
      RD_KAFKA_RESP_ERR__RESOLVE,
      RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN,
      RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED,
      RD_KAFKA_RESP_ERR__WAIT_COORD,
      RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE,
      RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
      RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT,
      RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE,
      RD_KAFKA_RESP_ERR_NOT_COORDINATOR,
      RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS,
  };
  return std::find(kPassing.begin(), kPassing.end(), code) != kPassing.end();
}

}  // namespace

struct KafkaConsumer::State final : KafkaListener {
  std::chrono::milliseconds patience{};
  bool is_closing = false;
  std::deque<KafkaRebalance> rebalances;  ///< not yet told to the caller
  std::optional<Error> failed;            ///< came behind records; the next poll's
  std::optional<KafkaGroupGeneration> generation;
  KafkaRecord record;  ///< its buffers are used again
  std::vector<rd_kafka_message_t*> batch;
  std::unique_ptr<KafkaHandle> handle;
  KafkaQueuePointer queue;  ///< ends before the handle

  rd_kafka_t* get() const { return handle->get(); }

  void rebalanced(rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t* list) override {
    const bool is_assigned = code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
    if (is_closing || (!is_assigned && code != RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS)) {
      rd_kafka_assign(get(), nullptr);
      return;
    }
    KafkaRebalance rebalance;
    if (is_assigned) {
      rebalance.kind = KafkaRebalance::Kind::assigned;
      keep_generation();
    } else {
      rebalance.kind = rd_kafka_assignment_lost(get()) != 0 ? KafkaRebalance::Kind::lost
                                                            : KafkaRebalance::Kind::revoked;
    }
    for (int i = 0; i < list->cnt; ++i) {
      rebalance.partitions.push_back(
          {list->elems[i].topic, static_cast<std::uint32_t>(list->elems[i].partition)});
    }
    rebalances.push_back(std::move(rebalance));
    rd_kafka_yield(get());  // the poll that we are in ends here
  }

  void keep_generation() {
    rd_kafka_consumer_group_metadata_t* metadata = rd_kafka_consumer_group_metadata(get());
    if (metadata == nullptr) return;
    void* bytes = nullptr;
    std::size_t size = 0;
    const KafkaErrorPointer unwritten(
        rd_kafka_consumer_group_metadata_write(metadata, &bytes, &size));
    rd_kafka_consumer_group_metadata_destroy(metadata);
    if (unwritten) return;
    generation = KafkaGroupGeneration{std::string(static_cast<const char*>(bytes), size)};
    rd_kafka_mem_free(get(), bytes);
  }

  /// One message of the queue: a record to `visit`, an end to `ends`, or an error to keep.
  bool take(const rd_kafka_message_t& message, const std::function<void(const KafkaRecord&)>& visit,
            std::vector<TopicOffset>* ends) {
    if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      read_message(message, record);
      visit(record);
      return true;
    }
    const TopicOffset place{{message.rkt == nullptr ? "" : rd_kafka_topic_name(message.rkt),
                             static_cast<std::uint32_t>(std::max(message.partition, 0))},
                            static_cast<std::uint64_t>(std::max<std::int64_t>(message.offset, 0))};
    if (message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      if (ends != nullptr) ends->push_back(place);
    } else if (!is_passing(message.err) && !failed) {
      const std::string what = place.in.topic.empty()
                                   ? "nothing can be read"
                                   : "topic " + place.in.topic + ", partition " +
                                         std::to_string(place.in.partition) + " cannot be read";
      failed = kafka_error(message.err, what);
    }
    return false;
  }

  /// Takes the batch's messages and ends them; gives how many were records.
  std::size_t take_all(std::size_t count, const std::function<void(const KafkaRecord&)>& visit,
                       std::vector<TopicOffset>* ends) {
    std::size_t records = 0;
    for (std::size_t i = 0; i < count; ++i) {
      records += take(*batch[i], visit, ends) ? 1u : 0u;
      rd_kafka_message_destroy(batch[i]);
    }
    return records;
  }

  Result<std::size_t> poll(std::size_t records_max, std::chrono::milliseconds wait,
                           const std::function<void(const KafkaRecord&)>& visit,
                           std::vector<TopicOffset>* ends) {
    if (failed) return *std::exchange(failed, std::nullopt);
    if (!rebalances.empty()) return std::size_t{0};
    std::size_t records = 0;
    // The batch call would wait for a full batch: wait for the first alone, then take what is
    // there.
    batch.resize(1);
    batch[0] = rd_kafka_consumer_poll(get(), timeout_ms(wait));
    if (batch[0] != nullptr) records += take_all(1, visit, ends);
    while (records > 0 && records < records_max && rebalances.empty() && !failed) {
      batch.resize(std::min(records_max - records, kBatchMax));
      const ssize_t count =
          rd_kafka_consume_batch_queue(queue.get(), 0, batch.data(), batch.size());
      if (count <= 0) break;
      records += take_all(static_cast<std::size_t>(count), visit, ends);
    }
    rd_kafka_poll(get(), 0);  // on_error
    if (records > 0) {
      handle->all_is_well();
    } else if (failed) {
      return *std::exchange(failed, std::nullopt);
    } else if (rebalances.empty() && handle->is_refused()) {
      return *handle->trouble();
    }
    return records;
  }

  Result<void> outcome(rd_kafka_resp_err_t code, std::string_view what) const {
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return success();
    rd_kafka_poll(get(), 0);  // on_error
    return handle->error_of(code, what);
  }
};

KafkaConsumer::KafkaConsumer(std::unique_ptr<State> state) : state_(std::move(state)) {}

KafkaConsumer::~KafkaConsumer() {
  state_->is_closing = true;
  rd_kafka_consumer_close(state_->get());
}

Result<std::unique_ptr<KafkaConsumer>> KafkaConsumer::open(const KafkaConnection& connection,
                                                           const KafkaConsumerSettings& settings) {
  auto state = std::make_unique<State>();
  state->patience = connection.patience;
  auto handle =
      KafkaHandle::make(RD_KAFKA_CONSUMER, connection, own_settings(connection, settings), *state);
  if (!handle) return handle.error();
  state->handle = std::move(handle.value());
  // The client's own queue (errors) stays apart from the consumer's (records, rebalances), so that
  // an error can be looked for without taking a record.
  state->queue.reset(rd_kafka_queue_get_consumer(state->get()));
  if (auto connected = state->handle->connect(connection); !connected) return connected.error();
  return std::unique_ptr<KafkaConsumer>(new KafkaConsumer(std::move(state)));
}

Result<void> KafkaConsumer::assign(std::span<const KafkaStart> starts) {
  KafkaPartitionList list(rd_kafka_topic_partition_list_new(static_cast<int>(starts.size())));
  for (const KafkaStart& each : starts) {
    rd_kafka_topic_partition_list_add(list.get(), each.in.topic.c_str(),
                                      static_cast<std::int32_t>(each.in.partition))
        ->offset =
        each.offset ? static_cast<std::int64_t>(*each.offset) : RD_KAFKA_OFFSET_BEGINNING;
  }
  return state_->outcome(rd_kafka_assign(state_->get(), list.get()), "nothing was assigned");
}

Result<void> KafkaConsumer::unassign() {
  return state_->outcome(rd_kafka_assign(state_->get(), nullptr), "the partitions were not let go");
}

Result<void> KafkaConsumer::subscribe(std::span<const std::string> topics) {
  KafkaPartitionList list(rd_kafka_topic_partition_list_new(static_cast<int>(topics.size())));
  for (const std::string& topic : topics) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
  }
  return state_->outcome(rd_kafka_subscribe(state_->get(), list.get()), "no group was joined");
}

Result<KafkaPoll> KafkaConsumer::poll(std::size_t records_max, std::chrono::milliseconds wait) {
  KafkaPoll result;
  const auto records = state_->poll(
      records_max, wait, [&](const KafkaRecord& each) { result.records.push_back(each); },
      &result.ends);
  if (!records) return records.error();
  if (!state_->rebalances.empty()) {
    result.rebalance = std::move(state_->rebalances.front());
    state_->rebalances.pop_front();
  }
  return result;
}

Result<std::size_t> KafkaConsumer::poll_each(std::size_t records_max,
                                             std::chrono::milliseconds wait,
                                             const std::function<void(const KafkaRecord&)>& visit,
                                             std::vector<TopicOffset>* ends) {
  return state_->poll(records_max, wait, visit, ends);
}

Result<void> KafkaConsumer::pause(std::span<const TopicPartition> partitions) {
  return state_->outcome(rd_kafka_pause_partitions(state_->get(), partition_list(partitions).get()),
                         "the partitions were not paused");
}

Result<void> KafkaConsumer::resume(std::span<const TopicPartition> partitions) {
  return state_->outcome(
      rd_kafka_resume_partitions(state_->get(), partition_list(partitions).get()),
      "the partitions were not resumed");
}

Result<void> KafkaConsumer::commit(std::span<const TopicOffset> next) {
  constexpr std::string_view kWhat = "the group's offsets were not committed";
  // rd_kafka_commit waits as long as it takes; this queue does not. A late answer dies with it.
  const KafkaQueuePointer answers(rd_kafka_queue_new(state_->get()));
  const auto asked = rd_kafka_commit_queue(state_->get(), offset_list(next).get(), answers.get(),
                                           nullptr, nullptr);
  if (auto done = state_->outcome(asked, kWhat); !done) return done.error();
  const KafkaEventPointer answer(rd_kafka_queue_poll(answers.get(), timeout_ms(state_->patience)));
  if (answer != nullptr) return state_->outcome(rd_kafka_event_error(answer.get()), kWhat);
  Error error = state_->outcome(RD_KAFKA_RESP_ERR__TIMED_OUT, kWhat).error();
  error.outcome_unknown = true;
  return error;
}

Result<std::vector<std::optional<std::uint64_t>>> KafkaConsumer::committed(
    std::span<const TopicPartition> partitions) const {
  const KafkaPartitionList list = partition_list(partitions);
  const auto code = rd_kafka_committed(state_->get(), list.get(), timeout_ms(state_->patience));
  if (auto done = state_->outcome(code, "the group's offsets cannot be read"); !done) {
    return done.error();
  }
  std::vector<std::optional<std::uint64_t>> result;
  for (int i = 0; i < list->cnt; ++i) {
    const rd_kafka_topic_partition_t& each = list->elems[i];
    if (auto done = state_->outcome(each.err, "the group's offsets cannot be read"); !done) {
      return done.error();
    }
    result.push_back(each.offset < 0 ? std::nullopt
                                     : std::optional(static_cast<std::uint64_t>(each.offset)));
  }
  return result;
}

Result<std::uint64_t> KafkaConsumer::first_of(const TopicPartition& partition) const {
  return state_->handle->find_offset(partition, RD_KAFKA_OFFSET_BEGINNING, state_->patience);
}

Result<std::uint64_t> KafkaConsumer::end_of(const TopicPartition& partition) const {
  return state_->handle->find_offset(partition, RD_KAFKA_OFFSET_END, state_->patience);
}

std::optional<KafkaGroupGeneration> KafkaConsumer::generation() const { return state_->generation; }

std::optional<Error> KafkaConsumer::trouble() const { return state_->handle->trouble(); }

}  // namespace aduan
