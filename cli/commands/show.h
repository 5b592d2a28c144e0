// `aduan show`: a case's history for one reader, now or as of an instant.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kShow;

}  // namespace aduan
