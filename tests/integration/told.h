// What the derived topics of a ledger are to hold: the routing by itself, without a broker, in one
// undisturbed run.

#pragma once

#include "consumers/agency_router/agency_router.h"
#include "consumers/derived/routing.h"
#include "consumers/public_stream/public_stream.h"
#include "tests/support/played_ledger.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace aduan {

inline KafkaConnection nowhere() {
  KafkaConnection connection;
  connection.address = {"127.0.0.1:1", "t"};
  return connection;
}

/// As the agencies', but makes no topics.
class TopiclessAgencies final : public Subscribers {
 public:
  explicit TopiclessAgencies(const KafkaAddress& address)
      : agencies_(connection_to(address), "simulated") {}

  void find(const Complaint& complaint, std::vector<const Subscriber*>& out) override {
    agencies_.find(complaint, out);
  }
  Result<void> prepare(std::span<const Subscriber* const> subscribers) override {
    for (const Subscriber* const each : subscribers) prepared.insert(each->topic);
    return success();
  }

  std::set<std::string> prepared;

 private:
  static KafkaConnection connection_to(const KafkaAddress& address) {
    KafkaConnection connection;
    connection.address = address;
    return connection;
  }

  AgencySubscribers agencies_;
};

using KeyAndValue = std::pair<std::string, std::optional<std::string>>;
/// What a topic was told, in order.
using Told = std::map<std::string, std::vector<KeyAndValue>>;
/// What is left of it: the last value of each key.
using Compacted = std::map<std::string, std::map<std::string, std::string>>;
/// What it was told of a case, in order: the same whichever partition came first.
using ToldByCase = std::map<std::string, std::map<std::string, std::vector<KeyAndValue>>>;

inline Compacted compacted(const Told& told) {
  Compacted left;
  for (const auto& [topic, records] : told) {
    for (const auto& [key, value] : records) {
      if (value) {
        left[topic][key] = *value;
      } else {
        left[topic].erase(key);
      }
    }
  }
  std::erase_if(left, [](const auto& each) { return each.second.empty(); });
  return left;
}

inline ToldByCase by_case(const Told& told) {
  ToldByCase cases;
  for (const auto& [topic, records] : told) {
    for (const KeyAndValue& each : records) {
      cases[topic][each.first.substr(0, each.first.find('/'))].push_back(each);
    }
  }
  return cases;
}

/// The same of each case in each topic; says where they first differ, not all that they hold.
inline void expect_same(const ToldByCase& actual, const ToldByCase& expected) {
  EXPECT_EQ(actual.size(), expected.size()) << "topics";
  for (const auto& [topic, cases] : expected) {
    const auto found = actual.find(topic);
    ASSERT_NE(found, actual.end()) << topic;
    EXPECT_EQ(found->second.size(), cases.size()) << topic;
    for (const auto& [id, records] : cases) {
      const auto told = found->second.find(id);
      ASSERT_NE(told, found->second.end()) << topic << ": nothing of " << id;
      ASSERT_EQ(told->second.size(), records.size()) << topic << ": records of " << id;
      for (std::size_t i = 0; i < records.size(); ++i) {
        ASSERT_EQ(told->second[i], records[i]) << topic;
      }
    }
  }
}

inline void take(DerivedState& state, Routing& routing, const RoutedBatch& batch) {
  const auto kept = state.take(batch.records);
  EXPECT_TRUE(kept) << kept.error().message;
  routing.release();
}

/// Routes all records in batches; what `is_lost` says of a batch, is dropped once and made anew, as
/// if the process had been killed before the transaction's end.
template <class IsLost>
Told route(const std::vector<Record>& records, Subscribers& subscribers, KeyStore& keys,
           std::size_t batch_max, const IsLost& is_lost) {
  const TempFolder folder;
  auto state = DerivedState::open(folder.path(), "simulated", 4);
  EXPECT_TRUE(state) << state.error().message;
  Routing routing("simulated", 4, *state.value(), subscribers, keys);
  Told told;
  std::shared_ptr<const RoutedBatch> before;
  for (std::size_t i = 0; i < records.size();) {
    const std::size_t end = std::min(i + batch_max, records.size());
    for (std::size_t each = i; each < end; ++each) {
      const auto taken = routing.take(records[each]);
      EXPECT_TRUE(taken) << taken.error().message;
    }
    if (is_lost()) {
      routing.clear();
      continue;
    }
    const auto prepared = routing.prepare();
    EXPECT_TRUE(prepared) << prepared.error().message;
    // What was handed over before is taken now, after the batch behind it was routed.
    if (before != nullptr) take(*state.value(), routing, *before);
    before = routing.hand_over();
    for (const KafkaDraft& draft : before->drafts) {
      told[draft.to.topic].emplace_back(*draft.key, draft.value);
    }
    i = end;
  }
  return told;
}

inline Told told_to_agencies(PlayedLedger& nation, const KafkaAddress& address,
                             std::size_t batch_max = 1'000) {
  TopiclessAgencies agencies(address);
  return route(nation.records(), agencies, nation.ledger().keys(), batch_max, [] { return false; });
}

inline Told told_to_public(PlayedLedger& nation, const KafkaAddress& address,
                           std::size_t batch_max = 1'000) {
  PublicSubscriber everybody(address, "simulated");
  return route(nation.records(), everybody, nation.ledger().keys(), batch_max,
               [] { return false; });
}

}  // namespace aduan
