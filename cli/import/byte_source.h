// A file as a stream of bytes. A gzip file (by its first two bytes, not by its name; of any number
// of members) is unpacked on the way.
//
// A damaged or cut-off file first gives every byte that could be read, then an Error that names the
// position in the file.

#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace aduan {

/// Threads: one object, one thread at a time.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  /// Fills the front of `out`; 0 means the end. Once it has failed it fails again in the same way.
  /// Errors: unavailable (the disk), corrupt (damaged or cut-off gzip).
  virtual Result<std::size_t> read(std::span<char> out) = 0;

  /// Bytes of the file (packed, where it is packed) read so far and in all, for progress.
  virtual std::uint64_t bytes_consumed() const = 0;
  virtual std::uint64_t bytes_total() const = 0;
};

/// Opens `path`. Errors: not_found, unavailable.
Result<std::unique_ptr<ByteSource>> open_byte_source(const std::string& path);

/// The bytes of `text`, which must outlive the source; unpacked if they are gzip.
std::unique_ptr<ByteSource> byte_source_of(std::string_view text);

/// `rest` with `front`, which was read from it, back in front.
std::unique_ptr<ByteSource> put_back(std::string front, std::unique_ptr<ByteSource> rest);

}  // namespace aduan
