// `aduan export`: the ledger as files for others.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kExport;

}  // namespace aduan
