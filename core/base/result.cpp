#include "core/base/result.h"

#include "core/base/check.h"

#include <array>
#include <cstddef>

namespace aduan {

std::string_view name_of(ErrorKind kind) {
  static constexpr std::array<std::string_view, 5> kNames = {"invalid", "conflict", "not_found",
                                                             "unavailable", "corrupt"};
  const auto index = static_cast<std::size_t>(kind);
  CHECK(index < kNames.size());
  return kNames[index];
}

}  // namespace aduan
