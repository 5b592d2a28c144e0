// The topics of a ledger on Kafka, as a table: what each is for and the settings that the ledger
// counts on. `init` makes and verifies them, everything else verifies them. Source: DESIGN §4.

#pragma once

#include "core/base/result.h"
#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_connection.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace aduan {

inline constexpr std::string_view kCommandsTopic = "aduan.commands";
inline constexpr std::string_view kEventsTopic = "aduan.events";
inline constexpr std::string_view kResultsTopic = "aduan.results";
inline constexpr std::string_view kDirectoryTopic = "aduan.directory";
inline constexpr std::string_view kSealsTopic = "aduan.seals";
inline constexpr std::string_view kKeysTopic = "aduan.keys";
inline constexpr std::string_view kPublicTopic = "aduan.public";
inline constexpr std::string_view kDeadletterTopic = "aduan.deadletter";
/// Followed by the agency's id.
inline constexpr std::string_view kAgencyTopicPrefix = "aduan.agency.";

/// Followed by the agency's id: the consumer group of its own system, or of `aduan follow`.
inline constexpr std::string_view kAgencyGroupPrefix = "aduan-agency.";

inline constexpr std::uint32_t kTopicReplicas = 3;  ///< or as many as there are brokers

/// A row of the table.
struct TopicRule {
  enum class Partitions : std::uint8_t { one, as_events };

  std::string_view name;
  Partitions partitions = Partitions::as_events;
  std::string_view cleanup;       ///< cleanup.policy
  std::chrono::hours retention;   ///< negative: for ever
  std::string_view further = {};  ///< `name=value` separated by blanks
};

/// The topics that every ledger has; agencies' topics follow `agency_topic_rule`.
std::span<const TopicRule> topic_rules();
const TopicRule& agency_topic_rule();

/// The topic that one agency may read, with the prefix.
std::string agency_topic(const KafkaAddress& address, std::string_view agency);

/// The consumer group in which that agency reads it, with the prefix.
std::string agency_group(const KafkaAddress& address, std::string_view agency);

/// Makes the topics that are missing and verifies all. Does nothing the second time.
/// Errors: invalid (a topic's partitions or a setting are not as the ledger needs them: names the
/// topic, setting, found, wanted and what to do; or a topic of the ledger is gone while others hold
/// records), unavailable.
Result<void> ensure_topics(KafkaAdmin& admin, const KafkaAddress& address,
                           std::uint32_t partitions);

/// Verifies alone. Errors: as ensure_topics; not_found (none of the topics is there: no ledger).
Result<void> verify_topics(KafkaAdmin& admin, const KafkaAddress& address,
                           std::uint32_t partitions);

/// How many partitions the events have. Errors: not_found (no ledger there).
Result<std::uint32_t> event_partitions(KafkaAdmin& admin, const KafkaAddress& address);

/// Makes those of the agencies' topics that are missing. Those that are there are taken as they
/// are: verify by `ensure_agency_topic`. For whoever meets many agencies at once.
Result<void> make_agency_topics(KafkaAdmin& admin, const KafkaAddress& address,
                                std::span<const std::string> agencies);

/// Makes and verifies one agency's topic.
Result<void> ensure_agency_topic(KafkaAdmin& admin, const KafkaAddress& address,
                                 std::string_view agency);

}  // namespace aduan
