#include "cli/export/text_sink.h"

#include <zlib.h>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <ostream>
#include <system_error>
#include <unistd.h>

namespace aduan {
namespace {

constexpr std::size_t kPieceBytesMax = std::size_t{1} << 20;
constexpr unsigned kPackBufferBytes = 256 * 1024;

Error cannot_write(const std::string& path, int code) {
  return Error{ErrorKind::unavailable, "cannot write '" + path +
                                           "': " + std::generic_category().message(code) +
                                           ". The ledger was not changed"};
}

class StreamSink final : public TextSink {
 public:
  explicit StreamSink(std::ostream& out) : out_(out) {}

  Result<void> write(std::string_view text) override {
    out_.write(text.data(), static_cast<std::streamsize>(text.size()));
    return checked();
  }

  Result<void> finish() override {
    out_.flush();
    return checked();
  }

 private:
  Result<void> checked() const {
    if (out_.good()) return success();
    return Error{ErrorKind::unavailable,
                 "the output cannot be written to any more. The ledger was not changed"};
  }

  std::ostream& out_;
};

/// zlib's own file, which also writes one that is not packed (`T`).
class FileSink final : public TextSink {
 public:
  FileSink(std::string path, gzFile file) : path_(std::move(path)), file_(file) {
    gzbuffer(file_, kPackBufferBytes);
  }

  ~FileSink() override {
    if (file_ == nullptr) return;
    gzclose(file_);
    std::remove(partial(path_).c_str());
  }

  Result<void> write(std::string_view text) override {
    while (!text.empty()) {
      const std::string_view piece = text.substr(0, kPieceBytesMax);
      if (gzwrite(file_, piece.data(), static_cast<unsigned>(piece.size())) <= 0) {
        return cannot_write(path_, errno);
      }
      text.remove_prefix(piece.size());
    }
    return success();
  }

  Result<void> finish() override {
    const int closed = gzclose(file_);
    file_ = nullptr;
    const bool whole = closed == Z_OK && std::rename(partial(path_).c_str(), path_.c_str()) == 0;
    if (whole) return success();
    const Error error = cannot_write(path_, errno);
    std::remove(partial(path_).c_str());
    return error;
  }

  static std::string partial(const std::string& path) { return path + ".partial"; }

 private:
  std::string path_;
  gzFile file_;  // null once it is closed
};

}  // namespace

std::unique_ptr<TextSink> sink_to(std::ostream& out) { return std::make_unique<StreamSink>(out); }

Result<std::unique_ptr<TextSink>> open_sink(const std::string& path) {
  constexpr int kOwnerAlone = 0600;
  const std::string partial = FileSink::partial(path);
  const int file = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kOwnerAlone);
  if (file < 0) return cannot_write(path, errno);
  const gzFile packed = gzdopen(file, path.ends_with(".gz") ? "wb6" : "wbT");
  if (packed == nullptr) {
    ::close(file);
    return cannot_write(path, ENOMEM);
  }
  return std::unique_ptr<TextSink>(std::make_unique<FileSink>(path, packed));
}

}  // namespace aduan
