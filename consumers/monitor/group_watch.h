// Whether the roles of a ledger on Kafka do their work, judged from outside: what their groups have
// committed against what the topics hold, twice, some time apart. A role that is dead, hangs, or is
// refused looks alike from here, whatever it would say of itself.

#pragma once

#include "consumers/role.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/log/kafka/kafka_connection.h"
#include "core/log/kafka/kafka_record.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace aduan {

/// A role's group and the partitions that it takes.
struct WatchedGroup {
  std::string role;   ///< `router`
  std::string group;  ///< full name
  std::vector<TopicPartition> partitions;
};

struct GroupStanding {
  std::string role;
  std::string group;
  std::vector<StreamProgress> streams;
  bool has_begun = false;  ///< it has committed something at some time
  /// When the oldest record that it has not taken came; nothing when it has all.
  std::optional<Instant> waiting_since;
  /// A partition has a record that waits longer than allowed, and nothing was taken of it between
  /// the two looks.
  bool is_stuck = false;

  std::uint64_t lag() const;
};

struct WatchSettings {
  /// Between the two looks; only where something waits too long.
  std::chrono::milliseconds window{2'000};
  /// A record that waits no longer is no cause for worry.
  std::chrono::milliseconds allowed{30'000};
};

/// Errors: those of the brokers.
Result<std::vector<GroupStanding>> watch_groups(const KafkaConnection& connection,
                                                const std::vector<WatchedGroup>& groups,
                                                const WatchSettings& settings,
                                                const TimeSource& time);

}  // namespace aduan
