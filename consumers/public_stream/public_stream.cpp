#include "consumers/public_stream/public_stream.h"

#include "core/log/kafka/kafka_topics.h"

#include <utility>

namespace aduan {

PublicSubscriber::PublicSubscriber(const KafkaAddress& address, std::string_view ledger)
    : everybody_{{Role::citizen, ""},
                 address.named(kPublicTopic),
                 "/aduan/" + std::string(ledger) + "/public",
                 true} {}

void PublicSubscriber::find(const Complaint& complaint, std::vector<const Subscriber*>& out) {
  if (complaint.published) out.push_back(&everybody_);
}

Result<void> PublicSubscriber::prepare(std::span<const Subscriber* const>) { return success(); }

std::unique_ptr<ConsumerRole> make_public_stream(const DerivedRolePlace& place, KeyStore& keys) {
  return std::make_unique<DerivedTopics>(
      place, "public", kPublicGroup,
      std::make_unique<PublicSubscriber>(place.connection.address, place.ledger), keys);
}

}  // namespace aduan
