// Every open case that an agency holds. Answers the steward, who moves those of a dissolved agency:
// its queue, and those that it has answered and that wait for the reporter.
//
// Rows   of a case: one for each active handling that does not stand in the agency's queue; those
//        that do have a row there.
// Key    agency id, 0x00, case id (10 bytes).
// Value  none.

#pragma once

#include "projections/projection.h"
#include "projections/store/reader.h"

#include <functional>

namespace aduan {

extern const Projection kHeldCases;

/// Calls `visit` for each open case in which the agency has an active handling, those that wait in
/// its queue first, until it gives false. A case is visited once.
/// Errors: corrupt, unavailable.
Result<void> scan_held_cases(const Reader& reader, const AgencyId& agency,
                             const std::function<bool(const CaseId&)>& visit);

}  // namespace aduan
