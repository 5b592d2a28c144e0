#include "consumers/derived/revision.h"

namespace aduan {
namespace {

/// What changes the sight of every event of a case, whoever looks.
bool touches_all(const Event& event) {
  return std::holds_alternative<VisibilityChanged>(event) ||
         std::holds_alternative<TextRedacted>(event) ||
         std::holds_alternative<PersonalDataErased>(event);
}

bool has_case(const Complaint& complaint, const AgencyId& agency) {
  return active_handling(complaint, agency) != nullptr;
}

/// Whether the subscriber was told of the case before its last event.
bool was_told(const Subscriber& subscriber, const Complaint* before) {
  if (before == nullptr) return false;
  if (subscriber.reader.role != Role::agency) return true;
  return has_handled(*before, subscriber.reader.agency());
}

void add(CaseSight& sight, const HistoryEntry& entry) {
  sight.add(entry.envelope.sequence, entry.recorded ? &entry.recorded->event : nullptr,
            entry.after.complaint);
}

std::string seen_of(const HistoryEntry& entry, const CaseSight& sight) {
  const DerivedSight seen{sight.at(entry.envelope.sequence), sight.anonymous(), sight.withheld()};
  return seen_of(*entry.recorded, seen);
}

}  // namespace

bool is_revision(const Subscriber& subscriber, const Complaint& before, const Event& event,
                 const Complaint& after) {
  if (touches_all(event)) return true;
  if (subscriber.reader.role != Role::agency) return before.published != after.published;
  const AgencyId agency = subscriber.reader.agency();
  if (!has_handled(before, agency)) return true;
  return has_case(after, agency) && !has_case(before, agency);
}

Sight sight_of_news(const Subscriber& subscriber, const Complaint& before, const Complaint& after) {
  Custody custody = Custody::none;
  if (subscriber.reader.role == Role::agency) {
    const AgencyId agency = subscriber.reader.agency();
    const bool had_or_has = has_case(before, agency) || has_case(after, agency);
    custody = had_or_has ? Custody::active : Custody::former;
  }
  const CaseVisibility visibility{after.published, after.anonymous, after.confidential, false};
  return sight_of(subscriber.reader, visibility, custody);
}

Revision revise(const History& history, const Subscriber& subscriber) {
  CaseSight before(subscriber.reader);
  for (std::size_t i = 0; i + 1 < history.size(); ++i) add(before, history[i]);
  CaseSight after = before;
  add(after, history.back());
  const Complaint* const last =
      history.size() < 2 ? nullptr : &history[history.size() - 2].after.complaint;
  const bool told_before = was_told(subscriber, last);

  std::vector<Change> changes;
  for (std::size_t i = 0; i < history.size(); ++i) {
    const HistoryEntry& entry = history[i];
    if (!entry.recorded) continue;  // nobody can read it
    const bool is_news = i + 1 == history.size();
    const std::string then = told_before && !is_news ? seen_of(entry, before) : std::string();
    const std::string now = seen_of(entry, after);
    if (!is_news && then == now) continue;
    const Change change{i, shows_less(then, now), !now.empty()};
    if (change.is_taken_back || change.is_told) changes.push_back(change);
  }
  return {std::move(after), std::move(changes)};
}

}  // namespace aduan
