#include "cli/serve/node_name.h"

#include "core/base/bytes.h"
#include "core/base/encoding.h"
#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>

namespace aduan {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLengthMax = 40;

fs::path file_of(const fs::path& state) { return state / "node"; }

bool is_name(const std::string& text) {
  return !text.empty() && text.size() <= kLengthMax &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

}  // namespace

std::optional<std::string> find_node_name(const fs::path& state) {
  std::ifstream file(file_of(state));
  std::string name;
  if (!std::getline(file, name) || !is_name(name)) return std::nullopt;
  return name;
}

Result<std::string> ensure_node_name(const fs::path& state) {
  if (const auto known = find_node_name(state)) return *known;
  std::error_code failed;
  fs::create_directories(state, failed);
  std::array<std::uint8_t, 4> bytes{};
  SystemRandom().fill(bytes);
  const std::string name = "n-" + to_hex(as_view(bytes));
  // Whole or not there: of two that start at once the later one's name holds for both.
  const fs::path beside = file_of(state).string() + "." + name;
  {
    std::ofstream file(beside);
    file << name << '\n';
    if (!file.flush()) failed = std::make_error_code(std::errc::io_error);
  }
  if (!failed) fs::rename(beside, file_of(state), failed);
  const auto written = find_node_name(state);
  if (!failed && written) return *written;
  return Error{ErrorKind::unavailable, "the file '" + file_of(state).string() +
                                           "' cannot be written; see that the disk has room and "
                                           "that the folder is ours"};
}

}  // namespace aduan
