// The projections' store: live, rebuilt, batched in any way, killed and caught up, it holds the
// same.

#include "projections/store/store.h"

#include "core/base/encoding.h"
#include "core/base/hash.h"
#include "projections/rebuild.h"
#include "projections/store/database.h"
#include "projections/store/digest.h"
#include "projections/store/rows.h"
#include "projections/store/store_folder.h"
#include "tests/integration/store_fixture.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

const Actor kVerifier{Role::verifier, "desk/v-1"};

class Store : public testing::Test {
 protected:
  std::filesystem::path path(std::string_view name = "store") const {
    return folder_.path() / name;
  }
  TempFolder folder_;
};

/// Records of a random chain, and the digest after each.
struct Recorded {
  explicit Recorded(std::uint64_t seed, std::size_t count = 150, bool with_faults = true)
      : chain(3) {
    Prng prng(seed);
    append_random(chain, prng, count, with_faults);
    records = chain.records();
    TempFolder folder;
    const auto store = opened(folder.path());
    for (const Record& record : records) {
      const auto applied = store->apply(std::span(&record, 1));
      EXPECT_TRUE(applied) << applied.error().message;
      statuses.push_back(store->status());
    }
    rows = rows_in(*store);
  }

  RecordChain chain;
  std::vector<Record> records;
  std::vector<StoreStatus> statuses;
  std::map<std::string, Rows> rows;
};

class StoreProperty : public Store, public testing::WithParamInterface<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, StoreProperty, testing::Range<std::uint64_t>(1, 9));

TEST_P(StoreProperty, BatchesOfAnySizeGiveTheSameStoreAtEachOfTheirEnds) {
  const Recorded history(GetParam());
  Prng prng(GetParam() + 1'000);
  StoreOptions options = chain_options();
  options.cases_cached_max = prng.below(6);
  const auto store = opened(path(), options);
  for (std::size_t begin = 0; begin < history.records.size();) {
    const std::size_t size =
        std::min<std::size_t>(1 + prng.below(40), history.records.size() - begin);
    ASSERT_TRUE(store->apply(std::span(history.records).subspan(begin, size)));
    begin += size;
    ASSERT_EQ(store->status(), history.statuses[begin - 1]) << "--seed=" << GetParam();
  }
  EXPECT_EQ(rows_in(*store), history.rows);
}

TEST_P(StoreProperty, TheKeptDigestIsThatOfTheRows) {
  const Recorded history(GetParam());
  const auto store = opened(path());
  for (std::size_t i = 0; i < history.records.size(); ++i) {
    ASSERT_TRUE(store->apply(std::span(&history.records[i], 1)));
    const Reader reader = store->reader();
    ASSERT_EQ(to_hex(as_view(reader.computed_digest().value())),
              to_hex(as_view(store->status().digest)));
    ASSERT_EQ(reader.status().value(), store->status());
  }
}

TEST_P(StoreProperty, WhatTheLedgerJudgedGivesTheSameAsWhatIsParsed) {
  const Recorded history(GetParam(), 200, /*with_faults=*/false);
  Prng prng(GetParam());
  const auto store = opened(path());
  const auto& made = history.chain.made();
  for (std::size_t begin = 0; begin < made.size();) {
    std::vector<JudgedStep> steps;
    std::size_t end = begin;
    const std::size_t size = 1 + prng.below(30);
    for (; end < made.size() && made[end].recorded && steps.size() < size; ++end) {
      steps.push_back({made[end].record, *made[end].recorded, made[end].after});
    }
    if (steps.empty()) {
      ASSERT_TRUE(store->apply(std::span(&made[end].record, 1)));
      ++end;
    } else {
      const auto applied = store->apply(steps);
      ASSERT_TRUE(applied) << applied.error().message;
    }
    begin = end;
    ASSERT_EQ(store->status(), history.statuses[begin - 1]) << "--seed=" << GetParam();
  }
  EXPECT_EQ(rows_in(*store), history.rows);
}

TEST_P(StoreProperty, ARebuiltStoreIsTheLiveOneAtEveryPrefix) {
  const Recorded history(GetParam());
  for (std::size_t size = 1; size <= history.records.size(); size += 37) {
    MemoryEventLog log(3);
    append_all(log, std::span(history.records).first(size));
    const auto rebuilt = rebuild(log, path(), chain_options());
    ASSERT_TRUE(rebuilt) << rebuilt.error().message;
    ASSERT_EQ(rebuilt.value(), history.statuses[size - 1]) << "--seed=" << GetParam();
  }
  MemoryEventLog log(3);
  append_all(log, history.records);
  ASSERT_TRUE(rebuild(log, path(), chain_options()));
  EXPECT_EQ(rows_in(*opened(path())), history.rows);
}

TEST_P(StoreProperty, KilledAnywhereAndCaughtUpItIsTheSame) {
  const Recorded history(GetParam());
  MemoryEventLog log(3);
  append_all(log, history.records);
  Prng prng(GetParam());
  const std::size_t cut = prng.below(history.records.size());
  const auto store = opened(path());
  ASSERT_TRUE(store->apply(std::span(history.records).first(cut)));
  // The files as they are now are those that a killed process leaves.
  std::filesystem::copy(path(), path("killed"), std::filesystem::copy_options::recursive);
  const auto survivor = opened(path("killed"));
  ASSERT_TRUE(survivor->catch_up(log));
  EXPECT_EQ(survivor->status(), history.statuses.back()) << "--seed=" << GetParam();
  EXPECT_EQ(rows_in(*survivor), history.rows);
}

TEST_F(Store, OpensWhereItWasLeft) {
  const Recorded history(77);
  const std::size_t half = history.records.size() / 2;
  ASSERT_TRUE(opened(path())->apply(std::span(history.records).first(half)));
  const auto again = opened(path());
  EXPECT_EQ(again->status(), history.statuses[half - 1]);
  ASSERT_TRUE(again->apply(std::span(history.records).subspan(half)));
  EXPECT_EQ(again->status(), history.statuses.back());
}

TEST_F(Store, PassesOverWhatItHasAndRefusesAHole) {
  const Recorded history(5, 60);
  const auto store = opened(path());
  ASSERT_TRUE(store->apply(std::span(history.records).first(40)));
  ASSERT_TRUE(store->apply(std::span(history.records).first(50)));
  EXPECT_EQ(store->status(), history.statuses[49]);
  std::vector<Record> rest(history.records.begin() + 50, history.records.end());
  rest.back().position.offset += 1;
  const auto refused = store->apply(rest);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::corrupt);
  EXPECT_EQ(store->status(), history.statuses[49]);
  ASSERT_TRUE(store->apply(std::span(history.records).subspan(50)));
  EXPECT_EQ(store->status(), history.statuses.back());
  EXPECT_EQ(rows_in(*store), history.rows);
}

TEST_F(Store, AheadOfItsLogIsRefused) {
  const Recorded history(6, 60);
  const auto store = opened(path());
  ASSERT_TRUE(store->apply(history.records));
  MemoryEventLog shorter(3);
  append_all(shorter, std::span(history.records).first(59));
  const auto caught_up = store->catch_up(shorter);
  ASSERT_FALSE(caught_up);
  EXPECT_EQ(caught_up.error().kind, ErrorKind::corrupt);
  EXPECT_NE(caught_up.error().message.find("rebuild"), std::string::npos);
  EXPECT_FALSE(store->catch_up(MemoryEventLog(4)));
}

TEST_F(Store, BelongsToOneLedgerAndOneSetOfProjections) {
  opened(path());
  StoreOptions other = chain_options();
  other.ledger = "another";
  EXPECT_EQ(ProjectionStore::open(path(), other).error().kind, ErrorKind::corrupt);
  EXPECT_EQ(ProjectionStore::open(path(), chain_options(4)).error().kind, ErrorKind::corrupt);
  StoreOptions fewer = chain_options();
  fewer.projections = fewer.projections.first(1);
  const auto refused = ProjectionStore::open(path(), fewer);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::corrupt);
  EXPECT_NE(refused.error().message.find("rebuild"), std::string::npos);
}

TEST_F(Store, IsOwnedByOneAndReadBesideIt) {
  StoreOptions beside = chain_options();
  beside.read_only = true;
  EXPECT_EQ(ProjectionStore::open(path(), beside).error().kind, ErrorKind::not_found);
  const Recorded history(7, 60);
  const auto owner = opened(path());
  EXPECT_EQ(ProjectionStore::open(path(), chain_options()).error().kind, ErrorKind::unavailable);
  for (std::size_t i = 0; i < 60; i += 20) {
    ASSERT_TRUE(owner->apply(std::span(history.records).subspan(i, 20)));
    const auto reader = opened(path(), beside);
    EXPECT_EQ(reader->status(), history.statuses[i + 19]);
  }
  EXPECT_EQ(rows_in(*opened(path(), beside)), history.rows);
}

TEST_F(Store, CountsAndListsVoidRecords) {
  RecordChain chain(3);
  const CaseId id = chain_case(1);
  const Record first = chain.append(id, Submitted{}, chain_time(0), kVerifier).record;
  chain.append_broken(id, Closed{}, chain_time(1), 1);
  chain.append_raw(first.position.stream, "not an envelope");
  chain.append_raw((first.position.stream + 1) % 3, first.value);
  const auto store = opened(path());
  ASSERT_TRUE(store->apply(chain.records()));
  EXPECT_EQ(store->status().void_records, 3u);
  EXPECT_EQ(store->status().events, 1u);
  EXPECT_EQ(store->read_case(id).value().complaint.status, Status::submitted);
  const auto listed = store->reader().void_records(10);
  ASSERT_EQ(listed.value().size(), 3u);
  EXPECT_EQ(store->reader().void_records(2).value().size(), 2u);
  for (const Objection& objection : listed.value()) EXPECT_FALSE(objection.reason.empty());
}

TEST_F(Store, AnUnreadableBodyParksItsCaseAndNoOther) {
  RecordChain chain(3);
  const CaseId parked = chain_case(1);
  const CaseId other = chain_case(2);
  chain.append(parked, Submitted{}, chain_time(0), kVerifier);
  const Position position = chain.append_unreadable(parked, chain_time(1)).record.position;
  chain.append(parked, Closed{}, chain_time(2), kVerifier);
  chain.append(other, Submitted{}, chain_time(3), kVerifier);
  const auto store = opened(path());
  ASSERT_TRUE(store->apply(chain.records()));
  const CaseState state = store->read_case(parked).value();
  EXPECT_TRUE(state.parked);
  EXPECT_EQ(state.head.sequence, 3u);
  EXPECT_EQ(state.complaint.status, Status::submitted);
  EXPECT_TRUE(store->read_case(other).value().exists());
  EXPECT_EQ(store->status().parked, 1u);
  EXPECT_EQ(store->status().events, 4u);
  const auto listed = store->reader().parked(10).value();
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].subject, parked.text());
  EXPECT_EQ(listed[0].position, position);
  EXPECT_FALSE(listed[0].reason.empty());
}

TEST_F(Store, FindsACommandAndTheFirstOfTwoThatAreAlike) {
  RecordChain chain(3);
  const CaseId id = chain_case(1);
  chain.append(id, Submitted{}, chain_time(0), kVerifier);
  const auto& twice = chain.append(id, ReporterReplied{}, chain_time(1), kVerifier, 9);
  const CommandId command = twice.recorded->attributes.command_id;
  chain.append(id, ReporterReplied{}, chain_time(2), kVerifier, 9);
  chain.append(DirectoryEvent(Opaque{"aduan.directory.painted.v1"}), chain_time(3));
  const auto store = opened(path());
  ASSERT_TRUE(store->apply(chain.records()));
  EXPECT_EQ(store->find_command(id.text(), command).value(), 2u);
  EXPECT_EQ(store->find_command(chain_case(2).text(), command).value(), std::nullopt);
  EXPECT_EQ(store->find_command(id.text(), CommandId{}).value(), std::nullopt);
  EXPECT_EQ(store->reader().find_command(id.text(), command).value(), 2u);
}

TEST_F(Store, LocatesTheRecordsOfASubject) {
  RecordChain chain(3);
  const CaseId id = chain_case(1);
  chain.append(id, Submitted{}, chain_time(0), kVerifier);
  const RecordChain::Made second = chain.append(id, Closed{}, chain_time(1), kVerifier);
  const Position directory =
      chain.append(DirectoryEvent(Opaque{"aduan.directory.painted.v1"}), chain_time(2))
          .record.position;
  const auto store = opened(path());
  ASSERT_TRUE(store->apply(chain.records()));
  EXPECT_EQ(store->locate(id.text(), 2).value(),
            std::pair(second.record.position, second.recorded->leaf));
  EXPECT_EQ(store->locate(id.text(), 3).error().kind, ErrorKind::not_found);
  EXPECT_EQ(store->locate("directory", 1).value().first, directory);
  EXPECT_EQ(store->directory_head().sequence, 1u);
  EXPECT_EQ(store->reader().read_directory_head().value(), store->directory_head());
}

TEST_F(Store, AReaderKeepsSeeingTheMomentItWasMadeAt) {
  RecordChain chain(3);
  const CaseId id = chain_case(1);
  const auto store = opened(path());
  const Record first = chain.append(id, Submitted{}, chain_time(0), kVerifier).record;
  ASSERT_TRUE(store->apply(std::span(&first, 1)));
  const Reader before = store->reader();
  const Record second = chain.append(id, Closed{}, chain_time(1), kVerifier).record;
  ASSERT_TRUE(store->apply(std::span(&second, 1)));
  EXPECT_EQ(before.read_case(id).value().complaint.status, Status::submitted);
  EXPECT_EQ(before.status().value().events, 1u);
  EXPECT_EQ(store->reader().read_case(id).value().complaint.status, Status::closed);
}

TEST_F(Store, ASumOfZeroIsNoRow) {
  RecordChain chain(3);
  const CaseId id = chain_case(1);
  chain.append(id, Submitted{}, chain_time(0), kVerifier);
  chain.append(id, Closed{}, chain_time(1), kVerifier);
  const auto store = opened(path());
  // One at a time, so that the zero comes to be in the store and not in a batch.
  for (const Record& record : chain.records()) ASSERT_TRUE(store->apply(std::span(&record, 1)));
  const Reader reader = store->reader();
  EXPECT_EQ(reader.get("statistics.1", "desk/2015-02/status/submitted").value(), std::nullopt);
  EXPECT_EQ(reader.sum("statistics.1", "desk/2015-02/status/submitted").value(), 0);
  EXPECT_EQ(reader.sum("statistics.1", "desk/2015-02/status/closed").value(), 1);
  EXPECT_EQ(reader.get("no_such_family", "k").error().kind, ErrorKind::invalid);
}

TEST_F(Store, PagesGoOnWhereTheLastEnded) {
  const Recorded history(9);
  const auto store = opened(path());
  ASSERT_TRUE(store->apply(history.records));
  const Reader reader = store->reader();
  Rows paged;
  Page page{.rows = 7, .after = {}};
  for (bool is_last = false; !is_last;) {
    const auto rows = reader.page("case_history.2", {}, page);
    ASSERT_TRUE(rows);
    ASSERT_LE(rows.value().items.size(), 7u);
    paged.insert(paged.end(), rows.value().items.begin(), rows.value().items.end());
    page.after = rows.value().next;
    is_last = page.after.empty();
  }
  EXPECT_EQ(paged, history.rows.at("case_history.2"));
  EXPECT_EQ(reader.page("case_history.2", "X", {.rows = 1, .after = "00"}).error().kind,
            ErrorKind::invalid);
  EXPECT_EQ(reader.page("case_history.2", {}, {.rows = 1, .after = "zz"}).error().kind,
            ErrorKind::invalid);
}

TEST_F(Store, ARebuildLeavesTheOldOneInUseUntilItIsWhole) {
  const Recorded history(11, 60);
  const auto live = opened(path());
  ASSERT_TRUE(live->apply(history.records));
  MemoryEventLog log(3);
  append_all(log, history.records);
  // Half-built, as a crash leaves it.
  const auto half_built = next_store(path());
  {
    const auto building = ProjectionStore::build(half_built, chain_options());
    ASSERT_TRUE(building.value()->apply(std::span(history.records).first(10)));
  }
  const auto before = find_current_store(path());
  std::uint64_t last = 0;
  const auto rebuilt =
      rebuild(log, path(), chain_options(), [&](std::uint64_t applied, std::uint64_t total) {
        EXPECT_EQ(find_current_store(path()), before);
        EXPECT_EQ(total, history.records.size());
        last = applied;
      });
  ASSERT_TRUE(rebuilt) << rebuilt.error().message;
  EXPECT_EQ(last, history.records.size());
  EXPECT_EQ(rows_in(*live), history.rows);  // goes on with the old rows
  EXPECT_NE(find_current_store(path()), before);
  const auto again = opened(path());
  EXPECT_EQ(again->status(), history.statuses.back());
  EXPECT_FALSE(std::filesystem::exists(half_built));
  EXPECT_FALSE(std::filesystem::exists(*before));
}

TEST_F(Store, AFailedRebuildChangesNothing) {
  const Recorded history(12, 60);
  ASSERT_TRUE(opened(path())->apply(history.records));
  const auto before = find_current_store(path());
  EXPECT_FALSE(rebuild(MemoryEventLog(4), path(), chain_options()));
  EXPECT_EQ(find_current_store(path()), before);
  EXPECT_EQ(opened(path())->status(), history.statuses.back());
}

TEST_F(Store, ADamagedCaseRowIsCorruptAndNothingIsApplied) {
  RecordChain chain(3);
  const CaseId id = chain_case(1);
  chain.append(id, Submitted{}, chain_time(0), kVerifier);
  chain.append(id, Closed{}, chain_time(1), kVerifier);
  const auto records = chain.records();
  ASSERT_TRUE(opened(path())->apply(std::span(records).first(1)));
  {
    const auto database =
        Database::open(*find_current_store(path()), chain_options(), StoreAccess::read_write);
    ASSERT_TRUE(database);
    rocksdb::WriteBatch batch;
    batch.Put(database.value()->family(kCases).place, slice(id.text()), "\x01 damaged");
    ASSERT_TRUE(database.value()->write(batch));
  }
  const auto store = opened(path());
  const StoreStatus before = store->status();
  const auto applied = store->apply(std::span(records).subspan(1));
  ASSERT_FALSE(applied);
  EXPECT_EQ(applied.error().kind, ErrorKind::corrupt);
  EXPECT_EQ(store->status(), before);
  EXPECT_EQ(store->read_case(id).error().kind, ErrorKind::corrupt);
}

TEST(StateDigest, AddsAndSubtractsModulo2To256) {
  Hash ones;
  ones.fill(0xff);
  Hash one{};
  one[31] = 1;
  StateDigest digest(ones);
  digest.add(one);
  EXPECT_EQ(digest, StateDigest());
  digest.subtract(one);
  EXPECT_EQ(digest.value(), ones);
  Hash high{};
  high[0] = 0x80;
  digest = StateDigest(high);
  digest.add(high);
  EXPECT_EQ(digest, StateDigest());
}

TEST(StateDigest, TimesIsAddingSoOften) {
  const Hash term = row_term("family.1", "key", "value");
  StateDigest added;
  for (int i = 0; i < 1'000; ++i) added.add(term);
  StateDigest multiplied;
  multiplied.add_times(term, 1'000);
  EXPECT_EQ(added, multiplied);
  multiplied.add_times(term, -1'001);
  multiplied.add(term);
  EXPECT_EQ(multiplied, StateDigest());
  multiplied.add_times(term, INT64_MIN);
  multiplied.add_times(term, INT64_MAX);
  multiplied.add(term);
  EXPECT_EQ(multiplied, StateDigest());
}

TEST(StateDigest, TermsHaveTheDocumentedForm) {
  // SHA-256("f.1" 00000001 "k" "v") and, for a sum, the same without a value.
  EXPECT_EQ(row_term("f.1", "k", "v"), sha256(std::string("f.1\0\0\0\1kv", 9)));
  EXPECT_EQ(sum_term("f.1", "k"), sha256(std::string("f.1\0\0\0\1k", 8)));
}

}  // namespace
}  // namespace aduan
