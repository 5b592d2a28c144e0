#include "cli/render/timeline.h"

#include "cli/render/canvas.h"
#include "cli/render/event_sentence.h"
#include "cli/render/event_texts.h"
#include "cli/render/local_time.h"
#include "cli/render/promises.h"
#include "cli/render/story.h"
#include "cli/terminal_text.h"
#include "core/base/encoding.h"

#include <algorithm>

namespace aduan {
namespace {

constexpr std::size_t kWidthMin = 40;
constexpr std::size_t kWidthMax = 100;  // longer lines are hard to follow
/// From here on, an event's time and its sentence stand in one line.
constexpr std::size_t kWideFrom = 64;

/// The opened text of a field of the first event.
std::optional<std::string> opening_text(const CaseView& view, std::string_view field) {
  if (view.events.empty()) return std::nullopt;
  for (const ReadText& text : view.events.front().texts) {
    if (text.field == field && text.opened && !text.opened->text.empty()) return text.opened->text;
  }
  return std::nullopt;
}

class Drawing {
 public:
  Drawing(const CaseView& view, const Phrasing& phrasing, const TimelineStyle& style)
      : view_(view),
        say_(phrasing),
        words_(phrasing.words()),
        complaint_(view.state.complaint),
        story_(tell_story(view, phrasing)),
        canvas_(std::clamp(style.width, kWidthMin, kWidthMax), style.colours) {}

  std::string drawn() {
    draw_head();
    for (std::size_t i = 0; i < story_.holdings.size(); ++i) {
      i == 0 ? canvas_.blank() : canvas_.add("│");
      draw_holding(i);
    }
    draw_end();
    draw_foot();
    return canvas_.text();
  }

 private:
  std::string duration(std::chrono::milliseconds time) const { return say_.duration(time); }
  std::string moment(Instant time) const {
    return kept_together(local_time(time, current_zone(), words_));
  }
  Code<Zone> current_zone() const {
    return say_.zone_of(story_.holdings.empty() ? std::nullopt : story_.holdings.back().holder);
  }
  std::string counted(std::uint64_t count, Phrase one, Phrase many) const {
    return count == 1 ? say_(one) : say_(many, count);
  }

  // --- The head

  void draw_head() {
    std::string status(word_of(words_, complaint_.status));
    if (complaint_.merged_into)
      status = say_(Phrase::merged, tracking_number(*complaint_.merged_into));
    canvas_.add(say_(Phrase::case_of, tracking_number(view_.id), status) + flags(), Tone::title);
    if (const auto title = opening_text(view_, "title")) {
      canvas_.add(*title);
    } else if (const auto text = opening_text(view_, "text")) {
      canvas_.add("“" + shortened(printable(*text), canvas_.width() - 2) + "”");
    }
    if (view_.state.parked) canvas_.add(say_(Phrase::parked), Tone::missed);
    canvas_.blank();
    draw_now();
    draw_support();
    draw_next();
    labelled(Phrase::label_as_of, moment(view_.as_of));
    if (view_.reference) labelled(Phrase::label_reference, *view_.reference);
  }

  std::string flags() const {
    std::vector<std::string> flags;
    if (complaint_.anonymous || complaint_.confidential) {
      flags.push_back(flags_text(say_, complaint_.anonymous, complaint_.confidential));
    }
    if (complaint_.oversight) flags.push_back(say_(Phrase::flag_oversight));
    if (complaint_.under_appeal) flags.push_back(say_(Phrase::flag_appeal));
    if (complaint_.ruled) flags.push_back(say_(Phrase::flag_ruled));
    if (complaint_.supports > 0) {
      flags.push_back(
          counted(complaint_.supports, Phrase::flag_supports_one, Phrase::flag_supports_many));
    }
    std::string text;
    for (const std::string& flag : flags) text += " · " + flag;
    return text;
  }

  void labelled(Phrase label, const std::string& text, Tone tone = Tone::plain) {
    const std::string gutter = fmt::format("{:<9}", say_(label));
    canvas_.add(gutter, std::string(columns_of(gutter), ' '), text, tone);
  }

  void draw_now() {
    if (story_.holdings.empty()) return;
    const Holding& holding = story_.holdings.back();
    const std::string who = say_.holder(holding.holder);
    if (story_.finished) {
      const std::string status = capitalised(std::string(word_of(words_, complaint_.status)));
      labelled(Phrase::label_now,
               say_(Phrase::finished_since, status, moment(*story_.finished), who));
      return;
    }
    labelled(Phrase::label_now,
             say_(Phrase::with_since, who, moment(holding.since), duration(holding.held)));
  }

  void draw_support() {
    std::string names;
    for (const HandlingView& each : view_.handlings) {
      if (!each.handling.is_active() || each.handling.role != HandlingRole::support) continue;
      names += (names.empty() ? "" : ", ") + say_.name_of(each.handling.agency);
    }
    if (!names.empty()) labelled(Phrase::label_support, names);
  }

  void draw_next() {
    const RunningClock* next = nullptr;
    for (const RunningClock& clock : complaint_.clocks) {
      if (is_duty(clock.clock) && (next == nullptr || clock.due < next->due)) next = &clock;
    }
    if (next != nullptr) {
      const Handling* const lead = lead_of(complaint_);
      const Remark standing = standing_of(
          say_, *next, lead != nullptr ? std::optional(lead->agency) : std::nullopt, view_.as_of);
      labelled(Phrase::label_due, standing.text, standing.tone);
    } else if (!story_.finished) {
      labelled(Phrase::label_due, say_(Phrase::no_due), Tone::faint);
    }
  }

  // --- The line

  void draw_holding(std::size_t index) {
    const Holding& holding = story_.holdings[index];
    const bool is_last = index + 1 == story_.holdings.size();
    const std::string held = duration(holding.held);
    const bool goes_on = is_last && !story_.finished;
    std::string head =
        say_.holder(holding.holder) + " · " + (goes_on ? say_(Phrase::so_far, held) : held);
    if (holding.again) head += " · " + say_(Phrase::again);
    const std::string_view zone = zone_name(say_.zone_of(holding.holder));
    if (zone != zone_) head += " · " + say_(Phrase::times_in, zone);
    zone_ = zone;
    canvas_.add("● ", "│ ", head, Tone::title);
    for (const ToldEvent& told : holding.events) {
      const bool ends = is_last && story_.finished && &told == &holding.events.back();
      const std::string time = told.time
                                   ? local_minute(*told.time, say_.zone_of(holding.holder), words_)
                                   : std::string();
      draw_node(time, told.sentence, ends);
      for (const Remark& remark : told.remarks) add_under(remark, ends);
      if (const auto remark = breaches_remark(say_, told.breaches)) add_under(*remark, ends);
      draw_texts(canvas_, gutter(ends), told.event->texts, words_);
    }
  }

  bool is_wide() const { return canvas_.width() >= kWideFrom; }
  /// Before what stands under an event's sentence.
  std::string gutter(bool ends) const {
    return (ends ? " " : "│") + std::string(is_wide() ? 20 : 3, ' ');
  }

  void draw_node(const std::string& time, const Remark& sentence, bool ends) {
    const std::string node = ends ? "└ " : "├ ";
    const std::string rest = gutter(ends);
    if (is_wide()) {
      canvas_.add(node + fmt::format("{:<19}", time), rest, sentence.text, sentence.tone);
      return;
    }
    canvas_.add(node + time);
    canvas_.add(rest, rest, sentence.text, sentence.tone);
  }

  void add_under(const Remark& remark, bool ends) {
    canvas_.add(gutter(ends), gutter(ends), remark.text, remark.tone);
  }

  /// Where the line stops: now, for an open case, with all that is owed; the last event of a
  /// finished one, with an appeal's due date.
  void draw_end() {
    if (!story_.finished) {
      const std::string status(word_of(words_, complaint_.status));
      draw_node(local_minute(view_.as_of, current_zone(), words_),
                {Tone::plain, say_(Phrase::still_open, status)}, true);
    }
    for (const Remark& remark : story_.owed) add_under(remark, true);
  }

  // --- The foot

  void draw_foot() {
    canvas_.blank();
    const std::string open = duration(story_.open_for);
    canvas_.add(
        counted(complaint_.handovers, Phrase::handovers_one, Phrase::handovers_many) + " · " +
        counted(complaint_.returns, Phrase::returns_one, Phrase::returns_many) + " · " +
        counted(complaint_.reopenings, Phrase::reopenings_one, Phrase::reopenings_many) + " · " +
        say_(Phrase::open_for, story_.finished ? open : say_(Phrase::so_far, open)));
    if (story_.kept + story_.missed > 0) {
      const std::string both =
          say_(Phrase::kept, story_.kept) + ", " + say_(Phrase::missed, story_.missed);
      canvas_.add(say_(Phrase::due_dates, both), story_.missed > 0 ? Tone::missed : Tone::done);
    }
    if (view_.events.empty()) return;
    const std::string leaf = to_hex(as_view(view_.events.back().leaf)).substr(0, 8);
    const std::size_t count = view_.events.size();
    canvas_.add(say_(count == 1 ? Phrase::history_one : Phrase::history_many, count, leaf),
                Tone::faint);
  }

  const CaseView& view_;
  const Phrasing& say_;
  const Words& words_;
  const Complaint& complaint_;
  Story story_;
  Canvas canvas_;
  std::string_view zone_;  // the last that was named
};

}  // namespace

Code<Zone> zone_of_desk(const CaseView& view, const Directory& directory) {
  // A source's times without a zone are stored as if UTC, and its agencies count in UTC: so does
  // the desk then. Source: RULES §6 and §7.
  const auto is_utc = [&](const HandlingView& each) {
    return directory.zone_of(each.handling.agency) == Zone::UTC;
  };
  const bool utc =
      !view.handlings.empty() && std::all_of(view.handlings.begin(), view.handlings.end(), is_utc);
  return utc ? Zone::UTC : Zone::WIB;
}

std::string timeline(const CaseView& view, const Directory& directory, const TimelineStyle& style) {
  const Phrasing phrasing(words_in(style.language), directory, zone_of_desk(view, directory));
  return Drawing(view, phrasing, style).drawn();
}

}  // namespace aduan
