#include "consumers/derived/derived_topics.h"

#include "core/base/check.h"
#include "core/log/kafka/kafka_event_log.h"
#include "core/log/kafka/kafka_topics.h"

#include <algorithm>
#include <map>
#include <utility>

namespace aduan {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// A transaction takes no more records, and is closed when it has gathered so many bytes.
constexpr std::size_t kRecordsMax = 4'096;
constexpr std::size_t kBytesMax = std::size_t{16} << 20;
constexpr std::chrono::milliseconds kPollWait{100};
constexpr std::chrono::milliseconds kTellEvery{1'000};
/// Longer than that no call of the consumer waits for brokers that are away.
constexpr std::chrono::milliseconds kPatience{5'000};
/// A new owner restores its partitions' state before it polls again.
constexpr std::chrono::minutes kRestoreMax{30};

}  // namespace

/// From joining the group to leaving it. An error ends it; the next one begins from what is
/// committed.
class DerivedTopics::Session {
 public:
  Session(DerivedTopics& role, const std::stop_token& stop) : role_(role), stop_(stop) {}

  Result<void> open() {
    const DerivedTopicsSettings& settings = role_.settings_;
    auto log = KafkaEventLog::open(role_.connection_, settings.partitions);
    if (!log) return log.error();
    log_ = std::move(log.value());
    auto state = DerivedState::open(settings.folder, settings.ledger, settings.partitions);
    if (!state) return state.error();
    state_ = std::move(state.value());

    KafkaProducerSettings sending;
    sending.transactional_id = settings.transactional_id;
    sending.tells_each_delivery = false;
    sending.linger = std::chrono::milliseconds(5);
    auto producer = KafkaProducer::open(role_.connection_, sending);
    if (!producer) return producer.error();
    producer_ = std::move(producer.value());
    // Ends what a former run of ours left open, before the group's offsets are read.
    if (const auto taken = producer_->init_transactions(); !taken) return taken;

    KafkaConsumerSettings reading;
    reading.group = settings.group;
    reading.is_read_committed = false;  // each offset counts, whoever wrote it
    reading.session_timeout = settings.session_timeout;
    reading.max_poll_interval = kRestoreMax;
    KafkaConnection connection = role_.connection_;
    connection.patience = std::min(connection.patience, kPatience);
    auto consumer = KafkaConsumer::open(connection, reading);
    if (!consumer) return consumer.error();
    consumer_ = std::move(consumer.value());
    routing_ = std::make_unique<Routing>(settings.ledger, settings.partitions, *state_,
                                         *role_.subscribers_, role_.keys_);
    const std::vector topics{role_.connection_.address.named(kEventsTopic)};
    return consumer_->subscribe(topics);
  }

  Result<void> go_on() {
    auto polled = consumer_->poll(kRecordsMax, kPollWait);
    if (!polled) return polled.error();
    const auto& rebalance = polled.value().rebalance;
    if (!rebalance || rebalance->kind != KafkaRebalance::Kind::lost) {
      if (const auto taken = take(polled.value().records); !taken) return taken;
    }
    if (rebalance) {
      const auto answered = rebalance->kind == KafkaRebalance::Kind::assigned
                                ? begin(rebalance->partitions)
                                : give_up();
      if (!answered) return answered;
    }
    if (SteadyClock::now() - told_ >= kTellEvery) tell();
    return success();
  }

 private:
  Result<void> begin(const std::vector<TopicPartition>& partitions) {
    const auto committed = consumer_->committed(partitions);
    if (!committed) return committed.error();
    std::map<std::uint32_t, std::uint64_t> offsets;
    std::vector<KafkaStart> starts;
    for (std::size_t i = 0; i < partitions.size(); ++i) {
      const std::uint64_t next = committed.value()[i].value_or(0);
      offsets[partitions[i].partition] = next;
      starts.push_back({partitions[i], next});
    }
    if (const auto restored = state_->restore(*log_, offsets, stop_); !restored) return restored;
    next_ = std::move(offsets);
    tell();
    return consumer_->assign(starts);
  }

  Result<void> give_up() {
    next_.clear();
    role_.board_.set_streams({});
    return consumer_->unassign();
  }

  Result<void> take(std::vector<KafkaRecord>& records) {
    for (KafkaRecord& each : records) {
      Record record;
      record.position = {each.at.in.partition, each.at.offset};
      record.key = std::move(each.key);
      record.value = std::move(each.value);
      record.headers = std::move(each.headers);
      record.timestamp = each.timestamp;
      if (const auto taken = routing_->take(std::move(record)); !taken) return taken;
      if (routing_->bytes() < kBytesMax) continue;
      if (const auto committed = commit(); !committed) return committed;
    }
    return routing_->records().empty() ? success() : commit();
  }

  Result<void> commit() {
    const std::string events = role_.connection_.address.named(kEventsTopic);
    std::map<std::uint32_t, std::uint64_t> next;
    for (const Record& record : routing_->records()) {
      next[record.position.stream] = record.position.offset + 1;
    }
    std::vector<TopicOffset> offsets;
    for (const auto& [partition, offset] : next) offsets.push_back({{events, partition}, offset});
    if (const auto done = transact(offsets); !done) return done;
    if (const auto kept = state_->take(routing_->records()); !kept) return kept;
    role_.board_.add_records(routing_->records().size());
    role_.board_.add("sent", routing_->drafts().size());
    role_.board_.add("tombstones", routing_->tombstones());
    for (const auto& [partition, offset] : next) {
      next_[partition] = offset;
      role_.board_.set_next(partition, offset);
    }
    routing_->clear();
    return success();
  }

  Result<void> transact(std::span<const TopicOffset> offsets) {
    const auto generation = consumer_->generation();
    CHECK(generation.has_value());  // there are no records before the first assignment
    if (const auto begun = producer_->begin(); !begun) return begun;
    for (const KafkaDraft& draft : routing_->drafts()) {
      if (const auto sent = producer_->send(draft); !sent) return sent;
    }
    const auto added = producer_->send_offsets(offsets, *generation);
    if (added) return producer_->commit();
    // Another has the partitions: what we sent is to be out of everybody's way at once.
    if (added.error().kind == ErrorKind::conflict) (void)producer_->abort();
    return added;
  }

  /// Brokers that do not answer are no news here: whoever watches sees the lag.
  void tell() {
    told_ = SteadyClock::now();
    const std::string events = role_.connection_.address.named(kEventsTopic);
    std::vector<StreamProgress> streams;
    for (const auto& [partition, next] : next_) {
      const auto end = consumer_->end_of({events, partition});
      if (!end) break;
      streams.push_back({events, partition, next, end.value()});
    }
    if (streams.size() == next_.size()) role_.board_.set_streams(std::move(streams));
    const auto trouble = consumer_->trouble();
    role_.board_.set_trouble(trouble ? std::optional(trouble->message) : std::nullopt);
  }

  DerivedTopics& role_;
  const std::stop_token& stop_;
  std::unique_ptr<KafkaEventLog> log_;
  std::unique_ptr<DerivedState> state_;
  std::unique_ptr<KafkaProducer> producer_;
  std::unique_ptr<Routing> routing_;
  std::unique_ptr<KafkaConsumer> consumer_;
  std::map<std::uint32_t, std::uint64_t> next_;  ///< of our partitions
  SteadyClock::time_point told_{};
};

DerivedTopics::DerivedTopics(KafkaConnection connection, DerivedTopicsSettings settings,
                             std::unique_ptr<Subscribers> subscribers, KeyStore& keys)
    : connection_(std::move(connection)),
      settings_(std::move(settings)),
      subscribers_(std::move(subscribers)),
      keys_(keys) {}

DerivedTopics::~DerivedTopics() = default;

Result<void> DerivedTopics::run(const std::stop_token& stop) {
  Session session(*this, stop);
  auto going = session.open();
  while (going && !stop.stop_requested()) going = session.go_on();
  if (!going) board_.set_trouble(going.error().message);
  return going;
}

}  // namespace aduan
