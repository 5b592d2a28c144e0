#include "core/complaint/directory.h"

namespace aduan {
namespace {

class Evolution {
 public:
  Evolution(Directory& directory, std::uint64_t sequence)
      : directory_(directory), sequence_(sequence) {}

  void operator()(const Opaque&) {}

  void operator()(const LedgerCreated& event) {
    if (directory_.is_created()) return;
    directory_.ledger = event.name;
    directory_.partitions = event.partitions;
    directory_.seeded = event.seeded;
  }

  void operator()(const PolicyAdopted& event) {
    const auto day = parse_day(event.policy.in_force_from.value);
    const Instant from = day ? Instant{*day} - offset_of(Zone::WIB) : Instant{};
    directory_.policies.push_back({event.policy, Calendar(event.policy), from});
  }

  void operator()(const Connected& event) {
    directory_.agencies[event.id] = {event.name, event.kind, event.parent, event.region, event.zone,
                                     false,      0,          {},           std::nullopt};
  }

  void operator()(const Renamed& event) {
    const auto found = directory_.agencies.find(event.id);
    if (found != directory_.agencies.end()) found->second.name = event.name;
  }

  void operator()(const Dissolved& event) {
    const auto found = directory_.agencies.find(event.id);
    if (found == directory_.agencies.end()) return;
    found->second.dissolved = true;
    found->second.dissolved_at = sequence_;
    found->second.successors = event.successors;
    found->second.to_by_default = event.to_by_default;
  }

  void operator()(const CategoryDefined& event) {
    directory_.categories[event.id] = {event.name, event.parent, event.default_agency};
  }

 private:
  Directory& directory_;
  std::uint64_t sequence_;
};

}  // namespace

const Agency* Directory::find_agency(const AgencyId& id) const {
  const auto found = agencies.find(id);
  return found == agencies.end() ? nullptr : &found->second;
}

bool Directory::is_connected(const AgencyId& id) const {
  const Agency* const agency = find_agency(id);
  return agency != nullptr && !agency->dissolved;
}

Code<Zone> Directory::zone_of(const std::optional<AgencyId>& agency) const {
  const Agency* const found = agency ? find_agency(*agency) : nullptr;
  return found != nullptr ? found->zone : Code<Zone>(Zone::WIB);
}

const AdoptedPolicy* Directory::policy_at(Instant time) const {
  for (auto policy = policies.rbegin(); policy != policies.rend(); ++policy) {
    if (policy->in_force_from <= time) return &*policy;
  }
  return nullptr;
}

void evolve(Directory& directory, std::uint64_t sequence, const DirectoryEvent& event) {
  Evolution evolution(directory, sequence);
  std::visit(evolution, event);
  directory.sequence = sequence;
}

}  // namespace aduan
