#include "cli/maps/shipped_maps.h"

#include "cli/maps/files.h"

#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

namespace aduan {
namespace {

using Shipped = std::pair<std::string_view, const std::string_view*>;
constexpr std::array<Shipped, 8> kMaps = {{
    {"aduan-xes", &kAduanXes},
    {"boston311", &kBoston311},
    {"bpic2013", &kBpic2013},
    {"cfpb", &kCfpb},
    {"nyc311", &kNyc311},
    {"nyc311-2022", &kNyc3112022},
    {"servicenow498", &kServicenow498},
    {"xes", &kXes},
}};

}  // namespace

std::string_view shipped_map(std::string_view name) {
  for (const auto& [each, text] : kMaps) {
    if (each == name) return *text;
  }
  return {};
}

std::vector<std::string_view> shipped_map_names() {
  std::vector<std::string_view> names;
  for (const auto& [name, text] : kMaps) names.push_back(name);
  return names;
}

Result<ImportMap> read_map(const std::string& path_or_name) {
  std::error_code code;
  if (std::filesystem::exists(path_or_name, code)) return read_import_map(path_or_name);
  const std::string_view text = shipped_map(path_or_name);
  if (!text.empty()) return parse_import_map(text, path_or_name);
  std::string message = "there is no map '" + path_or_name + "'; nothing was imported. Shipped are";
  for (const std::string_view name : shipped_map_names()) message.append(" ").append(name);
  return Error{ErrorKind::not_found, message + "; another one is a .toml file"};
}

}  // namespace aduan
