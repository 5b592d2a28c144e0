#include "cli/import/reject_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unistd.h>

namespace aduan {

namespace {

std::string csv_field(std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(field);
  std::string result = "\"";
  for (const char c : field) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + "\"";
}

}  // namespace

RejectFile::RejectFile(std::string path) : path_(std::move(path)), file_(nullptr, &std::fclose) {}

RejectFile RejectFile::beside(const std::string& file) {
  const std::filesystem::path source(file);
  const auto folder = source.has_parent_path() ? source.parent_path() : std::filesystem::path(".");
  const bool may_write = ::access(folder.c_str(), W_OK) == 0;
  RejectFile rejects((may_write ? file : source.filename().string()) + ".rejects.csv");
  std::remove(rejects.path_.c_str());  // of an earlier run; usually there is none
  return rejects;
}

Error RejectFile::failed() const {
  return Error{.kind = ErrorKind::unavailable,
               .message = "cannot write " + path_ + ": " + std::strerror(errno) +
                          "; what was imported stays. Make the folder writable and run the same "
                          "command again"};
}

Result<void> RejectFile::add(const Reject& reject) {
  ++count_;
  if (!file_) {
    file_.reset(std::fopen(path_.c_str(), "wb"));
    if (!file_) return failed();
    std::fputs("line,reason,case\n", file_.get());
  }
  const std::string line = std::to_string(reject.line) + "," + csv_field(reject.reason) + "," +
                           csv_field(reject.case_ref) + "\n";
  if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size()) return failed();
  return success();
}

Result<void> RejectFile::flush() {
  if (file_ && std::fflush(file_.get()) != 0) return failed();
  return success();
}

}  // namespace aduan
