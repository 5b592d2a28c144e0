#include "core/privacy/secret_file.h"

#include "core/base/encoding.h"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace aduan {
namespace {

constexpr std::size_t kDigits = 64;

/// What a whole file is long: the title, a blank, the digits, a newline.
std::size_t file_bytes(const SecretKind& kind) { return kind.title.size() + 1 + kDigits + 1; }

/// A file descriptor that closes itself.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (is_open()) ::close(descriptor_);
  }
  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

/// Requires: errno is that of the failed call.
Error unavailable(std::string_view what, const std::filesystem::path& file) {
  return Error{.kind = ErrorKind::unavailable,
               .message = std::string(what) + " " + file.string() + ": " + std::strerror(errno) +
                          ". Check the disk and the folder's owner, then try again."};
}

bool write_all(const File& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.descriptor(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// At most one byte more than `expected`, so that a longer file is noticed.
std::optional<std::string> read_some(const File& file, std::size_t expected) {
  std::string bytes(expected + 1, '\0');
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = ::read(file.descriptor(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  bytes.resize(size);
  return bytes;
}

bool sync_folder(const std::filesystem::path& folder) {
  const File opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return opened.is_open() && ::fsync(opened.descriptor()) == 0;
}

std::optional<Hash> parse(const SecretKind& kind, std::string_view text) {
  if (text.size() != file_bytes(kind) || text.back() != '\n') return std::nullopt;
  if (!text.starts_with(kind.title) || text[kind.title.size()] != ' ') return std::nullopt;
  const auto bytes = from_hex(text.substr(kind.title.size() + 1, kDigits));
  return bytes ? as_array<32>(*bytes) : std::nullopt;
}

}  // namespace

Result<void> write_secret_file(const std::filesystem::path& file, const SecretKind& kind,
                               const Hash& secret) {
  const std::string name(kind.name);
  const File opened(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!opened.is_open() && errno == EEXIST) {
    return Error{.kind = ErrorKind::invalid,
                 .message = "There is a " + name + " already: " + file.string() +
                            ". It was not changed. Move it away if it belongs to no ledger."};
  }
  if (!opened.is_open()) return unavailable("Cannot create the " + name, file);
  std::string text(kind.title);
  text.append(" ").append(to_hex(as_view(secret))).append("\n");
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  if (!write_all(opened, text) || ::fsync(opened.descriptor()) != 0 || !sync_folder(folder)) {
    const Error error = unavailable("Cannot write the " + name, file);
    ::unlink(file.c_str());  // half a secret would stop the next attempt
    return error;
  }
  return success();
}

Result<Hash> read_secret_file(const std::filesystem::path& file, const SecretKind& kind) {
  const std::string name(kind.name);
  const File opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened.is_open() && errno == ENOENT) {
    return Error{.kind = ErrorKind::not_found,
                 .message = "There is no " + name + " at " + file.string() + ". " +
                            std::string(kind.without_it) + ": restore it from its backup."};
  }
  if (!opened.is_open()) return unavailable("Cannot open the " + name, file);
  struct stat status {};
  if (::fstat(opened.descriptor(), &status) != 0) {
    return unavailable("Cannot inspect the " + name, file);
  }
  if ((status.st_mode & 077) != 0) {
    return Error{.kind = ErrorKind::invalid,
                 .message = "Others than its owner may use the " + name + " " + file.string() +
                            ". It was not used. Make it private: chmod 600."};
  }
  const auto text = read_some(opened, file_bytes(kind));
  if (!text) return unavailable("Cannot read the " + name, file);
  const auto secret = parse(kind, *text);
  if (!secret) {
    return Error{.kind = ErrorKind::corrupt,
                 .message = "The file " + file.string() + " does not hold a " + name +
                            ". Restore it from its backup."};
  }
  return *secret;
}

}  // namespace aduan
