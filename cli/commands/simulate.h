// `aduan simulate`: a nation of made-up complaints, into a test ledger or a file.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kSimulate;

}  // namespace aduan
