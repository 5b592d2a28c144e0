// The maps that ship with the program (cli/maps), so that an installed `aduan` needs no files.

#pragma once

#include "cli/import/import_map.h"

#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// The text of a shipped map; empty where there is none of that name.
std::string_view shipped_map(std::string_view name);
std::vector<std::string_view> shipped_map_names();

/// A map by its file's path, or by the name of a shipped one.
/// Errors: not_found (neither; names the shipped ones), unavailable, invalid (with the line).
Result<ImportMap> read_map(const std::string& path_or_name);

}  // namespace aduan
