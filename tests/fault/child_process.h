// A program that a test starts, listens to and kills.

#pragma once

#include "core/base/check.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace aduan {

/// Killed, at the latest, when it goes out of scope.
class ChildProcess {
 public:
  explicit ChildProcess(std::vector<std::string> words) {
    int ends[2];
    CHECK(::pipe2(ends, O_CLOEXEC) == 0);
    output_ = ends[0];
    posix_spawn_file_actions_t actions;
    CHECK(::posix_spawn_file_actions_init(&actions) == 0);
    CHECK(::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO) == 0);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int failed =
        ::posix_spawn(&id_, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    is_started_ = failed == 0;
    if (!is_started_) id_ = -1;
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess() {
    kill();
    wait();
    ::close(output_);
  }

  /// False when there is no such program.
  bool is_started() const { return is_started_; }

  /// kill -9: nothing of the program runs any more.
  void kill() {
    if (id_ > 0) ::kill(id_, SIGKILL);
  }

  /// SIGSTOP, SIGCONT, …
  void signal(int number) {
    if (id_ > 0) ::kill(id_, number);
  }

  /// SIGTERM: asks it to end.
  void terminate() {
    if (id_ > 0) ::kill(id_, SIGTERM);
  }

  /// The next line of its standard output, without its end; nothing when there will be none.
  std::optional<std::string> read_line() {
    for (;;) {
      if (const auto end = unread_.find('\n'); end != std::string::npos) {
        std::string line = unread_.substr(0, end);
        unread_.erase(0, end + 1);
        return line;
      }
      if (!read_more()) return std::nullopt;
    }
  }

  /// Waits a moment for it to close its output, as it does when it ends; true when it has.
  bool has_ended_within_a_moment() {
    pollfd poll{output_, POLLIN, 0};
    if (::poll(&poll, 1, 1) <= 0) return false;
    return !read_more();
  }

  /// Waits for its end. Gives its exit code; nothing when a signal ended it.
  std::optional<int> wait() {
    if (id_ <= 0) return exit_code_;
    while (read_more()) {
    }
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    id_ = -1;
    if (WIFEXITED(status)) exit_code_ = WEXITSTATUS(status);
    return exit_code_;
  }

  /// What it wrote and nobody read.
  const std::string& unread() const { return unread_; }

 private:
  bool read_more() {
    char part[4096];
    ssize_t size = 0;
    while ((size = ::read(output_, part, sizeof part)) < 0 && errno == EINTR) {
    }
    if (size <= 0) return false;
    unread_.append(part, static_cast<std::size_t>(size));
    return true;
  }

  pid_t id_ = -1;  ///< -1: it runs no more
  bool is_started_ = false;
  int output_ = -1;
  std::string unread_;
  std::optional<int> exit_code_;
};

}  // namespace aduan
