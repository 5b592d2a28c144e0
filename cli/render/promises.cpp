#include "cli/render/promises.h"

#include "core/complaint/calendar.h"
#include "schemas/instant.h"

#include <algorithm>

namespace aduan {
namespace {

/// How a window is told; none for a duty clock.
std::optional<Phrase> window_phrase(Clock clock) {
  switch (clock) {
    case Clock::pend:
      return Phrase::add_until;
    case Clock::reporter_silence:
      return Phrase::closes_after;
    case Clock::return_agency:
      return Phrase::return_until;
    case Clock::appeal_window:
      return Phrase::appeal_until;
    case Clock::reopen_window:
      return Phrase::reopen_until;
    case Clock::rate_window:
      return Phrase::rate_until;
    default:
      return std::nullopt;
  }
}

/// Whether the event does what the clock's owner owed.
bool is_done_by(const RunningClock& clock, const Event& event) {
  if (const auto* const responded = std::get_if<Responded>(&event)) {
    return clock.agency == responded->agency;
  }
  const bool moves_on = std::holds_alternative<Archived>(event);
  if (clock.clock == Clock::appeal) return moves_on || std::holds_alternative<Reopened>(event);
  if (clock.clock != Clock::verify && clock.clock != Clock::reroute) return false;
  return moves_on || std::holds_alternative<Forwarded>(event) ||
         std::holds_alternative<Ruled>(event) || std::holds_alternative<Merged>(event) ||
         std::holds_alternative<Pended>(event);
}

/// A succession gives a clock to another agency: it is the same clock still.
bool still_runs(const RunningClock& clock, const Complaint& after, bool is_succession) {
  return std::any_of(after.clocks.begin(), after.clocks.end(), [&](const RunningClock& each) {
    return each.clock == clock.clock && each.started == clock.started &&
           (is_succession || each.agency == clock.agency);
  });
}

bool is_succession(const Event& event) {
  const auto* const forwarded = std::get_if<Forwarded>(&event);
  return forwarded != nullptr && forwarded->cause.has_value();
}

std::optional<AgencyId> lead_agency(const Complaint& complaint) {
  const Handling* const lead = lead_of(complaint);
  return lead != nullptr ? std::optional(lead->agency) : std::nullopt;
}

/// The first instant after the day that an agency named; nothing for a text that is no day.
std::optional<Instant> end_of(const DateText& date, const Code<Zone>& zone) {
  const auto day = parse_day(date.value);
  if (!day) return std::nullopt;
  return Instant{*day + std::chrono::days{1}} - offset_of(zone);
}

void append(std::string& list, std::string_view clause) {
  if (!list.empty()) list += "; ";
  list += clause;
}

}  // namespace

std::string due_sentence(const Phrasing& phrasing, const RunningClock& clock,
                         const std::optional<AgencyId>& holder) {
  const std::string_view what = word_of(phrasing.words(), clock.clock);
  const std::string date = phrasing.due(clock.agency, clock.due);
  if (!clock.agency || clock.agency == holder) return phrasing(Phrase::due_by, what, date);
  return phrasing(Phrase::due_by_of, what, date, phrasing.name_of(*clock.agency));
}

Remark standing_of(const Phrasing& phrasing, const RunningClock& clock,
                   const std::optional<AgencyId>& holder, Instant as_of) {
  if (const auto window = window_phrase(clock.clock)) {
    return {Tone::faint, phrasing(*window, phrasing.due(clock.agency, clock.due))};
  }
  const std::string due = due_sentence(phrasing, clock, holder);
  const std::string distance = phrasing.duration(clock.due - as_of);
  if (as_of >= clock.due) return {Tone::missed, phrasing(Phrase::overdue_by, due, distance)};
  return {Tone::due, phrasing(Phrase::time_left, due, distance)};
}

std::vector<Remark> Promises::follow(const Attributes& attributes, const Event& event,
                                     const Complaint& before, const Complaint& after) {
  std::vector<Remark> remarks;
  judge_stopped(attributes, event, before, after, remarks);
  judge_own_word(attributes, event, after, remarks);
  tell_started(attributes, after, remarks);
  return remarks;
}

void Promises::judge_stopped(const Attributes& attributes, const Event& event,
                             const Complaint& before, const Complaint& after,
                             std::vector<Remark>& remarks) {
  const Words& words = phrasing_.words();
  for (const RunningClock& clock : before.clocks) {
    if (!is_duty(clock.clock) || still_runs(clock, after, is_succession(event))) continue;
    const std::string_view what = word_of(words, clock.clock);
    const std::string distance = phrasing_.duration(clock.due - attributes.time);
    const bool done = is_done_by(clock, event);
    if (attributes.time >= clock.due) {
      ++missed_;
      const Phrase phrase = done ? Phrase::late : Phrase::was_overdue;
      remarks.push_back({Tone::missed, phrasing_(phrase, what, distance)});
    } else if (done) {
      ++kept_;
      remarks.push_back({Tone::done, phrasing_(Phrase::in_time, what, distance)});
    }
  }
}

void Promises::judge_own_word(const Attributes& attributes, const Event& event,
                              const Complaint& after, std::vector<Remark>& remarks) {
  if (const auto* const responded = std::get_if<Responded>(&event)) {
    const auto word = own_words_.find(responded->agency);
    if (responded->final_ && word != own_words_.end()) {
      const auto end = end_of(word->second, phrasing_.zone_of(responded->agency));
      if (end && attributes.time >= *end) {
        ++missed_;
        const std::string late = phrasing_.duration(attributes.time - *end);
        remarks.push_back({Tone::missed, phrasing_(Phrase::promise_late,
                                                   phrasing_.due(responded->agency, *end), late)});
      } else if (end) {
        ++kept_;
        remarks.push_back(
            {Tone::done, phrasing_(Phrase::promise_kept, phrasing_.due(responded->agency, *end))});
      }
      own_words_.erase(word);
    }
    if (responded->promised_by) {
      const auto end = end_of(*responded->promised_by, phrasing_.zone_of(responded->agency));
      remarks.push_back(
          {Tone::due, phrasing_(Phrase::promises_rest, end ? phrasing_.due(responded->agency, *end)
                                                           : responded->promised_by->value)});
      if (!responded->final_) own_words_[responded->agency] = *responded->promised_by;
    }
  }
  // A promise is its maker's: it ends with the handling.
  std::erase_if(own_words_,
                [&](const auto& each) { return active_handling(after, each.first) == nullptr; });
}

void Promises::tell_started(const Attributes& attributes, const Complaint& after,
                            std::vector<Remark>& remarks) const {
  const std::optional<AgencyId> lead = lead_agency(after);
  std::string duties;
  std::string windows;
  for (const RunningClock& clock : after.clocks) {
    if (clock.started != attributes.sequence) continue;
    if (const auto window = window_phrase(clock.clock)) {
      append(windows, phrasing_(*window, phrasing_.due(clock.agency, clock.due)));
    } else {
      append(duties, due_sentence(phrasing_, clock, lead));
    }
  }
  if (!duties.empty()) remarks.push_back({Tone::due, duties});
  if (!windows.empty()) remarks.push_back({Tone::faint, windows});
}

std::vector<Remark> Promises::owed(const Complaint& last, Instant as_of) {
  std::vector<RunningClock> clocks;
  std::copy_if(last.clocks.begin(), last.clocks.end(), std::back_inserter(clocks),
               [](const RunningClock& clock) { return is_duty(clock.clock); });
  std::stable_sort(clocks.begin(), clocks.end(),
                   [](const RunningClock& a, const RunningClock& b) { return a.due < b.due; });
  std::vector<Remark> remarks;
  for (const RunningClock& clock : clocks) {
    if (as_of >= clock.due) ++missed_;
    remarks.push_back(standing_of(phrasing_, clock, lead_agency(last), as_of));
  }
  if (!is_open(last)) return remarks;
  for (const auto& [agency, date] : own_words_) {
    const auto end = end_of(date, phrasing_.zone_of(agency));
    if (!end) continue;
    const bool broken = as_of >= *end;
    if (broken) ++missed_;
    const std::string distance = phrasing_.duration(*end - as_of);
    remarks.push_back(
        {broken ? Tone::missed : Tone::due,
         phrasing_(broken ? Phrase::promise_broken : Phrase::promise_left,
                   phrasing_.due(agency, *end), distance, phrasing_.name_of(agency))});
  }
  return remarks;
}

}  // namespace aduan
