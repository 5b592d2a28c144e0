#include "core/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace aduan {

void check_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "aduan: a bug of ours: CHECK(%s) failed at %s:%d\n", expression, file, line);
  std::abort();
}

}  // namespace aduan
