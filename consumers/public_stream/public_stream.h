// The public stream: `aduan.public`, the history of every case that is published (from forwarding
// on) and not confidential, as the public may see it. What is made confidential, redacted or erased
// later is taken back by tombstones.
//
// What stands in the topic: consumers/derived/derived_event.h. How it comes there once:
// consumers/derived/derived_topics.h.

#pragma once

#include "consumers/derived/derived_topics.h"

#include <memory>
#include <span>
#include <string_view>

namespace aduan {

inline constexpr std::string_view kPublicGroup = "aduan-public";

/// `keys` must outlive it.
std::unique_ptr<ConsumerRole> make_public_stream(const DerivedRolePlace& place, KeyStore& keys);

/// Everybody.
class PublicSubscriber final : public Subscribers {
 public:
  PublicSubscriber(const KafkaAddress& address, std::string_view ledger);

  void find(const Complaint& complaint, std::vector<const Subscriber*>& out) override;
  /// `init` made it.
  Result<void> prepare(std::span<const Subscriber* const> subscribers) override;

 private:
  Subscriber everybody_;
};

}  // namespace aduan
