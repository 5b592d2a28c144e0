#include "cli/simulate/successions.h"

#include "cli/reference/reference.h"
#include "core/base/check.h"

#include <algorithm>

namespace aduan::simulation {
namespace {

// Names: agency_changes.csv. A merger has a default; a split has none, but where one successor does
// most of the old work.
constexpr Succession kSuccessions[] = {
    {"kl-ukp4", {{{"kl-ksp", "Kantor Staf Presiden"}}}, true},
    {"kl-lemsaneg", {{{"kl-bssn", "Badan Siber dan Sandi Negara"}}}, true},
    {"kl-bnp2tki", {{{"kl-bp2mi", "Badan Pelindungan Pekerja Migran Indonesia"}}}, true},
    {"kl-kemenristekdikti",
     {{{"kl-kemendikbud", ""}, {"kl-brin", "Badan Riset dan Inovasi Nasional"}}},
     true},
    {"kl-lipi", {{{"kl-brin", "Badan Riset dan Inovasi Nasional"}}}, true},
    {"kl-batan", {{{"kl-brin", "Badan Riset dan Inovasi Nasional"}}}, true},
    {"kl-lapan", {{{"kl-brin", "Badan Riset dan Inovasi Nasional"}}}, true},
    {"kl-bppt", {{{"kl-brin", "Badan Riset dan Inovasi Nasional"}}}, true},
    {"bumn-pelindo1", {{{"bumn-pelindo2", ""}}}, true},
    {"bumn-pelindo3", {{{"bumn-pelindo2", ""}}}, true},
    {"bumn-pelindo4", {{{"bumn-pelindo2", ""}}}, true},
    {"bumn-ppd", {{{"bumn-damri", ""}}}, true},
    {"bumn-ap1", {{{"bumn-api", "PT Angkasa Pura Indonesia"}}}, true},
    {"bumn-ap2", {{{"bumn-api", "PT Angkasa Pura Indonesia"}}}, true},
    {"kl-kemenpupr",
     {{{"kl-kemenpu", "Kementerian Pekerjaan Umum"},
       {"kl-kemenpkp", "Kementerian Perumahan dan Kawasan Permukiman"}}},
     true},
    {"kl-kemenlhk",
     {{{"kl-kemenlh", "Kementerian Lingkungan Hidup"}, {"kl-kemenhut", "Kementerian Kehutanan"}}},
     false},
    {"kl-kemenkumham",
     {{{"kl-kemenkum", "Kementerian Hukum"},
       {"kl-kemenham", "Kementerian Hak Asasi Manusia"},
       {"kl-kemenimipas", "Kementerian Imigrasi dan Pemasyarakatan"}}},
     false},
    {"kl-kemendikbud",
     {{{"kl-kemendikdasmen", "Kementerian Pendidikan Dasar dan Menengah"},
       {"kl-kemendiktisaintek", "Kementerian Pendidikan Tinggi, Sains, dan Teknologi"},
       {"kl-kemenbud", "Kementerian Kebudayaan"}}},
     false},
};

}  // namespace

const Succession* find_succession(std::string_view agency) {
  const auto found = std::find_if(std::begin(kSuccessions), std::end(kSuccessions),
                                  [&](const Succession& each) { return each.agency == agency; });
  return found == std::end(kSuccessions) ? nullptr : found;
}

std::vector<AgencyChange> agency_changes() {
  std::vector<AgencyChange> changes;
  for (const ReferenceChange& each : reference_changes()) {
    const auto day = parse_day(each.date.size() == 4 ? each.date + "-01-01" : each.date);
    CHECK(day.has_value());
    AgencyChange change;
    change.day = *day;
    change.agency = each.agency.value;
    if (each.change == "renamed") {
      change.new_name = each.successor_name;
    } else {
      change.succession = find_succession(each.agency.value);
      CHECK(change.succession != nullptr);
    }
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace aduan::simulation
