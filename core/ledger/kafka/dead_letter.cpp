#include "core/ledger/kafka/dead_letter.h"

#include "core/log/kafka/kafka_topics.h"

#include <string>
#include <utility>

namespace aduan {
namespace {

/// Below what brokers and librdkafka take (1,000,000), with room for the headers of ours.
constexpr std::size_t kRoom = 900'000;

/// Keeps what there is room for; true when something was left out.
bool cut(std::optional<std::string>& bytes, std::size_t& room) {
  if (!bytes) return false;
  const bool is_cut = bytes->size() > room;
  if (is_cut) bytes->resize(room);
  room -= bytes->size();
  return is_cut;
}

}  // namespace

KafkaDraft dead_letter(const KafkaAddress& address, const KafkaRecord& record,
                       std::string_view reason) {
  KafkaDraft draft{.to = {address.named(kDeadletterTopic), 0},
                   .key = record.key,
                   .value = record.value,
                   .headers = {}};
  std::size_t room = kRoom;
  bool is_cut = cut(draft.key, room);
  if (cut(draft.value, room)) is_cut = true;
  draft.headers.push_back({std::string(kReasonHeader), std::string(reason)});
  draft.headers.push_back({std::string(kFromHeader), record.at.in.topic + "/" +
                                                         std::to_string(record.at.in.partition) +
                                                         "/" + std::to_string(record.at.offset)});
  for (const RecordHeader& header : record.headers) {
    constexpr std::size_t kOverhead = 16;
    const std::size_t size =
        kOverhead + header.name.size() + (header.value ? header.value->size() : 0);
    if (size > room) {
      is_cut = true;
      continue;
    }
    room -= size;
    draft.headers.push_back(header);
  }
  if (is_cut) draft.headers.push_back({std::string(kCutHeader), std::string("1")});
  return draft;
}

}  // namespace aduan
