// `aduan init`: a new ledger with the policy sp4n-2015.1.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kInit;

}  // namespace aduan
