// Reads records: of partitions that the caller names, or of those that its group gives it.
//
// Assigned    `assign` says from where; `poll` gives what is there. No group is needed.
// Subscribed  `subscribe` joins the group; `poll` then tells, as data, what the group decides:
//
//   assigned    answer by `assign` with where to begin (`committed` tells how far the group was)
//   revoked     finish or drop what is under way, commit, answer by `unassign`
//   lost        the same, but the partitions are another's already: commit nothing
//
// Until it is answered, the rest of the group waits. Records that a poll gives beside a rebalance
// came before it. No offset is ever reset, stored or committed by itself: a place that is not there
// any more is not_found.
//
// Threads: one caller at a time.

#pragma once

#include "core/base/result.h"
#include "core/log/kafka/kafka_connection.h"
#include "core/log/kafka/kafka_producer.h"
#include "core/log/kafka/kafka_record.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace aduan {

struct KafkaConsumerSettings {
  enum class Fetch : std::uint8_t {
    bulk,   ///< megabytes ahead, for reading through
    single  ///< little ahead, short waits: for reading a record here and there
  };

  std::optional<std::string> group;  ///< full name, with the prefix; needed to subscribe or commit
  /// True: what a transaction has not committed is not seen. False: all of it is.
  bool is_read_committed = true;
  Fetch fetch = Fetch::bulk;
  /// How long the broker holds a request for which it has nothing yet. A reader that jumps about
  /// waits this long at most for the last request of its old place.
  std::chrono::milliseconds fetch_wait{100};
  bool tells_ends = false;  ///< `poll` says when it has given all that a partition holds
  /// The group gives our partitions to others when it has not heard of us for this long …
  std::chrono::milliseconds session_timeout{10'000};
  /// … or when we have not polled for this long.
  std::chrono::milliseconds max_poll_interval{300'000};
};

/// Where to begin in a partition.
struct KafkaStart {
  TopicPartition in;
  std::optional<std::uint64_t> offset;  ///< nothing: with the oldest record that is left
};

struct KafkaRebalance {
  enum class Kind : std::uint8_t { assigned, revoked, lost };

  Kind kind = Kind::assigned;
  std::vector<TopicPartition> partitions;
};

struct KafkaPoll {
  std::vector<KafkaRecord> records;
  std::vector<TopicOffset> ends;  ///< all before these was given (tells_ends)
  std::optional<KafkaRebalance> rebalance;
};

class KafkaConsumer {
 public:
  /// Errors: unavailable (no broker answers, or it refuses us: says which), invalid (a setting).
  static Result<std::unique_ptr<KafkaConsumer>> open(const KafkaConnection& connection,
                                                     const KafkaConsumerSettings& settings);
  KafkaConsumer(const KafkaConsumer&) = delete;
  KafkaConsumer& operator=(const KafkaConsumer&) = delete;
  /// Leaves the group.
  ~KafkaConsumer();

  /// Reads these partitions and no others, from there on.
  Result<void> assign(std::span<const KafkaStart> starts);
  Result<void> unassign();
  /// Joins the group for these topics, by full names.
  Result<void> subscribe(std::span<const std::string> topics);

  /// At most `records_max` records; waits up to `wait` for the first. A poll that gives an error
  /// has given no record; records that came before it were given by the poll before.
  /// Errors: not_found (a place that the topic has no more, or has not yet; a topic that is not
  /// there), unavailable (the brokers refuse us; that they are away is no error of a poll: it gives
  /// nothing, and `trouble` says why).
  Result<KafkaPoll> poll(std::size_t records_max, std::chrono::milliseconds wait);

  /// Calls `visit` for each record instead of gathering them: for bulk reading. The record is valid
  /// during the call alone. Gives how many there were. Requires: partitions that were assigned, not
  /// subscribed. Errors: as poll.
  Result<std::size_t> poll_each(std::size_t records_max, std::chrono::milliseconds wait,
                                const std::function<void(const KafkaRecord&)>& visit,
                                std::vector<TopicOffset>* ends = nullptr);

  /// No record of these comes until `resume`; for one who has enough to do.
  Result<void> pause(std::span<const TopicPartition> partitions);
  Result<void> resume(std::span<const TopicPartition> partitions);

  /// The group has taken all before these. Errors: conflict (they are another's by now),
  /// unavailable.
  Result<void> commit(std::span<const TopicOffset> next);
  /// How far the group was, in the order asked; nothing where it has committed none.
  Result<std::vector<std::optional<std::uint64_t>>> committed(
      std::span<const TopicPartition> partitions) const;
  /// The oldest record that is left, and the place of the next one (of what is committed, where
  /// is_read_committed). Each asks the partition's leader.
  /// Errors: not_found (no such partition), unavailable. Threads: any.
  Result<std::uint64_t> first_of(const TopicPartition& partition) const;
  Result<std::uint64_t> end_of(const TopicPartition& partition) const;

  /// Our membership when the group last gave us partitions; for KafkaProducer::send_offsets. It
  /// stays what it was then, so that one who has lost them is fenced. Nothing before the first.
  std::optional<KafkaGroupGeneration> generation() const;

  /// Why nothing comes, while brokers are away or refuse us; nothing when all is well.
  std::optional<Error> trouble() const;

 private:
  struct State;
  explicit KafkaConsumer(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace aduan
