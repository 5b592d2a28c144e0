// What the operator runs: `rebuild`, `status`, `doctor`; and the auditor's `audit verify`.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kRebuild;
extern const Subcommand kStatus;
extern const Subcommand kDoctor;
extern const Subcommand kAuditVerify;

}  // namespace aduan
