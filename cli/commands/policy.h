// `aduan policy adopt|show`: how long each clock runs, and which days are free.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kPolicyAdopt;
extern const Subcommand kPolicyShow;

}  // namespace aduan
