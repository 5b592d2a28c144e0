// The projector: follows `aduan.events` and `aduan.directory` and keeps a node's projections up to
// them. Where it stands is in the store, in the same write as the rows, so that it goes on after
// kill -9 at the very record; a store that is deleted is filled again from the log's first record.
//
// It is a group of its own node, `aduan-projector.<node>`, without members: it reads every
// partition and commits its positions now and then, for `status` alone.
//
// Read your writes: `wait_for` a receipt's position, then read.

#pragma once

#include "consumers/role.h"
#include "core/log/event_log.h"
#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_connection.h"
#include "core/log/kafka/kafka_consumer.h"
#include "projections/store/store.h"

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

namespace aduan {

inline constexpr std::string_view kProjectorGroup = "aduan-projector";

/// The projector's group of a node, with the prefix.
std::string projector_group(const KafkaAddress& address, std::string_view node);

class Projector final : public ConsumerRole {
 public:
  /// `store` must outlive it, and has no other writer. It has the log's number of partitions.
  /// `node`: of letters, digits and `-`.
  Projector(KafkaConnection connection, ProjectionStore& store, std::uint32_t partitions,
            std::string node);

  std::string_view name() const override { return "projector"; }
  /// Errors: corrupt also where the store is ahead of the log (another cluster, a restored backup):
  /// rebuild.
  Result<void> run(const std::stop_token& stop) override;
  RoleProgress progress() const override;

  /// Returns when the record at the position is applied.
  /// Errors: unavailable (not within `patience`; it may be applied later). Threads: any.
  Result<void> wait_for(Position position, std::chrono::milliseconds patience) const;

 private:
  TopicPartition place_of(std::uint32_t stream) const;
  Result<void> begin(KafkaConsumer& consumer) const;
  Result<void> apply(std::vector<KafkaRecord>& records);
  Result<void> look_at_ends(KafkaAdmin& ends, KafkaConsumer& consumer);
  void tell_positions();

  const KafkaConnection connection_;
  ProjectionStore& store_;
  const std::uint32_t partitions_;
  const std::string node_;
  ProgressBoard board_;
  std::vector<Record> batch_;  ///< kept for its room

  mutable std::mutex mutex_;
  mutable std::condition_variable applied_;
  std::vector<std::uint64_t> positions_;  ///< under mutex_; a stream: the offset applied next
};

}  // namespace aduan
