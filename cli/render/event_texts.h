// An event's texts for whoever reads: what stands there, or why it does not.

#pragma once

#include "cli/render/canvas.h"
#include "cli/render/words.h"
#include "core/privacy/reading.h"

#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// What stands in a text's place: `erased for ever`. Requires: it is not open, and gone for every
/// reader, or an anonymous name.
std::string absence_of(const ReadText& text, const Words& words);

/// Draws the texts behind `gutter`: long ones shortened to some lines, those that the reader may
/// not see named in one line together. Titles and references stand in the head and are left out.
void draw_texts(Canvas& canvas, std::string_view gutter, const std::vector<ReadText>& texts,
                const Words& words);

}  // namespace aduan
