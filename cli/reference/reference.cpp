#include "cli/reference/reference.h"

#include "cli/import/csv_reader.h"
#include "cli/reference/files.h"
#include "core/base/check.h"
#include "core/complaint/calendar.h"
#include "schemas/events/directory.h"
#include "schemas/json/body.h"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <vector>

namespace aduan {
namespace {

constexpr std::string_view kNotAutonomous = "not autonomous";

/// Calls `visit` with the fields of each row, the named columns in the order of their names.
void for_each_row(std::string_view csv, std::initializer_list<std::string> names,
                  const std::function<void(std::span<const std::string>)>& visit) {
  auto opened = CsvReader::open(byte_source_of(csv), ',');
  CHECK(opened);
  CsvReader& reader = *opened.value();
  std::vector<std::size_t> columns;
  for (const std::string& name : names) {
    const auto column = reader.columns().find(std::span(&name, 1));
    CHECK(column);
    columns.push_back(*column);
  }
  std::vector<std::string> fields(columns.size());
  while (true) {
    const auto outcome = reader.next();
    CHECK(outcome);
    if (outcome.value() == RowOutcome::end) return;
    CHECK(outcome.value() == RowOutcome::row);
    for (std::size_t i = 0; i < columns.size(); ++i) fields[i] = reader.row().fields[columns[i]];
    visit(fields);
  }
}

template <class Id>
std::optional<Id> optional_id(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(Id(text));
}

std::vector<ReferenceAgency> read_agencies() {
  std::vector<ReferenceAgency> agencies;
  for_each_row(kAgenciesCsv,
               {"id", "kind", "name_id", "name_en", "short_name", "parent_id", "region_code",
                "first_connected", "note"},
               [&](std::span<const std::string> row) {
                 const auto kind = parse_code<AgencyKind>(row[1]);
                 CHECK(kind);
                 agencies.push_back({.id = AgencyId(row[0]),
                                     .kind = *kind,
                                     .name = row[2],
                                     .name_en = row[3],
                                     .short_name = row[4],
                                     .parent = optional_id<AgencyId>(row[5]),
                                     .region = optional_id<RegionCode>(row[6]),
                                     .zone = zone_of_region(row[6]),
                                     .first_wave = !row[7].empty(),
                                     .autonomous = !row[8].starts_with(kNotAutonomous)});
               });
  return agencies;
}

std::vector<ReferenceChange> read_changes() {
  std::vector<ReferenceChange> changes;
  for_each_row(kAgencyChangesCsv, {"date", "agency_id", "change", "successor_name", "basis"},
               [&](std::span<const std::string> row) {
                 changes.push_back({row[0], AgencyId(row[1]), row[2], row[3], row[4]});
               });
  return changes;
}

std::vector<ReferenceCategory> read_categories() {
  std::vector<ReferenceCategory> categories;
  for_each_row(
      kCategoriesCsv,
      {"id", "parent_id", "name_id", "name_en", "default_agency", "valid_from", "valid_to"},
      [&](std::span<const std::string> row) {
        categories.push_back({.id = CategoryId(row[0]),
                              .parent = optional_id<CategoryId>(row[1]),
                              .name = row[2],
                              .name_en = row[3],
                              .default_agency = optional_id<AgencyId>(row[4]),
                              .valid_from = row[5],
                              .valid_to = row[6]});
      });
  return categories;
}

template <class T>
const T* find_by_id(std::span<const T> all, std::string_view id) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const T& each) { return each.id.value == id; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

std::span<const ReferenceAgency> reference_agencies() {
  static const std::vector<ReferenceAgency> agencies = read_agencies();
  return agencies;
}

const ReferenceAgency* find_reference_agency(std::string_view id) {
  return find_by_id(reference_agencies(), id);
}

std::span<const ReferenceChange> reference_changes() {
  static const std::vector<ReferenceChange> changes = read_changes();
  return changes;
}

std::span<const ReferenceCategory> reference_categories() {
  static const std::vector<ReferenceCategory> categories = read_categories();
  return categories;
}

const ReferenceCategory* find_reference_category(std::string_view id) {
  return find_by_id(reference_categories(), id);
}

Policy reference_policy() {
  std::string_view json = kPolicyJson;
  json.remove_suffix(json.size() - json.find_last_of('}') - 1);
  json::Document document;
  CHECK(document.parse(json));
  auto adopted = json::read_body<PolicyAdopted>(document);
  CHECK(adopted);
  Policy policy = std::move(adopted.value().policy);
  for_each_row(kHolidaysCsv, {"date"},
               [&](std::span<const std::string> row) { policy.holidays.emplace_back(row[0]); });
  auto& days = policy.holidays;
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return policy;
}

}  // namespace aduan
