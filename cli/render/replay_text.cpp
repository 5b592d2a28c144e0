#include "cli/render/replay_text.h"

#include "cli/render/canvas.h"
#include "cli/render/event_sentence.h"
#include "cli/render/event_texts.h"
#include "cli/render/local_time.h"
#include "cli/render/promises.h"
#include "cli/terminal_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace aduan {
namespace {

constexpr std::size_t kWidthMin = 40;
constexpr std::size_t kWidthMax = 100;  // longer lines are hard to follow
constexpr std::string_view kIndent = "      ";

class Drawing {
 public:
  Drawing(const Phrasing& phrasing, const TimelineStyle& style)
      : say_(phrasing), canvas_(std::clamp(style.width, kWidthMin, kWidthMax), style.colours) {}

  std::string drawn(const CaseView& view, std::span<const ReplayStep> steps) {
    canvas_.add(say_(Phrase::case_of, tracking_number(view.id),
                     word_of(say_.words(), view.state.complaint.status)),
                Tone::title);
    for (const ReplayStep& step : steps) {
      canvas_.blank();
      draw_event(step);
      draw_state(step);
    }
    return canvas_.text();
  }

 private:
  void draw_event(const ReplayStep& step) {
    const std::string number = fmt::format("{:>4}  ", step.event->sequence);
    if (!step.event->recorded) {
      canvas_.add(number, kIndent, say_(Phrase::unreadable, step.event->type), Tone::faint);
      return;
    }
    const Event& event = step.event->recorded->event;
    const SentenceContext context{say_, step.event->recorded->attributes, step.before,
                                  holder_before(step)};
    canvas_.add(number, kIndent, local_time(step.time, say_.zone_of(step.holder), say_.words()),
                Tone::faint);
    const Remark sentence = event_sentence(context, event);
    canvas_.add(kIndent, kIndent, sentence.text, sentence.tone);
    for (const Remark& fact : event_facts(context, event)) {
      canvas_.add(kIndent, kIndent, fact.text, fact.tone);
    }
    if (const Consequences* const consequences = consequences_of(event)) {
      if (const auto remark = breaches_remark(say_, consequences->breaches)) {
        canvas_.add(kIndent, kIndent, remark->text, remark->tone);
      }
    }
    draw_texts(canvas_, kIndent, step.event->texts, say_.words());
  }

  static std::optional<AgencyId> holder_before(const ReplayStep& step) {
    const Handling* const lead = lead_of(step.before);
    return lead != nullptr ? std::optional(lead->agency) : std::nullopt;
  }

  void draw_state(const ReplayStep& step) {
    const Complaint& complaint = step.after;
    const std::string state =
        say_(Phrase::with_in_round, word_of(say_.words(), complaint.status),
             step.holder ? say_.name_of(*step.holder) : say_(Phrase::desk), step.round);
    labelled(Phrase::label_state, {Tone::plain, state + " · " + returns_text(complaint.returns)});
    std::string queues;
    for (const AgencyId& agency : step.queues) {
      queues += (queues.empty() ? "" : ", ") + say_.name_of(agency);
    }
    labelled(Phrase::label_queue, queues.empty() ? Remark{Tone::faint, say_(Phrase::waits_nowhere)}
                                                 : Remark{Tone::plain, queues});
    std::vector<RunningClock> clocks = complaint.clocks;
    std::stable_sort(clocks.begin(), clocks.end(),
                     [](const RunningClock& a, const RunningClock& b) { return a.due < b.due; });
    for (const RunningClock& clock : clocks) {
      Remark remark = standing_of(say_, clock, step.holder, step.time);
      if (clock.missed) remark.text = say_(Phrase::miss_on_record, remark.text);
      labelled(Phrase::label_clock, remark);
    }
  }

  std::string returns_text(std::uint32_t returns) const {
    return returns == 1 ? say_(Phrase::returns_one) : say_(Phrase::returns_many, returns);
  }

  void labelled(Phrase label, const Remark& remark) {
    const std::string gutter = std::string(kIndent) + fmt::format("{:<8}", say_(label));
    canvas_.add(gutter, std::string(columns_of(gutter), ' '), remark.text, remark.tone);
  }

  const Phrasing& say_;
  Canvas canvas_;
};

}  // namespace

std::string replay_text(const CaseView& view, std::span<const ReplayStep> steps,
                        const Directory& directory, const TimelineStyle& style) {
  const Phrasing phrasing(words_in(style.language), directory, zone_of_desk(view, directory));
  return Drawing(phrasing, style).drawn(view, steps);
}

}  // namespace aduan
