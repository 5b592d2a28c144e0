#include "projections/figures.h"

#include "projections/history.h"
#include "projections/store/rows.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>

namespace aduan {
namespace {

/// The first characters of a case id: what the threads share out.
constexpr std::string_view kFirstCharacters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

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

/// Names to numbers from 0, in the order of their coming.
class Numbering {
 public:
  std::size_t operator()(std::string_view name) {
    const auto found = numbers_.find(name);
    if (found != numbers_.end()) return found->second;
    names_.emplace_back(name);
    return numbers_.emplace(names_.back(), numbers_.size()).first->second;
  }

  const std::vector<std::string>& names() const { return names_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const {
      return std::hash<std::string_view>{}(name);
    }
  };

  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> numbers_;
  std::vector<std::string> names_;
};

/// An agency's figures while they are counted; its events by the type's number.
struct Tally {
  Figures figures;
  std::vector<std::uint64_t> events_by_type;

  void count_event(std::size_t type) {
    if (events_by_type.size() <= type) events_by_type.resize(type + 1);
    ++events_by_type[type];
    ++figures.events;
  }
};

constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

/// What one event adds. Kept with its case until the end: the events of a case that turns out to be
/// parked, or to go back in time, count otherwise.
struct StepCount {
  std::size_t type = 0;
  std::size_t holder = 0;  ///< the agency that leads after it, or the desk
  bool reopens = false;
  std::size_t returned_by = kNobody;
  std::size_t handed_over_from = kNobody;
  std::size_t handed_over_to = kNobody;
};

struct CountedHolding {
  std::size_t agency = 0;
  std::optional<Instant> due;
};

/// Something that happened to an agency first at this time.
using FirstTimes = std::vector<std::pair<std::size_t, Instant>>;

const Instant* find_first(const FirstTimes& times, std::size_t agency) {
  for (const auto& [each, time] : times) {
    if (each == agency) return &time;
  }
  return nullptr;
}

void note_first(FirstTimes& times, std::size_t agency, Instant time) {
  if (find_first(times, agency) == nullptr) times.emplace_back(agency, time);
}

/// One case as of the instant, and what the figures need of its past.
struct CountedCase {
  std::vector<StepCount> steps;
  Status status = Status::submitted;
  std::uint32_t handovers = 0;
  std::uint32_t reopenings = 0;
  bool was_at_desk = false;
  std::optional<Instant> due;
  std::optional<Instant> desk_due;
  bool is_led = false;
  std::size_t last_lead = kNobody;
  std::vector<CountedHolding> active;
  Instant submitted;
  std::optional<Instant> first_close;
  std::optional<Instant> first_response;
  FirstTimes first_handlings;
  FirstTimes first_responses;

  /// Empty again; keeps its room.
  void clear() {
    steps.clear();
    first_handlings.clear();
    first_responses.clear();
    handovers = 0;
    was_at_desk = false;
    last_lead = kNobody;
    first_close.reset();
    first_response.reset();
  }
};

/// One thread's count. The cases come one after another.
class Counter {
 public:
  explicit Counter(Instant instant) : desk_(agency(desk().value)) { figures_.as_of = instant; }

  void begin_case() { counted_.clear(); }

  /// The case's next event that counts.
  void add_step(const StepSummary& summary) {
    CountedCase& counted = counted_;
    const Instant time = summary.time;
    if (counted.steps.empty()) counted.submitted = time;
    const std::size_t last_lead = summary.last_lead.empty() ? kNobody : agency(summary.last_lead);
    StepCount count;
    count.type = types_(summary.type);
    count.holder = summary.lead.empty() ? desk_ : agency(summary.lead);
    count.reopens = summary.type == "reopened";
    if (summary.type == "returned") count.returned_by = agency(summary.by);
    if (summary.handovers > counted.handovers) {
      count.handed_over_from = counted.last_lead;
      count.handed_over_to = last_lead;
    }
    counted.steps.push_back(count);

    if (summary.type == "responded") {
      if (!counted.first_response) counted.first_response = time;
      note_first(counted.first_responses, agency(summary.by), time);
    }
    if (summary.type == "closed" && !counted.first_close) counted.first_close = time;
    counted.status = summary.status;
    counted.handovers = summary.handovers;
    counted.reopenings = summary.reopenings;
    counted.due = summary.due;
    counted.desk_due = summary.desk_due;
    counted.is_led = !summary.lead.empty();
    counted.last_lead = last_lead;
    counted.active.clear();
    for (const HoldingSummary& holding : summary.holdings) {
      const std::size_t number = agency(holding.agency);
      if (holding.is_active) counted.active.push_back({number, holding.due});
      if (holding.begins) note_first(counted.first_handlings, number, time);
    }
    if (is_open(counted.status) && !counted.is_led) counted.was_at_desk = true;
  }

  /// The case is one that exists at the instant and is not parked.
  void count_case(const CaseId& id) {
    const CountedCase& counted = counted_;
    for (const StepCount& count : counted.steps) count_step(count);
    ++total_.figures.cases;
    if (counted.was_at_desk) ++of(desk_).cases;
    for (const auto& [number, since] : counted.first_handlings) ++of(number).cases;

    if (is_open(counted.status)) {
      count_open(total_.figures, counted.due);
      for (const CountedHolding& holding : counted.active) {
        count_open(of(holding.agency), holding.due);
      }
      if (!counted.is_led) count_open(of(desk_), counted.desk_due);
    }
    Figures& last_lead = of(counted.last_lead == kNobody ? desk_ : counted.last_lead);
    if (counted.status == Status::closed) {
      ++total_.figures.closed;
      ++last_lead.closed;
    }
    if (counted.first_close) {
      add(total_.figures.milliseconds_to_close, counted.submitted, *counted.first_close);
      add(last_lead.milliseconds_to_close, counted.submitted, *counted.first_close);
    }
    if (counted.first_response) {
      add(total_.figures.milliseconds_to_first_response, counted.submitted,
          *counted.first_response);
    }
    for (const auto& [number, responded] : counted.first_responses) {
      const Instant* const began = find_first(counted.first_handlings, number);
      if (began != nullptr) add(of(number).milliseconds_to_first_response, *began, responded);
    }
    offer(figures_.longest_chain, {id, counted.handovers});
    ++figures_.reopened_histogram[counted.reopenings];
  }

  LedgerFigures finish() {
    figures_.total = named(total_);
    for (std::size_t i = 0; i < tallies_.size(); ++i) {
      const Figures& each = tallies_[i].figures;
      // An agency that only cases which count nowhere know.
      if (each.cases == 0 && each.events == 0 && each.returned == 0) continue;
      figures_.agencies[AgencyId{agencies_.names()[i]}] = named(tallies_[i]);
    }
    return std::move(figures_);
  }

 private:
  std::size_t agency(std::string_view id) {
    const std::size_t number = agencies_(id);
    if (tallies_.size() <= number) tallies_.resize(number + 1);
    return number;
  }
  Figures& of(std::size_t agency) { return tallies_[agency].figures; }

  void count_step(const StepCount& count) {
    for (Tally* const each : {&total_, &tallies_[count.holder]}) {
      each->count_event(count.type);
      if (count.reopens) ++each->figures.reopened;
    }
    if (count.returned_by != kNobody) {
      ++total_.figures.returned;
      ++of(count.returned_by).returned;
    }
    if (count.handed_over_from != kNobody) {
      ++figures_.handovers;
      ++of(count.handed_over_from).handovers_out;
      ++of(count.handed_over_to).handovers_in;
    }
  }

  void count_open(Figures& figures, const std::optional<Instant>& due) const {
    ++figures.open;
    if (counted_.status == Status::responded) ++figures.responded;
    if (due && *due <= figures_.as_of) ++figures.overdue;
  }

  Figures named(const Tally& tally) const {
    Figures figures = tally.figures;
    for (std::size_t type = 0; type < tally.events_by_type.size(); ++type) {
      if (tally.events_by_type[type] == 0) continue;
      figures.events_by_type[types_.names()[type]] = tally.events_by_type[type];
    }
    return figures;
  }

  Numbering agencies_;
  Numbering types_;
  std::vector<Tally> tallies_;  // by an agency's number
  Tally total_;
  LedgerFigures figures_;
  CountedCase counted_;
  std::size_t desk_;
};

/// Leads the rows of the history's family, in their order, to a counter.
class HistoryWalk {
 public:
  HistoryWalk(const Reader& reader, const EventLog& log, std::string_view ledger, Instant instant)
      : reader_(reader),
        log_(log),
        fold_(ledger, log.partitions()),
        instant_(instant),
        counter_(instant) {}

  /// Counts the cases whose ids begin so.
  Result<void> count(std::string_view prefix) {
    Result<void> counted = success();
    const auto add = [&](std::string_view key, std::string_view row) {
      const std::string_view id = key.substr(0, kSubjectKeyBytes);
      if (id != id_) {
        counted = end_case();
        begin_case(id);
      }
      if (counted) counted = add_row(row);
      return counted.has_value();
    };
    const auto scanned = reader_.scan(kHistoryFamily, prefix, {}, add);
    if (!scanned) return scanned.error();
    if (counted) counted = end_case();
    begin_case({});
    return counted;
  }

  LedgerFigures finish() { return counter_.finish(); }

 private:
  void begin_case(std::string_view id) {
    id_ = id;
    rows_ = 0;
    counts_ = true;
    has_later_ = goes_back_ = false;
    counter_.begin_case();
  }

  Result<void> add_row(std::string_view row) {
    const bool is_first = rows_++ == 0;
    const auto bytes = summary_of_history_row(row);
    if (!bytes) return damaged_row(kHistoryFamily);
    // An event that cannot be read has no summary: its case is parked.
    if (bytes->empty()) counts_ = false;
    if (!counts_) return success();
    if (!read_step_summary(*bytes, summary_)) return damaged_row(kHistoryFamily);
    if (summary_.time > instant_) {
      has_later_ = true;
      if (is_first) counts_ = false;  // the case does not exist yet
      return success();
    }
    if (has_later_) goes_back_ = true;
    counter_.add_step(summary_);
    return success();
  }

  Result<void> end_case() {
    const auto id = CaseId::from_text(id_);
    if (!id || !counts_) return success();
    if (goes_back_) {
      if (const auto folded = fold_case(*id); !folded) return folded.error();
    }
    counter_.count_case(*id);
    return success();
  }

  /// A case with an event after the instant and a later one before it: its state is no row's.
  Result<void> fold_case(const CaseId& id) {
    const auto history = read_history(reader_, log_, fold_, id);
    if (!history) return history.error();
    counter_.begin_case();
    Complaint complaint;
    for (const HistoryEntry& entry : history.value()) {
      if (!entry.recorded || entry.recorded->attributes.time > instant_) continue;
      evolve(complaint, entry.recorded->attributes, entry.recorded->event);
      summarise(*entry.recorded, complaint, summary_);
      counter_.add_step(summary_);
    }
    return success();
  }

  const Reader& reader_;
  const EventLog& log_;
  RecordFold fold_;
  Instant instant_;
  Counter counter_;
  StepSummary summary_;

  // Of the case whose rows come.
  std::string id_;
  std::uint64_t rows_ = 0;
  bool counts_ = true;      // it exists, and is not parked
  bool has_later_ = false;  // an event after the instant
  bool goes_back_ = false;  // and then one that is not
};

}  // namespace

Result<LedgerFigures> figures_as_of(const Reader& reader, const EventLog& log,
                                    std::string_view ledger, Instant instant, unsigned threads) {
  LedgerFigures result;
  result.as_of = instant;
  std::optional<Error> failure;
  std::mutex mutex;
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    HistoryWalk walk(reader, log, ledger, instant);
    Result<void> counted = success();
    for (std::size_t i = next++; i < kFirstCharacters.size() && counted; i = next++) {
      counted = walk.count(kFirstCharacters.substr(i, 1));
    }
    const std::lock_guard lock(mutex);
    if (!counted) failure = counted.error();
    add(result, walk.finish());
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
