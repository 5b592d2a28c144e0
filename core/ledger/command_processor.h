// From commands to the records to append: the state of the touched cases over the store, the rules,
// the envelope. Commits nothing: that is the engine's business.

#pragma once

#include "core/complaint/decide.h"
#include "core/ledger/answer.h"
#include "core/ledger/case_store.h"
#include "core/ledger/fold.h"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace aduan {

using AnyCommand = std::variant<SealedCommand, SealedDirectoryCommand>;

/// What a batch of commands comes to.
struct ProcessedBatch {
  /// To be appended in this order, all or none.
  std::vector<Record> records;
  /// A record's event and the state of its case after it; absent for the directory's records.
  struct Made {
    RecordedEvent recorded;
    CaseState after;
  };
  std::vector<std::optional<Made>> made;  ///< one a record
  std::vector<std::size_t> command_of;    ///< a record's command
  std::vector<Answer> answers;  ///< one a command; a receipt's position is the log's to give
  /// A command that repeats one of this very batch: shares the outcome of that one.
  std::vector<std::optional<std::size_t>> same_as;
  std::shared_ptr<const Directory> directory;  ///< after the batch
  ChainHead directory_head;
};

/// Threads: one at a time.
class CommandProcessor {
 public:
  /// `directory`: as the log has it, with its chain's head. Requires: a created ledger, or a batch
  /// whose first command creates it.
  CommandProcessor(const CaseStore& store, std::shared_ptr<const Directory> directory,
                   const ChainHead& directory_head);

  /// Decides on the state of the store and of the commands before, in order. Changes nothing.
  ProcessedBatch process(std::span<const AnyCommand> commands, Instant now);

  /// The batch's records are in the log: later batches see its directory.
  void commit(const ProcessedBatch& batch);

  const std::shared_ptr<const Directory>& directory() const { return directory_; }

 private:
  class Batch;

  const CaseStore& store_;
  std::shared_ptr<const Directory> directory_;
  ChainHead directory_head_;
};

}  // namespace aduan
