// The directory, record by record, as its stream goes on.

#pragma once

#include "core/complaint/directory.h"
#include "core/ledger/case_state.h"
#include "core/ledger/fold.h"
#include "core/log/record.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace aduan {

/// Threads: one at a time; the directories that it gives are never changed.
class DirectoryFold {
 public:
  /// Of a log with so many partitions of events.
  explicit DirectoryFold(std::uint32_t partitions);

  /// Takes the stream's next record. Void records are passed over as everywhere.
  /// Errors: corrupt (a valid record that does not decode: names it; or the ledger was created with
  /// another number of partitions).
  Result<void> apply(const Record& record);

  /// After the records taken; not created before the first of them.
  std::shared_ptr<const Directory> directory();
  const ChainHead& head() const { return head_; }
  /// The leaf hash of the directory's first record: no two ledgers have the same.
  const std::optional<Hash>& first_leaf() const { return first_leaf_; }

 private:
  std::uint32_t partitions_;
  std::optional<RecordFold> fold_;  ///< once a record has named the ledger
  std::shared_ptr<Directory> directory_;
  bool is_given_ = false;  ///< somebody may hold directory_: it is changed no more
  ChainHead head_;
  std::optional<Hash> first_leaf_;
};

}  // namespace aduan
