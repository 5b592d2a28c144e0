// The whole program behind `main`: from the words of a command line to an exit code.

#pragma once

#include "cli/exit_code.h"
#include "cli/settings.h"
#include "core/base/clock.h"

#include <cstddef>
#include <iosfwd>
#include <span>
#include <string>

namespace aduan {

/// What a process has around it.
struct Surroundings {
  std::ostream& out;
  std::ostream& messages;
  bool out_is_terminal = false;
  bool messages_are_terminal = false;
  std::size_t width = 80;  ///< columns of the terminal
  Environment environment;
  std::string folder = ".";  ///< where aduan.conf may lie
  const TimeSource& time;
};

/// Runs one command. `words` are those after the program's name. An exception becomes a message
/// without personal data and the code for unavailable.
ExitCode run_program(std::span<const std::string> words, const Surroundings& around);

}  // namespace aduan
