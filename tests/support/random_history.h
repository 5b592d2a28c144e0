// Random commands and events about a few agencies, through each body's own `serialize`: most make
// no sense, enough do.

#pragma once

#include "schemas/command.h"
#include "schemas/event.h"
#include "tests/support/prng.h"
#include "tests/support/test_directory.h"

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace aduan {

class RandomHistory {
 public:
  explicit RandomHistory(Prng& prng) : prng_(prng) {}

  /// Later fields are about this moment: instants lie within 60 days of `now`, sequences near
  /// `last`.
  void stand_at(Instant now, std::uint64_t last) {
    now_ = now;
    last_ = last;
  }

  template <class Variant>
  Variant any() {
    return any_of<Variant>(prng_.below(std::variant_size_v<Variant>));
  }

  AgencyId agency() {
    static const AgencyId kAgencies[] = {kHealth, kWorks, kSocial, kBali, kPapua};
    return prng_.one_in(40) ? kUnheardOf : kAgencies[prng_.below(std::size(kAgencies))];
  }

  template <class... Fields>
  void operator()(Fields&&... fields) {
    (fill(fields.value), ...);
  }

 private:
  template <class Variant, std::size_t I = 0>
  Variant any_of(std::uint64_t index) {
    if constexpr (I + 1 < std::variant_size_v<Variant>) {
      if (index != I) return any_of<Variant, I + 1>(index);
    }
    using Body = std::variant_alternative_t<I, Variant>;
    Body body{};
    if constexpr (!std::is_same_v<Body, Opaque>) serialize(*this, body);
    return body;
  }

  void fill(bool& value) { value = prng_.one_in(2); }
  void fill(std::uint8_t& value) { value = static_cast<std::uint8_t>(prng_.below(7)); }
  void fill(std::uint64_t& value) { value = prng_.below(last_ + 2); }
  void fill(std::string& field) { field = prng_.one_in(9) ? "No Field" : "text"; }
  void fill(SealedText&) {}
  void fill(AgencyId& value) { value = agency(); }
  template <class Tag>
  void fill(Name<Tag>& code) {
    code.value = prng_.one_in(9) ? "No Code" : "c-1";
  }
  void fill(CaseId& value) {
    value = *CaseId::from_text(prng_.one_in(9) ? "7K3M9QX24B" : "0123456789");
  }
  void fill(Instant& value) {
    const auto hours_off = static_cast<std::int64_t>(prng_.below(120 * 24)) - 60 * 24;
    value = now_ + std::chrono::hours{hours_off};
  }
  template <class E>
    requires std::is_enum_v<E>
  void fill(E& value) { value = static_cast<E>(prng_.below(Names<E>::values.size())); }
  template <class E>
  void fill(Code<E>& value) {
    E known{};
    fill(known);
    value = prng_.one_in(60) ? Code<E>::from_text("unheard_of") : Code<E>(known);
  }
  template <class T>
  void fill(Disclosed<T>& value) {
    if constexpr (std::is_same_v<T, CategoryId>) {
      if (prng_.one_in(2)) value.open = kRoads;
    }
  }
  template <class T>
  void fill(std::optional<T>& value) {
    const bool often = std::is_same_v<T, AgencyId>;
    if (prng_.one_in(often ? 2 : 5)) fill(value.emplace());
  }
  void fill(std::vector<std::string>&) {}
  template <class T>
  void fill(std::vector<T>& list) {
    for (auto size = prng_.below(4); size > 0; --size) fill(list.emplace_back());
  }
  template <class T>
    requires std::is_class_v<T>
  void fill(T& body) { serialize(*this, body); }

  Prng& prng_;
  Instant now_;
  std::uint64_t last_ = 0;
};

}  // namespace aduan
