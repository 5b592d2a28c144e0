// Every command there is, and what is said around it.

#pragma once

#include "schemas/commands/dialogue.h"
#include "schemas/commands/directory.h"
#include "schemas/commands/handling.h"
#include "schemas/commands/intake.h"
#include "schemas/commands/oversight.h"
#include "schemas/commands/privacy.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace aduan {

/// What somebody can want of a case.
using CaseCommand = std::variant<Submit, Verify, Pend, Supplement, ArchiveCase, Appeal, Merge,
                                 Absorb, Forward, Return, Rule, Assign, Start, Note, Respond, Reply,
                                 Comment, Close, Withdraw, Reopen, Rate, Support, Escalate, Extend,
                                 Miss, ChangeVisibility, Redact, Reveal, Erase>;

/// What the operator can want of the directory.
using DirectoryCommand = std::variant<CreateLedger, Adopt, Connect, Rename, Dissolve, Define>;

/// A command on its way to the ledger: its texts are sealed already, its key is blind.
template <class Body>
struct Sealed {
  std::string subject;     ///< a case id, or `directory`
  CommandId command_id{};  ///< the same id never acts twice
  Actor actor;
  std::optional<Instant> time;  ///< an importer's: what its source says; else when our door took it
  std::optional<std::uint64_t> expected_sequence;  ///< a conflict when the case has moved on
  std::vector<std::string> anomalies;  ///< an importer's word about its source, see RULES §5
  std::optional<Bytes16> seal_nonce;   ///< where there are sealed fields
  std::string payload;                 ///< the `aduan-sealed` bytes, or empty
  Body body;

  bool operator==(const Sealed&) const = default;
};

using SealedCommand = Sealed<CaseCommand>;
using SealedDirectoryCommand = Sealed<DirectoryCommand>;

/// `aduan.command.forward.v1`
std::string_view type_of(const CaseCommand& command);
std::string_view type_of(const DirectoryCommand& command);

}  // namespace aduan
