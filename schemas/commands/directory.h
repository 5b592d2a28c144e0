// The operator's commands about the directory. Each has the fields of the event that it makes.
// Source: RULES §3, last row.

#pragma once

#include "schemas/events/directory.h"

namespace aduan {

/// `init`: the first record of a ledger.
struct CreateLedger {
  static constexpr std::string_view kType = "aduan.command.create_ledger.v1";
  LedgerCreated ledger;
  bool operator==(const CreateLedger&) const = default;
};

struct Adopt {
  static constexpr std::string_view kType = "aduan.command.adopt.v1";
  PolicyAdopted adopted;
  bool operator==(const Adopt&) const = default;
};

struct Connect {
  static constexpr std::string_view kType = "aduan.command.connect.v1";
  Connected agency;
  bool operator==(const Connect&) const = default;
};

struct Rename {
  static constexpr std::string_view kType = "aduan.command.rename.v1";
  Renamed agency;
  bool operator==(const Rename&) const = default;
};

struct Dissolve {
  static constexpr std::string_view kType = "aduan.command.dissolve.v1";
  Dissolved agency;
  bool operator==(const Dissolve&) const = default;
};

struct Define {
  static constexpr std::string_view kType = "aduan.command.define.v1";
  CategoryDefined category;
  bool operator==(const Define&) const = default;
};

template <class Archive>
void serialize(Archive& archive, CreateLedger& command) {
  serialize(archive, command.ledger);
}
template <class Archive>
void serialize(Archive& archive, Adopt& command) {
  serialize(archive, command.adopted);
}
template <class Archive>
void serialize(Archive& archive, Connect& command) {
  serialize(archive, command.agency);
}
template <class Archive>
void serialize(Archive& archive, Rename& command) {
  serialize(archive, command.agency);
}
template <class Archive>
void serialize(Archive& archive, Dissolve& command) {
  serialize(archive, command.agency);
}
template <class Archive>
void serialize(Archive& archive, Define& command) {
  serialize(archive, command.category);
}

}  // namespace aduan
