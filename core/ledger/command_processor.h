// From commands to the records to append: the state of the touched cases over the store, the rules,
// the envelope. Commits nothing: that is the engine's business.
//
// The store may be some batches behind the log: what is appended and not applied yet is seen
// through the batches themselves, until they are released.

#pragma once

#include "core/complaint/decide.h"
#include "core/ledger/answer.h"
#include "core/ledger/case_store.h"
#include "core/ledger/fold.h"

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
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
  std::vector<Receipt> receipts;          ///< one a record; see `place`
  std::vector<Answer> answers;  ///< one a command; an accepted one's is empty until `place`
  /// A command that repeats one of this very batch: shares the outcome of that one.
  std::vector<std::optional<std::size_t>> same_as;
  /// The states of the cases that the batch touched, after it.
  struct TouchedCase {
    CaseState state;
    bool is_stored = false;  ///< the store may have a record of it from before the batch
  };
  std::map<CaseId, TouchedCase> cases;
  /// Subject ‖ command id → the record that the command made.
  std::unordered_map<std::string, std::size_t> accepted;
  std::shared_ptr<const Directory> directory;  ///< after the batch
  ChainHead directory_head;
};

/// The records stand at these positions of the log: completes records, receipts and answers.
void place(ProcessedBatch& batch, std::span<const Position> positions);

/// Threads: `process` and `commit` one at a time; `release` from any.
class CommandProcessor {
 public:
  /// `directory`: as the log has it, with its chain's head. Requires: a created ledger, or a batch
  /// whose first command creates it.
  CommandProcessor(const CaseStore& store, std::shared_ptr<const Directory> directory,
                   const ChainHead& directory_head);

  /// Decides on the state of the store, of the batches that are committed and not released, and of
  /// the commands before, in order. Changes nothing.
  ProcessedBatch process(std::span<const AnyCommand> commands, Instant now);

  /// The batch's records are in the log: later batches see what it made. Requires: placed.
  void commit(std::shared_ptr<const ProcessedBatch> batch);

  /// The store has what the oldest committed batch made, and answers for it from now on.
  void release();

  const std::shared_ptr<const Directory>& directory() const { return directory_; }

 private:
  class Batch;

  const CaseStore& store_;
  std::shared_ptr<const Directory> directory_;
  ChainHead directory_head_;
  mutable std::mutex mutex_;
  std::deque<std::shared_ptr<const ProcessedBatch>> in_flight_;  // under mutex_, oldest first
};

}  // namespace aduan
