// `aduan serve`: the long-running roles of a ledger on Kafka.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kServe;

}  // namespace aduan
