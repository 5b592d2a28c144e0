// `aduan agency connect|rename|dissolve|list`: who can be given cases.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kAgencyConnect;
extern const Subcommand kAgencyRename;
extern const Subcommand kAgencyDissolve;
extern const Subcommand kAgencyList;

}  // namespace aduan
