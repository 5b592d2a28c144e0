#include "consumers/system_roles.h"

#include <utility>

namespace aduan {

SystemRoles::SystemRoles(Ledger& ledger, const ProjectionStore& store, SystemKeys keys)
    : door_(ledger, std::move(keys)), watcher_(door_, store), steward_(door_, store) {}

Result<DueWork> SystemRoles::run_due(Instant now, const DueProgress& progress) {
  door_.start(progress);
  if (const auto ran = run(now, /*with_steward=*/true); !ran) return ran.error();
  return door_.done();
}

Result<DueWork> SystemRoles::play(Instant until, const std::function<void(Instant)>& move,
                                  const DueProgress& progress) {
  door_.start(progress);
  for (;;) {
    const auto next = watcher_.next_due();
    if (!next) return next.error();
    if (!next.value() || *next.value() >= until) break;
    move(*next.value());
    if (const auto ran = run(*next.value(), /*with_steward=*/false); !ran) return ran.error();
  }
  move(until);
  if (const auto ran = run(until, /*with_steward=*/true); !ran) return ran.error();
  return door_.done();
}

Result<void> SystemRoles::run(Instant now, bool with_steward) {
  std::uint64_t before = 0;
  do {
    before = door_.done().total();
    if (with_steward) {
      if (const auto passed = steward_.pass(); !passed) return passed;
    }
    if (const auto passed = watcher_.pass(now); !passed) return passed;
  } while (door_.done().total() > before);
  watcher_.finished(now);
  return success();
}

}  // namespace aduan
