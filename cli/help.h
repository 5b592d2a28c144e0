// What `aduan help` says.

#pragma once

#include "cli/subcommand.h"

#include <string>
#include <string_view>

namespace aduan {

/// `aduan 0.1.0`.
std::string version_line();
/// All commands, the global options, the exit codes.
std::string overview();
/// One command: what it does, its usage, its options, an example.
std::string help_on(const Subcommand& subcommand);
/// The commands whose names begin with `group` and a blank; empty when there are none.
std::string help_on_group(std::string_view group);
/// Who may do what, and what refuses it: as the rules themselves say.
std::string help_on_rules();

}  // namespace aduan
