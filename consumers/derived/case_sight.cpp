#include "consumers/derived/case_sight.h"

#include <limits>

namespace aduan {

void CaseSight::add(std::uint64_t sequence, const Event* event, const Complaint& after) {
  visibility_.published = after.published;
  visibility_.anonymous = after.anonymous;
  visibility_.confidential = after.confidential;
  if (event != nullptr) {
    withheld_.add(sequence, *event);
    if (const auto* const escalated = std::get_if<Escalated>(event)) {
      visibility_.escalated_to_overseer |= escalated->to == EscalationTarget::overseer;
    }
  }
  if (reader_.role != Role::agency) return;
  const AgencyId agency = reader_.agency();
  const bool active = active_handling(after, agency) != nullptr;
  // A source's handling may begin and end with one event.
  const bool has_handling = has_handled(after, agency);
  if (active || was_active_ || has_handling != had_handling_) last_seen_ = sequence;
  was_active_ = active;
  had_handling_ = has_handling;
}

void CaseSight::add_later(std::uint64_t sequence, const Event* event, const Complaint& now) {
  if (event != nullptr) withheld_.add(sequence, *event);
  later_anonymous_ |= now.anonymous;
  later_confidential_ |= now.confidential;
}

Custody CaseSight::custody_at(std::uint64_t sequence) const {
  if (was_active_ || sequence <= last_seen_) return Custody::active;
  return last_seen_ > 0 ? Custody::former : Custody::none;
}

Sight CaseSight::now() const { return at(std::numeric_limits<std::uint64_t>::max()); }

Sight CaseSight::at(std::uint64_t sequence) const {
  CaseVisibility visibility = visibility_;
  visibility.anonymous |= later_anonymous_;
  visibility.confidential |= later_confidential_;
  return sight_of(reader_, visibility, custody_at(sequence));
}

}  // namespace aduan
