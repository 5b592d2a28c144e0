// `aduan import`: any CSV or XES by a map file.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kImport;

}  // namespace aduan
