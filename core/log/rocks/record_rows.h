// A record as a row of the embedded log. Everything that a Kafka message has survives, so that a
// ledger moves either way byte for byte. Bytes: docs/formats/log.md.

#pragma once

#include "core/base/result.h"
#include "core/log/record.h"

#include <optional>
#include <string>
#include <string_view>

namespace aduan {

/// Stream u32be, offset u64be: rows of a stream stand together, in order.
std::string record_key(Position position);
/// Nothing for a key of another length.
std::optional<Position> parse_record_key(std::string_view key);

/// Appends the row's value to `out`. The position stands in the key.
void append_record_value(std::string& out, const Record& record);

/// Errors: corrupt (bytes missing or left over, or another version's).
Result<Record> decode_record_value(Position position, std::string_view value);

}  // namespace aduan
