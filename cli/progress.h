// How far a long work is: a bar with rate and ETA on a terminal, a plain line now and then
// elsewhere.

#pragma once

#include "cli/output.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace aduan {

/// Writes to the messages' stream, nothing in the first second. Threads: one at a time.
class ProgressLine {
 public:
  /// `what`: `import`; `unit`: `rows`.
  ProgressLine(Output& output, std::string what, std::string unit);

  /// `total` 0: not known. `detail` stands behind the figures.
  void update(std::uint64_t done, std::uint64_t total, std::string_view detail = {});

  /// Takes a terminal's bar away. Called once, at the end.
  void finish();

 private:
  using Steady = std::chrono::steady_clock;

  Output& output_;
  std::string what_;
  std::string unit_;
  Steady::time_point began_ = Steady::now();
  Steady::time_point written_ = began_;
  bool has_bar_ = false;
};

}  // namespace aduan
