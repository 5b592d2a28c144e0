// What a part of a payload holds when opened: a flat JSON object of texts.
//
// Bytes  `{"field":"text",…}` in the event's order, no whitespace; strings escape `"` and `\` by
//        a `\`, bytes below 0x20 as \u00xx in lower case, nothing else: one spelling an object.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aduan {

/// Field names and their texts.
using TextFields = std::vector<std::pair<std::string, std::string>>;

/// Appends `,"name":"text"`, without the comma for the first field. Requires: valid UTF-8.
void append_text_field(std::string& object, std::string_view name, std::string_view text,
                       bool is_first);

/// The fields of any bytes; nothing when they are not the spelling above, hold invalid UTF-8, no
/// field at all or one twice.
std::optional<TextFields> parse_text_object(std::string_view object);

}  // namespace aduan
