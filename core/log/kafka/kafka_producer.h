// Sends records: idempotent, acks=all, so that a retry inside never doubles or reorders.
//
//   auto producer = KafkaProducer::open(connection, {});
//   producer->send(draft, 7);
//   for (const KafkaDelivery& each : producer->deliveries(100ms)) …   // each.tag == 7
//
// With a transactional id, also transactions: init once, then begin, send…, send_offsets, commit.
// What to do when one of these fails:
//
//   is_broken()           throw the producer away and open a new one (its init fences the old one)
//   otherwise conflict    the group has moved on without us: abort, drop the work
//   otherwise             abort, then repeat the work from the last committed offsets
//
// Threads: one caller at a time. librdkafka has threads of its own, which call nothing of ours.

#pragma once

#include "core/base/result.h"
#include "core/log/kafka/kafka_connection.h"
#include "core/log/kafka/kafka_record.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace aduan {

/// What became of one record.
struct KafkaDelivery {
  std::uint64_t tag = 0;   ///< as `send` was told
  Result<TopicOffset> at;  ///< Errors: unavailable (outcome_unknown: it may stand there after all)
};

/// A consumer's membership of its group when it was given its partitions: what fences a transaction
/// of one that has lost them. Opaque bytes; a value that may be kept and compared.
struct KafkaGroupGeneration {
  std::string bytes;

  bool operator==(const KafkaGroupGeneration&) const = default;
};

struct KafkaProducerSettings {
  /// Full name, with the prefix. Two living producers never share it: the later one fences.
  std::optional<std::string> transactional_id;
  /// How long a record may wait for company: 0 for short waits, some 10 ms for bulk.
  std::chrono::milliseconds linger{0};
  /// False: only failures are kept for `deliveries`, for one who awaits `flush` or `commit`.
  bool tells_each_delivery = true;
  /// librdkafka's: none, lz4, zstd …
  std::string compression = "lz4";
  /// How long the broker lets a transaction stay open before it aborts it.
  std::chrono::milliseconds transaction_timeout{60'000};
};

class KafkaProducer {
 public:
  /// Errors: unavailable (no broker answers, or it refuses us: says which), invalid (a setting).
  static Result<std::unique_ptr<KafkaProducer>> open(const KafkaConnection& connection,
                                                     const KafkaProducerSettings& settings);
  KafkaProducer(const KafkaProducer&) = delete;
  KafkaProducer& operator=(const KafkaProducer&) = delete;
  /// What was not delivered is dropped: call `flush` before.
  ~KafkaProducer();

  /// Queues one record; waits while the queue is full. `tag` comes back with its delivery.
  /// Errors: invalid (too large), unavailable (the queue stays full, or is_broken).
  Result<void> send(const KafkaDraft& draft, std::uint64_t tag = 0);

  /// What became known since the last call; waits up to `wait` for the first of them.
  std::vector<KafkaDelivery> deliveries(std::chrono::milliseconds wait);

  /// Waits until nothing is under way. What became of the records is `deliveries`'s to tell.
  /// Errors: unavailable (the connection's patience has passed; outcome_unknown).
  Result<void> flush();

  /// How many records are queued or under way.
  std::size_t pending() const;

  /// No further use: fenced by another of its id, or out of step with the broker.
  bool is_broken() const;

  /// Fences older producers of this id and ends their transactions. Once, before the first `begin`.
  Result<void> init_transactions();
  Result<void> begin();
  /// Adds to the transaction: the group has taken all before these. Errors: conflict (the group has
  /// given our partitions to another since `group`).
  Result<void> send_offsets(std::span<const TopicOffset> next, const KafkaGroupGeneration& group);
  /// Delivers what is queued and commits. Errors: as said above; unavailable with outcome_unknown
  /// when no answer came: read the group's committed offsets before going on.
  Result<void> commit();
  Result<void> abort();

 private:
  struct State;
  explicit KafkaProducer(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace aduan
