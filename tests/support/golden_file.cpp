#include "tests/support/golden_file.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace aduan {
namespace {

bool is_rewriting() {
  const char* flag = std::getenv("ADUAN_REWRITE_GOLDEN");
  return flag != nullptr && std::string_view(flag) == "1";
}

}  // namespace

std::filesystem::path source_folder() {
  const char* folder = std::getenv("ADUAN_SOURCE_DIR");
  return folder == nullptr ? "." : folder;
}

std::string read_source_file(const std::string& path) {
  std::ifstream file(source_folder() / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void expect_golden(const std::string& path, std::string_view bytes) {
  if (is_rewriting()) {
    std::filesystem::create_directories((source_folder() / path).parent_path());
    std::ofstream file(source_folder() / path, std::ios::binary | std::ios::trunc);
    file << bytes;
    EXPECT_TRUE(file.flush()) << "cannot write " << path;
    return;
  }
  EXPECT_EQ(read_source_file(path), bytes)
      << path << " differs; ADUAN_REWRITE_GOLDEN=1 rewrites it (then read the diff)";
}

}  // namespace aduan
