#include "cli/import/byte_source.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>

namespace aduan {

namespace {

constexpr std::size_t kPackedChunkBytes = 256 * 1024;

class PlainFile final : public ByteSource {
 public:
  PlainFile(std::FILE* file, std::uint64_t total) : file_(file, &std::fclose), total_(total) {}

  Result<std::size_t> read(std::span<char> out) override {
    const std::size_t got = std::fread(out.data(), 1, out.size(), file_.get());
    consumed_ += got;
    if (got == 0 && std::ferror(file_.get())) {
      return Error{.kind = ErrorKind::unavailable,
                   .message = "reading the file failed at byte " + std::to_string(consumed_) +
                              ": " + std::strerror(errno) +
                              "; what stood before it was read. Run the same command again"};
    }
    return got;
  }

  std::uint64_t bytes_consumed() const override { return consumed_; }
  std::uint64_t bytes_total() const override { return total_; }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  std::uint64_t total_;
  std::uint64_t consumed_ = 0;
};

class TextBytes final : public ByteSource {
 public:
  explicit TextBytes(std::string_view text) : text_(text) {}

  Result<std::size_t> read(std::span<char> out) override {
    const std::size_t size = std::min(out.size(), text_.size() - consumed_);
    std::memcpy(out.data(), text_.data() + consumed_, size);
    consumed_ += size;
    return size;
  }

  std::uint64_t bytes_consumed() const override { return consumed_; }
  std::uint64_t bytes_total() const override { return text_.size(); }

 private:
  std::string_view text_;
  std::size_t consumed_ = 0;
};

// Puts back the bytes that were read to recognise the format.
class Peeked final : public ByteSource {
 public:
  Peeked(std::unique_ptr<ByteSource> inner, std::string front)
      : inner_(std::move(inner)), front_(std::move(front)) {}

  Result<std::size_t> read(std::span<char> out) override {
    if (given_ == front_.size()) return inner_->read(out);
    const std::size_t size = std::min(out.size(), front_.size() - given_);
    std::memcpy(out.data(), front_.data() + given_, size);
    given_ += size;
    return size;
  }

  std::uint64_t bytes_consumed() const override { return inner_->bytes_consumed(); }
  std::uint64_t bytes_total() const override { return inner_->bytes_total(); }

 private:
  std::unique_ptr<ByteSource> inner_;
  std::string front_;
  std::size_t given_ = 0;
};

class GzipSource final : public ByteSource {
 public:
  explicit GzipSource(std::unique_ptr<ByteSource> inner) : inner_(std::move(inner)) {
    // 15 window bits, 16: gzip only. Out of memory is the only way to fail here.
    ready_ = inflateInit2(&stream_, 15 + 16) == Z_OK;
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override { inflateEnd(&stream_); }

  Result<std::size_t> read(std::span<char> out) override {
    if (failure_) return *failure_;
    if (!ready_) return fail(ErrorKind::unavailable, "there is no memory to unpack the gzip file");
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(out.size(), 1U << 30));
    const uInt asked = stream_.avail_out;
    while (stream_.avail_out > 0 && !ended_) {
      if (stream_.avail_in == 0) {
        const Result<std::size_t> got = inner_->read(packed_);
        if (!got) {
          failure_ = got.error();
          break;
        }
        if (got.value() == 0) {
          finish_at_end_of_file();
          break;
        }
        taken_ += got.value();
        stream_.next_in = reinterpret_cast<Bytef*>(packed_.data());
        stream_.avail_in = static_cast<uInt>(got.value());
      }
      if (!inflate_some()) break;
    }
    const std::size_t given = asked - stream_.avail_out;
    // What was unpacked before the damage is given first; the next call tells of the damage.
    if (given == 0 && failure_) return *failure_;
    return given;
  }

  std::uint64_t bytes_consumed() const override { return inner_->bytes_consumed(); }
  std::uint64_t bytes_total() const override { return inner_->bytes_total(); }

 private:
  // False: an end or a failure.
  bool inflate_some() {
    if (between_members_) {
      // gzip's own tools ignore zeros after the last member (tape padding).
      while (stream_.avail_in > 0 && *stream_.next_in == 0) {
        ++stream_.next_in;
        --stream_.avail_in;
      }
      if (stream_.avail_in == 0) return true;
      inflateReset(&stream_);
      between_members_ = false;
    }
    const int code = inflate(&stream_, Z_NO_FLUSH);
    if (code == Z_STREAM_END) {
      between_members_ = true;
      return true;
    }
    if (code == Z_OK || code == Z_BUF_ERROR) return true;
    fail(ErrorKind::corrupt, "the gzip file is damaged");
    return false;
  }

  void finish_at_end_of_file() {
    ended_ = true;
    if (!between_members_) fail(ErrorKind::corrupt, "the gzip file is cut off");
  }

  Error fail(ErrorKind kind, const std::string& what) {
    failure_ = Error{.kind = kind,
                     .message = what + " (byte " + std::to_string(taken_ - stream_.avail_in) +
                                " of " + std::to_string(inner_->bytes_total()) +
                                "); the rows before it were read. Fetch the file again and repeat "
                                "the command: what is there already is not added twice"};
    return *failure_;
  }

  std::unique_ptr<ByteSource> inner_;
  z_stream stream_ = {};
  std::array<char, kPackedChunkBytes> packed_;
  std::uint64_t taken_ = 0;
  bool ready_ = false;
  bool between_members_ = false;
  bool ended_ = false;
  std::optional<Error> failure_;
};

// Reads two bytes to see whether they are gzip's.
Result<std::unique_ptr<ByteSource>> unpacked_if_gzip(std::unique_ptr<ByteSource> raw) {
  std::string front(2, '\0');
  std::size_t size = 0;
  while (size < front.size()) {
    const Result<std::size_t> got = raw->read(std::span(front).subspan(size));
    if (!got) return got.error();
    if (got.value() == 0) break;
    size += got.value();
  }
  front.resize(size);
  const bool gzip = front == "\x1f\x8b";
  std::unique_ptr<ByteSource> peeked = std::make_unique<Peeked>(std::move(raw), std::move(front));
  if (!gzip) return peeked;
  return std::unique_ptr<ByteSource>(std::make_unique<GzipSource>(std::move(peeked)));
}

}  // namespace

Result<std::unique_ptr<ByteSource>> open_byte_source(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    const bool absent = errno == ENOENT;
    return Error{.kind = absent ? ErrorKind::not_found : ErrorKind::unavailable,
                 .message = "cannot open " + path + ": " + std::strerror(errno) +
                            "; nothing was imported from it. Check the path"};
  }
  std::uint64_t total = 0;
  if (std::fseek(file, 0, SEEK_END) == 0) {
    const long size = std::ftell(file);
    total = size < 0 ? 0 : static_cast<std::uint64_t>(size);
    std::rewind(file);
  } else {
    std::clearerr(file);  // a pipe: no size, and that is all
  }
  return unpacked_if_gzip(std::make_unique<PlainFile>(file, total));
}

std::unique_ptr<ByteSource> put_back(std::string front, std::unique_ptr<ByteSource> rest) {
  return std::make_unique<Peeked>(std::move(rest), std::move(front));
}

std::unique_ptr<ByteSource> byte_source_of(std::string_view text) {
  auto source = unpacked_if_gzip(std::make_unique<TextBytes>(text));
  return std::move(source).value();  // a text does not fail
}

}  // namespace aduan
