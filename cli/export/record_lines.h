// The exact records, a JSON object a line, in the order of the log: stream by stream, offset by
// offset; the directory's stream last.
//
//   {"position":{"stream":3,"offset":17},"case":"7K3M9QX24B","sequence":2,"leaf":"…","event":{…},
//    "texts":{"note":null}}
//
// `event` is the stored bytes, unchanged; with `leaf`, `sequence` and `texts` it is an element of
// `show`'s events. `case` is null for the directory's. Void records are none of these (`aduan
// doctor` shows them), nor are those of cases that the reader may not see.

#pragma once

#include "cli/export/text_sink.h"
#include "cli/ledger_folder.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace aduan {

struct ExportCounts {
  std::uint64_t cases = 0;   ///< that the reader may see
  std::uint64_t events = 0;  ///< of those; without the directory's
};

/// Called with what is done so far.
using ExportProgress = std::function<void(const ExportCounts& done)>;

/// Writes them all. Each stream is read twice: what a reader may see of a case's first event
/// depends on its last. Memory is that of one stream's cases. `as_of`: the events up to then alone;
/// absent: all there are.
/// Errors: corrupt, unavailable (log, keys, sink).
Result<ExportCounts> write_record_lines(OpenLedger& ledger, const Actor& reader,
                                        const std::optional<Instant>& as_of, TextSink& sink,
                                        const ExportProgress& progress);

}  // namespace aduan
