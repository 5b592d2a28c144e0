// What the derived topics hold, without a broker: the routing over a simulated nation, against
// RULES §6 and against itself with interruptions.

#include "cli/case_view.h"
#include "tests/integration/told.h"
#include "tests/support/played_ledger.h"
#include "tests/support/prng.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace aduan {
namespace {

constexpr std::uint64_t kCases = 600;
constexpr std::string_view kNameOfAnonymous = R"("name":"Anonim")";

/// One nation for all tests.
PlayedLedger& nation() {
  static PlayedLedger played(kCases);
  return played;
}

template <class IsLost>
Told route(const std::vector<Record>& records, Subscribers& subscribers, std::size_t batch_max,
           const IsLost& is_lost) {
  return route(records, subscribers, nation().ledger().keys(), batch_max, is_lost);
}

Told route_agencies(std::size_t batch_max) {
  return told_to_agencies(nation(), nowhere().address, batch_max);
}

Told route_public(std::size_t batch_max) {
  return told_to_public(nation(), nowhere().address, batch_max);
}

/// The texts of a value, and why others are gone: `"texts":{…}` to the end of `data`.
std::string texts_in(const std::string& value) {
  const std::size_t at = value.find(",\"texts\":{");
  EXPECT_NE(at, std::string::npos) << value;
  return "{" + value.substr(at + 1, value.size() - at - 2);
}

/// The same, as `show` prints it to a reader.
std::string texts_shown(const EventView& event) {
  JsonObject object;
  add_texts(object, event.texts);
  return object.done();
}

std::set<CaseId> cases_of(const std::vector<Record>& records) {
  std::set<CaseId> ids;
  for (const Record& record : records) ids.insert(*CaseId::from_text(*record.key));
  return ids;
}

TEST(DerivedTopics, TellTheSameWhateverTheBatches) {
  const Told whole = route_agencies(1'000'000);
  const Told small = route_agencies(7);
  EXPECT_GT(whole.size(), 20u);
  EXPECT_EQ(whole, small);
  EXPECT_EQ(route_public(1'000'000), route_public(3));
}

TEST(DerivedTopics, TellNothingTwiceAfterBatchesThatWereLost) {
  const Told undisturbed = route_agencies(64);
  Prng chance(11);
  TopiclessAgencies agencies(nowhere().address);
  const Told disturbed =
      route(nation().records(), agencies, 64, [&] { return chance.below(3) == 0; });
  EXPECT_EQ(disturbed, undisturbed);
}

TEST(DerivedTopics, PrepareEachTopicThatIsWrittenTo) {
  TopiclessAgencies agencies(nowhere().address);
  const Told told = route(nation().records(), agencies, 500, [] { return false; });
  std::set<std::string> topics;
  for (const auto& [topic, records] : told) topics.insert(topic);
  EXPECT_EQ(agencies.prepared, topics);
}

TEST(DerivedTopics, ShowAgenciesWhatShowDoes) {
  const Compacted left = compacted(route_agencies(256));
  OpenLedger& ledger = nation().ledger();
  std::size_t compared = 0;
  std::size_t topics_with = 0;
  for (const CaseId& id : cases_of(nation().records())) {
    const auto state = ledger.store().read_case(id);
    ASSERT_TRUE(state);
    for (const Handling& handling : state.value().complaint.handlings) {
      const Actor reader{Role::agency, std::string(handling.agency.text())};
      const auto view = view_case(ledger, id, reader, std::nullopt, nation().now());
      ASSERT_TRUE(view) << view.error().message;
      const auto topic = left.find("t.aduan.agency." + reader.id);
      ASSERT_NE(topic, left.end());
      ++topics_with;
      for (const EventView& event : view.value().events) {
        const auto told = topic->second.find(event_id(id, event.sequence));
        ASSERT_NE(told, topic->second.end()) << reader.id << " " << event_id(id, event.sequence);
        EXPECT_EQ(texts_in(told->second), texts_shown(event)) << event.type;
        ++compared;
      }
    }
  }
  std::size_t records = 0;
  for (const auto& [topic, values] : left) records += values.size();
  EXPECT_EQ(records, compared) << "a topic holds what its agency may not see";
  EXPECT_GT(topics_with, kCases / 2);
}

TEST(DerivedTopics, ShowThePublicWhatShowDoes) {
  const Compacted left = compacted(route_public(256));
  OpenLedger& ledger = nation().ledger();
  const auto topic = left.find("t.aduan.public");
  ASSERT_NE(topic, left.end());
  std::size_t compared = 0;
  for (const CaseId& id : cases_of(nation().records())) {
    const auto view = view_case(ledger, id, Actor{Role::citizen, ""}, std::nullopt, nation().now());
    if (!view) {
      ASSERT_EQ(view.error().kind, ErrorKind::not_found);
      continue;
    }
    for (const EventView& event : view.value().events) {
      const auto told = topic->second.find(event_id(id, event.sequence));
      ASSERT_NE(told, topic->second.end()) << event_id(id, event.sequence);
      EXPECT_EQ(texts_in(told->second), texts_shown(event)) << event.type;
      ++compared;
    }
  }
  EXPECT_EQ(topic->second.size(), compared) << "the public sees what is not public";
}

// By the words of RULES §6 alone, not by our tables.
TEST(DerivedTopics, KeepTheRulesThatAreEasilySaid) {
  const Compacted agencies = compacted(route_agencies(256));
  const Compacted everybody = compacted(route_public(256));
  OpenLedger& ledger = nation().ledger();
  std::size_t confidential = 0;
  std::size_t anonymous = 0;
  const auto state_of = [&](const std::string& key) {
    const auto state = ledger.store().read_case(*CaseId::from_text(key.substr(0, 10)));
    EXPECT_TRUE(state);
    return state.value().complaint;
  };
  const std::regex contact(R"re("(contact|id_number)":")re");
  const std::regex name(R"re("name":"(?!Anonim"))re");
  for (const auto& [key, value] : everybody.at("t.aduan.public")) {
    const Complaint complaint = state_of(key);
    EXPECT_FALSE(complaint.confidential) << key;
    EXPECT_TRUE(complaint.published) << key;
    EXPECT_FALSE(std::regex_search(value, contact)) << key;
    EXPECT_FALSE(complaint.anonymous && std::regex_search(value, name)) << key;
    anonymous += complaint.anonymous && value.find(kNameOfAnonymous) != std::string::npos;
    if (value.find("complaint.forwarded.") != std::string::npos) {
      EXPECT_EQ(value.find(R"("note":")"), std::string::npos) << "internal: " << key;
    }
  }
  for (const auto& [topic, values] : agencies) {
    for (const auto& [key, value] : values) {
      const Complaint complaint = state_of(key);
      EXPECT_FALSE(std::regex_search(value, contact)) << key;
      EXPECT_FALSE(complaint.anonymous && std::regex_search(value, name)) << key;
      confidential += complaint.confidential;
    }
  }
  EXPECT_GT(confidential, 0u);
  EXPECT_GT(anonymous, 0u);
}

TEST(DerivedTopics, TakeBackWhatIsHiddenLater) {
  const Told told = route_public(256);
  std::map<std::string, std::size_t> tombstones;
  for (const auto& [key, value] : told.at("t.aduan.public")) {
    if (!value) ++tombstones[key];
  }
  EXPECT_GT(tombstones.size(), 0u);
  // Each stands behind a value that it takes back.
  std::set<std::string> present;
  for (const auto& [key, value] : told.at("t.aduan.public")) {
    if (value) {
      present.insert(key);
    } else {
      EXPECT_EQ(present.erase(key), 1u) << key;
    }
  }
}

}  // namespace
}  // namespace aduan
