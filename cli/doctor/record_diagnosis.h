// The doctor's look at records that stand in the log and move nothing: void ones, and those that
// parked their case.

#pragma once

#include "cli/doctor/diagnosis.h"
#include "cli/ledger_folder.h"

#include <cstddef>
#include <vector>

namespace aduan {

/// The first `limit` void records and the first `limit` that parked a case, each explained.
/// Errors: corrupt, unavailable.
Result<std::vector<Diagnosis>> diagnose_records(OpenLedger& ledger, std::size_t limit);

/// `3/17`; in the directory's stream `directory/17`.
std::string place_text(const Position& position, std::uint32_t partitions);

}  // namespace aduan
