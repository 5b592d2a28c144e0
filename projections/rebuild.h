// Building the projections anew from the log, while the old ones stay in use.

#pragma once

#include "core/log/event_log.h"
#include "projections/store/store.h"

#include <filesystem>

namespace aduan {

/// Builds a fresh store beside the one in `folder` and puts it in its place in one step. Until
/// then, and after a crash at any point before, the old one is as it was; a half-built store is
/// removed when the folder is opened next. An open ProjectionStore of the folder goes on with the
/// old rows: close it before, open it after. Gives the new store's status; its digest is the live
/// one's at the same positions.
/// Errors: those of log and disk; the old store stays in use.
/// Requires: the caller owns the folder (holds the log's lock).
Result<StoreStatus> rebuild(const EventLog& log, const std::filesystem::path& folder,
                            const StoreOptions& options, const Progress& progress = {});

}  // namespace aduan
