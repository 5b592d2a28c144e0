#include "cli/render/story.h"

#include "cli/render/event_sentence.h"
#include "cli/render/local_time.h"
#include "cli/render/promises.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace aduan {
namespace {

std::optional<AgencyId> holder_of(const Complaint& complaint) {
  const Handling* const lead = lead_of(complaint);
  return lead != nullptr ? std::optional(lead->agency) : std::nullopt;
}

/// Whether a long row of such events says no more than how many they were.
bool may_fold(const ToldEvent& before, const ToldEvent& next) {
  if (!before.event->recorded || !before.remarks.empty() || !next.remarks.empty()) return false;
  const Event& a = before.event->recorded->event;
  const Event& b = next.event->recorded->event;
  if (std::holds_alternative<Supported>(a)) return std::holds_alternative<Supported>(b);
  const auto* const note = std::get_if<Noted>(&a);
  const auto* const next_note = std::get_if<Noted>(&b);
  return note != nullptr && next_note != nullptr && note->agency == next_note->agency;
}

class Teller {
 public:
  Teller(const CaseView& view, const Phrasing& phrasing)
      : view_(view), phrasing_(phrasing), promises_(phrasing) {}

  Story told() {
    for (const EventView& event : view_.events) {
      if (event.recorded) {
        add(event, *event.recorded);
      } else {
        add_unreadable(event);
      }
    }
    if (exists_) pass_until(view_.as_of);
    story_.owed = promises_.owed(story_.last, view_.as_of);
    story_.kept = promises_.kept();
    story_.missed = promises_.missed();
    return std::move(story_);
  }

 private:
  void add(const EventView& view, const RecordedEvent& recorded) {
    const Attributes& attributes = recorded.attributes;
    const Complaint before = story_.last;
    if (exists_) pass_until(attributes.time);
    evolve(story_.last, attributes, recorded.event);
    const Complaint& after = story_.last;
    if (!exists_) {
      exists_ = true;
      now_ = attributes.time;
      begin(holder_of(after), attributes.time);
    }
    note_finish(before, attributes.time);

    Holding& holding = story_.holdings.back();
    const SentenceContext context{phrasing_, attributes, before, holding.holder};
    ToldEvent told;
    told.event = &view;
    told.time = attributes.time;
    told.sentence = event_sentence(context, recorded.event);
    told.remarks = event_facts(context, recorded.event);
    for (Remark& remark : promises_.follow(attributes, recorded.event, before, after)) {
      told.remarks.push_back(std::move(remark));
    }
    if (const Consequences* const consequences = consequences_of(recorded.event)) {
      told.breaches = consequences->breaches;
    }
    place(holding, std::move(told), attributes, recorded.event);
    if (holder_of(after) != holding.holder) begin(holder_of(after), attributes.time);
  }

  void add_unreadable(const EventView& view) {
    if (story_.holdings.empty()) begin(std::nullopt, view_.as_of);
    ToldEvent told;
    told.event = &view;
    told.sentence = {Tone::faint, phrasing_(Phrase::unreadable, view.type)};
    story_.holdings.back().events.push_back(std::move(told));
  }

  void place(Holding& holding, ToldEvent told, const Attributes& attributes, const Event& event) {
    if (holding.events.empty() || !may_fold(holding.events.back(), told)) {
      holding.events.push_back(std::move(told));
      return;
    }
    ToldEvent& row = holding.events.back();
    row.event = told.event;
    ++row.count;
    for (std::string& breach : told.breaches) {
      if (std::find(row.breaches.begin(), row.breaches.end(), breach) == row.breaches.end()) {
        row.breaches.push_back(std::move(breach));
      }
    }
    row.sentence = row_sentence(holding, row.count, attributes, event);
  }

  Remark row_sentence(const Holding& holding, std::size_t count, const Attributes& attributes,
                      const Event& event) const {
    const std::string last =
        local_minute(attributes.time, phrasing_.zone_of(holding.holder), phrasing_.words());
    const auto* const note = std::get_if<Noted>(&event);
    if (note == nullptr) return {Tone::plain, phrasing_(Phrase::supports, count, last)};
    std::string text = note->status
                           ? phrasing_(Phrase::notes_status, count, last, note->status->value)
                           : phrasing_(Phrase::notes, count, last);
    if (note->agency && note->agency != holding.holder) {
      text = phrasing_(Phrase::of_agency, phrasing_.name_of(*note->agency), text);
    }
    return {Tone::plain, text};
  }

  void begin(const std::optional<AgencyId>& holder, Instant since) {
    const bool again = std::any_of(story_.holdings.begin(), story_.holdings.end(),
                                   [&](const Holding& each) { return each.holder == holder; });
    story_.holdings.push_back({holder, since, {}, again, {}});
  }

  /// The time until then counts where the case is open.
  void pass_until(Instant time) {
    if (time <= now_) return;
    if (is_open(story_.last)) {
      story_.holdings.back().held += time - now_;
      story_.open_for += time - now_;
    }
    now_ = time;
  }

  void note_finish(const Complaint& before, Instant time) {
    if (is_open(story_.last)) {
      story_.finished.reset();
    } else if (is_open(before)) {
      story_.finished = time;
    }
  }

  const CaseView& view_;
  const Phrasing& phrasing_;
  Promises promises_;
  Story story_;
  bool exists_ = false;
  Instant now_;
};

}  // namespace

Story tell_story(const CaseView& view, const Phrasing& phrasing) {
  return Teller(view, phrasing).told();
}

}  // namespace aduan
