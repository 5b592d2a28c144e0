// The directory's one chain: the ledger, its policies, agencies and categories. Source: RULES §2.

#pragma once

#include "schemas/codes.h"
#include "schemas/ids.h"
#include "schemas/named.h"
#include "schemas/policy.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// The first record of the directory, and of the ledger.
struct LedgerCreated {
  static constexpr std::string_view kType = "aduan.directory.ledger_created.v1";

  std::string name;              ///< `source` of every record is /aduan/<name>
  std::uint32_t partitions = 0;  ///< fixed for ever
  bool seeded = false;           ///< a test ledger: its secrets are derived from a seed

  bool operator==(const LedgerCreated&) const = default;
};

template <class Archive>
void serialize(Archive& archive, LedgerCreated& event) {
  archive(named("name", event.name), named("partitions", event.partitions),
          named("seeded", event.seeded));
}

/// A policy is in force from its first day on, for the events decided after this record.
struct PolicyAdopted {
  static constexpr std::string_view kType = "aduan.directory.policy_adopted.v1";

  Policy policy;

  bool operator==(const PolicyAdopted&) const = default;
};

/// Flat: the body is the policy.
template <class Archive>
void serialize(Archive& archive, PolicyAdopted& event) {
  serialize(archive, event.policy);
}

/// An agency can be given cases from now on.
struct Connected {
  static constexpr std::string_view kType = "aduan.directory.connected.v1";

  AgencyId id;
  std::string name;
  Code<AgencyKind> kind;
  std::optional<AgencyId> parent;
  std::optional<RegionCode> region;
  Code<Zone> zone;

  bool operator==(const Connected&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Connected& event) {
  archive(named("id", event.id), named("name", event.name), named("kind", event.kind),
          named("parent", event.parent), named("region", event.region), named("zone", event.zone));
}

/// The id stays, the name is new.
struct Renamed {
  static constexpr std::string_view kType = "aduan.directory.renamed.v1";

  AgencyId id;
  std::string name;

  bool operator==(const Renamed&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Renamed& event) {
  archive(named("id", event.id), named("name", event.name));
}

/// The agency is no more; its open cases move to `to_by_default`, or to the desk.
struct Dissolved {
  static constexpr std::string_view kType = "aduan.directory.dissolved.v1";

  AgencyId id;
  std::vector<AgencyId> successors;
  std::optional<AgencyId> to_by_default;  ///< one of the successors

  bool operator==(const Dissolved&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Dissolved& event) {
  archive(named("id", event.id), named("successors", event.successors),
          named("default", event.to_by_default));
}

/// A topic that the verifier can choose.
struct CategoryDefined {
  static constexpr std::string_view kType = "aduan.directory.category_defined.v1";

  CategoryId id;
  std::optional<CategoryId> parent;
  std::string name;
  std::optional<AgencyId> default_agency;  ///< a suggestion, never an automatic forwarding

  bool operator==(const CategoryDefined&) const = default;
};

template <class Archive>
void serialize(Archive& archive, CategoryDefined& event) {
  archive(named("id", event.id), named("parent", event.parent), named("name", event.name),
          named("default_agency", event.default_agency));
}

}  // namespace aduan
