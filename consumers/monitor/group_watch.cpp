#include "consumers/monitor/group_watch.h"

#include "core/log/kafka/kafka_consumer.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <stop_token>
#include <utility>

namespace aduan {
namespace {

using Offsets = std::map<TopicPartition, std::uint64_t>;

constexpr std::chrono::milliseconds kRecordPatience{3'000};

/// Asks the brokers; a partition's end is asked for once a look.
class Watch {
 public:
  Watch(const KafkaConnection& connection, std::unique_ptr<KafkaConsumer> reader)
      : connection_(connection), reader_(std::move(reader)) {}

  static Result<std::unique_ptr<Watch>> open(const KafkaConnection& connection) {
    KafkaConsumerSettings settings;
    settings.fetch = KafkaConsumerSettings::Fetch::single;
    settings.is_read_committed = false;
    settings.fetch_wait = std::chrono::milliseconds(5);
    auto reader = KafkaConsumer::open(connection, settings);
    if (!reader) return reader.error();
    return std::make_unique<Watch>(connection, std::move(reader.value()));
  }

  Result<GroupStanding> look(const WatchedGroup& group) {
    GroupStanding standing{group.role, group.group, {}, false, std::nullopt, false};
    const auto committed = committed_of(group);
    if (!committed) return committed.error();
    for (std::size_t i = 0; i < group.partitions.size(); ++i) {
      const TopicPartition& in = group.partitions[i];
      const std::optional<std::uint64_t>& next = committed.value()[i];
      auto known = ends_.find(in);
      if (known == ends_.end()) {
        const auto end = reader_->end_of(in);
        if (!end) return end.error();
        known = ends_.emplace(in, end.value()).first;
      }
      standing.has_begun |= next.has_value();
      standing.streams.push_back({in.topic, in.partition, next.value_or(0), known->second});
    }
    return standing;
  }

  /// When the record came; nothing where it cannot be read (it is gone by now).
  Result<std::optional<Instant>> time_of(const TopicOffset& at) {
    const KafkaStart start{at.in, at.offset};
    if (const auto assigned = reader_->assign(std::span(&start, 1)); !assigned) {
      return assigned.error();
    }
    const auto deadline = std::chrono::steady_clock::now() + kRecordPatience;
    while (std::chrono::steady_clock::now() < deadline) {
      const auto polled = reader_->poll(1, std::chrono::milliseconds(200));
      if (!polled && polled.error().kind == ErrorKind::not_found) break;
      if (!polled) return polled.error();
      for (const KafkaRecord& record : polled.value().records) {
        if (record.at.in == at.in) return std::optional(record.timestamp);
      }
    }
    return std::optional<Instant>();
  }

 private:
  /// By a consumer that never joins the group: librdkafka 2.0.2's ListConsumerGroupOffsets crashes
  /// where a transaction of the group is open.
  Result<std::vector<std::optional<std::uint64_t>>> committed_of(const WatchedGroup& group) {
    auto& asker = askers_[group.group];
    if (asker == nullptr) {
      KafkaConsumerSettings settings;
      settings.group = group.group;
      settings.fetch = KafkaConsumerSettings::Fetch::single;
      auto opened = KafkaConsumer::open(connection_, settings);
      if (!opened) return opened.error();
      asker = std::move(opened.value());
    }
    return asker->committed(group.partitions);
  }

  const KafkaConnection& connection_;
  std::unique_ptr<KafkaConsumer> reader_;
  std::map<std::string, std::unique_ptr<KafkaConsumer>> askers_;
  Offsets ends_;
};

/// The partitions in which something waits too long.
Result<std::set<TopicPartition>> find_late(Watch& watch, GroupStanding& standing,
                                           std::chrono::milliseconds allowed, Instant now) {
  std::set<TopicPartition> late;
  for (const StreamProgress& stream : standing.streams) {
    if (stream.lag() == 0) continue;
    const TopicPartition in{stream.topic, stream.partition};
    const auto time = watch.time_of({in, stream.next});
    if (!time) return time.error();
    if (!time.value()) continue;
    const Instant since = *time.value();
    standing.waiting_since = std::min(standing.waiting_since.value_or(since), since);
    if (standing.has_begun && now - since > allowed) late.insert(in);
  }
  return late;
}

}  // namespace

std::uint64_t GroupStanding::lag() const {
  std::uint64_t sum = 0;
  for (const StreamProgress& stream : streams) sum += stream.lag();
  return sum;
}

Result<std::vector<GroupStanding>> watch_groups(const KafkaConnection& connection,
                                                const std::vector<WatchedGroup>& groups,
                                                const WatchSettings& settings,
                                                const TimeSource& time) {
  const auto watch = Watch::open(connection);
  if (!watch) return watch.error();
  std::vector<GroupStanding> standings;
  std::vector<std::set<TopicPartition>> late;
  for (const WatchedGroup& group : groups) {
    auto standing = watch.value()->look(group);
    if (!standing) return standing.error();
    auto found = find_late(*watch.value(), standing.value(), settings.allowed, time.now());
    if (!found) return found.error();
    standings.push_back(std::move(standing.value()));
    late.push_back(std::move(found.value()));
  }
  const bool is_any_late = std::any_of(late.begin(), late.end(),
                                       [](const auto& partitions) { return !partitions.empty(); });
  if (!is_any_late) return standings;
  wait_for_stop(std::stop_token(), settings.window);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (late[i].empty()) continue;
    const auto again = watch.value()->look(groups[i]);
    if (!again) return again.error();
    for (std::size_t each = 0; each < standings[i].streams.size(); ++each) {
      const StreamProgress& then = standings[i].streams[each];
      const bool stands = again.value().streams[each].next <= then.next;
      standings[i].is_stuck |= stands && late[i].contains({then.topic, then.partition});
    }
  }
  return standings;
}

}  // namespace aduan
