// One row an event, with what the case had become by it:
//
//   case, tracking, sequence, time, recorded_time, type, actor_role, actor, agency, agency_name,
//   status, due, round, returns, handovers
//
// agency: who leads after the event, `desk` where nobody does. due: the earliest running duty clock
// after it. round: 1, and one more at each reopening. No text of the case stands here.

#pragma once

#include "cli/export/case_writer.h"
#include "core/complaint/directory.h"

#include <memory>

namespace aduan {

std::unique_ptr<CaseWriter> events_csv(std::shared_ptr<const Directory> directory);

/// Who leads; the desk where nobody does.
const AgencyId& holder_of(const Complaint& complaint);
/// The agency's name; the national desk's for `desk`; the id of one that the directory lacks.
std::string_view holder_name(const Directory& directory, const AgencyId& agency);
/// `verifier` of `verifier:desk/v-1`.
std::string role_name(const Actor& actor);

}  // namespace aduan
