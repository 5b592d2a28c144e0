// A whole file: read, translated, counted; rejects on one side, steps on the other.

#pragma once

#include "cli/import/byte_source.h"
#include "cli/import/import_map.h"
#include "cli/import/row.h"
#include "cli/import/row_translator.h"
#include "cli/import/steps.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace aduan {

/// Opens a row source for `bytes`: XES where the first sign is `<`, else CSV.
/// Errors: as CsvReader::open and XesReader::open.
Result<std::unique_ptr<RowSource>> open_row_source(std::unique_ptr<ByteSource> bytes,
                                                   char delimiter);

/// What became of a file's rows. rows = taken + duplicates + rejects.
struct TranslateCounts {
  std::uint64_t rows = 0;
  std::uint64_t taken = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t rejects = 0;
  std::uint64_t blank_lines = 0;
  std::uint64_t bytes_consumed = 0;  ///< of the file, packed where it is packed
  std::uint64_t bytes_total = 0;
  std::array<std::uint64_t, kStepKinds> steps{};  ///< by kind

  std::uint64_t steps_total() const;
};

/// Where rejects go, and who is told of the progress, every 1,024 rows and at the end.
struct TranslateListener {
  std::function<Result<void>(const Reject&)> on_reject;
  std::function<void(const TranslateCounts&)> on_progress;  ///< may be absent
  /// Before the first row: columns that the map takes as optional or needs not, by name. May be
  /// absent.
  std::function<void(const Columns&)> on_columns;
};

/// Translates the rows of `bytes`. `counts` holds also when it fails: the rows before the failure
/// were given.
/// Errors: invalid (no header, a column that the map needs is missing): no row was given; corrupt,
/// unavailable (the file breaks off): every row before was given; the sink's.
Result<void> translate_bytes(std::unique_ptr<ByteSource> bytes, const ImportMap& map,
                             ImportNames& names, StepSink& sink, const TranslateListener& listener,
                             TranslateCounts& counts);

}  // namespace aduan
