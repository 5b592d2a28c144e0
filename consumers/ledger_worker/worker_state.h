// What a worker knows of the log: the cases and command ids of its partitions, in a store of its
// own, and the whole directory. Advances only by what was read from the log.
//
// Before the ledger is created there is no store: nobody knows yet whose it would be.

#pragma once

#include "core/base/result.h"
#include "core/ledger/command_processor.h"
#include "core/ledger/directory_fold.h"
#include "projections/store/store.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace aduan {

/// Threads: one at a time.
class WorkerState {
 public:
  /// Of a log with so many partitions of events.
  WorkerState(std::filesystem::path folder, std::uint32_t partitions, std::size_t cache_bytes);
  ~WorkerState();

  /// Takes records as they stand in the log: the directory from its beginning, the other streams
  /// from where the store stands.
  /// Errors: corrupt (a hole; the directory does not decode), unavailable (the disk).
  Result<void> apply(std::span<const Record> records);

  /// Takes a batch whose records are in the log as they were made, with nothing between them and
  /// what was taken before. Requires: placed.
  Result<void> apply(const ProcessedBatch& batch);

  /// Whether the directory has created the ledger.
  bool is_created() const { return store_ != nullptr; }
  /// Where the streams stand: the directory's, and these partitions'.
  std::vector<Position> next_of(std::span<const std::uint32_t> partitions) const;
  std::uint64_t next_of(std::uint32_t partition) const;

  /// Deletes the store and begins an empty one. For one that is ahead of its log.
  Result<void> begin_again();

  /// Decides on what the state is now.
  std::unique_ptr<CommandProcessor> processor();
  const CaseStore& cases() const;
  const ChainHead& directory_head() const { return directory_.head(); }

 private:
  class NothingStored;

  Result<void> open_store();

  std::filesystem::path folder_;
  std::uint32_t partitions_;
  std::size_t cache_bytes_;
  DirectoryFold directory_;
  std::vector<Record> directory_records_;  ///< from its first: a new store wants them
  std::unique_ptr<NothingStored> nothing_stored_;
  std::unique_ptr<ProjectionStore> store_;
};

}  // namespace aduan
