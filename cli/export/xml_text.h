// Text inside an attribute of XML 1.0.

#pragma once

#include <string>
#include <string_view>

namespace aduan {

/// Appends `text` so that a reader gets it back: the signs of XML's own as entities, tabs and line
/// breaks as references, which a reader would make blanks otherwise. What XML 1.0 cannot say at all
/// (control characters, U+FFFE, U+FFFF) becomes U+FFFD.
/// Requires: valid UTF-8. Source: XML 1.0, 2.2 and 3.3.3.
void append_xml_value(std::string& out, std::string_view text);

}  // namespace aduan
