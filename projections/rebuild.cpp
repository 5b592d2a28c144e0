#include "projections/rebuild.h"

#include "projections/store/store_folder.h"

namespace aduan {

Result<StoreStatus> rebuild(const EventLog& log, const std::filesystem::path& folder,
                            const StoreOptions& options, const Progress& progress) {
  const std::filesystem::path path = next_store(folder);
  StoreStatus status;
  {
    const auto store = ProjectionStore::build(path, options);
    if (!store) return store.error();
    const auto caught_up = store.value()->catch_up(log, progress);
    if (!caught_up) return caught_up.error();
    const auto flushed = store.value()->flush();
    if (!flushed) return flushed.error();
    status = store.value()->status();
  }
  const auto used = use_store(folder, path);
  if (!used) return used.error();
  return status;
}

}  // namespace aduan
