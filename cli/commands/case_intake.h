// Commands of the reporter's door and the national desk. Source: RULES §3.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kSubmit;
extern const Subcommand kVerify;
extern const Subcommand kPend;
extern const Subcommand kSupplement;
extern const Subcommand kArchive;
extern const Subcommand kAppeal;
extern const Subcommand kMerge;

}  // namespace aduan
