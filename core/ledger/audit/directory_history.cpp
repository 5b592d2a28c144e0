#include "core/ledger/audit/directory_history.h"

#include "core/base/check.h"
#include "core/ledger/fold.h"

#include <utility>

namespace aduan {

Result<DirectoryHistory> DirectoryHistory::read(const EventLog& log, std::string_view ledger) {
  DirectoryHistory history;
  Directory latest;
  history.snapshots_.push_back(latest);
  RecordFold fold(ledger, log.partitions());
  ChainHead head;
  const auto scanned = log.scan(log.partitions(), 0, [&](const Record& record) {
    const auto envelope = fold.read(record);
    if (!envelope || !fold.extends(head, *envelope)) return true;
    auto event = fold.apply_directory(head, *envelope, record);
    if (!event && !history.unreadable_from_) history.unreadable_from_ = head.sequence;
    history.add(latest, event ? std::move(event.value().second) : DirectoryEvent(Opaque{}),
                head.recorded);
    return true;
  });
  if (!scanned) return scanned.error();
  return history;
}

void DirectoryHistory::add(Directory& latest, DirectoryEvent event, Instant recorded) {
  evolve(latest, steps_.size() + 1, event);
  steps_.push_back({std::move(event), recorded});
  if (steps_.size() % spacing_ != 0) return;
  snapshots_.push_back(latest);
  if (snapshots_.size() <= kSnapshotsMax) return;
  std::vector<Directory> kept;
  for (std::size_t i = 0; i < snapshots_.size(); i += 2) kept.push_back(std::move(snapshots_[i]));
  snapshots_ = std::move(kept);
  spacing_ *= 2;
}

const Directory& DirectoryCursor::at(std::uint64_t sequence) {
  CHECK(sequence <= history_.last());
  const bool goes_back = directory_.sequence > sequence;
  const bool is_far = sequence > directory_.sequence + 2 * history_.spacing_;
  if (goes_back || is_far) directory_ = history_.snapshots_[sequence / history_.spacing_];
  while (directory_.sequence < sequence) {
    const std::uint64_t next = directory_.sequence + 1;
    evolve(directory_, next, history_.steps_[next - 1].event);
  }
  return directory_;
}

}  // namespace aduan
