// The projections' store: everything that is derived from the log, in one RocksDB with a column
// family a projection. May be deleted at any time and is rebuilt from the log, byte for byte the
// same.
//
// A batch of records becomes one write: the rows, the sums, the positions and the digest, so that a
// crash leaves a store that stands at some batch's end and catches up from the log. Nothing is
// synced.
//
// Built in, beside the given projections (docs/formats/projections.md):
//   cases.1         case id → CaseState
//   case_history.2  subject, sequence → position, leaf hash, payload hash, summary of the step
//   commands.1      subject, command id, sequence → nothing
//   directory.1     one row: the directory's chain
//   meta            positions, counts, digest, objections; outside the digest
//
// Folder: `current` names the store in use, `store-<n>`; a rebuilt one takes its place by renaming
// `current` (store_folder.h).

#pragma once

#include "core/ledger/ledger_store.h"
#include "core/log/event_log.h"
#include "projections/projection.h"
#include "projections/store/reader.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace aduan {

struct StoreOptions {
  std::string ledger;                       ///< the name in `source`
  std::uint32_t partitions = 0;             ///< of the log
  std::span<const Projection> projections;  ///< must outlive the store
  bool read_only = false;                   ///< beside the process that owns the folder
  std::size_t cases_cached_max = 32'768;
  std::size_t block_cache_bytes = std::size_t{128} << 20;
  std::size_t write_buffer_bytes = std::size_t{128} << 20;
};

/// Called with the records applied so far and those that there are.
using Progress = std::function<void(std::uint64_t applied, std::uint64_t total)>;

/// Threads: one writer (apply, catch_up); reads from any, meanwhile too.
class ProjectionStore final : public LedgerStore {
 public:
  /// Opens the store in the folder, or makes an empty one (not when `read_only`).
  /// Errors: unavailable (disk, or another process owns it), not_found (read_only and none is
  /// there), corrupt (does not open, or was made by other projections, for another ledger or
  /// another number of partitions: rebuild).
  static Result<std::unique_ptr<ProjectionStore>> open(const std::filesystem::path& folder,
                                                       const StoreOptions& options);

  ProjectionStore(const ProjectionStore&) = delete;
  ProjectionStore& operator=(const ProjectionStore&) = delete;
  ~ProjectionStore() override;

  /// An empty store at `path` itself, outside any folder's order and without a write-ahead log: for
  /// a rebuild, which flushes it and puts it in use when it is whole.
  static Result<std::unique_ptr<ProjectionStore>> build(const std::filesystem::path& path,
                                                        const StoreOptions& options);

  /// Applies records as they stand in the log: of each stream in order, without a hole. Those that
  /// were applied before are passed over. All or nothing.
  /// Errors: corrupt (a hole; a stored row does not decode), unavailable; nothing was applied.
  Result<void> apply(std::span<const Record> records) override;

  /// The same rows, from what the ledger knows already; records of cases alone.
  /// Errors: as above. Requires: the steps are valid, see JudgedStep.
  Result<void> apply(std::span<const JudgedStep> steps) override;

  /// Applies what the log has and the store has not, in batches of bounded bytes.
  /// Errors: corrupt (the store is ahead of its log: rebuild), and those of log and store.
  Result<void> catch_up(const EventLog& log, const Progress& progress = {});

  /// A snapshot of all families. Threads: any.
  Reader reader() const;

  /// What is applied now. Threads: any.
  StoreStatus status() const;

  Result<CaseState> read_case(const CaseId& id) const override;
  Result<std::optional<std::uint64_t>> find_command(std::string_view subject,
                                                    const CommandId& command) const override;
  Result<std::pair<Position, Hash>> locate(std::string_view subject,
                                           std::uint64_t sequence) const override;
  /// The directory's chain. Threads: any.
  ChainHead directory_head() const override;

  /// Writes everything to table files, synced. For a store that was filled without a write-ahead
  /// log.
  Result<void> flush();

 private:
  struct State;
  explicit ProjectionStore(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace aduan
