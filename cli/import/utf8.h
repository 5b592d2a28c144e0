// Whether bytes are text. Source: RFC 3629 (no overlong forms, no surrogates, at most U+10FFFF).

#pragma once

#include <string_view>

namespace aduan {

/// True for valid UTF-8 without a NUL. Fast where the bytes are ASCII.
bool is_text(std::string_view bytes);

}  // namespace aduan
