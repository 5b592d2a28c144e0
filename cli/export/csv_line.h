// A line of CSV: RFC 4180 in UTF-8, lines end in LF, fields are quoted where they must be.
//
// A control character other than a tab or a line break becomes U+FFFD: many readers stop at one.
// The line breaks of a text stay, inside its quotes.

#pragma once

#include <string>
#include <string_view>

namespace aduan {

/// Appends one line, field by field.
class CsvLine {
 public:
  explicit CsvLine(std::string& out) : out_(out) {}

  CsvLine& add(std::string_view field);
  /// What somebody wrote freely. Where it begins as a formula of a spreadsheet does (`=`, `+`, `-`,
  /// `@`, a tab), a `'` stands before it, so that no program that opens the file computes it.
  CsvLine& add_free(std::string_view text);
  void end() { out_ += '\n'; }

 private:
  void begin_field();

  std::string& out_;
  bool began_ = false;
};

}  // namespace aduan
