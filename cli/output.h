// Results on stdout, messages on stderr, in the form that was asked for.

#pragma once

#include "cli/exit_code.h"
#include "cli/render/words.h"
#include "core/base/result.h"
#include "core/complaint/rejection.h"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

enum class Format : std::uint8_t { table, json, jsonl };
std::optional<Format> parse_format(std::string_view text);

/// A list of the same things: columns for people, one JSON object a row for programs.
struct Table {
  struct Column {
    std::string title;
    bool to_the_right = false;  ///< numbers
    bool whole = false;         ///< an id, which is of no use when it is shortened
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows = {};
  std::vector<std::string> json_rows = {};  ///< one a row
  std::string when_empty = {};              ///< what a person reads instead of an empty table
};

class Output {
 public:
  Output(std::ostream& out, std::ostream& messages, Format format, bool out_is_terminal,
         bool messages_are_terminal, std::size_t width, Language language = Language::english);

  Format format() const { return format_; }
  bool is_terminal() const { return out_is_terminal_; }
  bool shows_progress() const { return messages_are_terminal_; }
  /// Colours: a terminal and no NO_COLOR.
  bool has_colours() const { return has_colours_; }
  std::size_t width() const { return width_; }
  /// Of what citizens and officials read; never of JSON.
  const Words& words() const { return words_; }
  std::ostream& out() { return out_; }
  std::ostream& messages() { return messages_; }

  /// A list: a table, a JSON list, or a JSON object a line.
  ExitCode show(const Table& table);
  /// One thing: text for people, one JSON object for programs.
  ExitCode show(std::string_view for_people, std::string_view json);

  /// `aduan: what happened …` on stderr; in the language where it is a mistake that citizens make.
  ExitCode fail(const Error& error);
  ExitCode fail_usage(std::string_view message);
  /// `meant`: what a mistyped id was meant to be; empty where that is not known.
  ExitCode refuse(const Rejection& rejection, std::string_view meant = {});

  void say(std::string_view message);

 private:
  std::ostream& out_;
  std::ostream& messages_;
  Format format_;
  bool out_is_terminal_;
  bool messages_are_terminal_;
  bool has_colours_;
  std::size_t width_;
  const Words& words_;
};

}  // namespace aduan
