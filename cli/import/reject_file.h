// The rows that were not imported: FILE.rejects.csv, as `line,reason,case`. The row itself is not
// copied: it stands in the source file at that line, and may hold personal data.

#pragma once

#include "cli/import/row.h"
#include "core/base/result.h"

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

namespace aduan {

/// Threads: one object, one thread at a time.
class RejectFile {
 public:
  /// Writes to `<file>.rejects.csv`, or where that folder may not be written, to a file of the same
  /// name in the working folder. The file is made with the first reject; one of an earlier run
  /// is removed.
  static RejectFile beside(const std::string& file);

  /// Errors: unavailable (the reject is counted all the same).
  Result<void> add(const Reject& reject);
  /// Everything is with the operating system on return. Errors: unavailable.
  Result<void> flush();

  std::uint64_t count() const { return count_; }
  const std::string& path() const { return path_; }

 private:
  explicit RejectFile(std::string path);
  Error failed() const;

  std::string path_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  std::uint64_t count_ = 0;
};

}  // namespace aduan
