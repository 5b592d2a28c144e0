// Where two events of a type part: the field, and what it says and should say, for people.

#pragma once

#include "schemas/event.h"

#include <string>
#include <string_view>

namespace aduan {

struct Difference {
  std::string field;  ///< as the record spells it: `clocks`, `policy`, `breaches`, `role`
  std::string reason;
};

/// The first difference: of the clocks, then the policy, then the breaches, then any other field in
/// the order of the record. Requires: the events differ.
Difference difference_of(const Event& is, const Event& should_be);

/// `follow_up of kl-pupr`, `verify of the desk`, `reopen_window`.
std::string clock_text(Clock clock, const std::optional<AgencyId>& agency);

}  // namespace aduan
