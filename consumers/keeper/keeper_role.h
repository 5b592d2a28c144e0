// The key keeper on Kafka: carries out the log's erasures in `aduan.keys`, by tombstones, and takes
// keys that come too late for an erasure.
//
// Any number may run: they are the group `aduan-keeper` on `aduan.keys`. Each looks at the keys
// that come in its partitions; the one that has partition 0 carries out the erasures, in the log's
// order, and moves the mark that stands beside the keys. What a crash leaves half done is done
// again, and again is harmless. Source: DESIGN §5, §7.
//
// It reads which erasures there are from projections that somebody keeps up to date in this
// process.

#pragma once

#include "consumers/role.h"
#include "core/ledger/fold.h"
#include "core/log/event_log.h"
#include "core/log/kafka/kafka_connection.h"
#include "core/log/kafka/kafka_consumer.h"
#include "core/privacy/kafka/kafka_key_store.h"
#include "projections/store/store.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace aduan {

inline constexpr std::string_view kKeeperGroup = "aduan-keeper";

class KeeperRole final : public ConsumerRole {
 public:
  /// `store`, `log` and `keys` must outlive it. `ledger`: its name.
  KeeperRole(KafkaConnection connection, const ProjectionStore& store, const EventLog& log,
             KafkaKeyStore& keys, std::string ledger);

  std::string_view name() const override { return "keeper"; }
  Result<void> run(const std::stop_token& stop) override;
  /// Counts `erasures` carried out and `late` keys destroyed.
  RoleProgress progress() const override { return board_.read(); }

 private:
  Result<void> answer(KafkaConsumer& consumer, const KafkaRebalance& rebalance);
  Result<void> look_at(KafkaConsumer& consumer, const std::vector<KafkaRecord>& records);
  Result<void> carry_out();
  Result<void> look_at_ends(const KafkaConsumer& ends);

  const KafkaConnection connection_;
  const ProjectionStore& store_;
  const EventLog& log_;
  KafkaKeyStore& keys_;
  RecordFold fold_;
  ProgressBoard board_;

  std::map<std::uint32_t, std::uint64_t> next_;  ///< of our partitions: the offset taken next
  std::chrono::steady_clock::time_point carried_out_at_;
  std::chrono::steady_clock::time_point looked_at_;
};

/// Keeps a node's copy of the keys up to date where no keeper runs beside it: so that an erasure
/// reaches the node's disk though nobody there asks for a key.
class KeyFollower final : public ConsumerRole {
 public:
  /// `keys` must outlive it.
  explicit KeyFollower(KafkaKeyStore& keys) : keys_(keys) {}

  std::string_view name() const override { return "keys"; }
  Result<void> run(const std::stop_token& stop) override;
  RoleProgress progress() const override { return {}; }

 private:
  KafkaKeyStore& keys_;
};

}  // namespace aduan
