// A random value of any body, through its own `serialize`: every field of every shape that it can
// have.

#pragma once

#include "schemas/codes.h"
#include "schemas/ids.h"
#include "schemas/instant.h"
#include "schemas/named.h"
#include "tests/support/prng.h"

#include <algorithm>
#include <concepts>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace aduan {

class RandomBody {
 public:
  explicit RandomBody(Prng& prng) : prng_(prng) {}

  template <class... Fields>
  void operator()(Fields&&... fields) {
    (fill(fields.value), ...);
  }

  template <class Body>
  Body body() {
    Body made;
    serialize(*this, made);
    return made;
  }

 private:
  /// Pieces that are easily got wrong: escapes, control bytes, several bytes a character, JSON
  /// itself.
  std::string text() {
    static constexpr std::string_view kPieces[] = {"a",
                                                   "Z9",
                                                   " ",
                                                   "\"",
                                                   "\\",
                                                   "/",
                                                   std::string_view("\0", 1),
                                                   "\x01",
                                                   "\x1f",
                                                   "\n\t\r",
                                                   "\x7f",
                                                   "\u00e9",
                                                   "\u0627",
                                                   "\u20ac",
                                                   "\U0001f6b0",
                                                   "\uffff",
                                                   "\\u0041",
                                                   "},{\"commit\":\"",
                                                   "null"};
    std::string made;
    for (auto pieces = prng_.below(12); pieces > 0; --pieces) {
      made += kPieces[prng_.below(std::size(kPieces))];
    }
    return made;
  }

  void fill(bool& value) { value = prng_.one_in(2); }
  template <std::unsigned_integral T>
  void fill(T& value) {
    constexpr std::uint64_t kMax = 9'007'199'254'740'992;  // 2^53
    const std::uint64_t max = std::min<std::uint64_t>(std::numeric_limits<T>::max(), kMax);
    value = static_cast<T>(prng_.one_in(4) ? max : prng_.below(max));
  }
  void fill(std::string& value) { value = text(); }
  void fill(CaseId& value) {
    std::string bytes(7, '\0');
    for (char& byte : bytes) byte = static_cast<char>(prng_.next());
    value = CaseId::from_bits(bytes);
  }
  void fill(Instant& value) {
    const auto first = parse_instant("0000-01-01T00:00:00.000Z")->time_since_epoch().count();
    const auto last = parse_instant("9999-12-31T23:59:59.999Z")->time_since_epoch().count();
    const auto span = static_cast<std::uint64_t>(last - first + 1);
    const auto offset = static_cast<std::int64_t>(prng_.below(span));
    value = Instant{std::chrono::milliseconds{first + offset}};
  }
  template <class Tag>
  void fill(Name<Tag>& value) {
    value.value = text();
  }
  template <class E>
    requires std::is_enum_v<E>
  void fill(E& value) { value = static_cast<E>(prng_.below(Names<E>::values.size())); }
  template <class E>
  void fill(Code<E>& value) {
    if (prng_.one_in(4)) {
      value = Code<E>::from_text("unheard_of_" + text());
    } else {
      E known{};
      fill(known);
      value = known;
    }
  }
  void fill(Hash& value) {
    for (std::uint8_t& byte : value) byte = static_cast<std::uint8_t>(prng_.next());
  }
  void fill(SealedText& value) { fill(value.commit); }
  template <class T>
  void fill(Disclosed<T>& value) {
    value = {};
    if (prng_.one_in(2)) {
      fill(value.open);
    } else {
      fill(value.sealed);
    }
  }
  template <class T>
  void fill(std::optional<T>& value) {
    value.reset();
    if (prng_.one_in(2)) fill(value.emplace());
  }
  template <class T>
  void fill(std::vector<T>& list) {
    list.clear();
    for (auto size = prng_.below(4); size > 0; --size) fill(list.emplace_back());
  }
  template <class T>
    requires std::is_class_v<T>
  void fill(T& body) { serialize(*this, body); }

  Prng& prng_;
};

}  // namespace aduan
