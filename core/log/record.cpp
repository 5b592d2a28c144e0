#include "core/log/record.h"

#include <utility>

namespace aduan {

std::string_view Record::sealed() const {
  for (const RecordHeader& header : headers) {
    if (header.name == kSealedHeader && header.value) return *header.value;
  }
  return {};
}

Record make_record(std::uint32_t stream, std::string_view subject, std::string value,
                   std::string sealed, Instant timestamp) {
  Record record;
  record.position.stream = stream;
  record.key.emplace(subject);
  record.value = std::move(value);
  record.headers.push_back({std::string(kContentTypeHeader), std::string(kContentType)});
  if (!sealed.empty()) record.headers.push_back({std::string(kSealedHeader), std::move(sealed)});
  record.timestamp = timestamp;
  return record;
}

}  // namespace aduan
