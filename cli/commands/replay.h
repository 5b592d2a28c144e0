// `aduan replay`: a case's history, event by event, with what the case had become after each.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kReplay;

}  // namespace aduan
