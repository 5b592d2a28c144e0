// A nation of complaints from a seed: who reports what, what the desk, the agencies and the
// reporters make of it, in the order of time.
//
// A queue of next steps holds the open cases alone, so memory follows the arrivals of a case's
// lifetime and not the number of cases. What a step does depends on the seed and the case's number,
// never on an answer of the ledger or on time: the same plan gives the same commands.

#pragma once

#include "cli/simulate/command_sink.h"
#include "cli/simulate/parameters.h"
#include "core/base/clock.h"
#include "schemas/policy.h"

#include <cstdint>
#include <functional>

namespace aduan::simulation {

struct Plan {
  std::uint64_t cases = 0;
  std::uint64_t seed = 0;
  Instant from;              ///< the first arrival's day; rounded by nobody
  std::uint32_t length = 0;  ///< days; whatever is still open then stays open
};

/// So many days that about kCasesADay come in a day.
std::uint32_t days_for(std::uint64_t cases);

struct Course {
  std::uint64_t cases = 0;       ///< submitted so far
  std::uint64_t commands = 0;    ///< sent, the retries too
  std::uint64_t retries = 0;     ///< sent again with their id
  std::uint64_t duplicates = 0;  ///< the same report under another reference
  std::uint64_t live = 0;        ///< cases with a step ahead, now
  std::uint64_t live_max = 0;    ///< at the most
  std::uint64_t steps_max = 0;   ///< in the queue at the most
};

/// Plays the plan to its end, `finish` of the sink included. `policy`: whose clocks the ledger
/// runs by. `on_day` is told once a simulated day, and at the end.
/// Errors: the sink's.
Result<Course> simulate(const Plan& plan, const Policy& policy, CommandSink& sink,
                        const std::function<void(const Course&)>& on_day);

}  // namespace aduan::simulation
