#include "consumers/projector/projector.h"

#include "core/log/kafka/kafka_topics.h"

#include <utility>

namespace aduan {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kBatchMax = 4'096;
constexpr std::chrono::milliseconds kPollWait{100};
/// Longer than that no call waits for brokers that are away: whoever stops the role waits too.
constexpr std::chrono::milliseconds kPatience{2'000};
/// How often the ends are looked at and the positions committed, for those who watch.
constexpr std::chrono::milliseconds kTellEvery{1'000};

Error ahead_of_log(const TopicPartition& place) {
  return Error{ErrorKind::corrupt,
               "the projections are ahead of topic " + place.topic + ", partition " +
                   std::to_string(place.partition) +
                   ": they were made from another log, or records are gone there. Nothing was "
                   "changed; see that this is the right cluster, then delete the projections' "
                   "folder, and they are built anew"};
}

}  // namespace

std::string projector_group(const KafkaAddress& address, std::string_view node) {
  return address.named(std::string(kProjectorGroup) + "." + std::string(node));
}

Projector::Projector(KafkaConnection connection, ProjectionStore& store, std::uint32_t partitions,
                     std::string node)
    : connection_(std::move(connection)),
      store_(store),
      partitions_(partitions),
      node_(std::move(node)),
      positions_(store.status().positions) {
  std::vector<StreamProgress> streams;
  for (std::uint32_t stream = 0; stream <= partitions_; ++stream) {
    const TopicPartition place = place_of(stream);
    streams.push_back({place.topic, place.partition, positions_[stream], positions_[stream]});
  }
  board_.set_streams(std::move(streams));
}

RoleProgress Projector::progress() const { return board_.read(); }

TopicPartition Projector::place_of(std::uint32_t stream) const {
  if (stream == partitions_) return {connection_.address.named(kDirectoryTopic), 0};
  return {connection_.address.named(kEventsTopic), stream};
}

Result<void> Projector::run(const std::stop_token& stop) {
  KafkaConsumerSettings settings;
  settings.group = projector_group(connection_.address, node_);
  settings.is_read_committed = false;  // each offset counts, whoever wrote it
  KafkaConnection connection = connection_;
  connection.patience = kPatience;
  auto opened = KafkaConsumer::open(connection, settings);
  if (!opened) return opened.error();
  KafkaConsumer& consumer = *opened.value();
  if (const auto begun = begin(consumer); !begun) return begun.error();
  // By a connection of its own: behind a fetch that waits, an answer would wait as long.
  const auto ends = KafkaAdmin::open(connection);
  if (!ends) return ends.error();

  SteadyClock::time_point told{};
  while (!stop.stop_requested()) {
    auto polled = consumer.poll(kBatchMax, kPollWait);
    if (!polled) return polled.error();
    if (!polled.value().records.empty()) {
      if (const auto applied = apply(polled.value().records); !applied) return applied.error();
    }
    if (SteadyClock::now() - told < kTellEvery) continue;
    // Brokers that are away are waited for; what they say is for those who watch.
    if (const auto looked = look_at_ends(*ends.value(), consumer); !looked) {
      board_.set_trouble(looked.error().message);
    } else {
      board_.set_trouble(std::nullopt);
    }
    told = SteadyClock::now();
  }
  // A last word for those who watch; the positions that count are in the store.
  [[maybe_unused]] const auto looked = look_at_ends(*ends.value(), consumer);
  return success();
}

Result<void> Projector::begin(KafkaConsumer& consumer) const {
  const StoreStatus status = store_.status();
  std::vector<KafkaStart> starts;
  for (std::uint32_t stream = 0; stream <= partitions_; ++stream) {
    const TopicPartition place = place_of(stream);
    const auto end = consumer.end_of(place);
    if (!end) return end.error();
    if (status.positions[stream] > end.value()) return ahead_of_log(place);
    starts.push_back({place, status.positions[stream]});
  }
  return consumer.assign(starts);
}

Result<void> Projector::apply(std::vector<KafkaRecord>& records) {
  const std::string directory = connection_.address.named(kDirectoryTopic);
  batch_.clear();
  for (KafkaRecord& record : records) {
    const bool is_directory = record.at.in.topic == directory;
    Record& taken = batch_.emplace_back();
    taken.position = {is_directory ? partitions_ : record.at.in.partition, record.at.offset};
    taken.key = std::move(record.key);
    taken.value = std::move(record.value);
    taken.headers = std::move(record.headers);
    taken.timestamp = record.timestamp;
  }
  if (const auto applied = store_.apply(std::span<const Record>(batch_)); !applied) {
    board_.set_trouble(applied.error().message);
    return applied.error();
  }
  board_.add_records(batch_.size());
  tell_positions();
  return success();
}

void Projector::tell_positions() {
  {
    const std::lock_guard lock(mutex_);
    positions_ = store_.status().positions;
  }
  applied_.notify_all();
}

Result<void> Projector::look_at_ends(KafkaAdmin& ends, KafkaConsumer& consumer) {
  std::vector<StreamProgress> streams;
  std::vector<TopicOffset> next;
  const std::vector<std::uint64_t> positions = store_.status().positions;
  for (std::uint32_t stream = 0; stream <= partitions_; ++stream) {
    const TopicPartition place = place_of(stream);
    const auto end = ends.end_of(place);
    if (!end) return end.error();
    streams.push_back({place.topic, place.partition, positions[stream], end.value()});
    next.push_back({place, positions[stream]});
  }
  board_.set_streams(std::move(streams));
  return consumer.commit(next);
}

Result<void> Projector::wait_for(Position position, std::chrono::milliseconds patience) const {
  std::unique_lock lock(mutex_);
  const bool is_applied = applied_.wait_for(lock, patience, [&] {
    return position.stream < positions_.size() && positions_[position.stream] > position.offset;
  });
  if (is_applied) return success();
  return Error{ErrorKind::unavailable,
               "the projections have not come to offset " + std::to_string(position.offset) +
                   " of stream " + std::to_string(position.stream) +
                   " yet; what was acknowledged is kept: read again in a moment, or see `aduan "
                   "status`"};
}

}  // namespace aduan
