// Rows that are events of cases: the events follow from phases and holders.
//
// A case has a phase (open, resolved, closed), a holder, and the chain of its successive holders.
// For each row, in this order:
//
// 1. The first of the case: `submitted`, to its holder; the phase is open.
// 2. The phase is not open and the row is: `reopened`.
// 3. The holder differs: `returned` if the new one is next to last in the chain, else `forwarded`.
// 4. Exactly one of:
//    - row open: `verified` if it accepts and none was yet, else `noted`
//    - row resolved: `responded` if the phase is open, else `noted`
//    - row closed: `closed` if the phase is not, else `noted`
//
// A row that names no holder leaves the case with the one it has.
//
// - Order: by the map's `order` column, else the file's. A row that comes before its turn is kept
//   (its bytes too) until the rows before it came, or to the end of the file.
// - Ordinal: the `order` column's number, else the row's place among its case's rows, rejects
//   included.
// - A row equal in every field to an earlier one of its case is skipped.
// - Memory: for each case about 200 bytes, and 8 a row.

#pragma once

#include "cli/import/row_translator.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace aduan {

class HistoryTranslator final : public RowTranslator {
 public:
  HistoryTranslator(const ImportMap& map, ImportNames& names);

  Result<RowVerdict> translate(const SourceRow& row, const Columns& columns,
                               StepSink& sink) override;
  Result<void> finish(const Columns& columns, StepSink& sink) override;

 private:
  struct HeldRow {
    std::uint64_t line = 0;
    std::vector<std::string> fields;
  };

  struct CaseState {
    std::vector<std::uint64_t> fingerprints;  // of the rows so far
    std::unique_ptr<std::map<std::uint64_t, HeldRow>> held;
    const ImportedName* holder = nullptr;
    const ImportedName* sender = nullptr;  // next to last in the chain
    Instant submitted;
    Instant previous;
    std::uint64_t last_order = 0;  // of the rows given
    bool begun = false;
    bool verified = false;
    Phase phase = Phase::open;
  };
  using Cases = std::unordered_map<std::string, CaseState>;

  // What the row says, before its place in the case matters.
  struct Event {
    Instant time;
    Instant submitted;
    const ImportedName* holder = nullptr;
    Phase phase = Phase::open;
    bool accepts = false;
    bool listed = false;  // the status
    std::string_view status;
  };

  void bind(const Columns& columns);
  std::optional<std::string> read_event(const SourceRow& row, Event& event);
  std::optional<std::string> read_order(const SourceRow& row, std::uint64_t& order) const;
  Result<void> give(const std::string& id, CaseState& state, std::uint64_t ordinal,
                    const SourceRow& row, const Event& event, StepSink& sink);
  Result<void> give_held(const std::string& id, CaseState& state, bool all, StepSink& sink);
  void add_steps(CaseState& state, const Event& event);
  void add_step(CaseState& state, ImportStep step);

  const ImportMap& map_;
  ImportNames& names_;

  std::size_t bound_columns_ = 0;
  FieldReader id_;
  FieldReader order_;
  FieldReader holder_;
  FieldReader status_;
  TimesReader times_;
  ConditionsReader accepts_;
  std::vector<ConditionsReader> phases_;
  SubmissionReader submission_;

  Cases cases_;
  std::vector<std::string> waiting_;  // cases that ever had a kept row, in that order
  std::vector<ImportStep> steps_;
};

}  // namespace aduan
