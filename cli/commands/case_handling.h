// Commands that move a case between agencies, and those of the agencies. Source: RULES §3.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kForward;
extern const Subcommand kReturn;
extern const Subcommand kRule;
extern const Subcommand kAssign;
extern const Subcommand kStart;
extern const Subcommand kNote;
extern const Subcommand kRespond;

}  // namespace aduan
