// What a role that makes derived topics keeps on its disk: the cases of its partitions as they were
// after the last committed transaction, and their records, so that a case's history is at hand when
// an agency gets it. All of it can be deleted and is made again from the log, without a word to
// anybody.
//
// Folder: `records/`, a log in the embedded form with the same offsets; `cases/`, a store without
// projections, which follows it. `records` is written first: what a crash leaves between them is
// caught up on opening.

#pragma once

#include "core/ledger/fold.h"
#include "core/log/event_log.h"
#include "projections/history.h"
#include "projections/store/store.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <stop_token>
#include <string>

namespace aduan {

/// Threads: one at a time.
class DerivedState {
 public:
  /// Errors: unavailable (disk, or another process owns the folder).
  static Result<std::unique_ptr<DerivedState>> open(const std::filesystem::path& folder,
                                                    const std::string& ledger,
                                                    std::uint32_t partitions);

  /// Brings each of the partitions to the offset that its group has committed, from `log`. What is
  /// ahead of it belongs to another past of the group: everything is then made anew.
  /// Errors: those of log and disk; unavailable when `stop` asked.
  Result<void> restore(const EventLog& log, const std::map<std::uint32_t, std::uint64_t>& committed,
                       const std::stop_token& stop);

  Result<CaseState> read_case(const CaseId& id) const { return store_->read_case(id); }
  /// As of the last `take`.
  Result<History> read_history(const CaseId& id, RecordFold& fold) const;

  /// These records were taken, and what came of them is committed.
  /// Errors: corrupt (they do not follow on what is there), unavailable.
  Result<void> take(std::span<const Record> records);

 private:
  DerivedState(std::filesystem::path folder, std::string ledger, std::uint32_t partitions)
      : folder_(std::move(folder)), ledger_(std::move(ledger)), partitions_(partitions) {}

  Result<void> open_parts();
  Result<void> begin_anew();
  Result<bool> is_ahead(const std::map<std::uint32_t, std::uint64_t>& committed) const;

  std::filesystem::path folder_;
  std::string ledger_;
  std::uint32_t partitions_;
  std::unique_ptr<EventLog> records_;
  std::unique_ptr<ProjectionStore> store_;
};

}  // namespace aduan
