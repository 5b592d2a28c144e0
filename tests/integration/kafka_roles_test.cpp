// Projector, agency router and public stream on a real Kafka.

#include "tests/integration/kafka_roles.h"

#include "consumers/projector/projector.h"
#include "projections/all.h"
#include "projections/rebuild.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace aduan {
namespace {

constexpr std::uint32_t kPartitions = 4;
constexpr std::uint64_t kCases = 200;

PlayedLedger& nation() {
  static PlayedLedger played(kCases, kPartitions);
  return played;
}

StoreOptions options() {
  StoreOptions options;
  options.ledger = "simulated";
  options.partitions = kPartitions;
  options.projections = all_projections();
  return options;
}

class KafkaRoles : public testing::Test {
 protected:
  void SetUp() override { kafka_.append_directory(nation().ledger().log()); }

  std::unique_ptr<ProjectionStore> open_store(const std::filesystem::path& folder) const {
    auto store = ProjectionStore::open(folder, options());
    EXPECT_TRUE(store) << store.error().message;
    return std::move(store.value());
  }
  std::shared_ptr<Projector> projector(ProjectionStore& store, const std::string& node = "a") {
    return std::make_shared<Projector>(kafka_.connection(), store, kPartitions, node);
  }
  DerivedRolePlace place(const std::string& node, const std::filesystem::path& folder) const {
    return {kafka_.connection(), folder, "simulated",
            kPartitions,         node,   std::chrono::milliseconds(6'000)};
  }
  std::shared_ptr<ConsumerRole> router(const std::string& node,
                                       const std::filesystem::path& folder) const {
    return make_agency_router(place(node, folder), nation().ledger().keys());
  }

  /// Of the embedded ledger, which the records are from.
  static Hash digest() { return nation().ledger().store().status().digest; }

  const TempFolder folder_;
  KafkaRecords kafka_{shared_kafka().connection(fresh_prefix()), kPartitions};
  const std::vector<Record> records_ = nation().records();
};

TEST_F(KafkaRoles, ProjectorHasTheDigestOfARebuildAndOfTheEmbeddedLedger) {
  const auto store = open_store(folder_.path() / "live");
  {
    const RoleThread running(projector(*store), loud());
    for (std::size_t i = 0; i < records_.size(); i += 500) {
      kafka_.append(
          std::span(records_).subspan(i, std::min<std::size_t>(500, records_.size() - i)));
    }
    expect_soon([&] { return store->status().digest == digest(); });
  }
  const auto rebuilt = rebuild(kafka_.log(), folder_.path() / "rebuilt", options());
  ASSERT_TRUE(rebuilt) << rebuilt.error().message;
  EXPECT_EQ(rebuilt.value(), store->status());
  EXPECT_EQ(rebuilt.value(), nation().ledger().store().status());
}

TEST_F(KafkaRoles, ProjectorOnAnEmptyDiskComesToTheDigestOfTheOneThatWasThere) {
  const auto store = open_store(folder_.path() / "live");
  const RoleThread running(projector(*store), loud());
  const std::size_t half = records_.size() / 2;
  kafka_.append(std::span(records_).first(half));
  const auto late = open_store(folder_.path() / "late");
  const RoleThread beside(projector(*late, "b"), loud());
  kafka_.append(std::span(records_).subspan(half));
  expect_soon(
      [&] { return store->status().digest == digest() && late->status() == store->status(); });
}

TEST_F(KafkaRoles, ProjectorLetsWhoWroteReadIt) {
  const auto store = open_store(folder_.path() / "live");
  const auto role = projector(*store);
  const RoleThread running(role, loud());
  for (std::size_t i = 0; i < 50; ++i) {
    const auto positions = kafka_.log().append(std::span(&records_[i], 1));
    ASSERT_TRUE(positions) << positions.error().message;
    const auto waited = role->wait_for(positions.value()[0], std::chrono::seconds(30));
    ASSERT_TRUE(waited) << waited.error().message;
    const auto state = store->read_case(*CaseId::from_text(*records_[i].key));
    ASSERT_TRUE(state);
    EXPECT_TRUE(state.value().exists());
  }
  const auto absent = role->wait_for({0, 1'000'000}, std::chrono::milliseconds(1));
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().kind, ErrorKind::unavailable);
}

TEST_F(KafkaRoles, ProjectorRefusesAStoreThatIsAheadOfTheLog) {
  const auto store = open_store(folder_.path() / "live");
  const std::array future{records_[0]};
  ASSERT_TRUE(store->apply(std::span<const Record>(future)));
  const auto role = projector(*store);
  const auto ran = role->run(std::stop_source().get_token());
  ASSERT_FALSE(ran);
  EXPECT_EQ(ran.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(ran.error().message, testing::HasSubstr("ahead"));
}

TEST_F(KafkaRoles, ProjectorTellsWhereItStandsToWhoAsksTheBroker) {
  const auto store = open_store(folder_.path() / "live");
  const auto role = projector(*store);
  kafka_.append(std::span(records_).first(100));
  {
    const RoleThread running(role, loud());
    expect_soon([&] { return role->progress().records > 100; });
  }
  EXPECT_EQ(role->progress().lag(), 0u);
  EXPECT_EQ(kafka_.lag_of("aduan-projector.a"), 0u);
}

TEST_F(KafkaRoles, RouterTellsEachAgencyOnceWhatItMaySee) {
  {
    const RoleThread running(router("a", folder_.path()), loud());
    for (std::size_t i = 0; i < records_.size(); i += 200) {
      kafka_.append(
          std::span(records_).subspan(i, std::min<std::size_t>(200, records_.size() - i)));
    }
    expect_soon([&] { return kafka_.lag_of("aduan-router") == 0; });
  }
  const Told expected = told_to_agencies(nation(), kafka_.connection().address);
  EXPECT_GT(expected.size(), 10u);
  expect_same(by_case(kafka_.read_agency_topics()), by_case(expected));
}

TEST_F(KafkaRoles, RouterWithoutItsStateGoesOnAsIfItHadIt) {
  const std::size_t half = records_.size() / 2;
  kafka_.append(std::span(records_).first(half));
  {
    const RoleThread running(router("a", folder_.path() / "first"), loud());
    expect_soon([&] { return kafka_.lag_of("aduan-router") == 0; });
  }
  kafka_.append(std::span(records_).subspan(half));
  {
    const RoleThread running(router("a", folder_.path() / "second"), loud());
    expect_soon([&] { return kafka_.lag_of("aduan-router") == 0; });
  }
  expect_same(by_case(kafka_.read_agency_topics()),
              by_case(told_to_agencies(nation(), kafka_.connection().address)));
}

TEST_F(KafkaRoles, RoutersThatShareThePartitionsTellNothingTwice) {
  auto first = std::make_unique<RoleThread>(router("a", folder_.path() / "a"), loud());
  const std::size_t part = records_.size() / 3;
  kafka_.append(std::span(records_).first(part));
  expect_soon([&] { return kafka_.lag_of("aduan-router") < part; });
  const RoleThread second(router("b", folder_.path() / "b"), loud());
  kafka_.append(std::span(records_).subspan(part, part));
  expect_soon([&] {
    return !second.role().progress().streams.empty() && kafka_.lag_of("aduan-router") == 0;
  });
  first.reset();
  kafka_.append(std::span(records_).subspan(2 * part));
  expect_soon([&] { return kafka_.lag_of("aduan-router") == 0; });
  expect_same(by_case(kafka_.read_agency_topics()),
              by_case(told_to_agencies(nation(), kafka_.connection().address)));
}

TEST_F(KafkaRoles, PublicStreamTellsWhatThePublicMaySee) {
  kafka_.append(records_);
  {
    const RoleThread running(
        make_public_stream(place("a", folder_.path()), nation().ledger().keys()), loud());
    expect_soon([&] { return kafka_.lag_of("aduan-public") == 0; });
  }
  const std::string topic = kafka_.connection().address.named(kPublicTopic);
  expect_same(by_case(kafka_.read({topic})),
              by_case(told_to_public(nation(), kafka_.connection().address)));
}

TEST_F(KafkaRoles, AreStuckWhenRecordsWaitAndNothingIsTaken) {
  WatchedGroup group{"router", kafka_.connection().address.named("aduan-router"), {}};
  for (std::uint32_t partition = 0; partition < kPartitions; ++partition) {
    group.partitions.push_back(kafka_.log().place_of(partition));
  }
  WatchSettings at_once;
  at_once.window = std::chrono::milliseconds(50);
  at_once.allowed = std::chrono::milliseconds(-60'000);  // whatever the broker's clock says
  const auto standing = [&](const WatchSettings& settings) {
    const auto watched = watch_groups(kafka_.connection(), {group}, settings, SystemTime());
    EXPECT_TRUE(watched) << watched.error().message;
    return watched.value()[0];
  };
  const std::size_t half = records_.size() / 2;
  kafka_.append(std::span(records_).first(half));
  EXPECT_FALSE(standing(at_once).has_begun);
  EXPECT_FALSE(standing(at_once).is_stuck) << "it never ran";
  {
    const RoleThread running(router("a", folder_.path()), loud());
    expect_soon([&] { return kafka_.lag_of("aduan-router") == 0; });
  }
  EXPECT_TRUE(standing(at_once).has_begun);
  EXPECT_FALSE(standing(at_once).is_stuck) << "it has all, though nobody runs";
  EXPECT_FALSE(standing(at_once).waiting_since);
  kafka_.append(std::span(records_).subspan(half));
  EXPECT_EQ(standing(at_once).lag(), records_.size() - half);
  EXPECT_TRUE(standing(at_once).waiting_since);
  EXPECT_TRUE(standing(at_once).is_stuck);
  WatchSettings patient;
  patient.allowed = std::chrono::hours(1);
  EXPECT_FALSE(standing(patient).is_stuck);
}

TEST_F(KafkaRoles, GoOnWhenTheBrokerIsBack) {
  const auto store = open_store(folder_.path() / "live");
  const RoleThread projecting(projector(*store), loud());
  const RoleThread routing(router("a", folder_.path() / "router"), loud());
  const std::size_t half = records_.size() / 2;
  kafka_.append(std::span(records_).first(half));
  expect_soon([&] { return store->status().events > 0; });
  shared_kafka().kill();
  shared_kafka().restart();
  kafka_.append(std::span(records_).subspan(half));
  expect_soon([&] { return store->status().digest == digest(); });
  expect_soon([&] { return kafka_.lag_of("aduan-router") == 0; });
  expect_same(by_case(kafka_.read_agency_topics()),
              by_case(told_to_agencies(nation(), kafka_.connection().address)));
}

}  // namespace
}  // namespace aduan
