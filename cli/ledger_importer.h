// From a source's steps to the ledger: case ids, keys, sealing on this thread; deciding and writing
// on another, a batch at a time.
//
// A command's key names its source's row, so that a second import of the same rows adds nothing,
// and an import that was killed goes on where it was.

#pragma once

#include "cli/background_worker.h"
#include "cli/import/import_map.h"
#include "cli/import/row_translator.h"
#include "cli/import/steps.h"
#include "cli/ledger_folder.h"
#include "core/privacy/draft.h"
#include "core/privacy/sealers.h"

#include <boost/unordered/unordered_flat_map.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace aduan {

/// What an import came to, beside the translator's counts.
struct ImportCounts {
  std::array<std::uint64_t, kStepKinds> added{};  ///< events appended, by kind
  std::uint64_t known = 0;                        ///< commands whose events were there already

  std::uint64_t added_total() const;
};

/// A row that the ledger did not take, after the translator did.
struct RefusedRow {
  std::uint64_t line = 0;
  std::string reason;
  std::string case_ref;
};

/// Threads: `accept` and `finish` from one.
class LedgerImporter final : public StepSink {
 public:
  /// All must outlive the importer. `refused` is called on the thread that calls `accept` or
  /// `finish`.
  LedgerImporter(OpenLedger& ledger, const ImportMap& map,
                 std::function<Result<void>(const RefusedRow&)> refused);

  /// Errors: those of ledger and keys; what was accepted before may or may not be there: import
  /// again.
  Result<void> accept(const CaseSteps& steps) override;

  /// Waits until everything accepted is durable and applied. Errors: as above.
  Result<void> finish();

  /// Threads: after `finish`, or about right before.
  ImportCounts counts() const;

 private:
  struct Origin {
    std::uint64_t line = 0;
    std::string case_ref;
    std::optional<StepKind> kind;  ///< absent: a command about the directory
  };
  struct Batch {
    std::vector<AnyCommand> commands;
    std::vector<Origin> origins;
  };
  /// A case of this run, small: a nation's import keeps one for every case.
  struct KnownCase {
    std::uint32_t reference_fingerprint = 0;
    bool existed = false;  ///< before this run
  };

  struct FoundCase {
    CaseId id;
    bool existed = false;
  };
  Result<FoundCase> find_case(const std::string& reference);
  Result<std::optional<std::string>> contradiction(const CaseId& id, const CaseSteps& steps);
  Result<void> add_step(const FoundCase& found, const CaseSteps& steps, const ImportStep& step,
                        const std::string& reference);
  Draft draft_of(const CaseSteps& steps, const ImportStep& step, const std::string& reference);
  AgencyId agency_of(const ImportedName* name);
  void define_category(const ImportedName& name);
  void add_directory(std::string_view key, DirectoryCommand body);
  Result<void> hand_over();
  Result<void> report_refused();
  Result<void> write(Batch batch);

  OpenLedger& ledger_;
  const ImportMap& map_;
  std::function<Result<void>(const RefusedRow&)> refused_;
  Actor actor_;

  // This thread's.
  boost::unordered_flat_map<std::uint64_t, KnownCase> cases_;
  std::vector<bool> agencies_known_;    // by ImportedName::index
  std::vector<bool> categories_known_;  // by ImportedName::index
  Sealers sealers_;
  Batch gathering_;

  // Shared with the writing thread, under mutex_.
  mutable std::mutex mutex_;
  std::vector<RefusedRow> refused_rows_;
  ImportCounts counts_;

  BackgroundWorker<Batch> writer_;  // last: it writes with all of the above
};

}  // namespace aduan
