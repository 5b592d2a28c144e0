// An event log in XES (IEEE 1849-2016), for process mining: a trace a case, an event an event.
//
//   trace  concept:name (the tracking number), case, kind, channel, category, region, anonymous,
//          confidential
//   event  concept:name (the type), time:timestamp, lifecycle:transition (always `complete`: each
//   is
//          a fact), org:group (who leads after it; `desk` where nobody does), org:role (the
//          actor's), org:resource (the actor: a code), sequence, status, agency (the group's name),
//          due
//
// Written as it goes, no tree in memory. The texts of a case stand in no trace; category and region
// do where the reader may see them. `aduan import --map aduan-xes` reads it back.

#pragma once

#include "cli/export/case_writer.h"
#include "core/complaint/directory.h"

#include <memory>

namespace aduan {

std::unique_ptr<CaseWriter> xes(std::shared_ptr<const Directory> directory);

}  // namespace aduan
