#include "cli/export/cases_csv.h"

#include "cli/export/csv_line.h"
#include "cli/reference/reference.h"
#include "schemas/instant.h"

#include <map>
#include <utility>

namespace aduan {
namespace {

std::string written(const std::optional<Instant>& instant) {
  return instant ? format_instant(*instant) : std::string();
}

constexpr std::string_view kGovernment = "Pemerintah ";

/// The name of the region with this code: its government's, without the word for that.
std::string area_name(const std::string& code) {
  static const auto names = [] {
    std::map<std::string, std::string, std::less<>> by_code;
    for (const ReferenceAgency& agency : reference_agencies()) {
      if (!agency.region) continue;
      std::string_view name = agency.name;
      if (name.starts_with(kGovernment)) name.remove_prefix(kGovernment.size());
      by_code.emplace(agency.region->value, name);
    }
    return by_code;
  }();
  const auto found = names.find(code);
  return found != names.end() ? found->second : std::string();
}

/// When the last lead got the case: the beginning of its last handling.
std::optional<Instant> last_disposition(const CaseView& view) {
  std::optional<Instant> since;
  for (const HandlingView& each : view.handlings) {
    if (each.handling.agency == view.state.complaint.last_lead) since = each.handling.since;
  }
  return since;
}

std::optional<Instant> finished(const CaseView& view) {
  std::optional<Instant> when;
  Complaint complaint;
  for (const EventView& event : view.events) {
    if (!event.recorded) break;
    const bool was_open = is_open(complaint);
    evolve(complaint, event.recorded->attributes, event.recorded->event);
    if (is_open(complaint)) {
      when.reset();
    } else if (was_open) {
      when = event.recorded->attributes.time;
    }
  }
  return when;
}

class CasesCsv final : public CaseWriter {
 public:
  explicit CasesCsv(std::shared_ptr<const Directory> directory)
      : directory_(std::move(directory)) {}

  void begin(std::string& out) override {
    out +=
        "TrackingID,JudulLaporan,IsiLaporan,DisposisiInstansi,DisposisiInstansiID,Kategori,"
        "KategoriID,Status,Area,AreaID,TanggalLaporanMasuk,TanggalDisposisi,"
        "TanggalLaporanDitutup,TanggalLaporanAktivitasTerakhir\n";
  }

  void add(const CaseView& view, std::string& out) override {
    const Complaint& complaint = view.state.complaint;
    const std::string agency = complaint.last_lead ? complaint.last_lead->value : std::string();
    const std::string category = category_of(view);
    const std::string region = region_of(view);
    CsvLine line(out);
    line.add(tracking_number(view.id))
        .add_free(first_text(view, "title"))
        .add_free(first_text(view, "text"))
        .add_free(agency_name(complaint.last_lead))
        .add(agency)
        .add_free(category_name(category))
        .add(category)
        .add(published_status(complaint.status))
        .add(area_name(region))
        .add(region)
        .add(submission_of(view) != nullptr ? format_instant(complaint.submitted) : "")
        .add(written(last_disposition(view)))
        .add(written(finished(view)))
        .add(submission_of(view) != nullptr ? format_instant(complaint.last_time) : "")
        .end();
  }

 private:
  std::string_view agency_name(const std::optional<AgencyId>& id) const {
    const Agency* const agency = id ? directory_->find_agency(*id) : nullptr;
    return agency != nullptr ? std::string_view(agency->name) : std::string_view();
  }

  std::string_view category_name(const std::string& id) const {
    const auto found = directory_->categories.find(CategoryId(id));
    return found != directory_->categories.end() ? std::string_view(found->second.name)
                                                 : std::string_view();
  }

  std::shared_ptr<const Directory> directory_;
};

}  // namespace

std::unique_ptr<CaseWriter> cases_csv(std::shared_ptr<const Directory> directory) {
  return std::make_unique<CasesCsv>(std::move(directory));
}

std::string_view published_status(Status status) {
  switch (status) {
    case Status::submitted:
    case Status::pended:
    case Status::verified:
    case Status::forwarded:
      return "Belum";
    case Status::in_progress:
    case Status::responded:
    case Status::reporter_replied:
    case Status::reopened:
      return "Proses";
    case Status::closed:
    case Status::archived:
    case Status::merged:
      return "Selesai";
  }
  return "Proses";
}

}  // namespace aduan
