#include "core/log/kafka/kafka_record.h"

namespace aduan {

std::optional<std::string_view> KafkaRecord::header(std::string_view name) const {
  for (const RecordHeader& each : headers) {
    if (each.name != name) continue;
    if (!each.value) return std::nullopt;
    return *each.value;
  }
  return std::nullopt;
}

}  // namespace aduan
