#include "projections/store/store_folder.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace aduan {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "store-";
constexpr std::string_view kCurrent = "current";

/// The number in a store's name; nothing for another file.
std::optional<std::uint64_t> number_of(std::string_view name) {
  if (!name.starts_with(kPrefix)) return std::nullopt;
  name.remove_prefix(kPrefix.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

std::vector<fs::path> stores_in(const fs::path& folder) {
  std::vector<fs::path> stores;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (number_of(entry.path().filename().string())) stores.push_back(entry.path());
  }
  return stores;
}

bool sync_path(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool is_synced = ::fsync(file) == 0;
  ::close(file);
  return is_synced;
}

}  // namespace

std::optional<fs::path> find_current_store(const fs::path& folder) {
  std::ifstream file(folder / kCurrent);
  std::string name;
  if (!std::getline(file, name) || !number_of(name)) return std::nullopt;
  std::error_code ignored;
  if (!fs::is_directory(folder / name, ignored)) return std::nullopt;
  return folder / name;
}

fs::path next_store(const fs::path& folder) {
  std::error_code ignored;
  fs::create_directories(folder, ignored);
  std::uint64_t last = 0;
  for (const fs::path& store : stores_in(folder)) {
    last = std::max(last, number_of(store.filename().string()).value_or(0));
  }
  return folder / (std::string(kPrefix) + std::to_string(last + 1));
}

Result<void> use_store(const fs::path& folder, const fs::path& store) {
  const fs::path written = folder / "current.new";
  bool is_done = false;
  {
    std::ofstream file(written, std::ios::trunc);
    file << store.filename().string() << '\n';
    is_done = static_cast<bool>(file.flush());
  }
  std::error_code failed;
  if (is_done && sync_path(written)) fs::rename(written, folder / kCurrent, failed);
  if (is_done && !failed && sync_path(folder)) return success();
  return Error{ErrorKind::unavailable,
               "the new store of the projections cannot be put in use: " + failed.message() +
                   "; check the disk, then rebuild again"};
}

void remove_unused_stores(const fs::path& folder) {
  const auto current = find_current_store(folder);
  for (const fs::path& store : stores_in(folder)) {
    std::error_code ignored;
    if (store != current) fs::remove_all(store, ignored);
  }
}

}  // namespace aduan
