#include "consumers/monitor/role_journal.h"

#include "schemas/instant.h"
#include "schemas/json/writer.h"

#include <array>
#include <ostream>

namespace aduan {
namespace {

constexpr std::array<std::string_view, 3> kLevels{"note", "warning", "failure"};

void append(std::string& line, std::string_view name, std::string_view text) {
  line += line.size() == 1 ? "\"" : ",\"";
  line.append(name).append("\":");
  json::append_string(line, text);
}

}  // namespace

void RoleJournal::write(Level level, std::string_view role, std::string_view what,
                        const Fields& fields) {
  std::string line = "{";
  append(line, "time", format_instant(time_.now()));
  append(line, "level", kLevels[static_cast<std::size_t>(level)]);
  append(line, "role", role);
  append(line, "what", what);
  for (const auto& [name, text] : fields) append(line, name, text);
  line += "}\n";
  const std::lock_guard lock(mutex_);
  out_ << line << std::flush;
}

RoleEvents RoleJournal::events() {
  RoleEvents events;
  events.started = [this](const ConsumerRole& role) { write(Level::note, role.name(), "started"); };
  events.stopped = [this](const ConsumerRole& role) { write(Level::note, role.name(), "stopped"); };
  events.will_restart = [this](const ConsumerRole& role, const Error& error,
                               std::chrono::milliseconds pause) {
    write(Level::warning, role.name(), "will_restart",
          {{"kind", std::string(name_of(error.kind))},
           {"message", error.message},
           {"pause_ms", std::to_string(pause.count())}});
  };
  events.failed = [this](const ConsumerRole& role, const Error& error) {
    write(Level::failure, role.name(), "failed",
          {{"kind", std::string(name_of(error.kind))}, {"message", error.message}});
  };
  return events;
}

}  // namespace aduan
