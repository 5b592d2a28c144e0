#include "core/log/kafka/kafka_event_log.h"

#include "core/base/check.h"
#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_consumer.h"
#include "core/log/kafka/kafka_producer.h"
#include "core/log/kafka/kafka_topics.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <string>
#include <utility>

namespace aduan {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kBatchMax = 4'096;
/// Readers kept for the next call; more may be at work.
constexpr std::size_t kIdleReadersMax = 4;
constexpr std::chrono::milliseconds kPollWait{100};

std::string name_of(const TopicPartition& place) {
  return "topic " + place.topic + ", partition " + std::to_string(place.partition);
}

Error hole(const TopicPartition& place, std::uint64_t offset) {
  return Error{ErrorKind::corrupt, "the log has a hole in " + name_of(place) + " at offset " +
                                       std::to_string(offset) +
                                       ": the topic was compacted, shortened or written in a "
                                       "transaction; bring it back from its backup"};
}

/// A consumer that stands at some place of some partition.
struct Reader {
  std::unique_ptr<KafkaConsumer> consumer;
  std::optional<TopicOffset> next;  ///< what it gives next; nothing when that is not known
};

/// Readers, each used by one caller at a time. Threads: any.
class ReaderPool {
 public:
  ReaderPool(KafkaConnection connection, KafkaConsumerSettings settings)
      : connection_(std::move(connection)), settings_(std::move(settings)) {}

  /// One that stands at the place where there is one, else another, else a new one.
  Result<std::unique_ptr<Reader>> take(const TopicOffset& place) {
    {
      const std::lock_guard lock(mutex_);
      const auto found = std::find_if(idle_.begin(), idle_.end(),
                                      [&](const auto& each) { return each->next == place; });
      if (!idle_.empty()) {
        const auto taken = found == idle_.end() ? idle_.begin() : found;
        auto reader = std::move(*taken);
        idle_.erase(taken);
        return reader;
      }
    }
    auto consumer = KafkaConsumer::open(connection_, settings_);
    if (!consumer) return consumer.error();
    auto reader = std::make_unique<Reader>();
    reader->consumer = std::move(consumer.value());
    return reader;
  }

  void give_back(std::unique_ptr<Reader> reader) {
    if (reader->consumer == nullptr) return;
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kIdleReadersMax) idle_.push_back(std::move(reader));
  }

 private:
  const KafkaConnection connection_;
  const KafkaConsumerSettings settings_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Reader>> idle_;  ///< under mutex_
};

KafkaConsumerSettings reader_settings(KafkaConsumerSettings::Fetch fetch) {
  KafkaConsumerSettings settings;
  settings.is_read_committed = false;  // each offset counts, whoever wrote it
  settings.fetch = fetch;
  settings.tells_ends = true;
  // A reader jumps about; it asks for nothing once it has what it was asked for.
  settings.fetch_wait = std::chrono::milliseconds(5);
  return settings;
}

/// Whether the partition goes on behind a place where no record is.
bool is_past(const std::vector<TopicOffset>& ends, const TopicPartition& place,
             std::uint64_t offset) {
  return std::any_of(ends.begin(), ends.end(), [&](const TopicOffset& end) {
    return end.in == place && end.offset > offset;
  });
}

}  // namespace

struct KafkaEventLog::State {
  State(const KafkaConnection& given, std::uint32_t count)
      : connection(given),
        partitions(count),
        known_ends(std::size_t{count} + 1),
        scanners(given, reader_settings(KafkaConsumerSettings::Fetch::bulk)),
        readers(given, reader_settings(KafkaConsumerSettings::Fetch::single)) {}

  const KafkaConnection connection;
  const std::uint32_t partitions;
  /// A stream: at least so many records are there. Only grows.
  std::vector<std::atomic<std::uint64_t>> known_ends;
  ReaderPool scanners;
  ReaderPool readers;
  std::mutex appending;
  std::unique_ptr<KafkaProducer> producer;  ///< under appending; made by the first append

  TopicPartition place_of(std::uint32_t stream) const {
    if (stream == partitions) return {connection.address.named(kDirectoryTopic), 0};
    return {connection.address.named(kEventsTopic), stream};
  }

  Result<void> check_stream(std::uint32_t stream) const {
    if (stream <= partitions) return success();
    return Error{ErrorKind::invalid, "the log has no stream " + std::to_string(stream) +
                                         ", its streams are 0 to " + std::to_string(partitions) +
                                         "; nothing was written"};
  }

  void learn_end(std::uint32_t stream, std::uint64_t end) {
    std::uint64_t known = known_ends[stream];
    while (known < end && !known_ends[stream].compare_exchange_weak(known, end)) {
    }
  }

  Result<std::uint64_t> end(std::uint32_t stream) {
    auto reader = readers.take({place_of(stream), 0});
    if (!reader) return reader.error();
    const auto found = reader.value()->consumer->end_of(place_of(stream));
    readers.give_back(std::move(reader.value()));
    if (found) learn_end(stream, found.value());
    return found;
  }

  Error silence(const Reader& reader, const TopicPartition& place) const {
    if (auto trouble = reader.consumer->trouble()) return *trouble;
    return Error{ErrorKind::unavailable,
                 name_of(place) + " gives nothing; see that the brokers run, then try again"};
  }

  /// Reads from `next` to before `end`; `visit` ends it by false. Leaves `reader.next` behind the
  /// last record that was given.
  Result<void> walk(Reader& reader, std::uint32_t stream, std::uint64_t next, std::uint64_t end,
                    std::size_t batch_max, const std::function<bool(const Record&)>& visit) {
    const TopicPartition place = place_of(stream);
    if (reader.next != TopicOffset{place, next}) {
      const KafkaStart start{place, next};
      if (auto done = reader.consumer->assign(std::span(&start, 1)); !done) return done.error();
    }
    reader.next.reset();
    Record record;
    std::optional<std::uint64_t> gap;
    bool is_ended = false;
    auto deadline = Clock::now() + connection.patience;
    const auto take = [&](const KafkaRecord& each) {
      if (is_ended || gap || next == end) return;
      if (each.at.in != place || each.at.offset < next) return;  // of an earlier assignment
      if (each.at.offset > next) {
        gap = next;
        return;
      }
      record.position = {stream, next};
      record.key = each.key;
      record.value = each.value;
      record.headers = each.headers;
      record.timestamp = each.timestamp;
      ++next;
      is_ended = !visit(record);
    };
    while (next < end && !is_ended) {
      std::vector<TopicOffset> ends;
      const std::size_t wanted = std::min<std::uint64_t>(batch_max, end - next);
      const std::uint64_t before = next;
      const auto polled = reader.consumer->poll_each(wanted, kPollWait, take, &ends);
      if (!polled) {
        if (polled.error().kind != ErrorKind::not_found) return polled.error();
        return hole(place, next);  // before `end`, and not there
      }
      if (gap || (next < end && !is_ended && is_past(ends, place, next))) return hole(place, next);
      if (next > before) {
        deadline = Clock::now() + connection.patience;
      } else if (Clock::now() >= deadline) {
        return silence(reader, place);
      }
    }
    // Records behind a visitor that stopped were taken from the reader and are not to be had again.
    if (!is_ended) reader.next = TopicOffset{place, next};
    return success();
  }

  /// The reader asks the brokers for nothing until it is used again.
  static void let_go(Reader& reader) {
    reader.next.reset();
    if (!reader.consumer->unassign()) reader.consumer.reset();
  }

  Result<void> open_producer() {
    if (producer != nullptr && !producer->is_broken()) return success();
    producer.reset();
    auto opened = KafkaProducer::open(connection, {});
    if (!opened) return opened.error();
    producer = std::move(opened.value());
    return success();
  }
};

KafkaEventLog::KafkaEventLog(std::unique_ptr<State> state) : state_(std::move(state)) {}

KafkaEventLog::~KafkaEventLog() = default;

Result<std::unique_ptr<KafkaEventLog>> KafkaEventLog::open(
    const KafkaConnection& connection, std::optional<std::uint32_t> partitions) {
  const auto admin = KafkaAdmin::open(connection);
  if (!admin) return admin.error();
  const auto found = event_partitions(*admin.value(), connection.address);
  if (!found) return found.error();
  const auto directory = admin.value()->find_topic(connection.address.named(kDirectoryTopic));
  if (!directory) return directory.error();
  if (!directory.value() || directory.value()->partitions != 1) {
    return Error{ErrorKind::invalid,
                 "topic " + connection.address.named(kDirectoryTopic) +
                     (directory.value() ? " has more than one partition" : " is not there") +
                     ", the ledger needs it with one; nothing was changed: bring it back from its "
                     "backup"};
  }
  if (partitions && *partitions != found.value()) {
    return Error{ErrorKind::invalid,
                 "topic " + connection.address.named(kEventsTopic) + " has " +
                     std::to_string(found.value()) + " partitions, this ledger was made with " +
                     std::to_string(*partitions) +
                     "; nothing was read or written: partitions were added, or the address is "
                     "another ledger's"};
  }
  return std::unique_ptr<KafkaEventLog>(
      new KafkaEventLog(std::make_unique<State>(connection, found.value())));
}

std::uint32_t KafkaEventLog::partitions() const { return state_->partitions; }

TopicPartition KafkaEventLog::place_of(std::uint32_t stream) const {
  CHECK(stream <= state_->partitions);
  return state_->place_of(stream);
}

Result<std::vector<Position>> KafkaEventLog::append(std::span<const Record> records) {
  for (const Record& record : records) {
    if (auto known = state_->check_stream(record.position.stream); !known) return known.error();
  }
  const std::lock_guard lock(state_->appending);
  if (auto opened = state_->open_producer(); !opened) return opened.error();
  KafkaProducer& producer = *state_->producer;
  std::optional<Error> failed;
  std::size_t sent = 0;
  for (; sent < records.size() && !failed; ++sent) {
    const Record& record = records[sent];
    const auto queued = producer.send({.to = state_->place_of(record.position.stream),
                                       .key = record.key,
                                       .value = record.value,
                                       .headers = record.headers},
                                      sent);
    if (!queued) failed = queued.error();
  }
  if (failed) --sent;
  const auto flushed = producer.flush();
  std::vector<Position> positions(sent);
  std::size_t delivered = 0;
  bool is_unknown = !flushed;
  for (const KafkaDelivery& each : producer.deliveries(std::chrono::milliseconds(0))) {
    if (!each.at) {
      is_unknown = is_unknown || each.at.error().outcome_unknown;
      if (!failed) failed = each.at.error();
      continue;
    }
    const std::uint32_t stream = records[each.tag].position.stream;
    positions[each.tag] = {stream, each.at.value().offset};
    state_->learn_end(stream, each.at.value().offset + 1);
    ++delivered;
  }
  if (!flushed) {
    state_->producer.reset();  // its late deliveries are no later append's
    if (!failed) failed = flushed.error();
  }
  if (!failed) return positions;
  failed->outcome_unknown = is_unknown || delivered > 0;
  return *failed;
}

Result<std::uint64_t> KafkaEventLog::end(std::uint32_t stream) const {
  if (auto known = state_->check_stream(stream); !known) return known.error();
  return state_->end(stream);
}

Result<Record> KafkaEventLog::read(Position position) const {
  if (auto known = state_->check_stream(position.stream); !known) return known.error();
  if (position.offset >= state_->known_ends[position.stream]) {
    const auto end = state_->end(position.stream);
    if (!end) return end.error();
    if (position.offset >= end.value()) {
      return Error{ErrorKind::not_found, "the log has no record in stream " +
                                             std::to_string(position.stream) + " at offset " +
                                             std::to_string(position.offset)};
    }
  }
  auto reader = state_->readers.take({state_->place_of(position.stream), position.offset});
  if (!reader) return reader.error();
  Record record;
  const auto walked = state_->walk(*reader.value(), position.stream, position.offset,
                                   position.offset + 1, 1, [&](const Record& each) {
                                     record = each;
                                     return true;
                                   });
  // What comes next may be asked for next, unless nothing does: then it would ask in vain.
  const bool is_last = position.offset + 1 >= state_->known_ends[position.stream];
  if (is_last) state_->let_go(*reader.value());
  state_->readers.give_back(std::move(reader.value()));
  if (!walked) return walked.error();
  return record;
}

Result<void> KafkaEventLog::scan(std::uint32_t stream, std::uint64_t from,
                                 const std::function<bool(const Record&)>& visit) const {
  if (auto known = state_->check_stream(stream); !known) return known.error();
  const auto end = state_->end(stream);
  if (!end) return end.error();
  if (from >= end.value()) return success();
  auto reader = state_->scanners.take({state_->place_of(stream), from});
  if (!reader) return reader.error();
  auto walked = state_->walk(*reader.value(), stream, from, end.value(), kBatchMax, visit);
  state_->let_go(*reader.value());  // it would read ahead for nobody
  state_->scanners.give_back(std::move(reader.value()));
  return walked;
}

}  // namespace aduan
