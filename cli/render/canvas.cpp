#include "cli/render/canvas.h"

#include "cli/terminal_text.h"
#include "core/base/check.h"

#include <algorithm>
#include <array>

namespace aduan {
namespace {

constexpr std::array<std::string_view, 6> kColours = {"",         "\x1b[1m",  "\x1b[2m",
                                                      "\x1b[33m", "\x1b[31m", "\x1b[32m"};
constexpr std::string_view kPlain = "\x1b[0m";
/// U+00A0. Lines break at blanks alone; what is written has blanks again, so that it can be
/// searched.
constexpr std::string_view kNoBreak = "\xC2\xA0";

std::string with_blanks(std::string text) {
  for (std::size_t at = text.find(kNoBreak); at != text.npos; at = text.find(kNoBreak, at)) {
    text.replace(at, kNoBreak.size(), " ");
  }
  return text;
}

/// The length in bytes of the first `columns` columns of `text`.
std::size_t bytes_of(std::string_view text, std::size_t columns) {
  std::size_t end = 0;
  for (std::size_t seen = 0; end < text.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
    if (begins && ++seen > columns) break;
  }
  return end;
}

/// One paragraph, printable already.
void wrap_paragraph(std::string_view text, std::size_t columns, std::vector<std::string>& lines) {
  std::string line;
  std::size_t used = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    std::size_t length = columns_of(word);
    if (used > 0 && used + 1 + length > columns) {
      lines.push_back(std::move(line));
      line.clear();
      used = 0;
    }
    for (; length > columns; length = columns_of(word)) {
      const std::size_t cut = bytes_of(word, columns);
      // What was to be kept together and is too long for that breaks at its own blanks.
      const std::size_t blank = word.substr(0, cut + kNoBreak.size()).rfind(kNoBreak);
      const bool breaks = blank != word.npos && blank > 0;
      lines.emplace_back(word.substr(0, breaks ? blank : cut));
      word.remove_prefix(breaks ? blank + kNoBreak.size() : cut);
    }
    if (used > 0) line += ' ';
    line += word;
    used += length + (used > 0 ? 1 : 0);
  }
  lines.push_back(std::move(line));
}

}  // namespace

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines;
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    wrap_paragraph(printable(text.substr(at, end - at)), columns, lines);
    at = end + 1;
  }
  return lines;
}

std::string kept_together(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == ' ') {
      result += kNoBreak;
    } else {
      result += c;
    }
  }
  return result;
}

void Canvas::add(std::string_view first, std::string_view rest, std::string_view text, Tone tone) {
  const std::size_t gutter = columns_of(first);
  CHECK(gutter == columns_of(rest) && gutter < width_);
  std::string_view lead = first;
  for (const std::string& line : wrapped(text, width_ - gutter)) {
    if (began_) text_ += '\n';
    began_ = true;
    std::string whole(lead);
    const bool coloured = colours_ && tone != Tone::plain && !line.empty();
    if (coloured) whole += kColours[static_cast<std::size_t>(tone)];
    whole += with_blanks(line);
    if (coloured) whole += kPlain;
    while (!whole.empty() && whole.back() == ' ') whole.pop_back();
    text_ += whole;
    lead = rest;
  }
}

}  // namespace aduan
