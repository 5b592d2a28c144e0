// Where an export's text goes: a stream, a file, or a file packed with gzip (a name that ends in
// `.gz`).
//
// A file is written beside its place, under its name and `.partial`, and takes the place when it is
// whole: whoever finds the file finds all of it. Only its owner may read it, for it may hold what
// citizens wrote. The same text gives the same bytes, packed or not.

#pragma once

#include "core/base/result.h"

#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace aduan {

/// Threads: one at a time.
class TextSink {
 public:
  virtual ~TextSink() = default;

  /// Errors: unavailable (the disk is full, nobody reads the stream any more).
  virtual Result<void> write(std::string_view text) = 0;

  /// Called once, after the last `write`. Without it a file does not take its place.
  /// Errors: unavailable.
  virtual Result<void> finish() = 0;
};

/// `out` must outlive the sink.
std::unique_ptr<TextSink> sink_to(std::ostream& out);

/// Errors: unavailable (the folder is not there, or may not be written to).
Result<std::unique_ptr<TextSink>> open_sink(const std::string& path);

}  // namespace aduan
