// What a process of roles says of itself, for whoever gathers journals: a JSON object a line.
//
//   {"time":"2026-11-24T15:00:00.000Z","level":"warning","role":"router","what":"will_restart",
//    "message":"…","pause_ms":500}
//
// Messages are Errors' messages: no text of a case, no name, no key, no password is ever in one.

#pragma once

#include "consumers/role.h"
#include "core/base/clock.h"

#include <cstdint>
#include <iosfwd>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aduan {

/// Threads: any.
class RoleJournal {
 public:
  enum class Level : std::uint8_t { note, warning, failure };
  using Fields = std::vector<std::pair<std::string_view, std::string>>;

  /// Both must outlive it.
  RoleJournal(std::ostream& out, const TimeSource& time) : out_(out), time_(time) {}

  void write(Level level, std::string_view role, std::string_view what, const Fields& fields = {});

  /// What happens to roles, as lines.
  RoleEvents events();

 private:
  std::ostream& out_;
  const TimeSource& time_;
  std::mutex mutex_;
};

}  // namespace aduan
