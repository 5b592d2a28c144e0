#include "schemas/command.h"

namespace aduan {
namespace {

template <class Variant>
std::string_view type_of_any(const Variant& command) {
  return std::visit([](const auto& body) { return body.kType; }, command);
}

}  // namespace

std::string_view type_of(const CaseCommand& command) { return type_of_any(command); }
std::string_view type_of(const DirectoryCommand& command) { return type_of_any(command); }

}  // namespace aduan
