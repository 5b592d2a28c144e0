// Files that pin stored bytes and printed text.

#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace aduan {

/// The folder of the sources: $ADUAN_SOURCE_DIR, which ctest sets, else the current one.
std::filesystem::path source_folder();

/// Fails the running test when `path` (from the source folder) does not hold exactly `bytes`. With
/// ADUAN_REWRITE_GOLDEN=1 it writes the file instead: read the diff before it is committed.
void expect_golden(const std::string& path, std::string_view bytes);

/// The file's bytes; empty when there is none.
std::string read_source_file(const std::string& path);

}  // namespace aduan
