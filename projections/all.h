// Every projection there is.

#pragma once

#include "projections/projection.h"

#include <span>

namespace aduan {

/// In the order of their names; lives for ever.
std::span<const Projection> all_projections();

}  // namespace aduan
