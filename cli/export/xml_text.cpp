#include "cli/export/xml_text.h"

namespace aduan {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kFffe = "\xEF\xBF\xBE";
constexpr std::string_view kFfff = "\xEF\xBF\xBF";

/// How the character is written; empty: as it stands.
std::string_view written(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\t':
      return "&#9;";
    case '\n':
      return "&#10;";
    case '\r':
      return "&#13;";
    default:
      return static_cast<unsigned char>(c) < 0x20 ? kReplacement : std::string_view();
  }
}

}  // namespace

void append_xml_value(std::string& out, std::string_view text) {
  while (!text.empty()) {
    if (text.starts_with(kFffe) || text.starts_with(kFfff)) {
      out += kReplacement;
      text.remove_prefix(kFffe.size());
      continue;
    }
    const std::string_view other = written(text.front());
    if (other.empty()) {
      out += text.front();
    } else {
      out += other;
    }
    text.remove_prefix(1);
  }
}

}  // namespace aduan
