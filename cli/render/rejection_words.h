// The rejections in Indonesian. The English ones stand beside their codes, in
// core/complaint/rejection.cpp.

#pragma once

#include "core/complaint/rejection.h"

#include <string_view>

namespace aduan {

/// What happened and what to do next, one sentence each; says what explanation_of says.
std::string_view indonesian_explanation_of(RejectionCode code);

}  // namespace aduan
