// Every event there is, and what its record says around it.

#pragma once

#include "schemas/events/dialogue.h"
#include "schemas/events/directory.h"
#include "schemas/events/handling.h"
#include "schemas/events/intake.h"
#include "schemas/events/oversight.h"
#include "schemas/events/privacy.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace aduan {

/// A type that this version does not know: kept, shown as it stands, moves nothing.
struct Opaque {
  std::string type;

  bool operator==(const Opaque&) const = default;
};

/// What can happen to a case.
using Event = std::variant<Opaque, Submitted, Verified, Pended, Supplemented, Archived, Merged,
                           Absorbed, Forwarded, Returned, Ruled, Assigned, WorkStarted, Noted,
                           Commented, Responded, ReporterReplied, Closed, Reopened, Rated,
                           Escalated, DeadlineMissed, DeadlineExtended, VisibilityChanged,
                           TextRedacted, IdentityRevealed, PersonalDataErased, Supported>;

/// What can happen to the directory.
using DirectoryEvent = std::variant<Opaque, LedgerCreated, PolicyAdopted, Connected, Renamed,
                                    Dissolved, CategoryDefined>;

/// The record's attributes beside its body. Source: DESIGN §3.
struct Attributes {
  std::string subject;  ///< a case id, or `directory`
  std::uint64_t sequence = 0;
  Instant time;      ///< when our door took the command; an importer's: what its source says
  Instant recorded;  ///< when the ledger wrote it; never before the case's last one
  std::optional<Hash> prevhash;  ///< leaf hash of the subject's previous record; absent at 1
  std::optional<std::uint64_t>
      directory_sequence;  ///< the last directory record known; absent there
  std::optional<Bytes16> seal_nonce;
  std::optional<Hash> payload_hash;  ///< SHA-256 of `aduan-sealed`
  CommandId command_id{};
  Actor actor;

  bool operator==(const Attributes&) const = default;
};

/// `aduan.complaint.forwarded.v1`
std::string_view type_of(const Event& event);
std::string_view type_of(const DirectoryEvent& event);

/// `forwarded`: the type without its family and version, as people and figures name it.
std::string_view short_type(std::string_view type);

/// The consequences of any event but an opaque one, which has none.
const Consequences* consequences_of(const Event& event);
Consequences* consequences_of(Event& event);

}  // namespace aduan
