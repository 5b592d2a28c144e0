// Merges whose other side is still missing: the target has not absorbed the case, nor was it
// reopened because it cannot. Answers the steward.
//
// Sums   +1 where a case becomes merged; -1 at the target's `absorbed`, or where the case leaves
//        `merged` because the merge failed. A sum of zero is no row.
// Key    case id (10 bytes) and the sequence u64be of its `merged`: one merge.
//        `open`: all of them, so that nothing to do is told by one look.
// Value  8 bytes, see decode_sum.
//
// An importer may take a merged case on by other events, or end a merge twice: its rows then never
// come to zero and cost the steward a look each time, no more.

#pragma once

#include "projections/projection.h"
#include "projections/store/reader.h"

#include <cstdint>
#include <vector>

namespace aduan {

struct OpenMerge {
  CaseId source;
  std::uint64_t sequence = 0;  ///< of its `merged`

  bool operator==(const OpenMerge&) const = default;
};

extern const Projection kMerges;

/// By case, then sequence. Errors: corrupt, unavailable.
Result<std::vector<OpenMerge>> read_open_merges(const Reader& reader);

}  // namespace aduan
