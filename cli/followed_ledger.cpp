#include "cli/followed_ledger.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <utility>

namespace aduan {
namespace {

using Steady = std::chrono::steady_clock;

/// Another process's projections stand still for longer than this: they are not waited for.
constexpr std::chrono::seconds kPatience{10};
constexpr std::chrono::milliseconds kPauseMin{5};
constexpr std::chrono::milliseconds kPauseMax{200};

std::uint64_t missing(const std::vector<std::uint64_t>& from,
                      const std::vector<std::uint64_t>& to) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < to.size(); ++i) sum += to[i] > from[i] ? to[i] - from[i] : 0;
  return sum;
}

Error stands_still(std::uint64_t records) {
  return Error{ErrorKind::unavailable,
               "the projections of this machine are " + std::to_string(records) +
                   " records behind the ledger, and the process that keeps them does not come "
                   "nearer; nothing was shown: see `aduan status`, or name another --state"};
}

constexpr std::string_view kWorkerHint = " (is `aduan serve --roles worker` running?)";

}  // namespace

Result<std::vector<std::uint64_t>> ends_of(const EventLog& log) {
  std::vector<std::uint64_t> ends;
  for (std::uint32_t stream = 0; stream <= log.partitions(); ++stream) {
    const auto end = log.end(stream);
    if (!end) return end.error();
    ends.push_back(end.value());
  }
  return ends;
}

Result<void> bring_to(std::unique_ptr<ProjectionStore>& store, const EventLog& log,
                      const StoreOpener& reopen, const std::vector<std::uint64_t>& positions) {
  std::uint64_t behind = missing(store->status().positions, positions);
  if (behind == 0) return success();
  if (!reopen) return store->catch_up(log);
  auto deadline = Steady::now() + kPatience;
  auto pause = kPauseMin;
  while (behind > 0) {
    if (Steady::now() >= deadline) return stands_still(behind);
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, kPauseMax);
    auto opened = reopen();
    if (!opened) return opened.error();
    store = std::move(opened.value());
    const std::uint64_t now = missing(store->status().positions, positions);
    if (now < behind) deadline = Steady::now() + kPatience;
    behind = now;
  }
  return success();
}

FollowedLedger::FollowedLedger(std::unique_ptr<Ledger> ledger, const EventLog& log,
                               std::unique_ptr<ProjectionStore>& store, StoreOpener reopen)
    : ledger_(std::move(ledger)),
      log_(log),
      store_(store),
      reopen_(std::move(reopen)),
      seen_(std::size_t{log.partitions()} + 1) {}

std::vector<Answer> FollowedLedger::submit(std::vector<AnyCommand> commands, Until until) {
  std::vector<Answer> answers = ledger_->submit(std::move(commands), until);
  {
    const std::scoped_lock lock(mutex_);
    for (Answer& answer : answers) {
      if (const auto* const receipt = std::get_if<Receipt>(&answer)) {
        std::uint64_t& seen = seen_[receipt->position.stream];
        seen = std::max(seen, receipt->position.offset + 1);
      } else if (auto* const error = std::get_if<Error>(&answer)) {
        if (error->outcome_unknown) error->message += kWorkerHint;
      }
    }
  }
  if (until == Until::applied) settle();
  return answers;
}

void FollowedLedger::settle() {
  ledger_->settle();
  const std::scoped_lock lock(mutex_);
  // Whoever reads next meets the same trouble, and says so.
  static_cast<void>(bring_to(store_, log_, reopen_, seen_));
}

}  // namespace aduan
