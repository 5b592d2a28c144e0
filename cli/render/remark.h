// A short line under an event's sentence.

#pragma once

#include "cli/render/canvas.h"

#include <string>

namespace aduan {

struct Remark {
  Tone tone = Tone::plain;
  std::string text;

  bool operator==(const Remark&) const = default;
};

}  // namespace aduan
