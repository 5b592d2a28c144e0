// What the system's roles look at, held against the states and histories of random chains.

#include "projections/due_steps.h"
#include "projections/held_cases.h"
#include "projections/history.h"
#include "projections/merges.h"
#include "tests/integration/store_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <tuple>

namespace aduan {
namespace {

constexpr std::uint64_t kCases = 12;  // as append_random has them
const Actor kVerifier{Role::verifier, "desk/v-1"};
const Actor kSteward{Role::steward, "s-1"};

struct Shelf {
  explicit Shelf(RecordChain made) : chain(std::move(made)), log(chain.partitions()) {
    append_all(log, chain.records());
    store = opened(folder.path());
    EXPECT_TRUE(store->catch_up(log));
  }

  RecordChain chain;
  TempFolder folder;
  MemoryEventLog log;
  std::unique_ptr<ProjectionStore> store;
};

RecordChain random_chain(std::uint64_t seed) {
  RecordChain chain(3);
  Prng prng(seed);
  append_random(chain, prng, 500, /*with_faults=*/true);
  return chain;
}

std::vector<DueStep> scanned(const Reader& reader, std::optional<Instant> since = std::nullopt) {
  std::vector<DueStep> steps;
  EXPECT_TRUE(scan_due_steps(reader, since, [&](const DueStep& step) {
    steps.push_back(step);
    return true;
  }));
  return steps;
}

bool comes_first(const DueStep& a, const DueStep& b) {
  const auto due_of = [](const DueStep& step) {
    return step.kind == DueKind::escalate ? Instant::max() : step.due;
  };
  return std::tuple(a.from, a.case_id, due_of(a), a.kind, a.sequence) <
         std::tuple(b.from, b.case_id, due_of(b), b.kind, b.sequence);
}

class SystemRows : public testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, SystemRows, testing::Range<std::uint64_t>(1, 9));

TEST_P(SystemRows, AreEachCasesStepsInOrder) {
  Shelf shelf(random_chain(GetParam()));
  std::vector<DueStep> expected;
  for (std::uint64_t n = 0; n < kCases; ++n) {
    for (DueStep& step : due_steps(chain_case(n), shelf.chain.state_of(chain_case(n)))) {
      expected.push_back(std::move(step));
    }
  }
  const Reader reader = shelf.store->reader();
  std::vector<DueStep> found = scanned(reader);
  EXPECT_TRUE(std::is_sorted(found.begin(), found.end(), comes_first));
  const auto is_before = [](const DueStep& step, Instant since) { return step.from < since; };
  if (!found.empty()) {
    const Instant since = found[found.size() / 2].from;
    const auto middle = std::lower_bound(found.begin(), found.end(), since, is_before);
    EXPECT_EQ(scanned(reader, since), std::vector<DueStep>(middle, found.end()));
  }
  const auto by_all = [](const DueStep& a, const DueStep& b) {
    return std::tuple(a.from, a.case_id, a.kind, a.sequence, a.clock, a.agency, a.to) <
           std::tuple(b.from, b.case_id, b.kind, b.sequence, b.clock, b.agency, b.to);
  };
  std::sort(found.begin(), found.end(), by_all);
  std::sort(expected.begin(), expected.end(), by_all);
  EXPECT_EQ(found, expected) << "--seed=" << GetParam();
}

TEST_P(SystemRows, HoldEveryOpenCaseOfEachAgencyOnce) {
  Shelf shelf(random_chain(GetParam()));
  std::set<AgencyId> agencies;
  for (std::uint64_t n = 0; n < kCases; ++n) {
    for (const Handling& each : shelf.chain.state_of(chain_case(n)).complaint.handlings) {
      agencies.insert(each.agency);
    }
  }
  for (const AgencyId& agency : agencies) {
    std::vector<CaseId> expected;
    for (std::uint64_t n = 0; n < kCases; ++n) {
      const CaseState& state = shelf.chain.state_of(chain_case(n));
      if (is_open(state.complaint) && active_handling(state.complaint, agency) != nullptr) {
        expected.push_back(chain_case(n));
      }
    }
    std::vector<CaseId> held;
    EXPECT_TRUE(scan_held_cases(shelf.store->reader(), agency, [&](const CaseId& id) {
      held.push_back(id);
      return true;
    }));
    std::sort(held.begin(), held.end());
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(held, expected) << agency.text() << " --seed=" << GetParam();
  }
}

Absorbed absorbed(const CaseId& source, std::uint64_t sequence) {
  Absorbed event;
  event.case_ = source;
  event.sequence = sequence;
  return event;
}

TEST(Merges, AreOpenUntilAbsorbedOrReopened) {
  RecordChain chain(3);
  const CaseId target = chain_case(1);
  chain.append(target, Submitted{}, chain_time(0), kVerifier);
  for (std::uint64_t n = 2; n <= 4; ++n) {
    chain.append(chain_case(n), Submitted{}, chain_time(1), kVerifier);
    Merged merged;
    merged.into = target;
    chain.append(chain_case(n), merged, chain_time(2), kVerifier);
  }
  chain.append(target, absorbed(chain_case(2), 2), chain_time(3), kSteward);
  Reopened failed;
  failed.reason = ReopeningReason::merge_failed;
  chain.append(chain_case(3), failed, chain_time(3), kSteward);
  Shelf shelf(std::move(chain));
  const auto open = read_open_merges(shelf.store->reader());
  ASSERT_TRUE(open);
  EXPECT_EQ(open.value(), (std::vector<OpenMerge>{{chain_case(4), 2}}));
}

TEST(Merges, ASecondMergeOfACaseIsAnother) {
  RecordChain chain(3);
  const CaseId source = chain_case(1);
  Merged merged;
  merged.into = chain_case(9);
  Reopened failed;
  failed.reason = ReopeningReason::merge_failed;
  chain.append(source, Submitted{}, chain_time(0), kVerifier);
  chain.append(source, merged, chain_time(1), kVerifier);
  chain.append(source, failed, chain_time(2), kSteward);
  chain.append(source, merged, chain_time(3), kVerifier);
  Shelf shelf(std::move(chain));
  EXPECT_EQ(read_open_merges(shelf.store->reader()).value(), (std::vector<OpenMerge>{{source, 4}}));
}

TEST(Merges, WithNoneOpenOneLookTells) {
  RecordChain chain(3);
  chain.append(chain_case(1), Submitted{}, chain_time(0), kVerifier);
  Shelf shelf(std::move(chain));
  EXPECT_EQ(shelf.store->reader().sum("merges.1", "open").value(), 0);
  EXPECT_TRUE(read_open_merges(shelf.store->reader()).value().empty());
}

TEST(DueSteps, AParkedCaseHasNone) {
  RecordChain chain(3);
  const CaseId id = chain_case(1);
  Submitted submitted;
  submitted.consequences.clocks.push_back({Clock::verify, std::nullopt, chain_time(60)});
  chain.append(id, submitted, chain_time(0), kVerifier);
  EXPECT_EQ(due_steps(id, chain.state_of(id)).size(), 1u);
  chain.append_unreadable(id, chain_time(1));
  EXPECT_TRUE(due_steps(id, chain.state_of(id)).empty());
  Shelf shelf(std::move(chain));
  EXPECT_TRUE(scanned(shelf.store->reader()).empty());
}

TEST(DueSteps, AreNeverBeforeTheLastRecord) {
  RecordChain chain(3);
  const CaseId id = chain_case(1);
  Submitted submitted;
  submitted.consequences.clocks.push_back({Clock::verify, std::nullopt, chain_time(-500)});
  chain.append(id, submitted, chain_time(0), kVerifier);
  const auto steps = due_steps(id, chain.state_of(id));
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_EQ(steps[0].due, chain_time(-500));
  EXPECT_EQ(steps[0].from, chain.state_of(id).head.recorded);
}

}  // namespace
}  // namespace aduan
