// The directory out of its stream: what every process that decides or explains holds in memory.

#pragma once

#include "core/complaint/directory.h"
#include "core/ledger/case_state.h"
#include "core/log/event_log.h"

#include <memory>

namespace aduan {

struct LoadedDirectory {
  std::shared_ptr<const Directory> directory;
  ChainHead head;
};

/// Folds the directory's stream. A log without a record gives a directory that is not created.
/// Void records are passed over as everywhere.
/// Errors: corrupt (a valid record of the directory does not decode: names it; or the log has
/// another number of partitions than `ledger_created` says), unavailable.
Result<LoadedDirectory> load_directory(const EventLog& log);

}  // namespace aduan
