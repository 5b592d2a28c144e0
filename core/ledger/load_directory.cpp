#include "core/ledger/load_directory.h"

#include "core/ledger/directory_fold.h"

#include <optional>

namespace aduan {

Result<LoadedDirectory> load_directory(const EventLog& log) {
  DirectoryFold fold(log.partitions());
  std::optional<Error> failure;
  const auto visit = [&](const Record& record) {
    if (const auto applied = fold.apply(record); !applied) failure = applied.error();
    return !failure;
  };
  if (const auto scanned = log.scan(log.partitions(), 0, visit); !scanned) return scanned.error();
  if (failure) return *failure;
  return LoadedDirectory{fold.directory(), fold.head()};
}

}  // namespace aduan
