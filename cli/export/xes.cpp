#include "cli/export/xes.h"

#include "cli/export/events_csv.h"
#include "cli/export/xml_text.h"
#include "schemas/instant.h"

#include <utility>

namespace aduan {
namespace {

constexpr std::string_view kProlog = R"(<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <global scope="trace">
    <string key="concept:name" value="unknown"/>
  </global>
  <global scope="event">
    <string key="concept:name" value="unknown"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>
    <string key="lifecycle:transition" value="complete"/>
    <string key="org:group" value="desk"/>
  </global>
  <classifier name="Activity" keys="concept:name"/>
  <classifier name="Holder" keys="org:group"/>
  <string key="lifecycle:model" value="standard"/>
)";

/// XES asks for an offset; readers differ about `Z`.
std::string date_text(Instant instant) {
  std::string text = format_instant(instant);
  text.pop_back();
  return text + "+00:00";
}

class Xes final : public CaseWriter {
 public:
  explicit Xes(std::shared_ptr<const Directory> directory) : directory_(std::move(directory)) {}

  void begin(std::string& out) override {
    out += kProlog;
    attribute(out, "  ", "string", "concept:name", directory_->ledger);
  }

  void end(std::string& out) override { out += "</log>\n"; }

  void add(const CaseView& view, std::string& out) override {
    out += "  <trace>\n";
    add_case(view, out);
    Complaint complaint;
    std::optional<Instant> time;
    for (const EventView& event : view.events) {
      if (event.recorded) {
        evolve(complaint, event.recorded->attributes, event.recorded->event);
        time = event.recorded->attributes.time;
      }
      add_event(event, complaint, time, out);
    }
    out += "  </trace>\n";
  }

 private:
  static void attribute(std::string& out, std::string_view indent, std::string_view type,
                        std::string_view key, std::string_view value) {
    out.append(indent).append("<").append(type).append(" key=\"").append(key).append("\" value=\"");
    append_xml_value(out, value);
    out += "\"/>\n";
  }

  static void of_case(std::string& out, std::string_view type, std::string_view key,
                      std::string_view value) {
    if (!value.empty()) attribute(out, "    ", type, key, value);
  }

  static void of_event(std::string& out, std::string_view type, std::string_view key,
                       std::string_view value) {
    if (!value.empty()) attribute(out, "      ", type, key, value);
  }

  static void add_case(const CaseView& view, std::string& out) {
    const Complaint& complaint = view.state.complaint;
    const Submitted* const submitted = submission_of(view);
    of_case(out, "string", "concept:name", tracking_number(view.id));
    of_case(out, "string", "case", view.id.text());
    of_case(out, "string", "kind", complaint.kind.text());
    if (submitted != nullptr) of_case(out, "string", "channel", submitted->channel.text());
    of_case(out, "string", "category", category_of(view));
    of_case(out, "string", "region", region_of(view));
    of_case(out, "boolean", "anonymous", complaint.anonymous ? "true" : "false");
    of_case(out, "boolean", "confidential", complaint.confidential ? "true" : "false");
  }

  /// `time`: of the event, or of the last one that this version can read.
  void add_event(const EventView& event, const Complaint& complaint,
                 const std::optional<Instant>& time, std::string& out) const {
    const AgencyId& holder = holder_of(complaint);
    out += "    <event>\n";
    of_event(out, "string", "concept:name", event.type);
    if (time) of_event(out, "date", "time:timestamp", date_text(*time));
    of_event(out, "string", "lifecycle:transition", "complete");
    of_event(out, "string", "org:group", holder.value);
    if (event.recorded) {
      const Actor& actor = event.recorded->attributes.actor;
      of_event(out, "string", "org:role", role_name(actor));
      of_event(out, "string", "org:resource", actor.text());
    }
    of_event(out, "int", "sequence", std::to_string(event.sequence));
    of_event(out, "string", "status", name_of_code(complaint.status));
    of_event(out, "string", "agency", holder_name(*directory_, holder));
    if (const auto due = earliest_due(complaint)) of_event(out, "date", "due", date_text(*due));
    out += "    </event>\n";
  }

  std::shared_ptr<const Directory> directory_;
};

}  // namespace

std::unique_ptr<CaseWriter> xes(std::shared_ptr<const Directory> directory) {
  return std::make_unique<Xes>(std::move(directory));
}

}  // namespace aduan
