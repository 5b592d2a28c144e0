#include "projections/figures.h"

#include "core/ledger/fold.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <mutex>
#include <set>
#include <thread>
#include <unordered_map>
#include <utility>

namespace aduan {
namespace {

struct CaseIdHash {
  std::size_t operator()(const CaseId& id) const {
    return std::hash<std::string_view>{}(id.text());
  }
};

/// Something that happened to an agency first at this time.
using FirstTimes = std::vector<std::pair<AgencyId, Instant>>;

const Instant* find_first(const FirstTimes& times, const AgencyId& agency) {
  for (const auto& [each, time] : times) {
    if (each == agency) return &time;
  }
  return nullptr;
}

void note_first(FirstTimes& times, const AgencyId& agency, Instant time) {
  if (find_first(times, agency) == nullptr) times.emplace_back(agency, time);
}

/// What one event adds. Kept with its case until the end: the events of a case that turns out to be
/// parked count nowhere.
struct StepCount {
  Figures* holder = nullptr;  ///< of whoever leads after it, or the desk
  const std::string* type = nullptr;
  bool reopens = false;
  Figures* returned_by = nullptr;       ///< null: it is no return
  Figures* handed_over_from = nullptr;  ///< null: it is no handover
  Figures* handed_over_to = nullptr;
};

/// A case as of the instant, and what the figures need of its past.
struct CountedCase {
  CaseState chain;  ///< head and parked of the whole log; its complaint is not used
  Complaint complaint;
  std::vector<StepCount> steps;
  bool exists = false;
  bool was_at_desk = false;
  std::optional<Instant> first_response;
  FirstTimes first_handlings;
  FirstTimes first_responses;
};

void add(std::vector<std::int64_t>& durations, Instant from, Instant until) {
  if (until >= from) durations.push_back((until - from).count());
}

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

void add(Figures& to, const Figures& from) {
  to.cases += from.cases;
  to.events += from.events;
  for (const auto& [type, count] : from.events_by_type) to.events_by_type[type] += count;
  to.open += from.open;
  to.responded += from.responded;
  to.closed += from.closed;
  to.reopened += from.reopened;
  to.returned += from.returned;
  to.overdue += from.overdue;
  append(to.milliseconds_to_close, from.milliseconds_to_close);
  append(to.milliseconds_to_first_response, from.milliseconds_to_first_response);
  to.handovers_in += from.handovers_in;
  to.handovers_out += from.handovers_out;
}

void offer(std::optional<LongestChain>& longest, const LongestChain& chain) {
  const bool longer = !longest || chain.handovers > longest->handovers ||
                      (chain.handovers == longest->handovers && chain.case_id < longest->case_id);
  if (chain.handovers > 0 && longer) longest = chain;
}

void add(LedgerFigures& to, const LedgerFigures& from) {
  add(to.total, from.total);
  to.handovers += from.handovers;
  if (from.longest_chain) offer(to.longest_chain, *from.longest_chain);
  for (const auto& [times, cases] : from.reopened_histogram) to.reopened_histogram[times] += cases;
  for (const auto& [agency, figures] : from.agencies) add(to.agencies[agency], figures);
}

/// One partition's fold.
class Counter {
 public:
  Counter(std::string_view ledger, std::uint32_t partitions, Instant instant)
      : fold_(ledger, partitions), instant_(instant) {
    figures_.as_of = instant;
  }

  void add_record(const Record& record) {
    const auto envelope = fold_.read(record);
    if (!envelope) return;
    const auto id = CaseId::from_text(envelope->subject);
    if (!id) return;
    CountedCase& counted = cases_[*id];
    if (!fold_.extends(counted.chain.head, *envelope)) return;
    const auto recorded = fold_.apply(counted.chain, *envelope, record);
    counted.chain.complaint = {};
    if (!recorded || recorded->attributes.time > instant_) return;
    if (recorded->attributes.sequence == 1) counted.exists = true;
    if (counted.exists) step(counted, *recorded);
  }

  /// What the cases come to at the end; parked ones count nowhere.
  LedgerFigures finish() {
    for (const auto& [id, counted] : cases_) {
      if (counted.exists && !counted.chain.parked) finish_case(id, counted);
    }
    // An agency that only a parked case knows.
    std::erase_if(figures_.agencies, [](const auto& each) {
      return each.second.cases == 0 && each.second.events == 0 && each.second.returned == 0;
    });
    return std::move(figures_);
  }

 private:
  void step(CountedCase& counted, const RecordedEvent& recorded) {
    Complaint& complaint = counted.complaint;
    const std::optional<AgencyId> led_before = complaint.last_lead;
    const std::uint32_t handovers_before = complaint.handovers;
    evolve(complaint, recorded.attributes, recorded.event);

    const Handling* const lead = lead_of(complaint);
    StepCount count;
    count.holder = &figures_.agencies[lead != nullptr ? lead->agency : desk()];
    count.type = &*types_.emplace(short_type(type_of(recorded.event))).first;
    count.reopens = std::holds_alternative<Reopened>(recorded.event);
    if (const auto* const returned = std::get_if<Returned>(&recorded.event)) {
      count.returned_by = &figures_.agencies[returned->by];
    }
    if (complaint.handovers > handovers_before) {
      count.handed_over_from = &figures_.agencies[*led_before];
      count.handed_over_to = &figures_.agencies[*complaint.last_lead];
    }
    counted.steps.push_back(count);
    if (is_at_desk(complaint)) counted.was_at_desk = true;
    for (const Handling& handling : complaint.handlings) {
      if (handling.began != recorded.attributes.sequence) continue;
      note_first(counted.first_handlings, handling.agency, handling.since);
    }
    if (const auto* const responded = std::get_if<Responded>(&recorded.event)) {
      if (!counted.first_response) counted.first_response = recorded.attributes.time;
      note_first(counted.first_responses, responded->agency, recorded.attributes.time);
    }
  }

  void count_step(const StepCount& count) {
    for (Figures* const each : {&figures_.total, count.holder}) {
      ++each->events;
      ++each->events_by_type[*count.type];
      if (count.reopens) ++each->reopened;
    }
    if (count.returned_by != nullptr) {
      ++figures_.total.returned;
      ++count.returned_by->returned;
    }
    if (count.handed_over_from != nullptr) {
      ++figures_.handovers;
      ++count.handed_over_from->handovers_out;
      ++count.handed_over_to->handovers_in;
    }
  }

  void finish_case(const CaseId& id, const CountedCase& counted) {
    const Complaint& complaint = counted.complaint;
    Figures& total = figures_.total;
    for (const StepCount& count : counted.steps) count_step(count);
    ++total.cases;
    if (counted.was_at_desk) ++figures_.agencies[desk()].cases;
    for (const auto& [agency, since] : counted.first_handlings) ++figures_.agencies[agency].cases;

    if (is_open(complaint)) {
      count_open(total, complaint, is_overdue(complaint, instant_));
      for (const Handling& handling : complaint.handlings) {
        if (handling.is_active()) count_open_of(handling.agency, complaint);
      }
      if (lead_of(complaint) == nullptr) count_open_of(desk(), complaint);
    }
    Figures& last_lead = figures_.agencies[complaint.last_lead.value_or(desk())];
    if (complaint.status == Status::closed) {
      ++total.closed;
      ++last_lead.closed;
    }
    if (complaint.first_close) {
      add(total.milliseconds_to_close, complaint.submitted, *complaint.first_close);
      add(last_lead.milliseconds_to_close, complaint.submitted, *complaint.first_close);
    }
    if (counted.first_response) {
      add(total.milliseconds_to_first_response, complaint.submitted, *counted.first_response);
    }
    for (const auto& [agency, responded] : counted.first_responses) {
      const Instant* const began = find_first(counted.first_handlings, agency);
      if (began == nullptr) continue;
      add(figures_.agencies[agency].milliseconds_to_first_response, *began, responded);
    }
    offer(figures_.longest_chain, {id, complaint.handovers});
    ++figures_.reopened_histogram[complaint.reopenings];
  }

  void count_open_of(const AgencyId& agency, const Complaint& complaint) {
    const auto due = earliest_due(complaint, agency);
    count_open(figures_.agencies[agency], complaint, due && *due <= instant_);
  }

  static void count_open(Figures& figures, const Complaint& complaint, bool overdue) {
    ++figures.open;
    if (complaint.status == Status::responded) ++figures.responded;
    if (overdue) ++figures.overdue;
  }

  RecordFold fold_;
  Instant instant_;
  LedgerFigures figures_;
  std::set<std::string, std::less<>> types_;
  std::unordered_map<CaseId, CountedCase, CaseIdHash> cases_;
};

}  // namespace

Result<LedgerFigures> figures_as_of(const EventLog& log, std::string_view ledger, Instant instant,
                                    unsigned threads) {
  LedgerFigures result;
  result.as_of = instant;
  std::optional<Error> failure;
  std::mutex mutex;
  std::atomic<std::uint32_t> next_partition{0};
  const auto work = [&] {
    for (;;) {
      const std::uint32_t partition = next_partition.fetch_add(1);
      if (partition >= log.partitions()) return;
      Counter counter(ledger, log.partitions(), instant);
      const auto scanned = log.scan(partition, 0, [&](const Record& record) {
        counter.add_record(record);
        return true;
      });
      const std::lock_guard lock(mutex);
      if (!scanned) failure = scanned.error();
      add(result, counter.finish());
    }
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  for (std::thread& thread : others) thread.join();
  if (failure) return *failure;
  return result;
}

std::optional<double> median_seconds(std::vector<std::int64_t>& milliseconds) {
  if (milliseconds.empty()) return std::nullopt;
  const auto middle = milliseconds.begin() + static_cast<std::ptrdiff_t>(milliseconds.size() / 2);
  std::nth_element(milliseconds.begin(), middle, milliseconds.end());
  if (milliseconds.size() % 2 == 1) return static_cast<double>(*middle) / 1000.0;
  const std::int64_t below = *std::max_element(milliseconds.begin(), middle);
  return static_cast<double>(below + *middle) / 2000.0;
}

}  // namespace aduan
