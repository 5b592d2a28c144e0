// What an agency must act on, soonest due first. Answers `queue AGENCY`.
//
// Rows   of a case: one for each agency whose turn it is, `desk` included.
// Key    agency id, 0x00, due (ms since epoch u64be; FF × 8: none), case id (10 bytes).
// Value  QueueEntry without case, binary.h.

#pragma once

#include "projections/projection.h"
#include "projections/store/reader.h"

#include <cstdint>
#include <optional>

namespace aduan {

struct QueueEntry {
  CaseId case_id;
  Status status = Status::submitted;
  std::uint32_t returns = 0;         ///< of leads
  std::optional<HandlingRole> role;  ///< absent: the desk's, which has no handling
  std::optional<Instant> due;        ///< the earliest of the agency's running duty clocks

  bool operator==(const QueueEntry&) const = default;
};

/// What the agency's queue says of a case now. Requires: it is the agency's turn.
QueueEntry queue_entry(const CaseId& id, const Complaint& complaint, const AgencyId& agency);

extern const Projection kAgencyQueue;

/// A page of the agency's queue by due, then case, those without due last; empty when it owes
/// nothing.
/// Errors: invalid (a page that does not continue one of this queue), corrupt, unavailable.
Result<PageOf<QueueEntry>> read_agency_queue(const Reader& reader, const AgencyId& agency,
                                             const Page& page);

}  // namespace aduan
