// The process `aduan`: its terminal, its environment, its signals.

#include "cli/program.h"

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <vector>

namespace {

constexpr std::size_t kWidthDefault = 80;

std::size_t terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return kWidthDefault;
}

std::optional<std::string> environment_value(std::string_view name) {
  const char* const value = std::getenv(std::string(name).c_str());
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

/// Whether nobody reads the pipe any more: `aduan … | head` is no failure.
bool is_reader_gone(int descriptor) {
  pollfd each{descriptor, POLLOUT, 0};
  return poll(&each, 1, 0) > 0 && (each.revents & POLLERR) != 0;
}

}  // namespace

int main(int count, char** values) {
  // A reader that went away must not end a command between its receipt and its last line.
  std::signal(SIGPIPE, SIG_IGN);
  std::ios::sync_with_stdio(false);
  const std::vector<std::string> words(values + (count > 0 ? 1 : 0), values + count);
  const aduan::SystemTime time;
  const aduan::Surroundings around{
      .out = std::cout,
      .messages = std::cerr,
      .out_is_terminal = isatty(STDOUT_FILENO) != 0,
      .messages_are_terminal = isatty(STDERR_FILENO) != 0,
      .width = terminal_width(),
      .environment = environment_value,
      .time = time,
  };
  const aduan::ExitCode code = aduan::run_program(words, around);
  if (!std::cout.flush() && !is_reader_gone(STDOUT_FILENO)) {
    std::cerr << "aduan: the output could not be written to its end; is the disk full? What was "
                 "acknowledged is kept\n";
    return static_cast<int>(aduan::ExitCode::unavailable);
  }
  return static_cast<int>(code);
}
