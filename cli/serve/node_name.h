// What a state folder's machine is called in the names of its groups and transactional ids, so that
// a process that is started again takes the place of the one that died, and two machines never take
// each other's. A file `node` of the folder: letters, digits and `-`.

#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <optional>
#include <string>

namespace aduan {

/// Nothing when the folder has none yet.
std::optional<std::string> find_node_name(const std::filesystem::path& state);

/// Makes one, at random, when there is none. Errors: unavailable (disk).
Result<std::string> ensure_node_name(const std::filesystem::path& state);

}  // namespace aduan
