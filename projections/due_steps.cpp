#include "projections/due_steps.h"

#include "core/base/bytes.h"
#include "projections/store/rows.h"
#include "schemas/binary.h"

#include <algorithm>
#include <utility>

namespace aduan {

template <>
struct Names<DueKind> {
  static constexpr std::array values =
      std::to_array<std::string_view>({"miss", "silence", "expiry", "escalate"});
};

template <class Archive>
void serialize(Archive& archive, DueStep& step) {
  archive(named("kind", step.kind), named("from", step.from), named("clock", step.clock),
          named("agency", step.agency), named("sequence", step.sequence), named("due", step.due),
          named("to", step.to), named("reason", step.reason));
}

namespace {

constexpr std::size_t kInstantBytes = 8;
constexpr std::size_t kCaseIdBytes = 10;

/// Where the due stands in a key of which it is none's.
constexpr std::string_view kLast = "\xff\xff\xff\xff\xff\xff\xff\xff";

/// The sign bit is turned over, so that instants before 1970 come first.
std::string instant_key(Instant instant) {
  constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
  std::string key;
  append_u64(key, static_cast<std::uint64_t>(instant.time_since_epoch().count()) ^ kSign);
  return key;
}

/// What the running of this clock out means for the watcher; nothing where nobody acts on it.
std::optional<DueKind> kind_of(const Complaint& complaint, const RunningClock& clock) {
  if (is_duty(clock.clock)) return clock.missed ? std::nullopt : std::optional(DueKind::miss);
  if (clock.agency) return std::nullopt;
  if (clock.clock == Clock::reporter_silence && complaint.status == Status::responded) {
    return DueKind::silence;
  }
  const bool is_pended = complaint.status == Status::pended && lead_of(complaint) == nullptr;
  if (clock.clock == Clock::pend && is_pended) return DueKind::expiry;
  return std::nullopt;
}

void due_step_rows(const CaseId& id, const CaseState& state, Rows& out) {
  for (const DueStep& step : due_steps(id, state)) {
    Row row{instant_key(step.from), encode_binary(step)};
    row.key.append(id.text());
    row.key.append(step.kind == DueKind::escalate ? std::string(kLast) : instant_key(step.due));
    row.key.push_back(static_cast<char>(step.kind));
    append_u64(row.key, step.sequence);
    row.key.push_back(step.kind == DueKind::escalate ? static_cast<char>(step.to)
                                                     : static_cast<char>(step.clock));
    if (step.agency) row.key.append(step.agency->text());
    out.push_back(std::move(row));
  }
}

}  // namespace

std::vector<DueStep> due_steps(const CaseId& id, const CaseState& state) {
  std::vector<DueStep> steps;
  if (state.parked) return steps;
  const Complaint& complaint = state.complaint;
  const Instant recorded = state.head.recorded;
  const auto add = [&](DueKind kind, const RunningClock& clock) {
    DueStep step;
    step.case_id = id;
    step.kind = kind;
    step.from = std::max(clock.due, recorded);
    step.clock = clock.clock;
    step.agency = clock.agency;
    step.sequence = clock.started;
    step.due = clock.due;
    // A source may give one clock twice: on record it is one.
    if (std::find(steps.begin(), steps.end(), step) == steps.end()) steps.push_back(step);
  };
  for (const RunningClock& clock : complaint.late) add(DueKind::miss, clock);
  for (const RunningClock& clock : complaint.clocks) {
    if (const auto kind = kind_of(complaint, clock)) add(*kind, clock);
  }
  for (const OwedEscalation& owed : complaint.owed_escalations) {
    DueStep step;
    step.case_id = id;
    step.kind = DueKind::escalate;
    step.from = recorded;
    step.sequence = owed.cause;
    step.to = owed.to;
    step.reason = owed.reason;
    steps.push_back(step);
  }
  return steps;
}

const Projection kDueSteps{.name = "due_steps", .version = 1, .case_rows = due_step_rows};

Result<void> scan_due_steps(const Reader& reader, std::optional<Instant> since,
                            const std::function<bool(const DueStep&)>& visit) {
  bool is_damaged = false;
  // A key that is only an instant is no row's: nothing is passed over.
  const std::string after = since ? instant_key(*since) : std::string();
  const auto scanned =
      reader.scan(kDueSteps.family(), {}, after, [&](std::string_view key, std::string_view value) {
        auto step = decode_binary<DueStep>(value);
        const auto id = key.size() < kInstantBytes + kCaseIdBytes
                            ? std::nullopt
                            : CaseId::from_text(key.substr(kInstantBytes, kCaseIdBytes));
        is_damaged = !step || !id;
        if (is_damaged) return false;
        step.value().case_id = *id;
        return visit(step.value());
      });
  if (!scanned) return scanned.error();
  if (!is_damaged) return success();
  return Error{ErrorKind::corrupt,
               "a row of the due steps does not decode; rebuild the projections"};
}

}  // namespace aduan
