#include "cli/ledger_folder.h"

#include "cli/folder_parts.h"
#include "cli/ledger_secrets.h"
#include "consumers/keeper/key_keeper.h"
#include "core/ledger/embedded_ledger.h"
#include "core/log/rocks/rocks_event_log.h"
#include "core/privacy/rocks/rocks_key_store.h"
#include "projections/rebuild.h"

#include <functional>
#include <system_error>
#include <utility>

namespace aduan {
namespace {

namespace fs = std::filesystem;

/// Whether the projections stand before, or after, some stream's end as this process sees the log.
template <class Compare>
bool any_stream(const ProjectionStore& store, const EventLog& log, const Compare& compare) {
  const std::vector<std::uint64_t> applied = store.status().positions;
  for (std::uint32_t stream = 0; stream < applied.size(); ++stream) {
    const auto end = log.end(stream);
    if (end && compare(applied[stream], end.value())) return true;
  }
  return false;
}

bool is_behind(const ProjectionStore& store, const EventLog& log) {
  return any_stream(store, log, std::less<>());
}

bool is_ahead(const ProjectionStore& store, const EventLog& log) {
  return any_stream(store, log, std::greater<>());
}

/// What only the owner of the folder may go on with.
bool is_unfinished(const LedgerParts& parts) {
  if (is_behind(*parts.store, *parts.log)) return true;
  const auto open_erasures = has_open_erasures(parts.store->reader(), *parts.keys);
  return open_erasures && open_erasures.value();
}

Result<void> expect_ledger(const fs::path& folder) {
  if (has_secrets(folder)) return success();
  return Error{ErrorKind::not_found, "there is no ledger at '" + folder.string() +
                                         "'. Make one with `aduan init`, or name another with "
                                         "--ledger"};
}

Result<std::unique_ptr<EventLog>> open_log(const fs::path& folder, LedgerAccess access) {
  const bool owns = access == LedgerAccess::read_write;
  auto log = RocksEventLog::open(log_folder(folder), owns ? RocksEventLog::Access::read_write
                                                          : RocksEventLog::Access::read_only);
  if (!log) return log.error();
  return std::unique_ptr<EventLog>(std::move(log.value()));
}

Result<void> open_keys(const fs::path& folder, LedgerAccess access, LedgerParts& parts) {
  const auto secrets = read_secrets(folder);
  if (!secrets) return secrets.error();
  parts.secret.emplace(secrets.value().secret);
  parts.seed = secrets.value().seed;
  auto random = random_of(parts.seed, *parts.log);
  if (!random) return random.error();
  parts.random = std::move(random.value());
  const bool owns = access == LedgerAccess::read_write;
  auto keys = RocksKeyStore::open(
      key_folder(folder),
      owns ? RocksKeyStore::Access::read_write : RocksKeyStore::Access::read_only,
      secrets.value().master, *parts.random);
  if (!keys) return keys.error();
  parts.keys = std::move(keys.value());
  return success();
}

Result<void> open_store(const fs::path& folder, LedgerAccess access, LedgerParts& parts) {
  StoreOptions options = store_options(parts.name, parts.log->partitions());
  options.read_only = access == LedgerAccess::read_only;
  auto store = ProjectionStore::open(store_folder(folder), options);
  if (!store) return store.error();
  parts.store = std::move(store.value());
  if (!options.read_only) return parts.store->catch_up(*parts.log);
  if (!is_ahead(*parts.store, *parts.log)) return success();
  // The owner wrote between the two openings. A record is in the log before it is applied, so a log
  // opened after the projections has all that they know.
  auto log = open_log(folder, access);
  if (!log) return log.error();
  parts.log = std::move(log.value());
  return success();
}

/// `name`: of a ledger that is being made; empty: as its log says.
Result<std::unique_ptr<LedgerParts>> open_parts(const fs::path& folder, LedgerAccess access,
                                                const TimeSource& time,
                                                const std::string& name = {}) {
  auto parts = std::make_unique<LedgerParts>();
  parts->folder = folder;
  parts->name = name;
  auto log = open_log(folder, access);
  if (!log) return log.error();
  parts->log = std::move(log.value());
  auto loaded = load_directory(*parts->log);
  if (!loaded) return loaded.error();
  parts->loaded = std::move(loaded.value());
  if (parts->loaded.directory->is_created()) parts->name = parts->loaded.directory->ledger;
  if (parts->name.empty()) {
    return Error{ErrorKind::corrupt, "the ledger at '" + folder.string() +
                                         "' was not created to its end: its directory is empty. "
                                         "Remove the folder and run `aduan init` again"};
  }
  if (const auto keys = open_keys(folder, access, *parts); !keys) return keys.error();
  if (const auto store = open_store(folder, access, *parts); !store) return store.error();
  if (access == LedgerAccess::read_only) return parts;
  parts->ledger = std::make_unique<EmbeddedLedger>(*parts->log, *parts->store, time,
                                                   parts->loaded.directory, parts->loaded.head);
  return parts;
}

}  // namespace

Result<std::unique_ptr<OpenLedger>> create_ledger_folder(const fs::path& folder,
                                                         const NewLedger& ledger,
                                                         const TimeSource& time) {
  std::error_code code;
  if (has_secrets(folder)) {
    return Error{ErrorKind::invalid, "there is a ledger at '" + folder.string() +
                                         "' already; nothing was changed. Go on with it, or name "
                                         "another folder with --ledger"};
  }
  if (fs::exists(folder, code) && !fs::is_empty(folder, code)) {
    return Error{ErrorKind::invalid, "the folder '" + folder.string() +
                                         "' is not empty; nothing was changed. Name a new one with "
                                         "--ledger"};
  }
  const auto secrets = make_secrets(folder, ledger.seed);
  if (!secrets) return secrets.error();
  {
    SystemRandom random;
    const auto keys = RocksKeyStore::open(key_folder(folder), RocksKeyStore::Access::create,
                                          secrets.value().master, random);
    if (!keys) return keys.error();
    const auto log = RocksEventLog::create(log_folder(folder), ledger.partitions);
    if (!log) return log.error();
  }
  auto parts = open_parts(folder, LedgerAccess::read_write, time, ledger.name);
  if (!parts) return parts.error();
  return std::make_unique<OpenLedger>(std::move(parts.value()));
}

Result<std::unique_ptr<OpenLedger>> open_ledger_folder(const fs::path& folder, LedgerAccess access,
                                                       const TimeSource& time) {
  if (const auto found = expect_ledger(folder); !found) return found.error();
  auto parts = open_parts(folder, access, time);
  if (!parts) return parts.error();
  if (access == LedgerAccess::read_only && is_unfinished(*parts.value())) {
    // A crash left the projections behind their log, or keys behind their erasure. Whoever owns the
    // folder goes on when it opens; if nobody does, this process may.
    auto owner = open_ledger_folder(folder, LedgerAccess::read_write, time);
    if (owner) return owner;
  }
  auto opened = std::make_unique<OpenLedger>(std::move(parts.value()));
  if (access == LedgerAccess::read_only) return opened;
  if (const auto finished = opened->finish_erasures(); !finished) return finished.error();
  return opened;
}

Result<RebuiltProjections> rebuild_ledger_folder(const fs::path& folder, const Progress& progress) {
  if (const auto found = expect_ledger(folder); !found) return found.error();
  // The lock of the log is the folder's.
  const auto log = open_log(folder, LedgerAccess::read_write);
  if (!log) return log.error();
  return rebuild_projections(*log.value(), store_folder(folder), progress);
}

Result<RebuiltProjections> rebuild_projections(const EventLog& log, const fs::path& folder,
                                               const Progress& progress) {
  const auto loaded = load_directory(log);
  if (!loaded) return loaded.error();
  const StoreOptions options = store_options(loaded.value().directory->ledger, log.partitions());
  RebuiltProjections rebuilt;
  // Whatever keeps the old store from opening is what a rebuild is for.
  if (const auto store = ProjectionStore::open(folder, options)) {
    const bool stands_at_end = !is_behind(*store.value(), log) && !is_ahead(*store.value(), log);
    if (stands_at_end) rebuilt.digest_before = store.value()->status().digest;
  }
  auto after = rebuild(log, folder, options, progress);
  if (!after) return after.error();
  rebuilt.after = std::move(after.value());
  return rebuilt;
}

}  // namespace aduan
