#include "projections/custody.h"

#include "core/base/bytes.h"
#include "projections/history.h"
#include "schemas/binary.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace aduan {

template <class Archive>
void serialize(Archive& archive, Standing& standing) {
  archive(named("role", standing.role), named("state", standing.state),
          named("turn", standing.turn), named("due", standing.due),
          named("returns", standing.returns), named("status", standing.status));
}

template <class Archive>
void serialize(Archive& archive, CustodyRow& row) {
  archive(named("time", row.time), named("standing", row.standing));
}

namespace {

constexpr std::string_view kFamily = "custody.1";
constexpr std::size_t kCaseIdBytes = 10;
constexpr std::size_t kRestBytes = kCaseIdBytes + 8;
constexpr char kMark = '\x01';

std::string prefix_of(const AgencyId& agency) {
  std::string prefix(agency.text());
  prefix.push_back('\0');
  return prefix;
}

std::string key_of(std::string prefix, const Step& step) {
  prefix.append(step.id.text());
  append_u64(prefix, step.recorded.attributes.sequence);
  return prefix;
}

void put_change(const Step& step, const AgencyId& agency, Rows& out) {
  const auto before =
      step.before.exists() ? standing_of(step.before.complaint, agency) : std::optional<Standing>();
  const auto after = standing_of(step.after.complaint, agency);
  if (before == after) return;
  out.push_back({key_of(prefix_of(agency), step),
                 encode_binary(CustodyRow{step.recorded.attributes.time, after})});
}

void custody_rows(const Step& step, Rows& out) {
  // Handlings are kept, so those after an event are all that there were before it and more.
  for (const Handling& handling : step.after.complaint.handlings) {
    put_change(step, handling.agency, out);
  }
  put_change(step, desk(), out);
  // While times only grow, the last event's is the greatest: the first step back is always seen,
  // and one mark is enough.
  const bool goes_back =
      step.before.exists() && step.recorded.attributes.time < step.before.complaint.last_time;
  if (goes_back) out.push_back({key_of(std::string(1, kMark), step), {}});
}

Error damaged() {
  return Error{ErrorKind::corrupt, "a row of custody does not decode; rebuild the projections"};
}

/// The cases whose times went back.
Result<std::set<CaseId>> marked_cases(const Reader& reader) {
  std::set<CaseId> marked;
  const std::string_view prefix(&kMark, 1);
  const auto scanned =
      reader.scan(kFamily, prefix, {}, [&](std::string_view key, std::string_view /*value*/) {
        if (key.size() != 1 + kRestBytes) return true;
        if (const auto id = CaseId::from_text(key.substr(1, kCaseIdBytes))) marked.insert(*id);
        return true;
      });
  if (!scanned) return scanned.error();
  return marked;
}

/// By the rows: of each case the last one at or before the instant.
Result<std::vector<Held>> held_by_rows(const Reader& reader, const AgencyId& agency,
                                       Instant instant) {
  std::vector<Held> held;
  std::optional<CaseId> current;
  std::optional<Standing> standing;
  const auto finish = [&] {
    if (current && standing) held.push_back({*current, *standing});
    standing.reset();
  };
  bool is_damaged = false;
  const std::string prefix = prefix_of(agency);
  const auto scanned =
      reader.scan(kFamily, prefix, {}, [&](std::string_view key, std::string_view value) {
        if (key.size() != prefix.size() + kRestBytes) return true;
        const auto id = CaseId::from_text(key.substr(prefix.size(), kCaseIdBytes));
        auto row = decode_binary<CustodyRow>(value);
        is_damaged = !id || !row;
        if (is_damaged) return false;
        if (current != *id) finish();
        current = *id;
        if (row.value().time <= instant) standing = std::move(row.value().standing);
        return true;
      });
  if (!scanned) return scanned.error();
  if (is_damaged) return damaged();
  finish();
  return held;
}

bool comes_first(const QueueEntry& a, const QueueEntry& b) {
  if (a.due != b.due) {
    if (!a.due || !b.due) return a.due.has_value();
    return *a.due < *b.due;
  }
  return a.case_id < b.case_id;
}

}  // namespace

std::optional<Standing> standing_of(const Complaint& complaint, const AgencyId& agency) {
  const Handling* const handling = active_handling(complaint, agency);
  const bool turn = is_turn_of(complaint, agency);
  if (handling == nullptr && !turn) return std::nullopt;
  Standing standing;
  if (handling != nullptr) {
    standing.role = handling->role;
    standing.state = handling->state;
  }
  standing.turn = turn;
  standing.due = earliest_due(complaint, agency);
  standing.returns = complaint.returns;
  standing.status = complaint.status;
  return standing;
}

const Projection kCustody{.name = "custody", .version = 1, .step_rows = custody_rows};

Result<std::vector<Held>> read_held_as_of(const Reader& reader, const EventLog& log,
                                          RecordFold& fold, const AgencyId& agency,
                                          Instant instant) {
  const auto marked = marked_cases(reader);
  if (!marked) return marked.error();
  auto by_rows = held_by_rows(reader, agency, instant);
  if (!by_rows) return by_rows.error();
  std::vector<Held>& held = by_rows.value();
  std::erase_if(held, [&](const Held& each) { return marked.value().contains(each.case_id); });
  for (const CaseId& id : marked.value()) {
    const auto history = read_history(reader, log, fold, id);
    if (!history) return history.error();
    const auto state = state_as_of(history.value(), instant);
    if (!state || (state->parked && state->complaint == Complaint())) continue;
    if (auto standing = standing_of(state->complaint, agency)) {
      held.push_back({id, std::move(*standing)});
    }
  }
  std::sort(held.begin(), held.end(),
            [](const Held& a, const Held& b) { return a.case_id < b.case_id; });
  return std::move(held);
}

Result<std::vector<QueueEntry>> read_agency_queue_as_of(const Reader& reader, const EventLog& log,
                                                        RecordFold& fold, const AgencyId& agency,
                                                        Instant instant) {
  const auto held = read_held_as_of(reader, log, fold, agency, instant);
  if (!held) return held.error();
  std::vector<QueueEntry> queue;
  for (const auto& [id, standing] : held.value()) {
    if (!standing.turn) continue;
    queue.push_back({id, standing.status, standing.returns, standing.role, standing.due});
  }
  std::sort(queue.begin(), queue.end(), comes_first);
  return queue;
}

}  // namespace aduan
