// Commands about clocks, and of those who watch over the agencies. Source: RULES §3.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kEscalate;
extern const Subcommand kExtend;
extern const Subcommand kVisibility;
extern const Subcommand kRedact;

}  // namespace aduan
