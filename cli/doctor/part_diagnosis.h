// The doctor's look at the parts of a ledger's folder, each by itself: one that is broken hides
// none of the others. Changes nothing.

#pragma once

#include "cli/doctor/diagnosis.h"
#include "core/log/event_log.h"
#include "projections/store/store.h"

#include <filesystem>
#include <vector>

namespace aduan {

/// Whether any part of a ledger lies there.
bool is_ledger_folder(const std::filesystem::path& folder);

/// What is wrong with the log, the directory, the secrets, the keys and the projections, in this
/// order. Opens each anew: for a ledger that does not open as a whole.
std::vector<Diagnosis> diagnose_parts(const std::filesystem::path& folder);

/// What is wrong with the projections of a ledger that opens: where they stand, and whether their
/// rows add up to the digest that was kept with them (reads all of them).
std::vector<Diagnosis> diagnose_projections(const EventLog& log, const ProjectionStore& store);

}  // namespace aduan
