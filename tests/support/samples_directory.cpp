#include "tests/support/samples.h"

namespace aduan {
namespace {

ClockLength working_days(std::uint32_t n) { return {.n = n, .unit = DayUnit::wd}; }
ClockLength calendar_days(std::uint32_t n) { return {.n = n, .unit = DayUnit::d}; }

}  // namespace

Policy sample_policy() {
  return {.version = PolicyVersion{"sp4n-2015.1"},
          .in_force_from = DateText{"2014-12-19"},
          .calendar = "id-national",
          .max_returns = 3,
          .clocks = {.verify = working_days(3),
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
                     .rate_window = calendar_days(30)},
          .holidays = {DateText{"2014-12-25"}, DateText{"2014-12-26"}, DateText{"2015-01-01"}}};
}

void fill(LedgerCreated& event) {
  event = {.name = std::string(kSampleLedger), .partitions = 16, .seeded = true};
}

void fill(PolicyAdopted& event) { event = {.policy = sample_policy()}; }

void fill(Connected& event) {
  event = {.id = AgencyId{"kab-3204"},
           .name = "Pemerintah Kabupaten Bandung \"Sabilulungan\"",
           .kind = AgencyKind::regency,
           .parent = AgencyId{"pemda-32"},
           .region = RegionCode{"32.04"},
           .zone = Zone::WIB};
}

void fill(Renamed& event) {
  event = {.id = AgencyId{"kl-kemenkomaritim"},
           .name = "Kementerian Koordinator Bidang Kemaritiman dan Investasi"};
}

void fill(Dissolved& event) {
  event = {.id = AgencyId{"kl-ukp4"},
           .successors = {AgencyId{"kl-ksp"}, AgencyId{"kl-kemensetneg"}},
           .to_by_default = AgencyId{"kl-ksp"}};
}

void fill(CategoryDefined& event) {
  event = {.id = CategoryId{"2014-kesehatan-bpjs"},
           .parent = CategoryId{"2014-kesehatan"},
           .name = "Jaminan kesehatan (BPJS) – pelayanan",
           .default_agency = AgencyId{"kl-bpjs-kesehatan"}};
}

void fill(CreateLedger& command) { fill(command.ledger); }
void fill(Adopt& command) { fill(command.adopted); }
void fill(Connect& command) { fill(command.agency); }
void fill(Rename& command) { fill(command.agency); }
void fill(Dissolve& command) { fill(command.agency); }
void fill(Define& command) { fill(command.category); }

}  // namespace aduan
