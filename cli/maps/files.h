// The shipped maps' own bytes, as cmake/embed.cmake puts them into the program.

#pragma once

#include <string_view>

namespace aduan {

extern const std::string_view kAduanXes;
extern const std::string_view kBoston311;
extern const std::string_view kBpic2013;
extern const std::string_view kCfpb;
extern const std::string_view kNyc311;
extern const std::string_view kNyc3112022;
extern const std::string_view kServicenow498;
extern const std::string_view kXes;

}  // namespace aduan
