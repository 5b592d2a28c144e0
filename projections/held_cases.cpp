#include "projections/held_cases.h"

#include "projections/agency_queue.h"

#include <string>

namespace aduan {
namespace {

constexpr std::size_t kCaseIdBytes = 10;
/// Behind an agency's prefix in its queue: due, case.
constexpr std::size_t kQueueRestBytes = 8 + kCaseIdBytes;

std::string prefix_of(const AgencyId& agency) {
  std::string prefix(agency.text());
  prefix.push_back('\0');
  return prefix;
}

void held_case_rows(const CaseId& id, const CaseState& state, Rows& out) {
  const Complaint& complaint = state.complaint;
  if (!is_open(complaint)) return;
  for (const Handling& handling : complaint.handlings) {
    if (!handling.is_active() || is_turn_of(complaint, handling.agency)) continue;
    Row row{prefix_of(handling.agency), {}};
    row.key.append(id.text());
    out.push_back(std::move(row));
  }
}

}  // namespace

const Projection kHeldCases{.name = "held_cases", .version = 1, .case_rows = held_case_rows};

Result<void> scan_held_cases(const Reader& reader, const AgencyId& agency,
                             const std::function<bool(const CaseId&)>& visit) {
  const std::string prefix = prefix_of(agency);
  bool goes_on = true;
  const auto scan = [&](const Projection& projection, std::size_t rest_bytes) {
    return reader.scan(projection.family(), prefix, {},
                       [&](std::string_view key, std::string_view) {
                         // An agency whose id goes on after a zero byte is another one.
                         if (key.size() != prefix.size() + rest_bytes) return true;
                         const auto id = CaseId::from_text(key.substr(key.size() - kCaseIdBytes));
                         goes_on = !id || visit(*id);
                         return goes_on;
                       });
  };
  const auto queued = scan(kAgencyQueue, kQueueRestBytes);
  if (!queued || !goes_on) return queued;
  return scan(kHeldCases, kCaseIdBytes);
}

}  // namespace aduan
