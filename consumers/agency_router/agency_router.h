// The agency router: tells each agency, in a topic of its own (`aduan.agency.<id>`), what happens
// in the cases that it has or had, with the plaintext that it may see (RULES §6). An agency that
// gets a case, also as a dissolved one's successor, is told its whole history; a former one what
// the public sees of what came after its release. The agencies' topics are made when they are first
// needed.
//
// What stands in a topic: consumers/derived/derived_event.h. How it comes there once:
// consumers/derived/derived_topics.h.

#pragma once

#include "consumers/derived/derived_topics.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace aduan {

inline constexpr std::string_view kRouterGroup = "aduan-router";

/// `keys` must outlive it.
std::unique_ptr<ConsumerRole> make_agency_router(const DerivedRolePlace& place, KeyStore& keys);

/// The topics of the agencies that a case is or was with.
class AgencySubscribers final : public Subscribers {
 public:
  AgencySubscribers(KafkaConnection connection, std::string ledger);
  ~AgencySubscribers() override;

  void find(const Complaint& complaint, std::vector<const Subscriber*>& out) override;
  Result<void> prepare(std::span<const Subscriber* const> subscribers) override;

 private:
  struct State;

  std::unique_ptr<State> state_;
};

}  // namespace aduan
