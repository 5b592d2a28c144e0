// From rows to steps: what the two shapes have in common.

#pragma once

#include "cli/import/field_reader.h"
#include "cli/import/import_map.h"
#include "cli/import/row.h"
#include "cli/import/steps.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// The longest number that a source gives a case, in bytes.
inline constexpr std::size_t kCaseRefBytesMax = 200;

/// The agencies and categories that the files of one source define. One for all files of an import.
struct ImportNames {
  explicit ImportNames(const std::string& source) : agencies(source), categories(source) {}
  NameTable agencies;
  NameTable categories;
};

/// What became of a row.
struct RowVerdict {
  enum class Kind : std::uint8_t { taken, duplicate, rejected };
  Kind kind = Kind::taken;
  std::string reason = {};    ///< rejected
  std::string case_ref = {};  ///< rejected, where it could be read

  static RowVerdict rejected(std::string why, std::string_view id = {}) {
    return {.kind = Kind::rejected, .reason = std::move(why), .case_ref = std::string(id)};
  }
};

/// Translates the rows of one file. Threads: one object, one thread at a time.
class RowTranslator {
 public:
  virtual ~RowTranslator() = default;

  /// Gives the row's steps to the sink, or keeps the row until its turn comes.
  /// Errors: the sink's.
  virtual Result<RowVerdict> translate(const SourceRow& row, const Columns& columns,
                                       StepSink& sink) = 0;
  /// After the last row: gives what was kept. Errors: the sink's.
  virtual Result<void> finish(const Columns& columns, StepSink& sink) = 0;
};

/// `map` and `names` must outlive the translator.
std::unique_ptr<RowTranslator> make_row_translator(const ImportMap& map, ImportNames& names);

/// The names of the columns that the map needs and the file lacks.
std::vector<std::string> missing_columns(const ImportMap& map, const Columns& columns);

/// The source's number of the row's case, or why there is none that can be used.
struct CaseRef {
  std::string_view id;
  std::string problem;
};
CaseRef read_case_ref(const FieldReader& field, const SourceRow& row);

/// Reads what `submitted` says. The texts live until the next call, and no longer than the row.
class SubmissionReader {
 public:
  SubmissionReader() = default;
  SubmissionReader(const SubmittedSpec& spec, const Columns& columns);
  Submission read(const SourceRow& row, NameTable& categories) const;

 private:
  const SubmittedSpec* spec_ = nullptr;
  CodedReader<Channel> channel_;
  CodedReader<std::string> region_;
  FieldReader category_;
  FieldReader location_;
  FieldReader title_;
  FieldReader text_;
  FieldReader name_;
  FieldReader contact_;
  mutable std::string place_;
};

/// Adds `before_submission` and `before_previous` where the step's time goes back.
void flag_time(ImportStep& step, Instant submitted, Instant previous);

}  // namespace aduan
