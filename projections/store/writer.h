// The one writer of a store: the verdict about each record, what a valid one does to the rows.

#pragma once

#include "core/ledger/ledger_store.h"
#include "projections/store/batch.h"
#include "projections/store/case_cache.h"
#include "projections/store/database.h"
#include "projections/store/rows.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace aduan {

/// Threads: one at a time.
class StoreWriter {
 public:
  StoreWriter(Database& database, const StoreOptions& options);

  /// Sets a new store up. Errors: unavailable.
  Result<void> begin();
  /// Reads where an existing one stands. Errors: corrupt (also: made for another ledger),
  /// unavailable.
  Result<void> load();

  /// Source: store.h `apply`. After an error everything is as it was.
  Result<void> apply(std::span<const Record> records);
  Result<void> apply(std::span<const JudgedStep> steps);

  const StoreStatus& status() const { return status_; }
  const DirectoryChain& directory() const { return directory_; }
  /// Null when it is not cached, or does not exist.
  const CaseState* find_cached(const CaseId& id);

 private:
  /// Whether the record comes next in its stream; not when it was applied before.
  Result<bool> is_next(Position position);
  Result<CachedCase*> find_case(const CaseId& id, bool is_new);
  Result<void> load_cases(std::span<const Record> records);
  Result<CachedCase> decode_case(const CaseId& id, std::string_view value) const;

  Result<void> apply_record(Batch& batch, const Record& record);
  void apply_directory(Batch& batch, const Envelope& envelope, const Record& record);
  Result<void> apply_case(Batch& batch, const CaseId& id, const Envelope& envelope,
                          const Record& record);
  Result<void> apply_step(Batch& batch, const JudgedStep& step);
  void put_void(Batch& batch, Position position);
  void park(Batch& batch, std::string_view subject, Position position, std::string_view reason);
  /// The rows that every valid record has. `step`: null where there is none to be seen.
  void put_history(Batch& batch, std::string_view subject, std::uint64_t sequence,
                   const HistoryRow& row, const std::optional<CommandId>& command,
                   const Step* step);
  void put_step(Batch& batch, const Step& step);

  /// Keeps the case's rows as they are before the batch.
  void touch(const CaseId& id, CachedCase& entry);
  void put_case(Batch& batch, const CaseId& id, CachedCase& entry);
  Rows rows_of(const Projection& projection, const CaseId& id, const CaseState& state) const;

  template <class Items, class Apply>
  Result<void> apply_all(Items items, const Apply& apply_one);
  Result<void> commit(Batch& batch);

  Database& database_;
  std::span<const Projection> projections_;
  StoreIdentity identity_;
  RecordFold fold_;
  CaseCache cache_;
  SumTerms sum_terms_;

  StoreStatus status_;
  DirectoryChain directory_;
  /// Of the batch that is being made; taken over when it is written.
  StoreStatus next_status_;
  DirectoryChain next_directory_;
  std::vector<std::pair<CaseId, CachedCase*>> touched_;

  // Kept for their room.
  CaseState before_;
  Rows rows_;
  Addends addends_;
  StepSummary summary_;
  std::string value_;
};

}  // namespace aduan
