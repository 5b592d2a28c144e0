#include "tests/support/test_directory.h"

#include "tests/support/holidays.h"

#include <optional>
#include <string>

namespace aduan {
namespace {

constexpr ClockLength working_days(std::uint32_t n) { return {n, DayUnit::wd}; }
constexpr ClockLength calendar_days(std::uint32_t n) { return {n, DayUnit::d}; }

Connected connected(const AgencyId& id, std::string_view name, AgencyKind kind,
                    std::string_view region = {}) {
  Connected event;
  event.id = id;
  event.name = name;
  event.kind = kind;
  if (!region.empty()) event.region = RegionCode{std::string(region)};
  event.zone = zone_of_region(region);
  return event;
}

}  // namespace

Actor officer_of(const AgencyId& agency) { return {Role::agency, agency.value + "/o-1"}; }

Policy sp4n_policy() {
  Policy policy;
  policy.version = PolicyVersion{"sp4n-2015.1"};
  policy.in_force_from = DateText{"2014-12-19"};
  policy.calendar = "id-national";
  policy.max_returns = 3;
  policy.clocks = {.verify = working_days(3),
                   .pend = working_days(10),
                   .reroute = working_days(3),
                   .follow_up = working_days(5),
                   .return_agency = working_days(3),
                   .answer = working_days(5),
                   .resolve = {.information_request = working_days(5),
                               .aspiration = working_days(14),
                               .complaint = working_days(14),
                               .complaint_oversight = working_days(60)},
                   .reporter_silence = working_days(10),
                   .appeal = working_days(10),
                   .appeal_window = calendar_days(30),
                   .reopen_window = calendar_days(30),
                   .rate_window = calendar_days(30)};
  for (const std::string_view day : kHolidays) policy.holidays.emplace_back(std::string(day));
  return policy;
}

Directory test_directory() {
  Directory directory;
  const DirectoryEvent events[] = {
      LedgerCreated{"test", 16, true},
      PolicyAdopted{sp4n_policy()},
      connected(kHealth, "Kementerian Kesehatan", AgencyKind::ministry),
      connected(kWorks, "Kementerian Pekerjaan Umum", AgencyKind::ministry),
      connected(kSocial, "Kementerian Sosial", AgencyKind::ministry),
      connected(kBali, "Provinsi Bali", AgencyKind::province, "51"),
      connected(kPapua, "Provinsi Papua", AgencyKind::province, "91"),
      CategoryDefined{kRoads, std::nullopt, "Jalan", std::nullopt}};
  for (const DirectoryEvent& event : events) evolve(directory, directory.sequence + 1, event);
  return directory;
}

}  // namespace aduan
