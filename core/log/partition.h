// Which partition a subject belongs to.

#pragma once

#include <cstdint>
#include <string_view>

namespace aduan {

/// Kafka's murmur2 with its seed. Source: org.apache.kafka.common.utils.Utils.murmur2.
std::uint32_t murmur2(std::string_view bytes);

/// Kafka's default partition of a key: murmur2, sign bit cleared, modulo the count.
/// Requires: `partitions` > 0.
std::uint32_t partition_of(std::string_view key, std::uint32_t partitions);

/// The stream that a subject's records stand in: the partition of a case, or the directory's
/// stream.
std::uint32_t stream_of(std::string_view subject, std::uint32_t partitions);

}  // namespace aduan
