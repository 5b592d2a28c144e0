// What the operator runs: `rebuild`, `status`.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kRebuild;
extern const Subcommand kStatus;

}  // namespace aduan
