#include "core/log/kafka/kafka_topics.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace aduan {
namespace {

constexpr std::chrono::hours kDay{24};
constexpr std::chrono::hours kForEver{-1};
constexpr std::string_view kDelete = "delete";
constexpr std::string_view kCompact = "compact";
using Partitions = TopicRule::Partitions;

/// For ever means `delete` with no limit: nothing is ever deleted, and nothing compacted.
constexpr std::array<TopicRule, 8> kRules{{
    {kCommandsTopic, Partitions::as_events, kDelete, 7 * kDay},
    {kEventsTopic, Partitions::as_events, kDelete, kForEver},
    {kResultsTopic, Partitions::as_events, kDelete, kDay},
    {kDirectoryTopic, Partitions::one, kDelete, kForEver},
    {kSealsTopic, Partitions::one, kDelete, kForEver},
    // A shredded key is gone from the disks within the hour, its tombstone a day later.
    {kKeysTopic, Partitions::as_events, kCompact, kForEver,
     "max.compaction.lag.ms=3600000 segment.ms=3600000 delete.retention.ms=86400000"},
    {kPublicTopic, Partitions::as_events, kCompact, kForEver,
     "max.compaction.lag.ms=86400000 segment.ms=86400000 delete.retention.ms=604800000"},
    {kDeadletterTopic, Partitions::one, kDelete, 30 * kDay},
}};
/// A year to catch up; what is taken back is gone from the disks within a day, and its tombstone
/// waits a week for an agency that was away.
constexpr TopicRule kAgencyRule{
    kAgencyTopicPrefix, Partitions::one, "compact,delete", 365 * kDay,
    "max.compaction.lag.ms=86400000 segment.ms=86400000 delete.retention.ms=604800000"};

std::string retention_ms(const TopicRule& rule) {
  if (rule.retention.count() < 0) return "-1";
  return std::to_string(std::chrono::milliseconds(rule.retention).count());
}

/// All that the ledger counts on, whatever the brokers' defaults are.
KafkaTopicSettings settings_of(const TopicRule& rule, std::uint32_t replicas) {
  KafkaTopicSettings settings{
      {"cleanup.policy", std::string(rule.cleanup)},
      {"retention.ms", retention_ms(rule)},
      {"retention.bytes", "-1"},
      {"message.timestamp.type", "LogAppendTime"},
      // With three replicas two hold a record before it is acknowledged.
      {"min.insync.replicas", replicas >= 3 ? "2" : "1"},
      {"unclean.leader.election.enable", "false"},
  };
  std::string_view rest = rule.further;
  while (!rest.empty()) {
    const std::size_t blank = rest.find(' ');
    const std::string_view pair = rest.substr(0, blank);
    rest = blank == std::string_view::npos ? std::string_view() : rest.substr(blank + 1);
    const std::size_t equals = pair.find('=');
    settings.emplace(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return settings;
}

std::uint32_t partitions_of(const TopicRule& rule, std::uint32_t partitions) {
  return rule.partitions == Partitions::one ? 1 : partitions;
}

/// Whether a topic of this rule holds what nothing can make again.
bool is_irreplaceable(const TopicRule& rule) {
  return rule.name == kEventsTopic || rule.name == kDirectoryTopic || rule.name == kSealsTopic ||
         rule.name == kKeysTopic;
}

/// `compact,delete` and `delete,compact` are one.
std::string sorted_list(std::string_view list) {
  std::vector<std::string> words;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    words.emplace_back(list.substr(0, comma));
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
  std::sort(words.begin(), words.end());
  std::string result;
  for (const std::string& word : words) result += (result.empty() ? "" : ",") + word;
  return result;
}

Error unfit(const std::string& topic, std::string_view setting, std::string_view found,
            std::string_view wanted, std::string_view advice) {
  return Error{ErrorKind::invalid, "topic " + topic + " has " + std::string(setting) + " " +
                                       std::string(found) + ", the ledger needs " +
                                       std::string(wanted) +
                                       "; nothing was changed: " + std::string(advice)};
}

Result<void> verify_topic(KafkaAdmin& admin, const std::string& name, const TopicRule& rule,
                          const KafkaTopicShape& shape, std::uint32_t partitions) {
  const std::uint32_t wanted_partitions = partitions_of(rule, partitions);
  if (shape.partitions != wanted_partitions) {
    return unfit(name, "partitions", std::to_string(shape.partitions),
                 std::to_string(wanted_partitions),
                 "the number is fixed when a ledger is made; give its number, or another "
                 "prefix for a new ledger");
  }
  const auto settings = admin.topic_settings(name);
  if (!settings) return settings.error();
  for (const auto& [setting, wanted] : settings_of(rule, shape.replicas)) {
    const auto found = settings.value().find(setting);
    const std::string value = found == settings.value().end() ? "nothing" : found->second;
    // More copies before the acknowledgement than needed is no fault.
    const bool is_fine = setting == "min.insync.replicas"
                             ? std::atoi(value.c_str()) >= std::atoi(wanted.c_str())
                             : sorted_list(value) == sorted_list(wanted);
    if (is_fine) continue;
    return unfit(name, setting, value, wanted,
                 "set it to " + wanted + " (kafka-configs.sh --alter --add-config " + setting +
                     "=[" + wanted + "]), after looking what the other value has done already");
  }
  return success();
}

KafkaTopic wanted_topic(const std::string& name, const TopicRule& rule, std::uint32_t partitions,
                        std::uint32_t replicas) {
  return KafkaTopic{.name = name,
                    .partitions = partitions_of(rule, partitions),
                    .replicas = replicas,
                    .settings = settings_of(rule, replicas)};
}

/// The first of the ledger's own topics that holds a record; empty when none does.
Result<std::string> topic_with_records(KafkaAdmin& admin, const KafkaAddress& address,
                                       const std::map<std::string, KafkaTopicShape>& there) {
  for (const TopicRule& rule : kRules) {
    const auto found = there.find(address.named(rule.name));
    if (!is_irreplaceable(rule) || found == there.end()) continue;
    for (std::uint32_t i = 0; i < found->second.partitions; ++i) {
      const auto end = admin.end_of({found->first, i});
      if (!end) return end.error();
      if (end.value() > 0) return found->first;
    }
  }
  return std::string();
}

Error lost(const std::string& missing, const std::string& other) {
  return Error{ErrorKind::invalid, "topic " + missing + " is not there, though " + other +
                                       " holds records; nothing was made: bring it back from its "
                                       "backup, or see that this user may see it"};
}

/// Refuses what cannot be made again: an empty topic in the place of a lost one.
Result<void> refuse_lost_topics(KafkaAdmin& admin, const KafkaAddress& address,
                                const std::map<std::string, KafkaTopicShape>& there) {
  const auto missing = std::find_if(kRules.begin(), kRules.end(), [&](const TopicRule& rule) {
    return is_irreplaceable(rule) && !there.contains(address.named(rule.name));
  });
  if (missing == kRules.end()) return success();
  const auto other = topic_with_records(admin, address, there);
  if (!other) return other.error();
  if (other.value().empty()) return success();
  return lost(address.named(missing->name), other.value());
}

Error no_ledger(const KafkaAddress& address) {
  return Error{ErrorKind::not_found, "there is no ledger at " + format_kafka_address(address) +
                                         " (no topic " + address.named(kEventsTopic) +
                                         ", or this user may not see it): `aduan init` makes one"};
}

Result<std::uint32_t> replicas_to_make(KafkaAdmin& admin) {
  const auto brokers = admin.brokers();
  if (!brokers) return brokers.error();
  return std::clamp(brokers.value(), std::uint32_t{1}, kTopicReplicas);
}

}  // namespace

std::span<const TopicRule> topic_rules() { return kRules; }

const TopicRule& agency_topic_rule() { return kAgencyRule; }

std::string agency_topic(const KafkaAddress& address, std::string_view agency) {
  return address.named(std::string(kAgencyTopicPrefix) + std::string(agency));
}

std::string agency_group(const KafkaAddress& address, std::string_view agency) {
  return address.named(std::string(kAgencyGroupPrefix) + std::string(agency));
}

Result<void> ensure_topics(KafkaAdmin& admin, const KafkaAddress& address,
                           std::uint32_t partitions) {
  const auto there = admin.topics();
  if (!there) return there.error();
  // What is there must fit before anything is made beside it.
  for (const TopicRule& rule : kRules) {
    const auto found = there.value().find(address.named(rule.name));
    if (found == there.value().end()) continue;
    const auto verified = verify_topic(admin, found->first, rule, found->second, partitions);
    if (!verified) return verified.error();
  }
  if (auto whole = refuse_lost_topics(admin, address, there.value()); !whole) return whole.error();
  const auto replicas = replicas_to_make(admin);
  if (!replicas) return replicas.error();
  std::vector<KafkaTopic> missing;
  for (const TopicRule& rule : kRules) {
    const std::string name = address.named(rule.name);
    if (there.value().contains(name)) continue;
    missing.push_back(wanted_topic(name, rule, partitions, replicas.value()));
  }
  if (missing.empty()) return success();
  if (auto created = admin.create_topics(missing); !created) return created.error();
  // Another `init` may have been faster, with another number.
  return verify_topics(admin, address, partitions);
}

Result<void> verify_topics(KafkaAdmin& admin, const KafkaAddress& address,
                           std::uint32_t partitions) {
  const auto there = admin.topics();
  if (!there) return there.error();
  if (!there.value().contains(address.named(kEventsTopic))) return no_ledger(address);
  for (const TopicRule& rule : kRules) {
    const std::string name = address.named(rule.name);
    const auto found = there.value().find(name);
    if (found == there.value().end()) return lost(name, address.named(kEventsTopic));
    const auto verified = verify_topic(admin, name, rule, found->second, partitions);
    if (!verified) return verified.error();
  }
  return success();
}

Result<std::uint32_t> event_partitions(KafkaAdmin& admin, const KafkaAddress& address) {
  const auto events = admin.find_topic(address.named(kEventsTopic));
  if (!events) return events.error();
  if (!events.value()) return no_ledger(address);
  return events.value()->partitions;
}

Result<void> make_agency_topics(KafkaAdmin& admin, const KafkaAddress& address,
                                std::span<const std::string> agencies) {
  const auto there = admin.topics();
  if (!there) return there.error();
  const auto replicas = replicas_to_make(admin);
  if (!replicas) return replicas.error();
  std::vector<KafkaTopic> missing;
  for (const std::string& agency : agencies) {
    const std::string name = agency_topic(address, agency);
    if (there.value().contains(name)) continue;
    missing.push_back(wanted_topic(name, kAgencyRule, 1, replicas.value()));
  }
  if (missing.empty()) return success();
  return admin.create_topics(missing);
}

Result<void> ensure_agency_topic(KafkaAdmin& admin, const KafkaAddress& address,
                                 std::string_view agency) {
  const std::string name = agency_topic(address, agency);
  auto shape = admin.find_topic(name);
  if (!shape) return shape.error();
  if (!shape.value()) {
    const auto replicas = replicas_to_make(admin);
    if (!replicas) return replicas.error();
    const std::array wanted{wanted_topic(name, kAgencyRule, 1, replicas.value())};
    if (auto created = admin.create_topics(wanted); !created) return created.error();
    shape = admin.find_topic(name);
    if (!shape) return shape.error();
    if (!shape.value()) return lost(name, "the cluster");
  }
  return verify_topic(admin, name, kAgencyRule, *shape.value(), 1);
}

}  // namespace aduan
