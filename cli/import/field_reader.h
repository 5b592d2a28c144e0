// The fields of a map, bound to the columns of one file.

#pragma once

#include "cli/import/import_map.h"
#include "cli/import/row.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// Reads one field of each row. Threads: one object, one thread at a time.
class FieldReader {
 public:
  FieldReader() = default;
  /// `spec` must outlive the reader.
  FieldReader(const FieldSpec& spec, const Columns& columns);

  /// The text, trimmed; empty for a null word and an absent column. Lives until the next call, and
  /// no longer than the row.
  std::string_view read(const SourceRow& row) const;

  /// True where the file has the column, or one of those that are joined.
  bool is_bound() const { return !columns_.empty(); }

 private:
  std::string_view part(const SourceRow& row, std::size_t index) const;

  const FieldSpec* spec_ = nullptr;
  std::vector<std::size_t> columns_;  // of the parts that the file has
  mutable std::string joined_;
};

/// The names of the columns that `spec` needs and `columns` lacks, by their first name. Empty for
/// an optional field.
std::vector<std::string> missing_columns(const FieldSpec& spec, const Columns& columns);

/// The instants of a row, all at once: each is read once however many events use it.
class TimesReader {
 public:
  TimesReader() = default;
  TimesReader(const std::vector<TimeSpec>& specs, const Columns& columns);

  /// Reads every time of `row`. Nothing, or why the row is rejected: a text that is no time.
  std::optional<std::string> read(const SourceRow& row);
  /// The first of `choice` that the row has.
  std::optional<Instant> first(const TimeChoice& choice) const;
  std::optional<Instant> at(std::size_t index) const { return values_[index]; }

 private:
  const std::vector<TimeSpec>* specs_ = nullptr;
  std::vector<FieldReader> fields_;
  std::vector<std::optional<Instant>> values_;
};

class ConditionsReader {
 public:
  ConditionsReader() = default;
  ConditionsReader(const Conditions& conditions, const Columns& columns);

  /// True where there is no condition.
  bool hold(const SourceRow& row, const TimesReader& times) const;

 private:
  const Conditions* conditions_ = nullptr;
  std::vector<FieldReader> fields_;
};

/// A word's code.
template <class Value>
class CodedReader {
 public:
  CodedReader() = default;
  CodedReader(const CodedSpec<Value>& spec, const Columns& columns)
      : spec_(&spec), field_(spec.field, columns) {}

  const Value& read(const SourceRow& row) const {
    const auto found = spec_->values.find(field_.read(row));
    return found == spec_->values.end() ? spec_->fallback : found->second;
  }
  /// The row's own word.
  std::string_view word(const SourceRow& row) const { return field_.read(row); }

 private:
  const CodedSpec<Value>* spec_ = nullptr;
  FieldReader field_;
};

/// A number by which rows are recognised as equal in every field, and never by chance: 64 bits,
/// compared within one case only. Fields are told apart from each other.
std::uint64_t row_fingerprint(const SourceRow& row);

}  // namespace aduan
