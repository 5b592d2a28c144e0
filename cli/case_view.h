// A case as one reader sees it, now or as of an instant: what `show` prints.

#pragma once

#include "cli/json_object.h"
#include "cli/ledger_folder.h"
#include "core/log/record.h"
#include "core/privacy/reading.h"
#include "projections/history.h"

#include <optional>
#include <string>
#include <vector>

namespace aduan {

/// One event for one reader.
struct EventView {
  Position position;
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
  Sight sight;                           ///< the reader's, as the case stands
  Instant as_of;
};

/// The one answer for a case that is absent and for one that is not there for this reader.
Error no_such_case();

/// Reads, folds and opens. `as_of`: absent for all there is.
/// Errors: not_found (no such case, not yet, or not for this reader), corrupt, unavailable.
Result<CaseView> view_case(OpenLedger& ledger, const CaseId& id, const Actor& reader,
                           const std::optional<Instant>& as_of, Instant now);

/// Whether a list may name the case to this reader: whether `show` would find it, for a reporter
/// without the code. Errors: corrupt, unavailable.
Result<bool> is_listed(OpenLedger& ledger, const CaseId& id, const Actor& actor,
                       const std::optional<Instant>& as_of);

/// `show`'s JSON, exactly as DESIGN §9 says; an event whose texts are partly gone has one member
/// more, `absent`: `{field: redacted, erased or damaged}`.
std::string case_json(const CaseView& view);

/// An event's texts as its JSON has them: `texts`, and where some are gone `absent`.
void add_texts(JsonObject& object, const std::vector<ReadText>& texts);

/// The case that a submission's command key (a reference) made: walks the tries until the command
/// id agrees. Errors: not_found, corrupt, unavailable.
Result<CaseId> find_by_reference(OpenLedger& ledger, std::string_view reference);

/// The case that a person named: by a tracking number or id, or where there is none by a reference.
/// Errors: those of the two above and below.
Result<CaseId> find_case(OpenLedger& ledger, const std::optional<std::string>& text,
                         const std::optional<std::string>& reference);

/// What a person typed for a case: a tracking number or an id.
/// Errors: invalid (neither; says what one looks like).
Result<CaseId> parse_case(std::string_view text);

}  // namespace aduan
