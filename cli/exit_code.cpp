#include "cli/exit_code.h"

namespace aduan {

ExitCode exit_code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid:
      return ExitCode::usage;
    case ErrorKind::conflict:
      return ExitCode::conflict;
    case ErrorKind::not_found:
      return ExitCode::not_found;
    case ErrorKind::unavailable:
      return ExitCode::unavailable;
    case ErrorKind::corrupt:
      return ExitCode::corrupt;
  }
  return ExitCode::unavailable;
}

}  // namespace aduan
