#include "consumers/keeper/keeper_role.h"

#include "consumers/keeper/key_keeper.h"
#include "core/log/kafka/kafka_topics.h"

#include <array>
#include <utility>
#include <vector>

namespace aduan {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kPollWait{100};
constexpr std::size_t kPollRecordsMax = 1'024;
/// How long an erasure that is applied waits at most until it is begun.
constexpr milliseconds kCarryOutEvery{500};
constexpr std::chrono::seconds kLookAtEndsEvery{5};

/// Whether so long has passed since `last`, which is then now.
bool is_time(Steady::time_point& last, Steady::duration every) {
  const auto now = Steady::now();
  if (now - last < every) return false;
  last = now;
  return true;
}

}  // namespace

KeeperRole::KeeperRole(KafkaConnection connection, const ProjectionStore& store,
                       const EventLog& log, KafkaKeyStore& keys, std::string ledger)
    : connection_(std::move(connection)),
      store_(store),
      log_(log),
      keys_(keys),
      fold_(ledger, log.partitions()) {}

Result<void> KeeperRole::run(const std::stop_token& stop) {
  next_.clear();
  KafkaConsumerSettings settings;
  settings.group = connection_.address.named(kKeeperGroup);
  auto opened = KafkaConsumer::open(connection_, settings);
  if (!opened) return opened.error();
  KafkaConsumer& consumer = *opened.value();
  // Follows nothing: asked of a consumer that fetches, an end waits behind the fetch.
  const auto ends = KafkaConsumer::open(connection_, {});
  if (!ends) return ends.error();
  const std::array topics{connection_.address.named(kKeysTopic)};
  if (const auto joined = consumer.subscribe(topics); !joined) return joined.error();
  while (!stop.stop_requested()) {
    const auto polled = consumer.poll(kPollRecordsMax, kPollWait);
    if (!polled) return polled.error();
    const auto looked = look_at(consumer, polled.value().records);
    if (!looked) return looked.error();
    if (polled.value().rebalance) {
      const auto answered = answer(consumer, *polled.value().rebalance);
      if (!answered) return answered.error();
    }
    // The copy follows also where other keepers have all the work.
    if (const auto followed = keys_.follow(milliseconds(0)); !followed) return followed.error();
    if (next_.contains(0) && is_time(carried_out_at_, kCarryOutEvery)) {
      if (const auto done = carry_out(); !done) return done.error();
    }
    if (is_time(looked_at_, kLookAtEndsEvery)) {
      if (const auto done = look_at_ends(*ends.value()); !done) return done.error();
    }
    const auto trouble = consumer.trouble();
    board_.set_trouble(trouble ? std::optional(trouble->message) : std::nullopt);
  }
  return success();
}

Result<void> KeeperRole::answer(KafkaConsumer& consumer, const KafkaRebalance& rebalance) {
  next_.clear();
  if (rebalance.kind != KafkaRebalance::Kind::assigned) return consumer.unassign();
  const auto committed = consumer.committed(rebalance.partitions);
  if (!committed) return committed.error();
  std::vector<KafkaStart> starts;
  for (std::size_t i = 0; i < rebalance.partitions.size(); ++i) {
    const TopicPartition& in = rebalance.partitions[i];
    std::optional<std::uint64_t> from = committed.value()[i];
    if (!from) {
      // The first keeper there ever is: the first carrying out compares every erasure with every
      // key that is there by then.
      const auto end = consumer.end_of(in);
      if (!end) return end.error();
      from = end.value();
    }
    starts.push_back({in, from});
    next_[in.partition] = *from;
  }
  if (const auto assigned = consumer.assign(starts); !assigned) return assigned.error();
  std::vector<TopicOffset> places;
  for (const KafkaStart& start : starts) places.push_back({start.in, *start.offset});
  return consumer.commit(places);
}

Result<void> KeeperRole::look_at(KafkaConsumer& consumer, const std::vector<KafkaRecord>& records) {
  if (records.empty()) return success();
  std::map<TopicPartition, std::uint64_t> places;
  for (const KafkaRecord& record : records) {
    places[record.at.in] = record.at.offset + 1;
    const auto named = record.key && record.value ? parse_key_name(*record.key) : std::nullopt;
    if (!named) continue;
    const auto late =
        destroy_if_late(named->case_id, named->key, store_.reader(), log_, fold_, keys_);
    if (!late) return late.error();
    if (late.value()) board_.add("late", 1);
  }
  board_.add_records(records.size());
  std::vector<TopicOffset> next;
  for (const auto& [in, offset] : places) {
    next_[in.partition] = offset;
    next.push_back({in, offset});
  }
  return consumer.commit(next);
}

Result<void> KeeperRole::carry_out() {
  const auto done = carry_out_erasures(store_.reader(), log_, fold_, keys_);
  if (!done) return done.error();
  if (done.value() > 0) board_.add("erasures", done.value());
  return success();
}

Result<void> KeeperRole::look_at_ends(const KafkaConsumer& ends) {
  std::vector<StreamProgress> streams;
  for (const auto& [partition, next] : next_) {
    const TopicPartition in{connection_.address.named(kKeysTopic), partition};
    const auto end = ends.end_of(in);
    if (!end) return end.error();
    streams.push_back({in.topic, partition, next, end.value()});
  }
  board_.set_streams(std::move(streams));
  return success();
}

Result<void> KeyFollower::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (const auto followed = keys_.follow(kPollWait); !followed) return followed.error();
  }
  return success();
}

}  // namespace aduan
