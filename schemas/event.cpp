#include "schemas/event.h"

#include <type_traits>

namespace aduan {
namespace {

template <class Variant>
std::string_view type_of_any(const Variant& event) {
  return std::visit(
      [](const auto& body) -> std::string_view {
        if constexpr (std::is_same_v<std::decay_t<decltype(body)>, Opaque>) {
          return body.type;
        } else {
          return body.kType;
        }
      },
      event);
}

template <class AnyEvent>
auto* consequences_of_any(AnyEvent& event) {
  using Pointer = std::conditional_t<std::is_const_v<AnyEvent>, const Consequences*, Consequences*>;
  return std::visit(
      [](auto& body) -> Pointer {
        if constexpr (std::is_same_v<std::decay_t<decltype(body)>, Opaque>) {
          return nullptr;
        } else {
          return &body.consequences;
        }
      },
      event);
}

}  // namespace

std::string_view type_of(const Event& event) { return type_of_any(event); }
std::string_view type_of(const DirectoryEvent& event) { return type_of_any(event); }

std::string_view short_type(std::string_view type) {
  const std::size_t version = type.rfind('.');
  if (version == std::string_view::npos || version == 0) return type;
  const std::size_t family = type.rfind('.', version - 1);
  if (family == std::string_view::npos) return type;
  return type.substr(family + 1, version - family - 1);
}

const Consequences* consequences_of(const Event& event) { return consequences_of_any(event); }
Consequences* consequences_of(Event& event) { return consequences_of_any(event); }

}  // namespace aduan
