// A writer's cases, all of them, in the order of their ids.

#pragma once

#include "cli/export/case_writer.h"
#include "cli/export/record_lines.h"
#include "cli/export/text_sink.h"

namespace aduan {

/// Writes the cases that the reader may see. `as_of`: as they were then; absent: as they are.
/// `now`: the reader's clock.
/// Errors: corrupt, unavailable (store, log, keys, sink).
Result<ExportCounts> write_every_case(OpenLedger& ledger, const Actor& reader,
                                      const std::optional<Instant>& as_of, Instant now,
                                      CaseWriter& writer, TextSink& sink,
                                      const ExportProgress& progress);

}  // namespace aduan
