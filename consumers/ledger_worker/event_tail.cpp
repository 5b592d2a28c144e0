#include "consumers/ledger_worker/event_tail.h"

#include "core/log/kafka/kafka_topics.h"

#include <optional>
#include <string>
#include <utility>

namespace aduan {
namespace {

constexpr std::size_t kRecordsMax = 8'192;

Error hole(const TopicPartition& place, std::uint64_t next) {
  return Error{ErrorKind::corrupt, "topic " + place.topic + ", partition " +
                                       std::to_string(place.partition) +
                                       " has no record at offset " + std::to_string(next) +
                                       " and goes on behind it: it was compacted, shortened or "
                                       "written in a transaction; bring it back from its backup"};
}

}  // namespace

EventTail::EventTail(KafkaAddress address, std::uint32_t partitions,
                     std::unique_ptr<KafkaConsumer> consumer, std::unique_ptr<KafkaConsumer> ends)
    : address_(std::move(address)),
      partitions_(partitions),
      consumer_(std::move(consumer)),
      ends_(std::move(ends)) {}

Result<std::unique_ptr<EventTail>> EventTail::open(const KafkaConnection& connection,
                                                   std::uint32_t partitions) {
  KafkaConsumerSettings settings;
  settings.is_read_committed = false;  // each offset counts, whoever wrote it
  auto consumer = KafkaConsumer::open(connection, settings);
  if (!consumer) return consumer.error();
  auto ends = KafkaConsumer::open(connection, settings);
  if (!ends) return ends.error();
  return std::unique_ptr<EventTail>(new EventTail(
      connection.address, partitions, std::move(consumer.value()), std::move(ends.value())));
}

TopicPartition EventTail::place_of(std::uint32_t stream) const {
  if (stream == partitions_) return {address_.named(kDirectoryTopic), 0};
  return {address_.named(kEventsTopic), stream};
}

Result<void> EventTail::follow(std::span<const Position> next) {
  std::vector<KafkaStart> starts;
  next_.clear();
  for (const Position& each : next) {
    starts.push_back({place_of(each.stream), each.offset});
    next_.emplace(each.stream, each.offset);
  }
  return consumer_->assign(starts);
}

Result<std::vector<Record>> EventTail::take(std::chrono::milliseconds wait) {
  std::vector<Record> records;
  std::optional<Error> failed;
  const std::string directory = address_.named(kDirectoryTopic);
  const auto polled = consumer_->poll_each(kRecordsMax, wait, [&](const KafkaRecord& each) {
    const std::uint32_t stream = each.at.in.topic == directory ? partitions_ : each.at.in.partition;
    const auto next = next_.find(stream);
    // Of an earlier assignment.
    if (failed || next == next_.end() || each.at.offset < next->second) return;
    if (each.at.offset > next->second) {
      failed = hole(each.at.in, next->second);
      return;
    }
    ++next->second;
    records.push_back({.position = {stream, each.at.offset},
                       .key = each.key,
                       .value = each.value,
                       .headers = each.headers,
                       .timestamp = each.timestamp});
  });
  if (failed) return *failed;
  if (polled) return records;
  if (polled.error().kind != ErrorKind::not_found) return polled.error();
  return Error{ErrorKind::corrupt, "the log is shorter than it was: " + polled.error().message};
}

Result<std::uint64_t> EventTail::end_of(std::uint32_t stream) const {
  return ends_->end_of(place_of(stream));
}

Result<std::uint64_t> EventTail::end_of_commands(std::uint32_t partition) const {
  return ends_->end_of({address_.named(kCommandsTopic), partition});
}

}  // namespace aduan
