#include "core/base/clock.h"

namespace aduan {

Instant SystemTime::now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace aduan
