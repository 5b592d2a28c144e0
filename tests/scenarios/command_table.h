// The table of RULES §3, written down once more: each command, a case on which it is lawful, who
// may send it, and the status after it. Independent of the rules in core/complaint.

#pragma once

#include "tests/support/scenario.h"

#include <string_view>
#include <vector>

namespace aduan {

struct TableRow {
  std::string_view name;
  Step history;           ///< after it the command is lawful
  CaseCommand command;    ///< as whoever may send it would
  std::vector<Role> may;  ///< beside importers
  Status after;
};

/// At least one row for every command.
const std::vector<TableRow>& command_table();

/// Somebody of the role. The verifier archived nothing and is of no agency; the agency is kWorks.
Actor somebody(Role role);

}  // namespace aduan
