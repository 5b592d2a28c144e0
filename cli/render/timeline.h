// A case for people: who had it and for how long, what was promised, what was missed.

#pragma once

#include "cli/case_view.h"
#include "cli/render/words.h"
#include "core/complaint/directory.h"

#include <cstddef>
#include <string>

namespace aduan {

struct TimelineStyle {
  std::size_t width = 80;  ///< columns
  bool colours = false;
  Language language = Language::english;
};

/// The zone of what the desk does in this case.
Code<Zone> zone_of_desk(const CaseView& view, const Directory& directory);

/// The timeline that `show` prints; ends without a newline.
std::string timeline(const CaseView& view, const Directory& directory, const TimelineStyle& style);

}  // namespace aduan
