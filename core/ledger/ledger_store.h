// What the ledger asks of the projections beside their answers: to take in what it appended.

#pragma once

#include "core/ledger/case_store.h"
#include "core/ledger/fold.h"

#include <span>

namespace aduan {

/// A record that the ledger made, appended and knows to be valid: nothing is parsed again. The
/// positions are those that the log gave.
struct JudgedStep {
  const Record& record;
  const RecordedEvent& recorded;
  const CaseState& after;
};

/// Threads: one writer; reads from any, meanwhile too.
class LedgerStore : public CaseStore {
 public:
  /// Takes in records as they stand in the log: of each stream in order, without a hole. All or
  /// nothing. Errors: corrupt (a hole; a stored row does not decode), unavailable.
  virtual Result<void> apply(std::span<const Record> records) = 0;

  /// The same rows from what the ledger knows already; records of cases alone.
  virtual Result<void> apply(std::span<const JudgedStep> steps) = 0;

  /// The directory's chain.
  virtual ChainHead directory_head() const = 0;
};

}  // namespace aduan
