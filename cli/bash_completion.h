// The script that makes bash complete our commands, options and values.

#pragma once

#include <string>

namespace aduan {

/// Written from the table of the subcommands, so it offers what there is. Agencies' and categories'
/// ids are asked of the ledger when they are completed.
std::string bash_completion();

}  // namespace aduan
