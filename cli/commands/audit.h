// `audit verify`: the auditor's walk over chains, payloads and rules.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kAuditVerify;

}  // namespace aduan
