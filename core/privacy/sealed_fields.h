// Walks the sealed fields of a body in the order of its `serialize`.

#pragma once

#include "schemas/event.h"
#include "schemas/named.h"

#include <type_traits>
#include <variant>

namespace aduan {

/// An archive that reads names alone: calls `visit(name, kind, SealedText&)` for a sealed field and
/// `visit(name, Disclosed<T>&)` for one that a confidential case seals.
template <class Visit>
class SealedFieldWalk {
 public:
  explicit SealedFieldWalk(const Visit& visit) : visit_(visit) {}

  template <class... Fields>
  void operator()(Fields&&... fields) {
    (field(fields), ...);
  }

 private:
  void field(const NamedSealed& named) { visit_(named.name, named.kind, named.value); }
  template <class T>
  void field(const Named<Disclosed<T>>& named) {
    visit_(named.name, named.value);
  }
  template <class T>
  void field(const Named<T>&) {}

  const Visit& visit_;
};

/// `Bodies`: a variant of commands or events; an opaque event has no fields that we know.
template <class Visit, class... Bodies>
void for_each_sealed(std::variant<Bodies...>& any, const Visit& visit) {
  std::visit(
      [&](auto& body) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(body)>, Opaque>) {
          SealedFieldWalk<Visit> walk(visit);
          serialize(walk, body);
        }
      },
      any);
}

}  // namespace aduan
