// A record of a derived topic (consumers/derived/derived_event.h) as `follow` shows it to people.

#pragma once

#include "core/log/kafka/kafka_record.h"

#include <optional>
#include <string>

namespace aduan {

/// Lines for a terminal, without a last newline: when, which case, what, how it stands, and the
/// texts, indented. Whatever bytes the record has; nothing in it moves the cursor.
std::string follow_text(const KafkaRecord& record);

/// One JSON object: the record's value as it stands; for a tombstone `{"id":…,"retracted":true}`.
/// Nothing when it is no JSON: the topic holds what nobody of ours wrote.
std::optional<std::string> follow_json(const KafkaRecord& record);

}  // namespace aduan
