// One record held against the rules: would `decide` have made it?
//
// The command is read off the event (commands_of.h), decided anew on the state before, with the
// record's own actor and time and the directory that the record names, and must give this very
// event. Pure.

#pragma once

#include "core/complaint/complaint.h"
#include "core/complaint/directory.h"
#include "schemas/event.h"

#include <optional>
#include <string>

namespace aduan {

/// Why `decide` would not have made a record. Either a rule is named or a field.
struct BrokenRule {
  std::string rule;   ///< a rejection's code, or one of the ledger's own rules (rule_replay.h)
  std::string field;  ///< of `data`, where the event says something else than it should
  std::string reason;

  bool operator==(const BrokenRule&) const = default;
};

/// The first event of a case is `submitted`, and no other is.
inline constexpr std::string_view kFirstEventRule = "first_event";

/// `before`: the case without the record. Nothing for an event that `decide` makes, and for one of
/// a type that this version does not know.
/// An importer's word about its source is believed where it can be true: closing_time_ignored on a
/// submission, no_agency on an event that gives the case to no connected agency.
std::optional<BrokenRule> find_broken_rule(const Complaint& before, const Attributes& attributes,
                                           const Event& event, const Directory& directory);

/// The same for a record of the directory, `before` being the directory without it.
std::optional<BrokenRule> find_broken_rule(const Directory& before, const Attributes& attributes,
                                           const DirectoryEvent& event);

}  // namespace aduan
