#include "projections/statistics.h"

#include "schemas/instant.h"

#include <variant>

namespace aduan {
namespace {

constexpr std::string_view kFamily = "statistics.1";

const AgencyId& or_desk(const std::optional<AgencyId>& agency) { return agency ? *agency : desk(); }

const AgencyId& holder_of(const Complaint& complaint) {
  const Handling* const lead = lead_of(complaint);
  return lead != nullptr ? lead->agency : desk();
}

/// Writes the keys of one step.
class Counter {
 public:
  Counter(const Step& step, Addends& out)
      : month_(format_instant(step.recorded.attributes.time).substr(0, 7)), out_(out) {}

  void add(const AgencyId& agency, std::string_view what, std::string_view which,
           std::int64_t amount = 1) {
    std::string key(agency.text());
    key.append("/").append(month_).append("/").append(what);
    if (!which.empty()) key.append("/").append(which);
    out_.push_back({std::move(key), amount});
  }

 private:
  std::string month_;
  Addends& out_;
};

void count_status(Counter& counter, const Step& step) {
  const Complaint& before = step.before.complaint;
  const Complaint& after = step.after.complaint;
  const bool is_new = !step.before.exists();
  const bool is_same = !is_new && before.status == after.status &&
                       or_desk(before.last_lead) == or_desk(after.last_lead);
  if (is_same) return;
  if (!is_new) {
    counter.add(or_desk(before.last_lead), "status", name_of_code(before.status), -1);
  }
  counter.add(or_desk(after.last_lead), "status", name_of_code(after.status));
}

void count_handover(Counter& counter, const Step& step) {
  const Complaint& before = step.before.complaint;
  const Complaint& after = step.after.complaint;
  if (after.handovers == before.handovers || !before.last_lead || !after.last_lead) return;
  counter.add(*before.last_lead, "handover", "out");
  counter.add(*after.last_lead, "handover", "in");
}

void count(const Step& step, Addends& out) {
  Counter counter(step, out);
  const Event& event = step.recorded.event;
  counter.add(holder_of(step.after.complaint), "event", short_type(type_of(event)));
  count_status(counter, step);
  count_handover(counter, step);
  if (const auto* const returned = std::get_if<Returned>(&event)) {
    if (!returned->cause) counter.add(returned->by, "returned", {});
  }
  if (const auto* const missed = std::get_if<DeadlineMissed>(&event)) {
    counter.add(or_desk(missed->agency), "missed", name_of_code(missed->clock));
  }
  if (const auto* const rated = std::get_if<Rated>(&event)) {
    counter.add(or_desk(step.after.complaint.last_lead), "rated", std::to_string(rated->stars));
  }
}

}  // namespace

const Projection kStatistics{.name = "statistics", .version = 1, .addends = count};

Result<void> scan_statistics(const Reader& reader, std::string_view agency,
                             const std::function<bool(const Statistic&)>& visit) {
  const std::string prefix = agency.empty() ? std::string() : std::string(agency) + "/";
  bool is_damaged = false;
  const auto scanned =
      reader.scan(kFamily, prefix, {}, [&](std::string_view key, std::string_view value) {
        const std::size_t month = key.find('/');
        const std::size_t what = month == key.npos ? key.npos : key.find('/', month + 1);
        const auto number = decode_sum(value);
        is_damaged = what == key.npos || !number;
        if (is_damaged) return false;
        return visit({std::string(key.substr(0, month)),
                      std::string(key.substr(month + 1, what - month - 1)),
                      std::string(key.substr(what + 1)), *number});
      });
  if (!scanned) return scanned.error();
  if (!is_damaged) return success();
  return Error{ErrorKind::corrupt,
               "a row of the statistics does not decode; rebuild the "
               "projections"};
}

}  // namespace aduan
