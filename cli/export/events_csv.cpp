#include "cli/export/events_csv.h"

#include "cli/export/csv_line.h"
#include "schemas/instant.h"

#include <utility>

namespace aduan {
namespace {

class EventsCsv final : public CaseWriter {
 public:
  explicit EventsCsv(std::shared_ptr<const Directory> directory)
      : directory_(std::move(directory)) {}

  void begin(std::string& out) override {
    out +=
        "case,tracking,sequence,time,recorded_time,type,actor_role,actor,agency,agency_name,status,"
        "due,round,returns,handovers\n";
  }

  void add(const CaseView& view, std::string& out) override {
    const std::string tracking = tracking_number(view.id);
    Complaint complaint;
    for (const EventView& event : view.events) {
      CsvLine line(out);
      line.add(view.id.text()).add(tracking).add(std::to_string(event.sequence));
      if (event.recorded) {
        const Attributes& attributes = event.recorded->attributes;
        evolve(complaint, attributes, event.recorded->event);
        line.add(format_instant(attributes.time))
            .add(format_instant(attributes.recorded))
            .add(event.type)
            .add(role_name(attributes.actor))
            .add(attributes.actor.text());
      } else {
        line.add("").add("").add(event.type).add("").add("");  // this version cannot read it
      }
      add_state(complaint, line);
    }
  }

 private:
  void add_state(const Complaint& complaint, CsvLine& line) const {
    const AgencyId& holder = holder_of(complaint);
    const auto due = earliest_due(complaint);
    line.add(holder.value)
        .add_free(holder_name(*directory_, holder))
        .add(name_of_code(complaint.status))
        .add(due ? format_instant(*due) : "")
        .add(std::to_string(complaint.reopenings + 1))
        .add(std::to_string(complaint.returns))
        .add(std::to_string(complaint.handovers))
        .end();
  }

  std::shared_ptr<const Directory> directory_;
};

}  // namespace

std::unique_ptr<CaseWriter> events_csv(std::shared_ptr<const Directory> directory) {
  return std::make_unique<EventsCsv>(std::move(directory));
}

const AgencyId& holder_of(const Complaint& complaint) {
  const Handling* const lead = lead_of(complaint);
  return lead != nullptr ? lead->agency : desk();
}

std::string_view holder_name(const Directory& directory, const AgencyId& agency) {
  if (agency == desk()) return "the national desk";
  const Agency* const found = directory.find_agency(agency);
  return found != nullptr ? std::string_view(found->name) : agency.text();
}

std::string role_name(const Actor& actor) {
  const std::string text = actor.text();
  return text.substr(0, text.find(':'));
}

}  // namespace aduan
