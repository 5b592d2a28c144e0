// A record of the log: what a Kafka message is, and what the embedded log stores in the same form,
// so that a ledger moves from one to the other record by record.

#pragma once

#include "core/base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// A place in the log: a stream, and a place in it. Streams 0 … N−1 are the partitions of the
/// events, stream N is the directory. Offsets are dense, from 0.
struct Position {
  std::uint32_t stream = 0;
  std::uint64_t offset = 0;

  auto operator<=>(const Position&) const = default;
};

struct RecordHeader {
  std::string name;
  std::optional<std::string> value;  ///< another's header may be null

  bool operator==(const RecordHeader&) const = default;
};

inline constexpr std::string_view kContentTypeHeader = "content-type";
inline constexpr std::string_view kContentType = "application/cloudevents+json";
inline constexpr std::string_view kSealedHeader = "aduan-sealed";

/// The value's bytes alone are hashed; key, headers and timestamp play no part in any verdict.
struct Record {
  Position position;
  std::optional<std::string> key;    ///< the subject; another's record may have none
  std::optional<std::string> value;  ///< the canonical envelope; another's record may be null
  std::vector<RecordHeader> headers;
  Instant timestamp;  ///< when the log took it

  /// The sealed payload; empty when there is none.
  std::string_view sealed() const;
  bool operator==(const Record&) const = default;
};

/// A record of ours: key = subject, the content type, and the sealed payload where there is one.
/// The offset is the log's to give.
Record make_record(std::uint32_t stream, std::string_view subject, std::string value,
                   std::string sealed, Instant timestamp);

}  // namespace aduan
