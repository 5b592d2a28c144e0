// Commands of the dialogue, and of a case's end. Source: RULES §3.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kReply;
extern const Subcommand kComment;
extern const Subcommand kClose;
extern const Subcommand kWithdraw;
extern const Subcommand kReopen;
extern const Subcommand kRate;
extern const Subcommand kSupport;

}  // namespace aduan
