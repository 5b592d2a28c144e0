#include "projections/store/store.h"

#include "core/base/check.h"
#include "core/base/encoding.h"
#include "projections/store/database.h"
#include "projections/store/reader_state.h"
#include "projections/store/rows.h"
#include "projections/store/store_folder.h"
#include "projections/store/writer.h"
#include "schemas/binary.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace aduan {
namespace {

/// A batch of `catch_up` ends at the first record over one of these.
constexpr std::size_t kCatchUpBytesMax = std::size_t{4} << 20;
constexpr std::size_t kCatchUpRecordsMax = 8'192;

std::size_t size_of(const Record& record) {
  std::size_t size = 64 + (record.value ? record.value->size() : 0);
  for (const RecordHeader& header : record.headers) {
    size += header.value ? header.value->size() : 0;
  }
  return size;
}

Error ahead_of_log(std::uint32_t stream) {
  return Error{ErrorKind::corrupt, "the projections are ahead of the log in stream " +
                                       std::to_string(stream) +
                                       ": it was replaced, or lost its end; nothing was changed: "
                                       "rebuild the projections"};
}

}  // namespace

struct ProjectionStore::State {
  State(std::shared_ptr<Database> opened, const StoreOptions& options)
      : database(std::move(opened)), writer(*database, options) {}

  std::shared_ptr<Database> database;
  /// Guards the writer and its cache. A reader that finds it taken reads the rows instead.
  std::mutex writing;
  StoreWriter writer;
  /// What `writer` last wrote.
  mutable std::mutex published_mutex;
  StoreStatus status;
  DirectoryChain directory;

  void publish() {
    const std::scoped_lock lock(published_mutex);
    status = writer.status();
    directory = writer.directory();
  }

  template <class Items>
  Result<void> apply(Items items) {
    const std::scoped_lock lock(writing);
    const auto applied = writer.apply(items);
    if (!applied) return applied.error();
    publish();
    return success();
  }

  Result<void> catch_up_stream(const EventLog& log, std::uint32_t stream,
                               const std::function<Result<void>(std::span<const Record>)>& take,
                               std::uint64_t from) {
    std::vector<Record> batch;
    std::size_t bytes = 0;
    std::optional<Error> failed;
    const auto take_batch = [&] {
      const auto taken = take(batch);
      if (!taken) failed = taken.error();
      batch.clear();
      bytes = 0;
      return !failed;
    };
    const auto scanned = log.scan(stream, from, [&](const Record& record) {
      batch.push_back(record);
      bytes += size_of(record);
      return (bytes < kCatchUpBytesMax && batch.size() < kCatchUpRecordsMax) || take_batch();
    });
    if (failed) return *failed;
    if (!scanned) return scanned.error();
    if (!batch.empty() && !take_batch()) return *failed;
    return success();
  }
};

ProjectionStore::ProjectionStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
ProjectionStore::~ProjectionStore() = default;

Result<std::unique_ptr<ProjectionStore>> ProjectionStore::open(const std::filesystem::path& folder,
                                                               const StoreOptions& options) {
  CHECK(options.partitions > 0);
  if (!options.read_only) remove_unused_stores(folder);
  const auto current = find_current_store(folder);
  if (!current) {
    if (options.read_only) {
      return Error{ErrorKind::not_found, "there are no projections in " + folder.string() +
                                             "; nothing was changed: open the ledger for writing "
                                             "once, or rebuild"};
    }
    const auto path = next_store(folder);
    auto made = Database::open(path, options, StoreAccess::create);
    if (!made) return made.error();
    auto state = std::make_unique<State>(std::move(made.value()), options);
    const auto begun = state->writer.begin();
    if (!begun) return begun.error();
    const auto used = use_store(folder, path);
    if (!used) return used.error();
    state->publish();
    return std::unique_ptr<ProjectionStore>(new ProjectionStore(std::move(state)));
  }
  auto database = Database::open(
      *current, options, options.read_only ? StoreAccess::read_only : StoreAccess::read_write);
  if (!database) return database.error();
  auto state = std::make_unique<State>(std::move(database.value()), options);
  const auto loaded = state->writer.load();
  if (!loaded) return loaded.error();
  state->publish();
  return std::unique_ptr<ProjectionStore>(new ProjectionStore(std::move(state)));
}

Result<std::unique_ptr<ProjectionStore>> ProjectionStore::build(const std::filesystem::path& path,
                                                                const StoreOptions& options) {
  CHECK(options.partitions > 0);
  auto database = Database::open(path, options, StoreAccess::bulk);
  if (!database) return database.error();
  auto state = std::make_unique<State>(std::move(database.value()), options);
  const auto begun = state->writer.begin();
  if (!begun) return begun.error();
  state->publish();
  return std::unique_ptr<ProjectionStore>(new ProjectionStore(std::move(state)));
}

Result<void> ProjectionStore::apply(std::span<const Record> records) {
  return state_->apply(records);
}

Result<void> ProjectionStore::apply(std::span<const JudgedStep> steps) {
  return state_->apply(steps);
}

Result<void> ProjectionStore::catch_up(const EventLog& log, const Progress& progress) {
  const StoreStatus before = status();
  if (log.partitions() + 1 != before.positions.size()) {
    return Error{ErrorKind::corrupt,
                 "the projections were made for another number of partitions than the log's; "
                 "nothing was changed: rebuild the projections"};
  }
  std::uint64_t applied = 0;
  std::uint64_t total = 0;
  for (std::uint32_t stream = 0; stream <= log.partitions(); ++stream) {
    const auto end = log.end(stream);
    if (!end) return end.error();
    if (before.positions[stream] > end.value()) return ahead_of_log(stream);
    applied += before.positions[stream];
    total += end.value();
  }
  const auto take = [&](std::span<const Record> records) -> Result<void> {
    const auto taken = apply(records);
    applied += records.size();
    if (taken && progress) progress(applied, total);
    return taken;
  };
  for (std::uint32_t stream = 0; stream <= log.partitions(); ++stream) {
    const auto caught_up = state_->catch_up_stream(log, stream, take, before.positions[stream]);
    if (!caught_up) return caught_up.error();
  }
  return success();
}

Reader ProjectionStore::reader() const {
  return Reader(std::make_unique<Reader::State>(state_->database));
}

StoreStatus ProjectionStore::status() const {
  const std::scoped_lock lock(state_->published_mutex);
  return state_->status;
}

ChainHead ProjectionStore::directory_head() const {
  const std::scoped_lock lock(state_->published_mutex);
  return state_->directory.head;
}

Result<CaseState> ProjectionStore::read_case(const CaseId& id) const {
  {
    const std::unique_lock lock(state_->writing, std::try_to_lock);
    if (lock.owns_lock()) {
      if (const CaseState* const cached = state_->writer.find_cached(id)) return *cached;
    }
  }
  const Database& database = *state_->database;
  const auto value = database.get(database.family(kCases), id.text(), nullptr);
  if (!value) return value.error();
  if (!value.value()) return CaseState();
  return decode_binary<CaseState>(*value.value());
}

Result<std::optional<std::uint64_t>> ProjectionStore::find_command(std::string_view subject,
                                                                   const CommandId& command) const {
  return state_->database->find_command(subject, command, nullptr);
}

Result<std::pair<Position, Hash>> ProjectionStore::locate(std::string_view subject,
                                                          std::uint64_t sequence) const {
  return reader().locate(subject, sequence);
}

Result<void> ProjectionStore::flush() { return state_->database->flush(); }

}  // namespace aduan
