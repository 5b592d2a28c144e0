// A reader of CSV as it is in the wild, after RFC 4180.
//
// - Accepts quoted fields with delimiters, doubled quotes and line ends; CR LF, LF, CR, also mixed;
//   a byte order mark; blank lines (skipped, counted); a last row without a line end. A quote
//   inside an unquoted field is a character like any other.
// - Rejects a quoted field that goes on behind its quote, one that never ends or ends beyond the
//   limits, another number of fields than the header has, bytes that are not UTF-8, NUL.
// - Stays in step: after a damaged row it goes on at the first line behind the row's own first line
//   that begins a sound row. So a quote that runs away swallows no row, and the rest of a damaged
//   text of many lines is one reject, not many. Where no swallowed line is sound, it goes on behind
//   the line where the damage showed.
//
// Why not libcsv: in strict mode it stops at the first stray quote, in lenient mode it swallows
// rows; it gives no line numbers.

#pragma once

#include "cli/import/byte_source.h"
#include "cli/import/row.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace aduan {

/// The longest row that can be told from a runaway quote.
inline constexpr std::size_t kRowBytesMax = 1024 * 1024;
inline constexpr std::size_t kRecordLinesMax = 5000;

class CsvReader final : public RowSource {
 public:
  /// Reads the header. Errors: as `next`; invalid (no header, a header that is damaged, UTF-16).
  static Result<std::unique_ptr<CsvReader>> open(std::unique_ptr<ByteSource> bytes, char delimiter);

  Result<RowOutcome> next() override;
  const SourceRow& row() const override { return row_; }
  const Reject& reject() const override { return reject_; }
  const Columns& columns() const override { return columns_; }
  bool columns_grow() const override { return false; }
  std::uint64_t blank_lines() const override { return blank_lines_; }

 private:
  enum class Scan : std::uint8_t { complete, need_more, behind_quote, unclosed, too_long };

  struct FieldSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool doubled_quotes = false;
  };

  CsvReader(std::unique_ptr<ByteSource> bytes, char delimiter);

  Result<void> read_header();
  bool fill();
  void skip_blank_lines();
  void skip_rest_of_line();
  bool fill_to_line_end();

  Scan scan(std::size_t begin);
  Scan scan_filling(std::size_t offset);
  Scan scan_quoted(std::size_t& at, std::size_t begin);
  std::size_t find_field_end(std::size_t at) const;

  RowOutcome finish_record();
  RowOutcome resync(std::string reason, std::size_t region_end);
  RowOutcome give_reject(std::string reason, std::size_t resume_at);
  std::size_t after_line(std::size_t at) const;
  std::uint64_t lines_between(std::size_t begin, std::size_t end) const;
  void consume_to(std::size_t end);

  std::unique_ptr<ByteSource> bytes_;
  const char delimiter_;

  std::string buffer_;
  std::size_t begin_ = 0;   // of the record at hand
  std::size_t filled_ = 0;  // bytes of `buffer_` that the file gave
  bool at_end_ = false;     // the source has no more
  bool skipping_ = false;   // inside a line that is too long
  std::optional<Error> failure_;

  // What the last scan found.
  std::vector<FieldSpan> spans_;
  std::size_t record_end_ = 0;  // behind its line end
  std::size_t violation_at_ = 0;
  bool has_line_end_ = false;
  bool spans_lines_ = false;

  std::uint64_t line_ = 1;
  std::uint64_t blank_lines_ = 0;
  std::vector<std::string_view> fields_;
  Columns columns_;
  SourceRow row_;
  Reject reject_;
};

}  // namespace aduan
