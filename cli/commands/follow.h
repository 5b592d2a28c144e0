// `aduan follow AGENCY`: what an agency's own system would do with its topic.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kFollow;

}  // namespace aduan
