// A case's steps for people: each event as a sentence, and under it what the case had become.

#pragma once

#include "cli/render/timeline.h"
#include "cli/replay_step.h"

#include <span>
#include <string>

namespace aduan {

/// The text that `replay` prints; ends without a newline.
std::string replay_text(const CaseView& view, std::span<const ReplayStep> steps,
                        const Directory& directory, const TimelineStyle& style);

}  // namespace aduan
