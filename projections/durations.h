// The instants between which the figures of time are taken, so that medians and percentiles are
// exact.
//
// Rows   of a step: one for a submission, for each handling that begins, each answer, each closing.
//        Which of them counts (the first, as of when) is the reader's to say: nothing is lost.
// Key    case id (10 bytes), sequence u64be, kind u8, agency id (empty: none).
// Value  Milestone without what the key has, binary.h.

#pragma once

#include "projections/projection.h"
#include "projections/store/reader.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace aduan {

/// What a milestone is. Append, never reorder: the index is stored.
enum class MilestoneKind : std::uint8_t { submitted, handling_began, responded, closed };
template <>
struct Names<MilestoneKind> {
  static constexpr std::array values =
      std::to_array<std::string_view>({"submitted", "handling_began", "responded", "closed"});
};

struct Milestone {
  CaseId case_id;
  std::uint64_t sequence = 0;
  /// Whose handling began, who answered, who led last when it was closed; absent where nobody.
  std::optional<AgencyId> agency;
  MilestoneKind kind = MilestoneKind::submitted;
  Instant time;                   ///< the event's
  Instant since;                  ///< what it is counted from: the case's submission
  std::int64_t milliseconds = 0;  ///< time − since; negative where a source has it so

  bool operator==(const Milestone&) const = default;
};

extern const Projection kDurations;

/// Calls `visit` for every milestone (of one case, or all), by case and sequence, until it gives
/// false.
/// Errors: corrupt, unavailable.
Result<void> scan_milestones(const Reader& reader, const std::optional<CaseId>& only,
                             const std::function<bool(const Milestone&)>& visit);

}  // namespace aduan
