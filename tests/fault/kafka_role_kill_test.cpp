// Projector and router killed with -9 at any moment while the ledger grows: the projections have
// the digest of an undisturbed run, the agencies were told each thing once.

#include "projections/all.h"
#include "projections/rebuild.h"
#include "tests/fault/child_process.h"
#include "tests/integration/kafka_roles.h"
#include "tests/support/prng.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>

namespace aduan {
namespace {

constexpr std::uint32_t kPartitions = 4;

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::uint64_t rounds() { return variable("ADUAN_LONG") == "1" ? 50 : 4; }

/// $ADUAN_SEED repeats a run.
std::uint64_t seed() {
  const std::string given = variable("ADUAN_SEED");
  const std::uint64_t seed = given.empty() ? std::random_device{}() : std::stoull(given);
  std::cout << "ADUAN_SEED=" << seed << "\n";
  return seed;
}

/// One that gives up a dead member's partitions soon.
KafkaBroker& broker() {
  static KafkaBroker broker({"--set", "group.min.session.timeout.ms=500"});
  return broker;
}

PlayedLedger& nation() {
  static PlayedLedger played(300, kPartitions);
  return played;
}

class KilledRole : public testing::Test {
 protected:
  void SetUp() override { kafka_.append_directory(nation().ledger().log()); }

  std::unique_ptr<ChildProcess> start(const std::string& role) const {
    const KafkaAddress& address = kafka_.connection().address;
    auto child = std::make_unique<ChildProcess>(std::vector<std::string>{
        variable("ADUAN_ROLE_PROCESS"), role, address.bootstrap, address.prefix,
        (folder_.path() / role).string(), nation().ledger().folder().string()});
    EXPECT_TRUE(child->is_started()) << "$ADUAN_ROLE_PROCESS names no program";
    return child;
  }

  /// Appends the ledger's records in rounds; in each the role is killed at some moment.
  void kill_in_rounds(const std::string& role) {
    Prng chance(seed());
    std::size_t next = 0;
    for (std::uint64_t round = 0; round < rounds(); ++round) {
      const auto child = start(role);
      const std::size_t end = records_.size() * (round + 1) / rounds();
      kafka_.append(std::span(records_).subspan(next, end - next));
      next = end;
      // Sometimes before it has begun, sometimes in the middle of its work, sometimes at its end.
      if (!chance.one_in(4)) {
        const auto line = child->read_line();
        ASSERT_TRUE(line && line->starts_with("records ")) << line.value_or("it ended");
      }
      const std::uint64_t moments = chance.below(300);
      for (std::uint64_t i = 0; i < moments; ++i) child->has_ended_within_a_moment();
      child->kill();
    }
  }

  const TempFolder folder_;
  KafkaRecords kafka_{broker().connection(fresh_prefix()), kPartitions};
  const std::vector<Record> records_ = nation().records();
};

TEST_F(KilledRole, ProjectorEndsWithTheDigestOfAnUndisturbedRun) {
  kill_in_rounds("projector");
  const auto child = start("projector");
  StoreOptions options;
  options.ledger = "simulated";
  options.partitions = kPartitions;
  options.projections = all_projections();
  const Hash digest = nation().ledger().store().status().digest;
  expect_soon([&] { return kafka_.lag_of("aduan-projector.k") == 0; });
  child->kill();
  child->wait();
  const auto store = ProjectionStore::open(folder_.path() / "projector", options);
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_EQ(store.value()->status().digest, digest);
  EXPECT_EQ(store.value()->status(), nation().ledger().store().status());
}

TEST_F(KilledRole, RouterHasToldTheAgenciesEachThingOnce) {
  kill_in_rounds("router");
  const auto child = start("router");
  expect_soon([&] { return kafka_.lag_of("aduan-router") == 0; });
  child->kill();
  const Told expected = told_to_agencies(nation(), kafka_.connection().address);
  EXPECT_GT(expected.size(), 10u);
  expect_same(by_case(kafka_.read_agency_topics()), by_case(expected));
}

}  // namespace
}  // namespace aduan
