// What could not be read, kept with why in `aduan.deadletter`. Form: docs/formats/kafka.md.

#pragma once

#include "core/log/kafka/kafka_connection.h"
#include "core/log/kafka/kafka_record.h"

#include <string_view>

namespace aduan {

/// Headers of a dead letter, in front of those of the record itself.
inline constexpr std::string_view kReasonHeader = "aduan-reason";
inline constexpr std::string_view kFromHeader = "aduan-from";  ///< `<topic>/<partition>/<offset>`
inline constexpr std::string_view kCutHeader = "aduan-cut";    ///< there when bytes were left out

/// The record as a dead letter: its key, value and headers, cut where they would not fit a record.
/// The reason holds nothing of its bytes.
KafkaDraft dead_letter(const KafkaAddress& address, const KafkaRecord& record,
                       std::string_view reason);

}  // namespace aduan
