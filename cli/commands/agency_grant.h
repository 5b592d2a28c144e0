// `aduan agency grant`: who may read an agency's topic on Kafka.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kAgencyGrant;

}  // namespace aduan
