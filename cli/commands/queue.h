// `aduan queue`: what an agency must act on, now or as of an instant.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kQueue;

}  // namespace aduan
