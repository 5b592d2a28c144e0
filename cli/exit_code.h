// What a command's end tells a script. Source: DESIGN §9.

#pragma once

#include "core/base/result.h"

namespace aduan {

enum class ExitCode : int {
  done = 0,
  rejected = 1,  ///< by a rule
  usage = 2,
  not_found = 3,
  conflict = 4,
  unavailable = 5,
  corrupt = 6,
};

ExitCode exit_code_of(ErrorKind kind);

}  // namespace aduan
