// CHECK(condition): our own bug ends the process, with the line that found it. Never for input.

#pragma once

namespace aduan {

/// Prints `expression` and its place to stderr and aborts. Holds no value of the program, so that
/// no personal data can reach a log.
[[noreturn]] void check_failed(const char* expression, const char* file, int line);

}  // namespace aduan

#define CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::aduan::check_failed(#condition, __FILE__, __LINE__))
