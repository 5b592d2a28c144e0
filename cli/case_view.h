// A case as one reader sees it, now or as of an instant: what `show` prints.

#pragma once

#include "cli/ledger_folder.h"
#include "core/privacy/reading.h"
#include "projections/history.h"

#include <optional>
#include <string>
#include <vector>

namespace aduan {

/// One event for one reader.
struct EventView {
  std::uint64_t sequence = 0;
  Hash leaf{};
  std::string record;                     ///< the stored bytes, unchanged
  std::string type;                       ///< `forwarded`
  std::optional<RecordedEvent> recorded;  ///< absent: this version cannot read it
  std::vector<ReadText> texts;
};

/// One handling, active or not.
struct HandlingView {
  Handling handling;
  std::optional<Instant> due;  ///< of the running duty clocks, while active
};

struct CaseView {
  CaseId id;
  CaseState state;                      ///< as of the instant
  std::vector<HandlingView> handlings;  ///< every one, in the order in which they began
  std::vector<EventView> events;
  std::optional<std::string> reference;  ///< for whoever may see it
  Instant as_of;
};

/// Reads, folds and opens. `as_of`: absent for all there is.
/// Errors: not_found (no such case, not yet, or not for this reader), corrupt, unavailable.
Result<CaseView> view_case(OpenLedger& ledger, const CaseId& id, const Actor& reader,
                           const std::optional<Instant>& as_of, Instant now);

/// `show`'s JSON, exactly as DESIGN §9 says.
std::string case_json(const CaseView& view);

/// The case that a submission's command key (a reference) made: walks the tries until the command
/// id agrees. Errors: not_found, corrupt, unavailable.
Result<CaseId> find_by_reference(OpenLedger& ledger, std::string_view reference);

/// What a person typed for a case: a tracking number or an id.
/// Errors: invalid (neither; says what one looks like).
Result<CaseId> parse_case(std::string_view text);

}  // namespace aduan
