// The reference files' own bytes, as embed.cmake puts them into the program.

#pragma once

#include <string_view>

namespace aduan {

extern const std::string_view kAgenciesCsv;
extern const std::string_view kAgencyChangesCsv;
extern const std::string_view kCategoriesCsv;
extern const std::string_view kHolidaysCsv;
extern const std::string_view kPolicyJson;

}  // namespace aduan
