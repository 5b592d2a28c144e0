#include "consumers/agency_router/agency_router.h"

#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_topics.h"

#include <map>
#include <utility>
#include <vector>

namespace aduan {

struct AgencySubscribers::State {
  KafkaConnection connection;
  std::string ledger;
  std::map<AgencyId, Subscriber> known;  ///< as many as there are agencies
  std::unique_ptr<KafkaAdmin> admin;     ///< made when a topic is
};

AgencySubscribers::AgencySubscribers(KafkaConnection connection, std::string ledger)
    : state_(
          std::make_unique<State>(State{std::move(connection), std::move(ledger), {}, nullptr})) {}

AgencySubscribers::~AgencySubscribers() = default;

void AgencySubscribers::find(const Complaint& complaint, std::vector<const Subscriber*>& out) {
  for (const Handling& handling : complaint.handlings) {
    auto known = state_->known.find(handling.agency);
    if (known == state_->known.end()) {
      const std::string id(handling.agency.text());
      Subscriber subscriber{{Role::agency, id},
                            agency_topic(state_->connection.address, id),
                            "/aduan/" + state_->ledger + "/agency/" + id,
                            false};
      known = state_->known.emplace(handling.agency, std::move(subscriber)).first;
    }
    out.push_back(&known->second);
  }
}

Result<void> AgencySubscribers::prepare(std::span<const Subscriber* const> subscribers) {
  if (state_->admin == nullptr) {
    auto admin = KafkaAdmin::open(state_->connection);
    if (!admin) return admin.error();
    state_->admin = std::move(admin.value());
  }
  std::vector<std::string> agencies;
  for (const Subscriber* const each : subscribers) {
    agencies.emplace_back(each->reader.agency().text());
  }
  return make_agency_topics(*state_->admin, state_->connection.address, agencies);
}

std::unique_ptr<ConsumerRole> make_agency_router(const DerivedRolePlace& place, KeyStore& keys) {
  return std::make_unique<DerivedTopics>(
      place, "router", kRouterGroup,
      std::make_unique<AgencySubscribers>(place.connection, place.ledger), keys);
}

}  // namespace aduan
