#include "cli/render/event_texts.h"

#include "cli/terminal_text.h"

#include <string>

namespace aduan {
namespace {

/// Whoever needs all of a longer text asks for JSON.
constexpr std::size_t kTextLinesMax = 12;

/// An attachment list is JSON: `[{"blob":…},…]`. An inner quote is escaped there, so a name that
/// contains `"blob":` is not counted.
std::size_t count_attachments(std::string_view json) {
  constexpr std::string_view kKey = "\"blob\":";
  std::size_t count = 0;
  for (std::size_t at = json.find(kKey); at != json.npos; at = json.find(kKey, at + kKey.size())) {
    ++count;
  }
  return count;
}

std::string counted_attachments(std::string_view json, const Words& words) {
  const std::size_t count = count_attachments(json);
  return count == 1 ? say(words, Phrase::attachments_one)
                    : say(words, Phrase::attachments_many, count);
}

void draw(Canvas& canvas, std::string_view gutter, std::string_view label, std::string_view text,
          Tone tone, const Words& words) {
  const std::string whole = fmt::format("{}: {}", label, text);
  const auto lines = wrapped(whole, canvas.width() - columns_of(gutter));
  const std::size_t shown = lines.size() > kTextLinesMax ? kTextLinesMax - 1 : lines.size();
  for (std::size_t i = 0; i < shown; ++i) canvas.add(gutter, gutter, lines[i], tone);
  if (shown == lines.size()) return;
  canvas.add(gutter, gutter, say(words, Phrase::more_lines, lines.size() - shown), Tone::faint);
}

}  // namespace

std::string absence_of(const ReadText& text, const Words& words) {
  if (text.is_anonymous_name) return say(words, Phrase::anonymous_name);
  if (text.hidden == Hidden::redacted) return say(words, Phrase::redacted);
  return say(words, text.hidden == Hidden::erased ? Phrase::erased_text : Phrase::damaged);
}

void draw_texts(Canvas& canvas, std::string_view gutter, const std::vector<ReadText>& texts,
                const Words& words) {
  std::string not_allowed;
  for (const ReadText& text : texts) {
    const std::string_view label = field_word(words, text.field);
    if (text.opened) {
      if (text.field == "title" || text.field == "reference" || text.opened->text.empty()) continue;
      const std::string shown = text.field == "attachments"
                                    ? counted_attachments(text.opened->text, words)
                                    : text.opened->text;
      draw(canvas, gutter, label, shown, Tone::plain, words);
    } else if (text.hidden == Hidden::not_allowed && !text.is_anonymous_name) {
      not_allowed += (not_allowed.empty() ? "" : ", ") + std::string(label);
    } else {
      draw(canvas, gutter, label, absence_of(text, words), Tone::faint, words);
    }
  }
  if (not_allowed.empty()) return;
  canvas.add(gutter, gutter, say(words, Phrase::not_allowed, not_allowed), Tone::faint);
}

}  // namespace aduan
