// What the custodian alone does with the keys of a case: `reveal`, `erase`.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kReveal;
extern const Subcommand kErase;

}  // namespace aduan
