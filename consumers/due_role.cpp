#include "consumers/due_role.h"

#include <utility>

namespace aduan {
namespace {

/// How long what has become due waits at most. A pass that finds nothing costs a few look-ups.
constexpr std::chrono::milliseconds kPassEvery{1'000};

struct Count {
  std::string_view name;
  std::uint64_t DueWork::*number;
};
constexpr Count kCounts[] = {
    {"misses", &DueWork::misses},           {"escalations", &DueWork::escalations},
    {"closed", &DueWork::closed},           {"archived", &DueWork::archived},
    {"absorbed", &DueWork::absorbed},       {"merges_failed", &DueWork::merges_failed},
    {"successions", &DueWork::successions},
};

}  // namespace

DueRole::DueRole(Of of, LedgerOpener ledger, const ProjectionStore& store, SystemKeys keys,
                 const TimeSource& time)
    : of_(of), ledger_(std::move(ledger)), store_(store), keys_(std::move(keys)), time_(time) {}

Result<void> DueRole::run(const std::stop_token& stop) {
  const auto ledger = ledger_();
  if (!ledger) return ledger.error();
  SystemDoor door(*ledger.value(), keys_);
  DeadlineWatcher watcher(door, store_);
  Steward steward(door, store_);
  do {
    const auto passed = pass(door, watcher, steward);
    board_.set_trouble(passed ? std::nullopt : std::optional(passed.error().message));
    if (!passed) return passed;
  } while (!wait_for_stop(stop, kPassEvery));
  return success();
}

Result<void> DueRole::pass(SystemDoor& door, DeadlineWatcher& watcher, Steward& steward) {
  const Instant now = time_.now();
  std::uint64_t before = 0;
  door.start({});
  do {
    before = door.done().total();
    const auto passed = of_ == Of::watcher ? watcher.pass(now) : steward.pass();
    if (!passed) return passed;
  } while (door.done().total() > before);
  // What a projector that is behind has not shown yet is looked for again: `finished` is for a
  // store that has all.
  count(door.done());
  return success();
}

void DueRole::count(const DueWork& done) {
  for (const Count& each : kCounts) {
    if (done.*each.number > 0) board_.add(each.name, done.*each.number);
  }
  board_.add_records(done.total());
}

}  // namespace aduan
