#include "projections/durations.h"

#include "core/base/bytes.h"
#include "schemas/binary.h"

#include <utility>
#include <variant>

namespace aduan {

template <class Archive>
void serialize(Archive& archive, Milestone& milestone) {
  archive(named("kind", milestone.kind), named("time", milestone.time),
          named("since", milestone.since), named("milliseconds", milestone.milliseconds));
}

namespace {

constexpr std::string_view kFamily = "durations.1";
constexpr std::size_t kCaseIdBytes = 10;

void put(const Step& step, MilestoneKind kind, const std::optional<AgencyId>& agency, Rows& out) {
  Milestone milestone;
  milestone.kind = kind;
  milestone.time = step.recorded.attributes.time;
  milestone.since = step.after.complaint.submitted;
  milestone.milliseconds = (milestone.time - milestone.since).count();
  std::string key(step.id.text());
  append_u64(key, step.recorded.attributes.sequence);
  key.push_back(static_cast<char>(kind));
  if (agency) key.append(agency->text());
  out.push_back({std::move(key), encode_binary(milestone)});
}

void milestones(const Step& step, Rows& out) {
  const Event& event = step.recorded.event;
  const Complaint& after = step.after.complaint;
  if (std::holds_alternative<Submitted>(event)) {
    put(step, MilestoneKind::submitted, std::nullopt, out);
  }
  for (const Handling& handling : after.handlings) {
    if (handling.began == step.recorded.attributes.sequence) {
      put(step, MilestoneKind::handling_began, handling.agency, out);
    }
  }
  if (const auto* const responded = std::get_if<Responded>(&event)) {
    put(step, MilestoneKind::responded, responded->agency, out);
  }
  if (std::holds_alternative<Closed>(event)) {
    put(step, MilestoneKind::closed, after.last_lead, out);
  }
}

std::optional<Milestone> decode(std::string_view key, std::string_view value) {
  auto milestone = decode_binary<Milestone>(value);
  const auto id = take_bytes(key, kCaseIdBytes);
  const auto sequence = take_u64(key);
  const auto kind = take_u8(key);
  if (!milestone || !id || !sequence || !kind) return std::nullopt;
  const auto case_id = CaseId::from_text(*id);
  if (!case_id) return std::nullopt;
  milestone.value().case_id = *case_id;
  milestone.value().sequence = *sequence;
  if (!key.empty()) milestone.value().agency = AgencyId(std::string(key));
  return std::move(milestone.value());
}

}  // namespace

const Projection kDurations{.name = "durations", .version = 1, .step_rows = milestones};

Result<void> scan_milestones(const Reader& reader, const std::optional<CaseId>& only,
                             const std::function<bool(const Milestone&)>& visit) {
  bool is_damaged = false;
  const auto scanned = reader.scan(kFamily, only ? only->text() : std::string_view(), {},
                                   [&](std::string_view key, std::string_view value) {
                                     const auto milestone = decode(key, value);
                                     is_damaged = !milestone;
                                     return milestone && visit(*milestone);
                                   });
  if (!scanned) return scanned.error();
  if (!is_damaged) return success();
  return Error{ErrorKind::corrupt,
               "a row of the durations does not decode; rebuild the "
               "projections"};
}

}  // namespace aduan
