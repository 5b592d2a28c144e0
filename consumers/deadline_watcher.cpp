#include "consumers/deadline_watcher.h"

#include "schemas/codes.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace aduan {
namespace {

/// How far the clocks of two machines that write one ledger may be apart: a step may appear so far
/// behind what a watcher has finished.
constexpr std::chrono::hours kSkewMax{1};

std::string key_of(std::string_view verb, const DueStep& step) {
  std::string key(verb);
  key.append("/").append(step.case_id.text()).append("/").append(std::to_string(step.sequence));
  return key;
}

SystemCommand miss_of(const DueStep& step) {
  const AgencyId& agency = step.agency ? *step.agency : desk();
  std::string key = key_of("miss", step);
  key.append("/").append(name_of_code(step.clock)).append("/").append(agency.text());
  return {step.case_id, std::move(key), Role::watcher, &DueWork::misses,
          Miss{step.clock, step.agency, step.sequence, step.due}};
}

SystemCommand escalation_of(const DueStep& step) {
  std::string key = key_of("escalate", step);
  key.append("/").append(name_of_code(step.to));
  return {step.case_id, std::move(key), Role::watcher, &DueWork::escalations,
          Escalate{step.to, step.reason, {}, {}}};
}

}  // namespace

SystemCommand command_of(const DueStep& step) {
  switch (step.kind) {
    case DueKind::miss:
      return miss_of(step);
    case DueKind::silence:
      return {step.case_id, key_of("silence", step), Role::watcher, &DueWork::closed,
              Close{ClosingBasis::reporter_silent, {}}};
    case DueKind::expiry:
      return {step.case_id, key_of("expire", step), Role::watcher, &DueWork::archived,
              ArchiveCase{ArchiveReason::not_supplemented, {}}};
    case DueKind::escalate:
      return escalation_of(step);
  }
  return miss_of(step);
}

DeadlineWatcher::DeadlineWatcher(SystemDoor& door, const ProjectionStore& store)
    : door_(door), store_(store) {}

Result<void> DeadlineWatcher::pass(Instant now) {
  std::vector<SystemCommand> batch;
  Result<void> sent = success();
  const auto send = [&] {
    const auto answers = door_.send(batch);
    batch.clear();
    if (!answers) sent = answers.error();
    return answers.has_value();
  };
  const auto since = finished_ ? std::optional(*finished_ - kSkewMax) : std::nullopt;
  const auto scanned = scan_due_steps(store_.reader(), since, [&](const DueStep& step) {
    if (step.from > now) return false;
    batch.push_back(command_of(step));
    return batch.size() < kSystemBatchMax || send();
  });
  if (!scanned) return scanned;
  if (sent && !batch.empty()) send();
  return sent;
}

void DeadlineWatcher::finished(Instant now) { finished_ = now; }

Result<std::optional<Instant>> DeadlineWatcher::next_due() const {
  std::optional<Instant> next;
  const auto since =
      finished_ ? std::optional(*finished_ + std::chrono::milliseconds(1)) : std::nullopt;
  const auto scanned = scan_due_steps(store_.reader(), since, [&](const DueStep& step) {
    next = step.from;
    return false;
  });
  if (!scanned) return scanned.error();
  return next;
}

}  // namespace aduan
