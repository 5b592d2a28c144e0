// Lines for a terminal: wrapped to its width, coloured where it has colours. The only place that
// writes an escape sequence; whatever text comes in is made printable first.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// What a line is about; few, so that each means something.
enum class Tone : std::uint8_t { plain, title, faint, due, missed, done };

/// The text's words in lines of at most `columns`; a longer word is cut. The text's own line breaks
/// stay, its control characters go. One line at least.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

/// The text with blanks at which no line breaks while it fits one: a date, a duration.
std::string kept_together(std::string_view text);

class Canvas {
 public:
  Canvas(std::size_t width, bool colours) : width_(width), colours_(colours) {}

  std::size_t width() const { return width_; }

  /// `text` behind a gutter: `first` on its first line, `rest` on the others.
  /// Requires: both as wide, and narrower than the canvas.
  void add(std::string_view first, std::string_view rest, std::string_view text,
           Tone tone = Tone::plain);
  void add(std::string_view text, Tone tone = Tone::plain) { add("", "", text, tone); }
  void blank() { add(""); }

  /// The lines, without a newline after the last.
  const std::string& text() const { return text_; }

 private:
  std::size_t width_;
  bool colours_;
  bool began_ = false;  // a first line may be empty
  std::string text_;
};

}  // namespace aduan
