// A row of a source file, whatever the file's format: fields under the names of columns.

#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// `text` without the blanks around it (space, tab, line ends).
std::string_view trimmed(std::string_view text);

/// `text` with ASCII letters in lower case.
std::string lower_case(std::string_view text);

/// The columns of a file, in its order. An XES file's grow while it is read.
class Columns {
 public:
  /// The index of the new column. A second column of a name keeps its place, under no name.
  std::size_t add(std::string_view name);

  /// The column that is called by the first of `names` that the file has. Case and blanks around a
  /// name do not count. Where no name fits so, signs do not count either: `Unique Key` is
  /// `unique_key`.
  std::optional<std::size_t> find(std::span<const std::string> names) const;

  std::size_t size() const { return names_.size(); }
  /// As the file spells it, trimmed.
  const std::string& name(std::size_t index) const { return names_[index]; }

 private:
  std::vector<std::string> names_;
  std::map<std::string, std::size_t, std::less<>> exact_;
  std::map<std::string, std::size_t, std::less<>> loose_;
};

/// One row. The views live until the next call of the reader that gave them. `fields` may be
/// shorter than the columns, where these have grown since.
struct SourceRow {
  std::uint64_t line = 0;  ///< where the row begins, from 1
  std::span<const std::string_view> fields;
};

/// A row that is not imported, and why.
struct Reject {
  std::uint64_t line = 0;
  std::string reason;    ///< holds no field of the row
  std::string case_ref;  ///< the source's own number, where it could be read
};

enum class RowOutcome : std::uint8_t { row, reject, end };

/// Rows one after another. One that is damaged is a reject, and the source is in step again at the
/// next. Threads: one object, one thread at a time.
class RowSource {
 public:
  virtual ~RowSource() = default;

  /// Errors: unavailable or corrupt, after every row before the damage; the next call fails alike.
  virtual Result<RowOutcome> next() = 0;

  /// The row, the reject that the last `next` told of.
  virtual const SourceRow& row() const = 0;
  virtual const Reject& reject() const = 0;

  virtual const Columns& columns() const = 0;
  /// True where a row may bring columns that no row before it had.
  virtual bool columns_grow() const = 0;
  virtual std::uint64_t blank_lines() const = 0;
};

}  // namespace aduan
