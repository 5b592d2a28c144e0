#include "cli/serve/roles_standing.h"

#include "cli/json_object.h"
#include "cli/serve/node_name.h"
#include "consumers/agency_router/agency_router.h"
#include "consumers/keeper/keeper_role.h"
#include "consumers/ledger_worker/ledger_worker.h"
#include "consumers/projector/projector.h"
#include "consumers/public_stream/public_stream.h"
#include "core/log/kafka/kafka_topics.h"
#include "projections/due_steps.h"
#include "schemas/instant.h"

#include <fmt/format.h>

#include <algorithm>

namespace aduan {
namespace {

/// A step that is due so long and not done has no watcher.
constexpr std::chrono::minutes kWatcherLate{2};

std::vector<TopicPartition> partitions_of(const KafkaAddress& address, std::string_view topic,
                                          std::uint32_t count) {
  std::vector<TopicPartition> all;
  for (std::uint32_t partition = 0; partition < count; ++partition) {
    all.push_back({address.named(topic), partition});
  }
  return all;
}

std::vector<WatchedGroup> watched_groups(const KafkaPlace& place, std::uint32_t count) {
  const KafkaAddress& address = place.connection.address;
  const auto events = partitions_of(address, kEventsTopic, count);
  std::vector<WatchedGroup> groups{
      {"worker", address.named(kLedgerWorkerGroup), partitions_of(address, kCommandsTopic, count)},
      {"router", address.named(kRouterGroup), events},
      {"public", address.named(kPublicGroup), events},
      {"keeper", address.named(kKeeperGroup), partitions_of(address, kKeysTopic, count)},
  };
  // Each machine has its own projections: this one's are looked at.
  if (const auto node = find_node_name(place.state)) {
    WatchedGroup projector{"projector", projector_group(address, *node), events};
    projector.partitions.push_back({address.named(kDirectoryTopic), 0});
    groups.insert(groups.begin() + 1, std::move(projector));
  }
  return groups;
}

std::string_view state_of(const GroupStanding& group) {
  if (group.is_stuck) return "stuck";
  if (!group.has_begun) return "never_ran";
  return group.lag() == 0 ? "up_to_date" : "behind";
}

std::optional<std::string> written(const std::optional<Instant>& instant) {
  return instant ? std::optional(format_instant(*instant)) : std::nullopt;
}

std::string group_json(const GroupStanding& group) {
  std::vector<std::string> partitions;
  for (const StreamProgress& stream : group.streams) {
    partitions.push_back(JsonObject()
                             .text("topic", stream.topic)
                             .number("partition", stream.partition)
                             .number("next", stream.next)
                             .number("end", stream.end)
                             .done());
  }
  return JsonObject()
      .text("role", group.role)
      .text("group", group.group)
      .text("state", state_of(group))
      .number("lag", group.lag())
      .text_or_null("waiting_since", written(group.waiting_since))
      .json("partitions", json_list(partitions))
      .done();
}

}  // namespace

bool RolesStanding::is_any_stuck() const {
  return is_watcher_stuck || std::any_of(groups.begin(), groups.end(),
                                         [](const auto& group) { return group.is_stuck; });
}

Result<RolesStanding> look_at_roles(const KafkaPlace& place, OpenLedger& ledger,
                                    const TimeSource& time) {
  RolesStanding standing;
  auto groups = watch_groups(place.connection, watched_groups(place, ledger.log().partitions()),
                             WatchSettings(), time);
  if (!groups) return groups.error();
  standing.groups = std::move(groups.value());
  const Instant now = time.now();
  const auto scanned =
      scan_due_steps(ledger.store().reader(), std::nullopt, [&](const DueStep& step) {
        if (step.from <= now) standing.due_since = step.from;
        return false;
      });
  if (!scanned) return scanned.error();
  standing.is_watcher_stuck = standing.due_since && now - *standing.due_since > kWatcherLate;
  return standing;
}

std::string roles_text(const RolesStanding& standing, Instant now) {
  std::string text;
  for (const GroupStanding& group : standing.groups) {
    text += fmt::format("\n{:<10} {:<10} {} records not taken", group.role, state_of(group),
                        group.lag());
    if (!group.waiting_since) continue;
    const auto waits = std::chrono::duration_cast<std::chrono::seconds>(now - *group.waiting_since);
    text += fmt::format(", the oldest for {} s", std::max<std::int64_t>(waits.count(), 0));
  }
  if (standing.due_since) {
    text += fmt::format("\n{:<10} {:<10} a step is due since {}", "watcher",
                        standing.is_watcher_stuck ? "stuck" : "behind",
                        format_instant(*standing.due_since));
  }
  return text;
}

std::string roles_json(const RolesStanding& standing) {
  std::vector<std::string> roles;
  for (const GroupStanding& group : standing.groups) roles.push_back(group_json(group));
  const std::string_view watcher = standing.is_watcher_stuck ? "stuck"
                                   : standing.due_since      ? "behind"
                                                             : "up_to_date";
  roles.push_back(JsonObject()
                      .text("role", "watcher")
                      .text("state", watcher)
                      .text_or_null("waiting_since", written(standing.due_since))
                      .done());
  return json_list(roles);
}

}  // namespace aduan
