// The steward: what must follow in another case, or after the directory changed. The other side of
// a merge, or the way back where there is none; the cases of a dissolved agency to whom they go.
// Source: RULES §3 "Merge", "Dissolution".

#pragma once

#include "consumers/system_door.h"
#include "core/complaint/complaint.h"
#include "core/complaint/directory.h"
#include "projections/merges.h"
#include "projections/store/store.h"

#include <optional>
#include <vector>

namespace aduan {

/// The `absorb` of a merge; nothing when `source` is no longer merged by it. Pure.
std::optional<SystemCommand> absorb_of(const OpenMerge& merge, const Complaint& source);
/// The way back of a merge that cannot be.
SystemCommand merge_failed_of(const OpenMerge& merge);
/// Whether an `absorb` that was answered so will never be accepted.
bool is_refused_for_good(const Answer& answer);

/// To whom the cases of a dissolved agency go: its successor by default, or where that is dissolved
/// too, that one's, and so on. Nothing: to the desk.
std::optional<AgencyId> heir_of(const Directory& directory, const AgencyId& agency);

/// What moves the agency's handling of the case on. Nothing when it has none, or is not dissolved.
std::optional<SystemCommand> succession_of(const Directory& directory, const AgencyId& agency,
                                           const CaseId& id, const Complaint& complaint);

/// Threads: one at a time.
class Steward {
 public:
  /// Both must outlive it.
  Steward(SystemDoor& door, const ProjectionStore& store);

  /// Sends what follows from the state of the store and the directory.
  /// Errors: corrupt, unavailable.
  Result<void> pass();

 private:
  Result<void> end_merges(const Reader& reader);
  Result<void> absorb(const std::vector<OpenMerge>& merges,
                      const std::vector<SystemCommand>& commands);
  Result<void> move_cases_of(const Directory& directory, const AgencyId& agency,
                             const Reader& reader);

  SystemDoor& door_;
  const ProjectionStore& store_;
};

}  // namespace aduan
