// From an event back to the command that asked for it: what the auditor gives to `decide` again.
//
// Nothing is lost on the way but what the event does not say: a text stays the commitment that the
// event has of it, and a whistleblower's report is the complaint that it was written as. Pure.

#pragma once

#include "core/complaint/complaint.h"
#include "schemas/command.h"
#include "schemas/event.h"

#include <optional>
#include <vector>

namespace aduan {

/// The commands that may make this event of a case in the state `before`, the likeliest first; more
/// than one where two commands make the same type. Empty for a type that this version does not
/// know.
std::vector<CaseCommand> commands_of(const Event& event, const Complaint& before);

/// Nothing for a type that this version does not know.
std::optional<DirectoryCommand> command_of(const DirectoryEvent& event);

}  // namespace aduan
