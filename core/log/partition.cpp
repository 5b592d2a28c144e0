#include "core/log/partition.h"

#include "core/base/check.h"
#include "schemas/ids.h"

#include <cstddef>

namespace aduan {

std::uint32_t murmur2(std::string_view bytes) {
  constexpr std::uint32_t kSeed = 0x9747b28c;
  constexpr std::uint32_t kMultiplier = 0x5bd1e995;
  constexpr int kShift = 24;
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i]));
  };

  std::uint32_t hash = kSeed ^ static_cast<std::uint32_t>(bytes.size());
  std::size_t i = 0;
  for (; bytes.size() - i >= 4; i += 4) {
    std::uint32_t block = byte(i) | byte(i + 1) << 8 | byte(i + 2) << 16 | byte(i + 3) << 24;
    block *= kMultiplier;
    block ^= block >> kShift;
    block *= kMultiplier;
    hash *= kMultiplier;
    hash ^= block;
  }
  const std::size_t left = bytes.size() - i;
  if (left >= 3) hash ^= byte(i + 2) << 16;
  if (left >= 2) hash ^= byte(i + 1) << 8;
  if (left >= 1) hash = (hash ^ byte(i)) * kMultiplier;
  hash ^= hash >> 13;
  hash *= kMultiplier;
  hash ^= hash >> 15;
  return hash;
}

std::uint32_t partition_of(std::string_view key, std::uint32_t partitions) {
  CHECK(partitions > 0);
  return (murmur2(key) & 0x7fffffff) % partitions;
}

std::uint32_t stream_of(std::string_view subject, std::uint32_t partitions) {
  return subject == kDirectorySubject ? partitions : partition_of(subject, partitions);
}

}  // namespace aduan
