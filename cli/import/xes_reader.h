// A reader of XES (IEEE 1849): an event log as XML, one row an event.
//
// - Columns: an event's attribute under its key (`time:timestamp`), its trace's under `case:` and
//   the key (`case:concept:name`). Attributes inside attributes, and the log's own, are skipped.
// - Order: that of the file; a row's line is where its `<event>` begins.
// - Memory: one trace at a time, at most 16 MiB.
// - Rejects a trace that is no well-formed XML, is not text in the file's encoding, is too long, or
//   in which the file breaks off: one reject for the whole trace.

#pragma once

#include "cli/import/byte_source.h"
#include "cli/import/row.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace aduan {

inline constexpr std::size_t kTraceBytesMax = 16 * 1024 * 1024;

class XesReader final : public RowSource {
 public:
  /// Reads up to the first trace. Errors: as `next`; invalid (no `<log>`, an encoding other than
  /// UTF-8 and Latin-1).
  static Result<std::unique_ptr<XesReader>> open(std::unique_ptr<ByteSource> bytes);
  ~XesReader() override;

  Result<RowOutcome> next() override;
  const SourceRow& row() const override { return row_; }
  const Reject& reject() const override { return reject_; }
  const Columns& columns() const override { return columns_; }
  bool columns_grow() const override { return true; }
  std::uint64_t blank_lines() const override { return 0; }

 private:
  struct Trace;

  explicit XesReader(std::unique_ptr<ByteSource> bytes);
  Result<void> read_prologue();
  bool fill();
  void drop(std::size_t size);
  std::optional<std::size_t> find_filling(std::string_view word, std::size_t from,
                                          std::size_t limit);
  bool find_trace();
  std::optional<RowOutcome> cut_trace();
  RowOutcome give_reject(std::string reason);
  bool load_trace(std::string_view text);
  RowOutcome give_row();
  std::size_t column_of(std::string_view prefix, std::string_view key);

  std::unique_ptr<ByteSource> bytes_;
  std::string buffer_;  // begins at what is still to be read
  bool at_end_ = false;
  bool latin1_ = false;
  std::optional<Error> failure_;
  std::uint64_t line_ = 1;  // at the buffer's front

  std::unique_ptr<Trace> trace_;
  std::map<std::string, std::size_t, std::less<>> column_indexes_;
  std::string column_key_;
  std::vector<std::string_view> fields_;
  Columns columns_;
  SourceRow row_;
  Reject reject_;
};

}  // namespace aduan
