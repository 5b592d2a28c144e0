// The state digest: one number for everything that the store holds, whatever the order in which it
// came to be, kept without reading a row. Equal digests at equal positions: equal stores.
//
//   Σ over rows   SHA-256(family ‖ key length u32be ‖ key ‖ value)
// + Σ over sums   value × SHA-256(family ‖ key length u32be ‖ key)
// + void records  × SHA-256("meta" ‖ u32be 4 ‖ "void")
// + parked        × SHA-256("meta" ‖ u32be 6 ‖ "parked")       all mod 2^256
//
// A hash is an unsigned big-endian number. Source: DESIGN §6; docs/formats/digest.md.

#pragma once

#include "core/base/bytes.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace aduan {

/// A number mod 2^256.
class StateDigest {
 public:
  StateDigest() = default;
  explicit StateDigest(const Hash& value);

  void add(const Hash& term);
  void subtract(const Hash& term);
  void add_times(const Hash& term, std::int64_t factor);

  Hash value() const;
  bool operator==(const StateDigest&) const = default;

 private:
  std::array<std::uint64_t, 4> limbs_{};  // the lowest first
};

/// What a row adds.
Hash row_term(std::string_view family, std::string_view key, std::string_view value);
/// What a sum adds, once for each unit of its value.
Hash sum_term(std::string_view family, std::string_view key);

}  // namespace aduan
