// Text on a terminal: how wide it is, how it is shortened, and that it moves no cursor.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace aduan {

/// How many columns the text takes. Simple: one a code point; wide and combining characters are
/// rare in the names that stand in our tables. Requires: valid UTF-8.
std::size_t columns_of(std::string_view text);

/// The text in at most `columns` columns, ending in `…` where something was cut.
std::string shortened(std::string_view text, std::size_t columns);

/// The text on one line without control characters (C0, DEL, C1: each becomes a blank), so that
/// what a stranger wrote cannot drive the terminal of whoever reads it.
std::string printable(std::string_view text);

}  // namespace aduan
