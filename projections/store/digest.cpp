#include "projections/store/digest.h"

#include "core/base/hash.h"

#include <cstddef>

namespace aduan {
namespace {

using Limbs = std::array<std::uint64_t, 4>;
__extension__ using Wide = unsigned __int128;

Limbs limbs_of(const Hash& hash) {
  Limbs limbs{};
  for (std::size_t i = 0; i < hash.size(); ++i) {
    std::uint64_t& limb = limbs[3 - i / 8];
    limb = limb << 8 | hash[i];
  }
  return limbs;
}

void add_limbs(Limbs& sum, const Limbs& term) {
  Wide carry = 0;
  for (std::size_t i = 0; i < sum.size(); ++i) {
    carry += Wide{sum[i]} + term[i];
    sum[i] = static_cast<std::uint64_t>(carry);
    carry >>= 64;
  }
}

Limbs negated(const Limbs& limbs) {
  Limbs result{};
  for (std::size_t i = 0; i < limbs.size(); ++i) result[i] = ~limbs[i];
  add_limbs(result, {1, 0, 0, 0});
  return result;
}

Limbs times(const Limbs& limbs, std::uint64_t factor) {
  Limbs result{};
  Wide carry = 0;
  for (std::size_t i = 0; i < limbs.size(); ++i) {
    carry += Wide{limbs[i]} * factor;
    result[i] = static_cast<std::uint64_t>(carry);
    carry >>= 64;
  }
  return result;
}

std::array<char, 4> length_of(std::string_view key) {
  const auto size = static_cast<std::uint32_t>(key.size());
  return {static_cast<char>(size >> 24), static_cast<char>(size >> 16),
          static_cast<char>(size >> 8), static_cast<char>(size)};
}

}  // namespace

StateDigest::StateDigest(const Hash& value) : limbs_(limbs_of(value)) {}

void StateDigest::add(const Hash& term) { add_limbs(limbs_, limbs_of(term)); }

void StateDigest::subtract(const Hash& term) { add_limbs(limbs_, negated(limbs_of(term))); }

void StateDigest::add_times(const Hash& term, std::int64_t factor) {
  const bool is_negative = factor < 0;
  const auto magnitude = is_negative ? std::uint64_t{0} - static_cast<std::uint64_t>(factor)
                                     : static_cast<std::uint64_t>(factor);
  const Limbs product = times(limbs_of(term), magnitude);
  add_limbs(limbs_, is_negative ? negated(product) : product);
}

Hash StateDigest::value() const {
  Hash hash{};
  for (std::size_t i = 0; i < hash.size(); ++i) {
    hash[i] = static_cast<std::uint8_t>(limbs_[3 - i / 8] >> (56 - 8 * (i % 8)));
  }
  return hash;
}

Hash row_term(std::string_view family, std::string_view key, std::string_view value) {
  const auto length = length_of(key);
  return sha256({family, {length.data(), length.size()}, key, value});
}

Hash sum_term(std::string_view family, std::string_view key) {
  const auto length = length_of(key);
  return sha256({family, {length.data(), length.size()}, key});
}

}  // namespace aduan
