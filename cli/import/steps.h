// What a source file says, as a ledger can take it and without one: for each row the steps of its
// case, in order. The next layer gives each step a command.

#pragma once

#include "cli/import/names.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "schemas/codes.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

enum class StepKind : std::uint8_t {
  submitted,
  verified,
  forwarded,
  returned,
  noted,
  responded,
  closed,
  reopened,
  rated,
};
inline constexpr std::size_t kStepKinds = 9;

/// The event's name, which is the last part of its command key.
std::string_view name_of(StepKind kind);
std::optional<StepKind> parse_step_kind(std::string_view name);

/// What is odd in the source; kept and flagged, not repaired. Source: RULES §5.
enum class Anomaly : std::uint8_t {
  before_submission,
  before_previous,
  closing_time_ignored,
  no_agency,
};
std::string_view name_of(Anomaly anomaly);

/// What `submitted` says beyond time and holder. Empty texts are absent.
struct Submission {
  Channel channel = Channel::other;
  ComplaintKind kind = ComplaintKind::complaint;
  const ImportedName* category = nullptr;
  std::string_view region;    ///< a code that the map lists
  std::string_view location;  ///< with the source's region, where the map does not list it
  std::string_view title;
  std::string_view text;
  std::string_view name;
  std::string_view contact;
};

/// One event to be.
struct ImportStep {
  StepKind kind = StepKind::noted;
  Instant time;
  /// forwarded, returned: who has it now. submitted: who leads from the start. Else whose work it
  /// is. Absent: nobody, the desk.
  const ImportedName* agency = nullptr;
  const ImportedName* from = nullptr;   ///< forwarded, returned: who had it
  std::string_view status = {};         ///< noted: a status that the map lists
  std::string_view text = {};           ///< an answer, a note, a status that the map does not list
  std::optional<Instant> due = {};      ///< forwarded: the source's own due date
  std::optional<Outcome> outcome = {};  ///< responded
  int stars = 0;                        ///< rated: 1 to 5
  std::vector<Anomaly> anomalies = {};  ///< in the enumeration's order, each once
};

/// The steps of one row. Views and pointers to texts live as long as the call that gives them;
/// names as long as the translator.
struct CaseSteps {
  std::string_view id;                     ///< the source's own number, trimmed
  std::uint64_t line = 0;                  ///< of the row
  std::uint64_t ordinal = 0;               ///< of the row in its case; 0: the file has a row a case
  const Submission* submission = nullptr;  ///< where the first step is `submitted`
  std::span<const ImportStep> steps;
};

/// The submission's is the reference itself, `<source>:<id>`; then `<source>:<id>#<step>` or
/// `<source>:<id>#<ordinal>/<step>`. The same for ever: it is what makes a second import add
/// nothing.
std::string command_key(std::string_view source, const CaseSteps& steps, StepKind kind);

/// Who takes the steps. Threads: called from one.
class StepSink {
 public:
  virtual ~StepSink() = default;
  /// Errors: any; the import stops.
  virtual Result<void> accept(const CaseSteps& steps) = 0;
};

}  // namespace aduan
