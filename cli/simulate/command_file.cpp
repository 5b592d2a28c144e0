#include "cli/simulate/command_file.h"

#include "core/base/hash.h"
#include "schemas/instant.h"
#include "schemas/json/body.h"
#include "schemas/json/writer.h"

#include <utility>
#include <variant>

namespace aduan::simulation {
namespace {

/// One object of a line, a field at a time.
class Line {
 public:
  Line& text(std::string_view name, std::string_view value) {
    begin(name);
    json::append_string(line_, value);
    return *this;
  }
  Line& number(std::string_view name, std::uint64_t value) {
    begin(name);
    line_ += std::to_string(value);
    return *this;
  }
  template <class Any>
  Line& body(std::string_view name, const Any& command) {
    begin(name);
    std::visit([&](const auto& each) { json::write_body(line_, each); }, command);
    return *this;
  }
  Line& object(std::string_view name, const Line& value) {
    begin(name);
    line_ += value.line_ + "}";
    return *this;
  }
  bool empty() const { return line_.size() == 1; }
  std::string take() { return std::move(line_) + "}\n"; }

 private:
  void begin(std::string_view name) {
    if (!empty()) line_ += ',';
    json::append_string(line_, name);
    line_ += ':';
  }

  std::string line_ = "{";
};

Error cannot_write(const std::string& path) {
  return Error{ErrorKind::unavailable, "cannot write the file '" + path +
                                           "'; what is in it is not whole. Free some space "
                                           "or name another with --out"};
}

}  // namespace

CommandFile::CommandFile(std::string path, std::uint64_t seed)
    : path_(std::move(path)),
      file_(path_, std::ios::binary | std::ios::trunc),
      stand_ins_(sha256("aduan/simulate/v1 " + std::to_string(seed))) {}

Result<CommandFile> CommandFile::create(const std::string& path, std::uint64_t seed) {
  CommandFile file(path, seed);
  if (!file.file_) return cannot_write(path);
  return file;
}

CaseId CommandFile::case_of(std::string_view reference) { return stand_ins_.case_id(reference, 0); }

Result<void> CommandFile::send(SimulatedCommand command) {
  Line texts;
  for (const FieldText& text : command.draft.texts) texts.text(text.field, text.text);
  Line line;
  line.text("case", command.case_id.text())
      .text("key", command.key)
      .text("actor", command.actor.text())
      .text("time", format_instant(command.time))
      .text("type", type_of(command.draft.body))
      .body("data", command.draft.body);
  if (!texts.empty()) line.object("texts", texts);
  if (command.meant) line.text("meant", name_of_code(*command.meant));
  return write(line.take());
}

Result<void> CommandFile::send_directory(std::string key, Instant time, DirectoryCommand command) {
  Line line;
  line.text("case", kDirectorySubject)
      .text("key", key)
      .text("actor", "operator:local")
      .text("time", format_instant(time))
      .text("type", type_of(command))
      .body("data", command);
  return write(line.take());
}

Result<void> CommandFile::extend(SimulatedExtension extension) {
  Line line;
  line.text("extend", extension.case_id.text())
      .text("key", extension.key)
      .text("actor", extension.actor.text())
      .text("time", format_instant(extension.time))
      .text("clock", name_of_code(extension.clock))
      .text("agency", extension.agency.text())
      .number("days", extension.days_more);
  return write(line.take());
}

Result<void> CommandFile::run_system(Instant now) {
  Line line;
  line.text("run_due", format_instant(now));
  return write(line.take());
}

Result<void> CommandFile::finish() {
  file_.flush();
  if (!file_) return cannot_write(path_);
  return success();
}

Result<void> CommandFile::write(std::string line) {
  file_ << line;
  ++lines_;
  if (!file_) return cannot_write(path_);
  return success();
}

}  // namespace aduan::simulation
