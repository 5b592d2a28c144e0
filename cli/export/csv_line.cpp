#include "cli/export/csv_line.h"

namespace aduan {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7f;
}

bool needs_quotes(std::string_view field) {
  if (field.empty()) return false;
  // Readers that trim would change these.
  if (field.front() == ' ' || field.back() == ' ') return true;
  return field.find_first_of("\",\n\r\t") != std::string_view::npos;
}

void append_clean(std::string& out, std::string_view field) {
  for (const char c : field) {
    if (is_control(c)) {
      out += kReplacement;
    } else {
      out += c;
      if (c == '"') out += c;
    }
  }
}

}  // namespace

void CsvLine::begin_field() {
  if (began_) out_ += ',';
  began_ = true;
}

CsvLine& CsvLine::add(std::string_view field) {
  begin_field();
  const bool quoted = needs_quotes(field);
  if (quoted) out_ += '"';
  append_clean(out_, field);
  if (quoted) out_ += '"';
  return *this;
}

CsvLine& CsvLine::add_free(std::string_view text) {
  constexpr std::string_view kFormula = "=+-@\t\r";
  if (text.empty() || kFormula.find(text.front()) == std::string_view::npos) return add(text);
  return add("'" + std::string(text));
}

}  // namespace aduan
