// Rows that are cases: each gives its submission and the events that the map declares, in order.
//
// A second row of a number is a duplicate where it is equal in every field, else a reject. A row
// without an agency stays with the desk and is flagged.

#pragma once

#include "cli/import/row_translator.h"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace aduan {

class CaseTranslator final : public RowTranslator {
 public:
  CaseTranslator(const ImportMap& map, ImportNames& names);

  Result<RowVerdict> translate(const SourceRow& row, const Columns& columns,
                               StepSink& sink) override;
  Result<void> finish(const Columns& columns, StepSink& sink) override;

 private:
  // One event of the map, bound to the file's columns.
  struct BoundEvent {
    const EventSpec* spec = nullptr;
    ConditionsReader when;
    FieldReader agency;
    FieldReader text;
    CodedReader<std::optional<Outcome>> outcome;
  };

  void bind(const Columns& columns);
  void add_events(const SourceRow& row);
  bool add_event(const BoundEvent& event, const SourceRow& row);

  const ImportMap& map_;
  ImportNames& names_;

  std::size_t bound_columns_ = 0;
  FieldReader id_;
  TimesReader times_;
  SubmissionReader submission_;
  std::vector<BoundEvent> events_;

  // For every case of the file, 16 bytes: the hash of its number to the fingerprint of its row. Two
  // numbers of one hash, 1 in 10^7 files of two million, would make a reject that the reject file
  // shows.
  boost::unordered_flat_map<std::uint64_t, std::uint64_t> seen_;
  std::vector<ImportStep> steps_;
};

}  // namespace aduan
