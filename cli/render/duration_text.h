// How long something took, for people.

#pragma once

#include "cli/render/words.h"

#include <chrono>
#include <string>

namespace aduan {

/// `3 d 4 h`, `5 h 12 min`, `51 min`, `12 s`: the two largest units, cut, not rounded; a zero
/// second one is left out. Of a negative duration its length.
std::string duration_text(std::chrono::milliseconds duration, const Words& words = english());

/// The same for a column: `3 hr 4 j`.
std::string short_duration_text(std::chrono::milliseconds duration, const Words& words);

}  // namespace aduan
