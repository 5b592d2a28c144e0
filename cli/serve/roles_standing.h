// How the roles of a ledger on Kafka stand, seen from outside: what `status` adds there.

#pragma once

#include "cli/ledger_on_kafka.h"
#include "cli/open_ledger.h"
#include "consumers/monitor/group_watch.h"
#include "core/base/clock.h"

#include <optional>
#include <string>
#include <vector>

namespace aduan {

struct RolesStanding {
  std::vector<GroupStanding> groups;  ///< one a role: worker, projector, router, public, keeper
  /// The watcher's oldest step that is due by now, where these projections have one; a watcher that
  /// runs leaves none that is older than a few seconds.
  std::optional<Instant> due_since;
  bool is_watcher_stuck = false;

  bool is_any_stuck() const;
};

/// Asks the brokers, and `ledger`'s projections as they are. Takes some seconds where a record
/// waits too long. Errors: those of brokers and store.
Result<RolesStanding> look_at_roles(const KafkaPlace& place, OpenLedger& ledger,
                                    const TimeSource& time);

/// Lines for people.
std::string roles_text(const RolesStanding& standing, Instant now);
/// A JSON list, one object a role: {role, group, state, lag, waiting_since, partitions:[…]}.
std::string roles_json(const RolesStanding& standing);

}  // namespace aduan
