#include "projections/agency_queue.h"

#include "core/base/bytes.h"
#include "schemas/binary.h"

#include <chrono>
#include <utility>

namespace aduan {

template <class Archive>
void serialize(Archive& archive, QueueEntry& entry) {
  archive(named("status", entry.status), named("returns", entry.returns), named("role", entry.role),
          named("due", entry.due));
}

namespace {

constexpr std::size_t kCaseIdBytes = 10;
constexpr std::size_t kRestBytes = 8 + kCaseIdBytes;

std::string prefix_of(const AgencyId& agency) {
  std::string prefix(agency.text());
  prefix.push_back('\0');
  return prefix;
}

/// The sign bit is turned over, so that instants before 1970 come first.
void append_due(std::string& key, const std::optional<Instant>& due) {
  constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
  const auto count =
      due ? static_cast<std::uint64_t>(due->time_since_epoch().count()) ^ kSign : UINT64_MAX;
  append_u64(key, count);
}

Row queue_row(const CaseId& id, const Complaint& complaint, const AgencyId& agency) {
  const QueueEntry entry = queue_entry(id, complaint, agency);
  Row row{prefix_of(agency), encode_binary(entry)};
  append_due(row.key, entry.due);
  row.key.append(id.text());
  return row;
}

void queue_rows(const CaseId& id, const CaseState& state, Rows& out) {
  // Parked before anything of it could be read: nothing is known that anybody could act on.
  if (state.parked && state.complaint == Complaint()) return;
  const Complaint& complaint = state.complaint;
  for (const Handling& handling : complaint.handlings) {
    if (is_turn_of(complaint, handling.agency)) {
      out.push_back(queue_row(id, complaint, handling.agency));
    }
  }
  if (is_turn_of(complaint, desk())) out.push_back(queue_row(id, complaint, desk()));
}

}  // namespace

QueueEntry queue_entry(const CaseId& id, const Complaint& complaint, const AgencyId& agency) {
  const Handling* const handling = active_handling(complaint, agency);
  return QueueEntry{
      .case_id = id,
      .status = complaint.status,
      .returns = complaint.returns,
      .role = handling != nullptr ? std::optional(handling->role) : std::nullopt,
      .due = earliest_due(complaint, agency),
  };
}

const Projection kAgencyQueue{.name = "agency_queue", .version = 1, .case_rows = queue_rows};

Result<PageOf<QueueEntry>> read_agency_queue(const Reader& reader, const AgencyId& agency,
                                             const Page& page) {
  const std::string prefix = prefix_of(agency);
  const auto rows = reader.page(kAgencyQueue.family(), prefix, page);
  if (!rows) return rows.error();
  PageOf<QueueEntry> answer;
  answer.next = rows.value().next;
  for (const Row& row : rows.value().items) {
    // An agency whose id goes on after a zero byte is another one.
    if (row.key.size() != prefix.size() + kRestBytes) continue;
    auto entry = decode_binary<QueueEntry>(row.value);
    if (!entry) return entry.error();
    const auto id =
        CaseId::from_text(std::string_view(row.key).substr(row.key.size() - kCaseIdBytes));
    if (!id) return Error{ErrorKind::corrupt, "a queue's row names no case; rebuild"};
    entry.value().case_id = *id;
    answer.items.push_back(std::move(entry.value()));
  }
  return answer;
}

}  // namespace aduan
