// `completion`: the script of a shell.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kCompletion;

}  // namespace aduan
