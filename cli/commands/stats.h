// `aduan stats`: every figure of RULES §7, for all and for each agency.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kStats;

}  // namespace aduan
