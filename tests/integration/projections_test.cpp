// Each projection against the fold that it stands for.

#include "projections/agency_queue.h"
#include "projections/custody.h"
#include "projections/durations.h"
#include "projections/history.h"
#include "projections/statistics.h"
#include "tests/integration/store_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>

namespace aduan {
namespace {

const Actor kVerifier{Role::verifier, "desk/v-1"};
const AgencyId kHealth("kl-kemenkes");
const AgencyId kWorks("kl-pupr");
const std::array kHolders{desk(), kHealth, kWorks, AgencyId("prov-51")};
constexpr std::uint64_t kCases = 12;  // as append_random has them

Forwarded forwarded(const AgencyId& to, std::optional<Instant> due = std::nullopt) {
  Forwarded event;
  event.to = to;
  if (due) event.consequences.clocks.push_back({Clock::follow_up, to, *due});
  return event;
}

/// A store over a chain, with the log beside it.
struct Shelf {
  explicit Shelf(RecordChain made) : chain(std::move(made)), log(chain.partitions()) {
    append_all(log, chain.records());
    store = opened(folder.path());
    EXPECT_TRUE(store->catch_up(log));
  }
  aduan::History history(const CaseId& id) {
    auto read = read_history(store->reader(), log, fold, id);
    EXPECT_TRUE(read) << read.error().message;
    return std::move(read.value());
  }

  RecordChain chain;
  TempFolder folder;
  MemoryEventLog log;
  RecordFold fold{RecordChain::kLedger, 3};
  std::unique_ptr<ProjectionStore> store;
};

RecordChain random_chain(std::uint64_t seed, std::size_t count = 400) {
  RecordChain chain(3);
  Prng prng(seed);
  append_random(chain, prng, count, /*with_faults=*/true);
  return chain;
}

class Projections : public testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, Projections, testing::Range<std::uint64_t>(1, 7));

bool comes_first(const QueueEntry& a, const QueueEntry& b) {
  const auto never = Instant::max();
  return std::pair(a.due.value_or(never), a.case_id) < std::pair(b.due.value_or(never), b.case_id);
}

TEST_P(Projections, AQueueIsTheCasesWhoseTurnIsTheAgencys) {
  Shelf shelf(random_chain(GetParam()));
  for (const AgencyId& agency : kHolders) {
    std::vector<QueueEntry> expected;
    for (std::uint64_t n = 0; n < kCases; ++n) {
      const CaseState state = shelf.chain.state_of(chain_case(n));
      if (!state.exists() || (state.parked && state.complaint == Complaint())) continue;
      if (!is_turn_of(state.complaint, agency)) continue;
      expected.push_back(queue_entry(chain_case(n), state.complaint, agency));
    }
    std::sort(expected.begin(), expected.end(), comes_first);
    const auto queue = read_agency_queue(shelf.store->reader(), agency, Page{});
    ASSERT_TRUE(queue);
    EXPECT_EQ(queue.value().items, expected) << agency.text() << " --seed=" << GetParam();
  }
}

TEST_P(Projections, CustodyAnswersAsTheFoldDoesAtEveryInstant) {
  Shelf shelf(random_chain(GetParam()));
  std::map<CaseId, History> histories;
  for (std::uint64_t n = 0; n < kCases; ++n) {
    histories[chain_case(n)] = shelf.history(chain_case(n));
  }
  Prng prng(GetParam());
  const Reader reader = shelf.store->reader();
  for (int i = 0; i < 60; ++i) {
    const Instant instant = chain_time(static_cast<std::int64_t>(prng.below(420'000)) - 6'000);
    const AgencyId& agency = kHolders[prng.below(kHolders.size())];
    std::vector<Held> expected;
    for (const auto& [id, history] : histories) {
      const auto state = state_as_of(history, instant);
      if (!state || (state->parked && state->complaint == Complaint())) continue;
      if (const auto standing = standing_of(state->complaint, agency)) {
        expected.push_back({id, *standing});
      }
    }
    const auto held = read_held_as_of(reader, shelf.log, shelf.fold, agency, instant);
    ASSERT_TRUE(held) << held.error().message;
    ASSERT_EQ(held.value(), expected) << agency.text() << " --seed=" << GetParam();
  }
}

TEST_P(Projections, AsOfTheEndOfTimeTheQueueIsTheOneNow) {
  Shelf shelf(random_chain(GetParam()));
  const Reader reader = shelf.store->reader();
  for (const AgencyId& agency : kHolders) {
    const auto queue =
        read_agency_queue_as_of(reader, shelf.log, shelf.fold, agency, chain_time(9'000'000));
    ASSERT_TRUE(queue);
    EXPECT_EQ(queue.value(), read_agency_queue(reader, agency, Page{}).value().items);
  }
}

TEST_P(Projections, StatusSumsAreTheCasesInEachStatus) {
  Shelf shelf(random_chain(GetParam()));
  std::map<std::string, std::int64_t> expected;
  std::int64_t events = 0;
  for (std::uint64_t n = 0; n < kCases; ++n) {
    const History history = shelf.history(chain_case(n));
    for (const HistoryEntry& entry : history) events += entry.recorded.has_value() ? 1 : 0;
    if (history.empty() || !history.front().recorded) continue;
    const Complaint& complaint = history.back().after.complaint;
    const AgencyId holder = complaint.last_lead.value_or(desk());
    ++expected[holder.value + "/" + std::string(name_of_code(complaint.status))];
  }
  std::map<std::string, std::int64_t> counted;
  std::int64_t counted_events = 0;
  ASSERT_TRUE(scan_statistics(shelf.store->reader(), {}, [&](const Statistic& each) {
    if (each.what.starts_with("event/")) counted_events += each.value;
    if (each.what.starts_with("status/")) {
      counted[each.agency + "/" + each.what.substr(7)] += each.value;
    }
    return true;
  }));
  std::erase_if(counted, [](const auto& each) { return each.second == 0; });
  EXPECT_EQ(counted, expected) << "--seed=" << GetParam();
  EXPECT_EQ(counted_events, events);
}

TEST(AgencyQueue, GoesByDueThenCaseAndNoneLast) {
  RecordChain chain(3);
  for (std::uint64_t n = 0; n < 6; ++n) {
    const CaseId id = chain_case(n);
    chain.append(id, Submitted{}, chain_time(0), kVerifier);
    const auto due = n < 2 ? std::nullopt : std::optional(chain_time(n < 4 ? 50 : -90'000'000));
    chain.append(id, forwarded(kHealth, due), chain_time(1), kVerifier);
  }
  Shelf shelf(std::move(chain));
  const Reader reader = shelf.store->reader();
  std::vector<QueueEntry> all;
  Page page{.rows = 4, .after = {}};
  auto first = read_agency_queue(reader, kHealth, page);
  ASSERT_TRUE(first);
  ASSERT_EQ(first.value().items.size(), 4u);
  ASSERT_FALSE(first.value().next.empty());
  page.after = first.value().next;
  const auto second = read_agency_queue(reader, kHealth, page);
  ASSERT_EQ(second.value().items.size(), 2u);
  EXPECT_TRUE(second.value().next.empty());
  all = first.value().items;
  all.insert(all.end(), second.value().items.begin(), second.value().items.end());
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), comes_first));
  EXPECT_LT(*all[0].due, Instant());
  EXPECT_EQ(all[5].due, std::nullopt);
  EXPECT_TRUE(read_agency_queue(reader, desk(), Page{}).value().items.empty());
  page.after = "00";
  EXPECT_EQ(read_agency_queue(reader, kHealth, page).error().kind, ErrorKind::invalid);
}

TEST(AgencyQueue, AnIdThatBeginsAnothersIsNotMistaken) {
  RecordChain chain(3);
  chain.append(chain_case(1), Submitted{}, chain_time(0), kVerifier);
  chain.append(chain_case(1), forwarded(AgencyId("kl-kemenkes-2")), chain_time(1), kVerifier);
  Shelf shelf(std::move(chain));
  EXPECT_TRUE(read_agency_queue(shelf.store->reader(), kHealth, Page{}).value().items.empty());
}

TEST(Custody, EndsAtTheInstantOfTheEventThatEndsIt) {
  RecordChain chain(3);
  const CaseId id = chain_case(1);
  chain.append(id, Submitted{}, chain_time(0), kVerifier);
  chain.append(id, forwarded(kHealth), chain_time(10), kVerifier);
  chain.append(id, forwarded(kWorks), chain_time(20), kVerifier);
  Shelf shelf(std::move(chain));
  const Reader reader = shelf.store->reader();
  const auto count = [&](const AgencyId& agency, Instant instant) {
    return read_held_as_of(reader, shelf.log, shelf.fold, agency, instant).value().size();
  };
  const auto millisecond = std::chrono::milliseconds(1);
  EXPECT_EQ(count(desk(), chain_time(0) - millisecond), 0u);
  EXPECT_EQ(count(desk(), chain_time(0)), 1u);
  EXPECT_EQ(count(desk(), chain_time(10) - millisecond), 1u);
  EXPECT_EQ(count(desk(), chain_time(10)), 0u);
  EXPECT_EQ(count(kHealth, chain_time(10) - millisecond), 0u);
  EXPECT_EQ(count(kHealth, chain_time(10)), 1u);
  EXPECT_EQ(count(kHealth, chain_time(20) - millisecond), 1u);
  EXPECT_EQ(count(kHealth, chain_time(20)), 0u);
  EXPECT_EQ(count(kWorks, chain_time(20)), 1u);
}

TEST(Custody, WhereTimesGoBackTheHistoryIsFolded) {
  RecordChain chain(3);
  const CaseId id = chain_case(1);
  chain.append(id, Submitted{}, chain_time(0), kVerifier);
  chain.append(id, forwarded(kHealth), chain_time(100), kVerifier);
  chain.append(id, forwarded(kWorks), chain_time(50), kVerifier);  // later by sequence
  Shelf shelf(std::move(chain));
  const Reader reader = shelf.store->reader();
  // At 70 only the forwarding to kWorks had happened; at 100, in the order of sequence, it is the
  // last.
  for (const Instant instant : {chain_time(70), chain_time(100)}) {
    EXPECT_EQ(read_held_as_of(reader, shelf.log, shelf.fold, kWorks, instant).value().size(), 1u);
    EXPECT_TRUE(read_held_as_of(reader, shelf.log, shelf.fold, kHealth, instant).value().empty());
  }
}

TEST(Durations, KeepEveryInstantBetweenWhichTimeIsTaken) {
  RecordChain chain(3);
  const CaseId id = chain_case(1);
  Responded responded;
  responded.agency = kHealth;
  chain.append(id, Submitted{}, chain_time(0), kVerifier);
  chain.append(id, forwarded(kHealth), chain_time(10), kVerifier);
  chain.append(id, responded, chain_time(25), kVerifier);
  chain.append(id, Closed{}, chain_time(-1), kVerifier);
  Shelf shelf(std::move(chain));
  std::vector<Milestone> found;
  ASSERT_TRUE(scan_milestones(shelf.store->reader(), id, [&](const Milestone& each) {
    found.push_back(each);
    return true;
  }));
  const auto at = [&](std::uint64_t sequence, MilestoneKind kind, std::int64_t minutes,
                      std::optional<AgencyId> agency) {
    return Milestone{id,
                     sequence,
                     std::move(agency),
                     kind,
                     chain_time(minutes),
                     chain_time(0),
                     minutes * 60'000};
  };
  EXPECT_EQ(found, (std::vector<Milestone>{at(1, MilestoneKind::submitted, 0, std::nullopt),
                                           at(2, MilestoneKind::handling_began, 10, kHealth),
                                           at(3, MilestoneKind::responded, 25, kHealth),
                                           at(4, MilestoneKind::closed, -1, kHealth)}));
  found.clear();
  ASSERT_TRUE(scan_milestones(shelf.store->reader(), chain_case(2), [&](const Milestone&) {
    ADD_FAILURE();
    return true;
  }));
}

TEST(Statistics, CountUnderTheRightAgencyAndMonth) {
  RecordChain chain(3);
  const CaseId id = chain_case(1);
  Returned returned;
  returned.by = kHealth;
  Rated rated;
  rated.stars = 4;
  chain.append(id, Submitted{}, chain_time(0), kVerifier);
  chain.append(id, forwarded(kHealth), chain_time(1), kVerifier);
  chain.append(id, returned, chain_time(2), kVerifier);
  chain.append(id, forwarded(kWorks), chain_time(60 * 24 * 30), kVerifier);
  chain.append(id, Closed{}, chain_time(60 * 24 * 30), kVerifier);
  chain.append(id, rated, chain_time(60 * 24 * 30), kVerifier);
  Shelf shelf(std::move(chain));
  const Reader reader = shelf.store->reader();
  const auto sum = [&](std::string_view key) { return reader.sum("statistics.1", key).value(); };
  EXPECT_EQ(sum("desk/2015-02/event/submitted"), 1);
  EXPECT_EQ(sum("kl-kemenkes/2015-02/event/forwarded"), 1);
  EXPECT_EQ(sum("desk/2015-02/event/returned"), 1);
  EXPECT_EQ(sum("kl-kemenkes/2015-02/returned"), 1);
  EXPECT_EQ(sum("kl-pupr/2015-03/event/forwarded"), 1);
  EXPECT_EQ(sum("kl-kemenkes/2015-03/handover/out"), 1);
  EXPECT_EQ(sum("kl-pupr/2015-03/handover/in"), 1);
  EXPECT_EQ(sum("kl-pupr/2015-03/status/closed"), 1);
  EXPECT_EQ(sum("kl-pupr/2015-03/rated/4"), 1);
}

TEST(History, GivesEveryRecordWithItsEventAndTheStateAfterIt) {
  RecordChain chain(3);
  const CaseId id = chain_case(1);
  chain.append(id, Submitted{}, chain_time(0), kVerifier);
  chain.append(id, forwarded(kHealth), chain_time(10), kVerifier);
  chain.append(id, Closed{}, chain_time(5), kVerifier);
  const auto made = chain.made();
  Shelf shelf(std::move(chain));
  const History history = shelf.history(id);
  ASSERT_EQ(history.size(), 3u);
  for (std::size_t i = 0; i < history.size(); ++i) {
    EXPECT_EQ(history[i].record, made[i].record);
    EXPECT_EQ(history[i].after, made[i].after);
    EXPECT_EQ(history[i].recorded->event, made[i].recorded->event);
    EXPECT_EQ(history[i].envelope.sequence, i + 1);
  }
  EXPECT_TRUE(shelf.history(chain_case(2)).empty());
  EXPECT_EQ(state_at(history, 0), std::nullopt);
  EXPECT_EQ(state_at(history, 2), made[1].after);
  EXPECT_EQ(state_at(history, 9), made[2].after);
}

TEST(History, AsOfTakesTheEventsThatHadHappened) {
  RecordChain chain(3);
  const CaseId id = chain_case(1);
  chain.append(id, Submitted{}, chain_time(0), kVerifier);
  chain.append(id, forwarded(kHealth), chain_time(10), kVerifier);
  chain.append(id, Closed{}, chain_time(5), kVerifier);  // recorded at 10: never before the last
  Shelf shelf(std::move(chain));
  const History history = shelf.history(id);
  EXPECT_EQ(state_as_of(history, chain_time(-1)), std::nullopt);
  EXPECT_EQ(state_as_of(history, chain_time(4))->complaint.status, Status::submitted);
  const auto at_five = state_as_of(history, chain_time(5));
  EXPECT_EQ(at_five->complaint.status, Status::closed);
  EXPECT_EQ(at_five->head.sequence, 3u);
  EXPECT_EQ(active_handling(at_five->complaint, kHealth), nullptr);
  EXPECT_NE(active_handling(state_as_of(history, chain_time(10))->complaint, kHealth), nullptr);
  EXPECT_EQ(state_as_of(history, chain_time(5), AsOf::known)->complaint.status, Status::submitted);
  EXPECT_EQ(state_as_of(history, chain_time(10), AsOf::known)->complaint.status, Status::closed);
}

TEST(History, ALogThatDisagreesWithTheStoreIsCorrupt) {
  RecordChain chain(3);
  const CaseId id = chain_case(1);
  chain.append(id, Submitted{}, chain_time(0), kVerifier);
  chain.append(id, Closed{}, chain_time(5), kVerifier);
  auto records = chain.records();
  Shelf shelf(std::move(chain));
  MemoryEventLog other(3);
  records[1].value->replace(records[1].value->find("closed"), 6, "clodes");
  append_all(other, records);
  const auto read = read_history(shelf.store->reader(), other, shelf.fold, id);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::corrupt);
}

}  // namespace
}  // namespace aduan
