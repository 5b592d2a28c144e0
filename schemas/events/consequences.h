// What an event sets going beside its own fact: clocks, and the rules that its maker broke.

#pragma once

#include "core/base/clock.h"
#include "schemas/codes.h"
#include "schemas/ids.h"
#include "schemas/named.h"

#include <optional>
#include <string>
#include <vector>

namespace aduan {

/// A clock starts, or (`deadline_extended`) runs to another date. Its identity is (clock, agency,
/// sequence of the event that started it).
struct ClockStart {
  Clock clock = Clock::verify;
  std::optional<AgencyId> agency;  ///< absent: the desk's, or the reporter's window
  Instant due;  ///< the first instant after the deadline; on time means before it

  bool operator==(const ClockStart&) const = default;
};

template <class Archive>
void serialize(Archive& archive, ClockStart& start) {
  archive(named("clock", start.clock), named("agency", start.agency), named("due", start.due));
}

/// The last fields of every event of a case; each absent when there is nothing to say.
struct Consequences {
  std::vector<ClockStart> clocks;       ///< due dates; fixed here, never recomputed
  std::optional<PolicyVersion> policy;  ///< the policy that gave them
  std::vector<std::string> breaches;  ///< importers only: codes of the rules broken, in rule order

  bool operator==(const Consequences&) const = default;
};

/// Flat: the fields stand in the event's own object.
template <class Archive>
void serialize_consequences(Archive& archive, Consequences& result) {
  archive(named("clocks", result.clocks), named("policy", result.policy),
          named("breaches", result.breaches));
}

}  // namespace aduan
