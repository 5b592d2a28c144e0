// `doctor`: what is wrong with a ledger, in words, and what is safe to do.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kDoctor;

}  // namespace aduan
