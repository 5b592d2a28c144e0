#include "cli/simulate/nation.h"

#include "core/base/check.h"

#include <algorithm>
#include <string>

namespace aduan::simulation {
namespace {

constexpr Day kTopicsChange = std::chrono::sys_days(std::chrono::year(2018) / 1 / 1);

bool is_district(const ReferenceAgency& agency) {
  return agency.kind == AgencyKind::regency || agency.kind == AgencyKind::city;
}

bool is_province(const ReferenceAgency& agency) { return agency.kind == AgencyKind::province; }

/// Topics that no district works on.
bool is_national(std::string_view id) {
  constexpr std::string_view kNational[] = {
      "2014-polhukam", "2014-birokrasi",  "2014-investasi", "2014-perekonomian", "ekonomi", "hukum",
      "tik",           "ketenagakerjaan", "energi"};
  const std::string_view top = id.substr(0, id.find('.'));
  return std::find(std::begin(kNational), std::end(kNational), top) != std::end(kNational);
}

bool contains(const std::vector<OfficeNumber>& list, OfficeNumber number) {
  return std::find(list.begin(), list.end(), number) != list.end();
}

}  // namespace

Nation::Nation() : districts_(kProvinceWeights.size()) {
  for (const ReferenceAgency& each : reference_agencies()) {
    const auto number = static_cast<OfficeNumber>(offices_.size());
    offices_.push_back({{each.id, each.name, each.kind, each.parent, each.region, each.zone}});
    if (each.first_wave) first_wave_.push_back(number);
    if (each.kind == AgencyKind::soe) companies_.push_back(number);
    const bool regional = is_district(each) || is_province(each);
    if (regional && each.autonomous && !each.first_wave) later_.push_back(number);
    if (!is_district(each) || !each.region) continue;
    // The provinces of 2022 were parts of Papua and West Papua before.
    const std::string_view province = each.region->text().substr(0, 2);
    for (std::size_t row = 0; row < kProvinceWeights.size(); ++row) {
      const std::string_view code = kProvinceWeights[row].code;
      const bool split = province > "94" && code == "94";
      const bool southwest = province == "96" && code == "91";
      if (province == code || split || southwest) districts_[row].push_back(number);
    }
  }
  // A wave has all parts of the country, and the order has nothing to do with the file's.
  Chance order(677);
  for (std::size_t i = later_.size(); i > 1; --i) {
    std::swap(later_[i - 1], later_[order.below(i)]);
  }
  add_topics();
}

void Nation::add_topics() {
  for (const ReferenceCategory& each : reference_categories()) {
    Topic topic;
    topic.id = each.id;
    if (each.default_agency) topic.by_default = find(each.default_agency->text());
    topic.regional = !is_national(each.id.text());
    topics_.push_back(std::move(topic));
  }
  of_2014_ = topics_of(kTopicsOf2014);
  of_2018_ = topics_of(kTopicsOf2018);
}

template <std::size_t N>
Nation::Topics Nation::topics_of(const std::array<TopicWeight, N>& rows) const {
  Topics topics;
  for (const TopicWeight& row : rows) {
    topics.weights.push_back(row.weight);
    auto& members = topics.members.emplace_back();
    const std::string prefix = std::string(row.category) + ".";
    for (std::size_t i = 0; i < topics_.size(); ++i) {
      if (topics_[i].id.text().starts_with(prefix)) {
        members.push_back(static_cast<std::uint16_t>(i));
      }
    }
    if (!members.empty()) continue;
    const auto own = std::find_if(topics_.begin(), topics_.end(), [&](const Topic& topic) {
      return topic.id.text() == row.category;
    });
    CHECK(own != topics_.end());
    members.push_back(static_cast<std::uint16_t>(own - topics_.begin()));
  }
  return topics;
}

Zone Nation::zone_of(OfficeNumber number) const {
  return offices_[number].agency.zone.known().value_or(Zone::WIB);
}

OfficeNumber Nation::find(std::string_view id) const {
  const auto found = std::find_if(offices_.begin(), offices_.end(), [&](const Office& office) {
    return office.agency.id.text() == id;
  });
  return found == offices_.end() ? kNobody : static_cast<OfficeNumber>(found - offices_.begin());
}

OfficeNumber Nation::unconnected(Chance& chance) const {
  const OfficeNumber number = later_[chance.below(later_.size())];
  return offices_[number].connected ? kNobody : number;
}

void Nation::connect(OfficeNumber number) {
  offices_[number].connected = true;
  connected_.push_back(number);
}

OfficeNumber Nation::found(Connected agency) {
  offices_.push_back({std::move(agency)});
  const auto number = static_cast<OfficeNumber>(offices_.size() - 1);
  connect(number);
  return number;
}

void Nation::dissolve(OfficeNumber number, OfficeNumber successor, bool inherits) {
  Office& office = offices_[number];
  office.connected = false;
  office.dissolved = true;
  office.successor = successor;
  office.inherits = inherits;
  std::erase(connected_, number);
}

OfficeNumber Nation::alive(OfficeNumber number) const {
  while (number != kNobody && offices_[number].dissolved) number = offices_[number].successor;
  return number;
}

std::uint16_t Nation::draw_topic(Day day, Chance& chance) const {
  const Topics& topics = day < kTopicsChange ? of_2014_ : of_2018_;
  const auto& members = topics.members[chance.pick(topics.weights)];
  return members[chance.below(members.size())];
}

OfficeNumber Nation::draw_district(Chance& chance) const {
  const ProvinceWeight& province = chance.pick_row(kProvinceWeights);
  const auto row = static_cast<std::size_t>(&province - kProvinceWeights.data());
  return districts_[row][chance.below(districts_[row].size())];
}

OfficeNumber Nation::responsible(std::uint16_t number, OfficeNumber district,
                                 Chance& chance) const {
  const Topic& wanted = topics_[number];
  const bool regional = chance.happens(kRegional);
  const bool company = chance.happens(kCompany);
  const std::uint64_t lot = chance.next();
  if (wanted.regional && regional) {
    if (offices_[district].connected) return district;
    const auto& parent = offices_[district].agency.parent;
    const OfficeNumber province = parent ? find(parent->text()) : kNobody;
    if (province != kNobody && offices_[province].connected) return province;
  }
  if (company) {
    const OfficeNumber other = alive(companies_[lot % companies_.size()]);
    if (offices_[other].connected) return other;
  }
  const OfficeNumber known = alive(wanted.by_default);
  if (known != kNobody && offices_[known].connected) return known;
  return connected_[lot % connected_.size()];
}

OfficeNumber Nation::mistaken_for(const std::vector<OfficeNumber>& none_of, Chance& chance) const {
  CHECK(connected_.size() > none_of.size());
  // The lower of two: those that joined first, the ministries, are thought of first.
  const std::size_t place =
      std::min(chance.below(connected_.size()), chance.below(connected_.size()));
  std::size_t at = place;
  while (contains(none_of, connected_[at])) at = (at + 1) % connected_.size();
  return connected_[at];
}

}  // namespace aduan::simulation
