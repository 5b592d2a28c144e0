#include "consumers/derived/derived_topics.h"

#include "core/base/check.h"
#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_event_log.h"
#include "core/log/kafka/kafka_topics.h"

#include <algorithm>
#include <future>
#include <map>
#include <utility>

namespace aduan {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// A transaction takes no more records, and is closed when it has gathered so many bytes.
constexpr std::size_t kRecordsMax = 16'384;
constexpr std::size_t kBytesMax = std::size_t{48} << 20;
/// A poll that gives fewer has given what there was: the transaction does not wait for more.
constexpr std::size_t kPollMax = 2'048;
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
    const DerivedRolePlace& place = role_.place_;
    const KafkaAddress& address = place.connection.address;
    const std::string group = address.named(role_.group_);
    auto log = KafkaEventLog::open(place.connection, place.partitions);
    if (!log) return log.error();
    log_ = std::move(log.value());
    auto state = DerivedState::open(place.folder, place.ledger, place.partitions);
    if (!state) return state.error();
    state_ = std::move(state.value());

    KafkaProducerSettings sending;
    sending.transactional_id = group + "." + place.node;  // no other living process has it
    sending.tells_each_delivery = false;
    sending.linger = std::chrono::milliseconds(5);
    auto producer = KafkaProducer::open(place.connection, sending);
    if (!producer) return producer.error();
    producer_ = std::move(producer.value());
    // Ends what a former run of ours left open, before the group's offsets are read.
    if (const auto taken = producer_->init_transactions(); !taken) return taken;

    KafkaConsumerSettings reading;
    reading.group = group;
    reading.is_read_committed = false;  // each offset counts, whoever wrote it
    reading.session_timeout = place.session_timeout;
    reading.max_poll_interval = kRestoreMax;
    KafkaConnection connection = place.connection;
    connection.patience = std::min(connection.patience, kPatience);
    auto consumer = KafkaConsumer::open(connection, reading);
    if (!consumer) return consumer.error();
    consumer_ = std::move(consumer.value());
    // By a connection of its own: behind a fetch that waits, an answer would wait as long.
    auto ends = KafkaAdmin::open(connection);
    if (!ends) return ends.error();
    ends_ = std::move(ends.value());
    routing_ = std::make_unique<Routing>(place.ledger, place.partitions, *state_,
                                         *role_.subscribers_, role_.keys_);
    const std::vector topics{address.named(kEventsTopic)};
    return consumer_->subscribe(topics);
  }

  Result<void> go_on() {
    const bool has_some = !routing_->batch().records.empty();
    auto polled = consumer_->poll(kPollMax, has_some ? std::chrono::milliseconds(0) : kPollWait);
    if (!polled) return polled.error();
    const auto& rebalance = polled.value().rebalance;
    const bool is_lost = rebalance && rebalance->kind == KafkaRebalance::Kind::lost;
    if (is_lost) {
      routing_->clear();
    } else {
      const bool is_last = rebalance || polled.value().records.size() < kPollMax;
      if (const auto taken = take(polled.value().records, is_last); !taken) return taken;
    }
    const bool is_idle = polled.value().records.empty();
    if (is_idle || rebalance) {
      if (const auto finished = finish(); !finished) return finished;
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

  /// Waits until nothing is being committed.
  Result<void> finish() {
    if (!under_way_.valid()) return success();
    if (const auto written = under_way_.get(); !written) return written;
    routing_->release();
    for (const auto& [partition, offset] : coming_) next_[partition] = offset;
    coming_.clear();
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

  /// `is_last`: no more come at once.
  Result<void> take(std::vector<KafkaRecord>& records, bool is_last) {
    for (KafkaRecord& each : records) {
      Record record;
      record.position = {each.at.in.partition, each.at.offset};
      record.key = std::move(each.key);
      record.value = std::move(each.value);
      record.headers = std::move(each.headers);
      record.timestamp = each.timestamp;
      if (const auto taken = routing_->take(std::move(record)); !taken) return taken;
      const RoutedBatch& batch = routing_->batch();
      const bool is_full = batch.records.size() >= kRecordsMax || batch.bytes >= kBytesMax;
      if (!is_full) continue;
      if (const auto committed = commit(); !committed) return committed;
    }
    return routing_->batch().records.empty() || !is_last ? success() : commit();
  }

  /// Begins to commit the batch; the next one may be taken meanwhile.
  Result<void> commit() {
    if (const auto finished = finish(); !finished) return finished;
    if (const auto prepared = routing_->prepare(); !prepared) return prepared;
    const auto generation = consumer_->generation();
    CHECK(generation.has_value());  // there are no records before the first assignment
    const auto batch = routing_->hand_over();
    for (const Record& record : batch->records) {
      coming_[record.position.stream] = record.position.offset + 1;
    }
    under_way_ = std::async(std::launch::async, [this, batch, generation, next = coming_] {
      return write(*batch, next, *generation);
    });
    return success();
  }

  /// By a thread of its own: producer and state are no one else's meanwhile, but for reading.
  Result<void> write(const RoutedBatch& batch, const std::map<std::uint32_t, std::uint64_t>& next,
                     const KafkaGroupGeneration& generation) {
    const std::string events = role_.place_.connection.address.named(kEventsTopic);
    std::vector<TopicOffset> offsets;
    for (const auto& [partition, offset] : next) offsets.push_back({{events, partition}, offset});
    if (const auto done = transact(batch, offsets, generation); !done) return done;
    if (const auto kept = state_->take(batch.records); !kept) return kept;
    role_.board_.add_records(batch.records.size());
    role_.board_.add("transactions", 1);
    role_.board_.add("sent", batch.drafts.size());
    role_.board_.add("tombstones", batch.tombstones);
    for (const auto& [partition, offset] : next) role_.board_.set_next(partition, offset);
    return success();
  }

  Result<void> transact(const RoutedBatch& batch, std::span<const TopicOffset> offsets,
                        const KafkaGroupGeneration& generation) {
    if (const auto begun = producer_->begin(); !begun) return begun;
    for (const KafkaDraft& draft : batch.drafts) {
      if (const auto sent = producer_->send(draft); !sent) return sent;
    }
    const auto added = producer_->send_offsets(offsets, generation);
    if (added) return producer_->commit();
    // Another has the partitions: what we sent is to be out of everybody's way at once.
    if (added.error().kind == ErrorKind::conflict) (void)producer_->abort();
    return added;
  }

  /// Brokers that do not answer are no news here: whoever watches sees the lag.
  void tell() {
    told_ = SteadyClock::now();
    const std::string events = role_.place_.connection.address.named(kEventsTopic);
    std::vector<StreamProgress> streams;
    for (const auto& [partition, next] : next_) {
      const auto end = ends_->end_of({events, partition});
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
  std::unique_ptr<KafkaAdmin> ends_;
  std::map<std::uint32_t, std::uint64_t> next_;  ///< of our partitions
  SteadyClock::time_point told_{};
  std::map<std::uint32_t, std::uint64_t> coming_;  ///< when what is under way is committed
  std::future<Result<void>> under_way_;            ///< last: it ends before what it works on
};

DerivedTopics::DerivedTopics(DerivedRolePlace place, std::string name, std::string_view group,
                             std::unique_ptr<Subscribers> subscribers, KeyStore& keys)
    : place_(std::move(place)),
      name_(std::move(name)),
      group_(group),
      subscribers_(std::move(subscribers)),
      keys_(keys) {}

DerivedTopics::~DerivedTopics() = default;

Result<void> DerivedTopics::run(const std::stop_token& stop) {
  Session session(*this, stop);
  auto going = session.open();
  while (going && !stop.stop_requested()) going = session.go_on();
  if (going) going = session.finish();
  if (!going) board_.set_trouble(going.error().message);
  return going;
}

}  // namespace aduan
