// What became of the agencies of 2014: the changes of the reference data, with the ids, kinds and
// defaults that a directory needs.

#pragma once

#include "schemas/codes.h"
#include "schemas/instant.h"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aduan::simulation {

struct Successor {
  std::string_view id;    ///< empty: no further one
  std::string_view name;  ///< empty: an agency of the reference data, connected already
};

/// Where a dissolved agency's cases go.
struct Succession {
  std::string_view agency;
  std::array<Successor, 3> successors;
  bool has_default = false;  ///< the first gets the open cases; else the desk does
};

/// Null for an agency that only gets another name.
const Succession* find_succession(std::string_view agency);

/// One change of the reference data.
struct AgencyChange {
  Day day;
  std::string agency;
  std::string new_name;                    ///< of a renaming
  const Succession* succession = nullptr;  ///< of a dissolution
};

/// By day; a year alone is its first day.
std::vector<AgencyChange> agency_changes();

}  // namespace aduan::simulation
