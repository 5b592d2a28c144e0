// The agency directory: who can be given cases, under which policies, with which topics. Folded
// from the directory's own chain. Source: RULES §2.

#pragma once

#include "core/complaint/calendar.h"
#include "schemas/event.h"
#include "schemas/ids.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace aduan {

struct Agency {
  std::string name;
  Code<AgencyKind> kind;
  std::optional<AgencyId> parent;
  std::optional<RegionCode> region;
  Code<Zone> zone;
  bool dissolved = false;
  std::uint64_t dissolved_at = 0;  ///< sequence of its last `dissolved`
  std::vector<AgencyId> successors;
  std::optional<AgencyId> to_by_default;
};

struct Category {
  std::string name;
  std::optional<CategoryId> parent;
  std::optional<AgencyId> default_agency;
};

/// A policy and the days that it counts with.
struct AdoptedPolicy {
  Policy policy;
  Calendar calendar;
  Instant in_force_from;  ///< the first instant of its first day, WIB
};

/// Threads: reads from any while nobody evolves it; a copy is a snapshot.
struct Directory {
  std::uint64_t sequence = 0;  ///< of the last record folded
  std::string ledger;
  std::uint32_t partitions = 0;
  bool seeded = false;
  std::map<AgencyId, Agency> agencies;
  std::map<CategoryId, Category> categories;
  std::vector<AdoptedPolicy> policies;  ///< in the order of their adoption

  bool is_created() const { return partitions > 0; }
  const Agency* find_agency(const AgencyId& id) const;
  bool is_connected(const AgencyId& id) const;
  /// WIB for the desk and for whoever is unknown.
  Code<Zone> zone_of(const std::optional<AgencyId>& agency) const;
  /// The last adopted policy that is in force at `time`; null before the first.
  const AdoptedPolicy* policy_at(Instant time) const;
};

/// Takes whatever the log holds and never refuses.
void evolve(Directory& directory, std::uint64_t sequence, const DirectoryEvent& event);

}  // namespace aduan
