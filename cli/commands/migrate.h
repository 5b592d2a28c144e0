// `aduan migrate`: a whole ledger from a folder to Kafka, or back.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kMigrate;

}  // namespace aduan
