// A role that makes topics out of the ledger's: the agency router and the public stream are both
// this, with other subscribers.
//
// Exactly once: what a batch of records tells, and how far its group has come by it, are one Kafka
// transaction; the own state (derived_state.h) is written after it, and restored up to the group's
// offsets, silently, before anything is told. Killed at any moment, the next run either finds the
// transaction or makes it anew. Whoever reads the topics reads committed.
//
// Many processes may run the role; the group shares the partitions among them, and one that lost
// its partitions without knowing is fenced by the group's generation.

#pragma once

#include "consumers/derived/derived_state.h"
#include "consumers/derived/routing.h"
#include "consumers/derived/subscriber.h"
#include "consumers/role.h"
#include "core/log/kafka/kafka_connection.h"
#include "core/log/kafka/kafka_consumer.h"
#include "core/log/kafka/kafka_producer.h"
#include "core/privacy/case_keys.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// What a role of this kind needs of its surroundings.
struct DerivedRolePlace {
  KafkaConnection connection;
  std::filesystem::path folder;  ///< for the role's own state alone
  std::string ledger;            ///< its name
  std::uint32_t partitions = 0;
  std::string node;  ///< of letters, digits and `-`; no other living process has it
  /// Another gets its partitions when the group has not heard of it for so long.
  std::chrono::milliseconds session_timeout{10'000};
};

class DerivedTopics final : public ConsumerRole {
 public:
  /// `name` is the role's (`router`), `group` its consumer group's without the ledger's prefix; the
  /// transactional id is made of the group and the place's node. `keys` must outlive it.
  DerivedTopics(DerivedRolePlace place, std::string name, std::string_view group,
                std::unique_ptr<Subscribers> subscribers, KeyStore& keys);
  ~DerivedTopics() override;

  std::string_view name() const override { return name_; }
  Result<void> run(const std::stop_token& stop) override;
  RoleProgress progress() const override { return board_.read(); }

 private:
  class Session;

  const DerivedRolePlace place_;
  const std::string name_;
  const std::string group_;
  const std::unique_ptr<Subscribers> subscribers_;
  KeyStore& keys_;
  ProgressBoard board_;
};

}  // namespace aduan
