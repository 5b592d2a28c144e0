#include "cli/output.h"

#include "cli/json_object.h"
#include "cli/terminal_text.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <ostream>

namespace aduan {
namespace {

constexpr std::string_view kGap = "  ";
constexpr std::size_t kColumnGood = 20;  // wide enough to tell one name from the next
constexpr std::size_t kColumnMin = 8;    // narrower, a shortened text says nothing
constexpr std::size_t kTitleMin = 4;
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kPlain = "\x1b[0m";

using Line = std::vector<std::string>;

bool wants_colours() {
  // Source: https://no-color.org: set and not empty, whatever its value.
  const char* const no_color = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  const bool is_dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  return (no_color == nullptr || *no_color == '\0') && !is_dumb;
}

/// The widths of a column's texts, its title left out.
std::size_t widest_cell(const std::vector<Line>& lines, std::size_t column) {
  std::size_t width = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (column < lines[i].size()) width = std::max(width, columns_of(lines[i][column]));
  }
  return width;
}

/// Takes a column off the widest that may be narrower, until `total` is `width` or none may.
/// `least`: how narrow each may become.
std::size_t narrow(std::vector<std::size_t>& widths, const std::vector<std::size_t>& least,
                   std::size_t total, std::size_t width) {
  for (; total > width; --total) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] <= least[i]) continue;
      if (widest == widths.size() || widths[i] > widths[widest]) widest = i;
    }
    if (widest == widths.size()) break;
    --widths[widest];
  }
  return total;
}

/// The columns' widths: until a line fits `width`, first the widest texts are made narrower, then
/// the titles above numbers and ids, then the texts again; never a number or an id. What is left
/// too wide, the terminal wraps.
std::vector<std::size_t> fit(const Table& table, const std::vector<Line>& lines,
                             std::optional<std::size_t> width) {
  std::vector<std::size_t> widths(table.columns.size(), 0);
  for (const Line& line : lines) {
    for (std::size_t i = 0; i < widths.size() && i < line.size(); ++i) {
      widths[i] = std::max(widths[i], columns_of(line[i]));
    }
  }
  if (!width || widths.empty()) return widths;
  std::size_t total = std::accumulate(widths.begin(), widths.end(), std::size_t{0}) +
                      kGap.size() * (widths.size() - 1);
  std::vector<std::size_t> least(widths);
  const auto is_text = [&](std::size_t i) {
    return !table.columns[i].to_the_right && !table.columns[i].whole;
  };
  const auto allow_texts = [&](std::size_t to) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (is_text(i)) least[i] = std::min(widths[i], to);
    }
  };
  allow_texts(kColumnGood);
  total = narrow(widths, least, total, *width);
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (is_text(i)) continue;
    least[i] = std::min(widths[i], std::max(widest_cell(lines, i), kTitleMin));
  }
  total = narrow(widths, least, total, *width);
  allow_texts(kColumnMin);
  narrow(widths, least, total, *width);
  return widths;
}

std::string laid_out(const Table& table, const Line& line, const std::vector<std::size_t>& widths) {
  std::string text;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const std::string cell = i < line.size() ? shortened(line[i], widths[i]) : std::string();
    const std::string padding(widths[i] - columns_of(cell), ' ');
    if (i > 0) text += kGap;
    text += table.columns[i].to_the_right ? padding + cell : cell + padding;
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

Line printable_line(const Line& line) {
  Line result;
  for (const std::string& cell : line) result.push_back(printable(cell));
  return result;
}

void put_line(std::ostream& out, std::string_view text) {
  out << text;
  if (!text.ends_with('\n')) out << '\n';
}

}  // namespace

std::optional<Format> parse_format(std::string_view text) {
  if (text == "table") return Format::table;
  if (text == "json") return Format::json;
  if (text == "jsonl") return Format::jsonl;
  return std::nullopt;
}

Output::Output(std::ostream& out, std::ostream& messages, Format format, bool out_is_terminal,
               bool messages_are_terminal, std::size_t width, Language language)
    : out_(out),
      messages_(messages),
      format_(format),
      out_is_terminal_(out_is_terminal),
      messages_are_terminal_(messages_are_terminal),
      has_colours_(out_is_terminal && wants_colours()),
      width_(width),
      words_(words_in(language)) {}

ExitCode Output::show(const Table& table) {
  if (format_ == Format::jsonl) {
    for (const std::string& row : table.json_rows) out_ << row << '\n';
    return ExitCode::done;
  }
  if (format_ == Format::json) {
    out_ << '[';
    std::string_view separator;
    for (const std::string& row : table.json_rows) {
      out_ << separator << row;
      separator = ",\n";
    }
    out_ << "]\n";
    return ExitCode::done;
  }
  if (table.rows.empty()) {
    put_line(out_, table.when_empty);
    return ExitCode::done;
  }
  std::vector<Line> lines(1);
  for (const Table::Column& column : table.columns) lines.front().push_back(column.title);
  for (const Line& row : table.rows) lines.push_back(printable_line(row));
  // Into a file or a pipe nothing is shortened.
  const auto widths = fit(table, lines, out_is_terminal_ ? std::optional(width_) : std::nullopt);
  bool is_title = true;
  for (const Line& line : lines) {
    if (is_title && has_colours_) out_ << kBold;
    out_ << laid_out(table, line, widths);
    if (is_title && has_colours_) out_ << kPlain;
    out_ << '\n';
    is_title = false;
  }
  return ExitCode::done;
}

ExitCode Output::show(std::string_view for_people, std::string_view json) {
  put_line(out_, format_ == Format::table ? for_people : json);
  return ExitCode::done;
}

ExitCode Output::fail(const Error& error) {
  const ExitCode code = exit_code_of(error.kind);
  if (format_ == Format::table) {
    messages_ << "aduan: " << translated(words_, error.message) << '\n';
    if (error.outcome_unknown) {
      messages_ << "aduan: " << aduan::say(words_, Phrase::outcome_unknown) << '\n';
    }
    return code;
  }
  JsonObject object;
  object.text("error", name_of(error.kind)).text("message", error.message);
  if (error.outcome_unknown) object.flag("outcome_unknown", true);
  object.number("exit", static_cast<std::uint64_t>(code));
  messages_ << object.done() << '\n';
  return code;
}

ExitCode Output::fail_usage(std::string_view message) {
  return fail(Error{ErrorKind::invalid, std::string(message)});
}

ExitCode Output::refuse(const Rejection& rejection, std::string_view meant) {
  const std::string_view code = name_of_code(rejection.code);
  if (format_ == Format::table) {
    std::string text =
        aduan::say(words_, Phrase::rejected, code, explanation_of(words_, rejection.code));
    if (!meant.empty()) text = aduan::say(words_, Phrase::did_you_mean, text, meant);
    messages_ << "aduan: " << text << '\n';
    return ExitCode::rejected;
  }
  JsonObject object;
  object.text("rejected", code).text("message", explanation_of(rejection.code));
  if (!meant.empty()) object.text("did_you_mean", meant);
  object.number("exit", static_cast<std::uint64_t>(ExitCode::rejected));
  messages_ << object.done() << '\n';
  return ExitCode::rejected;
}

void Output::say(std::string_view message) { put_line(messages_, message); }

}  // namespace aduan
