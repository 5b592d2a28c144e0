// `aduan run-due`: what the deadline watcher and the steward have to do.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kRunDue;

}  // namespace aduan
