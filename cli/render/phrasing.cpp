#include "cli/render/phrasing.h"

#include "cli/render/canvas.h"
#include "cli/render/duration_text.h"
#include "cli/render/local_time.h"

namespace aduan {

std::string Phrasing::name_of(const AgencyId& agency) const {
  if (agency == desk()) return say(words_, Phrase::desk);
  const Agency* const known = directory_.find_agency(agency);
  return known != nullptr ? known->name : agency.value;
}

std::string Phrasing::holder(const std::optional<AgencyId>& agency) const {
  return agency ? name_of(*agency) : say(words_, Phrase::national_desk);
}

std::string Phrasing::name_of(const CategoryId& category) const {
  const auto known = directory_.categories.find(category);
  return known != directory_.categories.end() ? known->second.name : category.value;
}

std::string Phrasing::name_of(const Actor& actor) const {
  switch (actor.role) {
    case Role::reporter:
      return say(words_, Phrase::reporter);
    case Role::citizen:
      return say(words_, Phrase::citizen);
    case Role::verifier:
      if (actor.agency() == desk()) return say(words_, Phrase::desk);
      return say(words_, Phrase::verifier_of, name_of(actor.agency()));
    case Role::agency:
      return name_of(actor.agency());
    case Role::overseer:
      return say(words_, Phrase::overseer);
    case Role::custodian:
      return say(words_, Phrase::custodian);
    case Role::operator_:
      return say(words_, Phrase::operator_);
    case Role::watcher:
    case Role::steward:
      return say(words_, Phrase::system);
    case Role::importer:
      return {};
    case Role::auditor:
      return say(words_, Phrase::auditor);
    case Role::analyst:
      return say(words_, Phrase::analyst);
  }
  return {};
}

Code<Zone> Phrasing::zone_of(const std::optional<AgencyId>& agency) const {
  return agency ? directory_.zone_of(agency) : desk_zone_;
}

std::string Phrasing::duration(std::chrono::milliseconds time) const {
  return kept_together(duration_text(time, words_));
}

std::string Phrasing::due(const std::optional<AgencyId>& agency, Instant due) const {
  return kept_together(due_text(due, zone_of(agency), words_));
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::string uncapitalised(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') {
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  }
  return text;
}

}  // namespace aduan
