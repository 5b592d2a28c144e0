#include "core/privacy/rocks/rocks_key_store.h"

#include "core/base/check.h"
#include "core/privacy/rocks/key_rows.h"

#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>

namespace aduan {
namespace {

constexpr std::string_view kCheckRow = "aduan/keys/v1";
constexpr std::string_view kErasedRow = "aduan/erased/v1";
constexpr std::uint8_t kErasedVersion = 1;

/// Small files, so that an erasure rewrites little.
constexpr std::uint64_t kFileBytes = 8u << 20;
constexpr std::size_t kMemtableBytes = 16u << 20;

rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
std::string_view view(const rocksdb::Slice& bytes) { return {bytes.data(), bytes.size()}; }

rocksdb::Options database_options() {
  rocksdb::Options options;
  options.write_buffer_size = kMemtableBytes;
  options.target_file_size_base = kFileBytes;
  options.compression = rocksdb::kNoCompression;  // ciphertext does not shrink
  // RocksDB 7.8's default recovery drops, without a word, all that follows a damaged spot.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.info_log_level = rocksdb::WARN_LEVEL;
  options.keep_log_file_num = 2;
  // A new case's key is looked for in vain: the filters answer without touching a block.
  options.prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(kKeyPrefixBytes));
  options.memtable_prefix_bloom_size_ratio = 0.05;
  rocksdb::BlockBasedTableOptions table;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

Error error_of(const rocksdb::Status& status, std::string_view what) {
  const bool is_corrupt = status.IsCorruption();
  return Error{.kind = is_corrupt ? ErrorKind::corrupt : ErrorKind::unavailable,
               .message = std::string(what) + ": " + status.ToString() +
                          (is_corrupt ? ". Restore the key store from its backup."
                                      : ". Check the disk and who else has the ledger open, then "
                                        "try again.")};
}

Error write_error(const rocksdb::Status& status, std::string_view what) {
  Error error = error_of(status, what);
  error.outcome_unknown = true;
  return error;
}

Error damaged_row() {
  return Error{.kind = ErrorKind::corrupt,
               .message =
                   "A row of the key store does not unwrap. The texts under its key stay "
                   "sealed. Restore the key store from its backup."};
}

Error opened_for_reading() {
  return Error{.kind = ErrorKind::unavailable,
               .message =
                   "The key store was opened for reading alone. No key was made or erased. "
                   "Run this in the process that owns the ledger."};
}

}  // namespace

struct RocksKeyStore::State {
  explicit State(const MasterKey& master) : wrapping(master) {}

  std::unique_ptr<rocksdb::DB> database;
  KeyWrapping wrapping;
  RandomSource* random = nullptr;
  bool is_read_only = false;

  /// One write of buffered rows at a time, so that when a flush returns the earlier ones are done.
  /// Taken before `mutex`.
  std::mutex flush_mutex;
  /// Over look-up and making, so that two threads don't make a key each.
  std::mutex mutex;
  /// Rows that no sync has reached yet, under `mutex`; they stay until the database has them.
  std::map<std::string, std::string, std::less<>> buffered;

  Result<CaseKey> unwrapped(std::string_view row, std::string_view value) const {
    const auto id = key_id_of(row);
    const auto key = wrapping.unwrap(row, value);
    if (!id || !key) return damaged_row();
    return CaseKey{*id, *key};
  }

  /// The first buffered row with the prefix. Requires: `mutex` is held.
  auto find_buffered(std::string_view prefix) {
    const auto row = buffered.lower_bound(prefix);
    return row != buffered.end() && row->first.starts_with(prefix) ? row : buffered.end();
  }

  /// Calls `use(row, value)` for each stored row with the prefix until it says stop.
  template <class Use>
  Result<void> each_stored(std::string_view prefix, Use use) const {
    rocksdb::ReadOptions options;
    options.prefix_same_as_start = true;
    const std::unique_ptr<rocksdb::Iterator> rows(database->NewIterator(options));
    for (rows->Seek(slice(prefix)); rows->Valid(); rows->Next()) {
      if (!view(rows->key()).starts_with(prefix) || !use(view(rows->key()), view(rows->value()))) {
        break;
      }
    }
    if (!rows->status().ok()) return error_of(rows->status(), "Cannot read the key store");
    return success();
  }

  /// Requires: `mutex` is held.
  Result<std::optional<CaseKey>> find_stored(std::string_view prefix) const {
    std::optional<Result<CaseKey>> found;
    const auto read = each_stored(prefix, [&](std::string_view row, std::string_view value) {
      found = unwrapped(row, value);
      return false;
    });
    if (!read) return read.error();
    if (!found) return std::optional<CaseKey>();
    if (!*found) return found->error();
    return std::optional<CaseKey>(found->value());
  }

  /// Requires: `mutex` is held.
  CaseKey make_buffered(const CaseId& case_id, KeyKind kind) {
    // One call: the machine's generator costs more a call than a byte.
    std::array<std::uint8_t, 48> bytes;
    random->fill(bytes);
    const CaseKey made{*as_array<16>(as_view(bytes).substr(0, 16)),
                       *as_array<32>(as_view(bytes).substr(16))};
    const std::string row = key_row(case_id, kind, made.id);
    buffered.insert_or_assign(row, wrapping.wrap(row, made.key));
    return made;
  }

  /// Adds the rows with the prefix, buffered and stored. Requires: `mutex` is held.
  Result<void> collect_rows(std::string_view prefix, std::vector<std::string>& rows) const {
    for (auto row = buffered.lower_bound(prefix);
         row != buffered.end() && row->first.starts_with(prefix); ++row) {
      rows.push_back(row->first);
    }
    return each_stored(prefix, [&](std::string_view row, std::string_view) {
      rows.emplace_back(row);
      return true;
    });
  }

  /// Deletes the rows that `collect(rows)` gives, durably, and their bytes.
  template <class Collect>
  Result<void> erase_rows(const CaseId& case_id, const Collect& collect) {
    if (is_read_only) return opened_for_reading();
    {
      // No flush runs meanwhile: it would bring back what it copied before.
      const std::scoped_lock both(flush_mutex, mutex);
      std::vector<std::string> rows;
      if (const auto collected = collect(rows); !collected) return collected.error();
      rocksdb::WriteBatch batch;
      for (const std::string& row : rows) {
        buffered.erase(row);
        batch.Delete(slice(row));
      }
      rocksdb::WriteOptions synced;
      synced.sync = true;
      const auto status = database->Write(synced, &batch);
      if (!status.ok()) return write_error(status, "Cannot erase the keys");
    }
    return compact_away(case_id);
  }

  /// Rewrites the files that hold deleted rows of the case, and removes the old ones and the WAL.
  /// Also where no row is left: an earlier erasure may have ended between the two steps.
  Result<void> compact_away(const CaseId& case_id) {
    auto status = database->Flush(rocksdb::FlushOptions());
    if (status.ok()) {
      rocksdb::CompactRangeOptions options;
      options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
      const std::string begin(case_id.text());
      const std::string end = begin + '\xff';
      const rocksdb::Slice from = slice(begin);
      const rocksdb::Slice to = slice(end);
      status = database->CompactRange(options, &from, &to);
    }
    // Removes in this thread what the two steps left behind.
    if (status.ok()) status = database->EnableFileDeletions(/*force=*/false);
    if (!status.ok()) return write_error(status, "Cannot remove the erased keys' bytes");
    return success();
  }

  Result<void> check_master_key(bool is_new) {
    std::string value;
    if (is_new) {
      value = wrapping.wrap(kCheckRow, Hash{});
      rocksdb::WriteOptions synced;
      synced.sync = true;
      const auto status = database->Put(synced, slice(kCheckRow), slice(value));
      if (!status.ok()) return write_error(status, "Cannot set the key store up");
      return success();
    }
    const auto status = database->Get(rocksdb::ReadOptions(), slice(kCheckRow), &value);
    if (status.IsNotFound()) {
      return Error{.kind = ErrorKind::corrupt,
                   .message =
                       "The key store lacks its first row: it was not set up to the end. "
                       "Restore it from its backup, or set up a new ledger."};
    }
    if (!status.ok()) return error_of(status, "Cannot read the key store's first row");
    if (wrapping.unwrap(kCheckRow, value) == Hash{}) return success();
    return Error{.kind = ErrorKind::invalid,
                 .message =
                     "This master key is not the one of the key store. Nothing was opened. "
                     "Give the ledger its own master key."};
  }
};

RocksKeyStore::RocksKeyStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
RocksKeyStore::~RocksKeyStore() = default;

Result<std::unique_ptr<RocksKeyStore>> RocksKeyStore::open(const std::filesystem::path& folder,
                                                           Access access, const MasterKey& master,
                                                           RandomSource& random) {
  std::error_code ignored;
  const bool exists = std::filesystem::exists(folder / "CURRENT", ignored);
  if (access == Access::create && exists) {
    return Error{.kind = ErrorKind::invalid,
                 .message = "There is a key store already in " + folder.string() +
                            ". It was not changed. Open it, or choose another folder."};
  }
  if (access != Access::create && !exists) {
    return Error{.kind = ErrorKind::not_found,
                 .message = "There is no key store in " + folder.string() +
                            ". Restore it from its backup: without it no text can be opened."};
  }
  auto state = std::make_unique<State>(master);
  state->random = &random;
  state->is_read_only = access == Access::read_only;
  rocksdb::Options options = database_options();
  options.create_if_missing = access == Access::create;
  rocksdb::DB* opened = nullptr;
  const auto status = state->is_read_only
                          ? rocksdb::DB::OpenForReadOnly(options, folder.string(), &opened)
                          : rocksdb::DB::Open(options, folder.string(), &opened);
  state->database.reset(opened);
  if (!status.ok()) return error_of(status, "Cannot open the key store");
  const auto checked = state->check_master_key(access == Access::create);
  if (!checked) return checked.error();
  return std::unique_ptr<RocksKeyStore>(new RocksKeyStore(std::move(state)));
}

Result<CaseKey> RocksKeyStore::current_key(const CaseId& case_id, KeyKind kind,
                                           KeyDurability when) {
  const std::string prefix = key_prefix(case_id, kind);
  std::unique_lock lock(state_->mutex);
  std::optional<CaseKey> key;
  if (const auto row = state_->find_buffered(prefix); row != state_->buffered.end()) {
    const auto buffered = state_->unwrapped(row->first, row->second);
    CHECK(buffered);
    key = buffered.value();
  } else {
    const auto stored = state_->find_stored(prefix);
    if (!stored) return stored.error();
    if (stored.value()) return *stored.value();
    if (state_->is_read_only) return opened_for_reading();
    key = state_->make_buffered(case_id, kind);
  }
  lock.unlock();
  if (when == KeyDurability::now) {
    const auto flushed = flush();
    if (!flushed) return flushed.error();
  }
  return *key;
}

Result<std::optional<CaseKey>> RocksKeyStore::find_key(const CaseId& case_id, KeyKind kind,
                                                       const Bytes16& key_id) {
  const std::string row = key_row(case_id, kind, key_id);
  std::string value;
  {
    const std::scoped_lock lock(state_->mutex);
    const auto buffered = state_->buffered.find(row);
    if (buffered != state_->buffered.end()) value = buffered->second;
  }
  if (value.empty()) {
    const auto status = state_->database->Get(rocksdb::ReadOptions(), slice(row), &value);
    if (status.IsNotFound()) return std::optional<CaseKey>();
    if (!status.ok()) return error_of(status, "Cannot read the key store");
  }
  const auto key = state_->unwrapped(row, value);
  if (!key) return key.error();
  return std::optional<CaseKey>(key.value());
}

Result<void> RocksKeyStore::flush() {
  const std::scoped_lock flushing(state_->flush_mutex);
  rocksdb::WriteBatch batch;
  std::map<std::string, std::string, std::less<>> written;
  {
    const std::scoped_lock lock(state_->mutex);
    if (state_->buffered.empty()) return success();
    written = state_->buffered;
  }
  for (const auto& [row, value] : written) batch.Put(slice(row), slice(value));
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const auto status = state_->database->Write(synced, &batch);
  if (!status.ok()) return write_error(status, "Cannot write the keys of the batch");
  const std::scoped_lock lock(state_->mutex);
  for (const auto& [row, value] : written) state_->buffered.erase(row);
  return success();
}

Result<void> RocksKeyStore::erase(const CaseId& case_id, std::span<const KeyKind> kinds) {
  return state_->erase_rows(case_id, [&](std::vector<std::string>& rows) -> Result<void> {
    for (const KeyKind kind : kinds) {
      const auto collected = state_->collect_rows(key_prefix(case_id, kind), rows);
      if (!collected) return collected.error();
    }
    return success();
  });
}

Result<std::vector<Bytes16>> RocksKeyStore::key_ids(const CaseId& case_id, KeyKind kind) {
  std::vector<std::string> rows;
  {
    const std::scoped_lock lock(state_->mutex);
    const auto collected = state_->collect_rows(key_prefix(case_id, kind), rows);
    if (!collected) return collected.error();
  }
  std::vector<Bytes16> ids;
  for (const std::string& row : rows) {
    if (const auto id = key_id_of(row)) ids.push_back(*id);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

Result<void> RocksKeyStore::erase_keys(const CaseId& case_id, std::span<const KeyName> keys) {
  return state_->erase_rows(case_id, [&](std::vector<std::string>& rows) -> Result<void> {
    for (const KeyName& key : keys) rows.push_back(key_row(case_id, key.kind, key.id));
    return success();
  });
}

Result<std::vector<std::uint64_t>> RocksKeyStore::erased_through() {
  std::string value;
  const auto status = state_->database->Get(rocksdb::ReadOptions(), slice(kErasedRow), &value);
  if (status.IsNotFound()) return std::vector<std::uint64_t>();
  if (!status.ok()) return error_of(status, "Cannot read the key store");
  std::string_view in = value;
  if (take_u8(in) != kErasedVersion) return damaged_row();
  std::vector<std::uint64_t> offsets;
  while (const auto offset = take_u64(in)) offsets.push_back(*offset);
  if (!in.empty()) return damaged_row();
  return offsets;
}

Result<void> RocksKeyStore::set_erased_through(std::span<const std::uint64_t> offsets) {
  if (state_->is_read_only) return opened_for_reading();
  std::string value(1, static_cast<char>(kErasedVersion));
  for (const std::uint64_t offset : offsets) append_u64(value, offset);
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const auto status = state_->database->Put(synced, slice(kErasedRow), slice(value));
  if (!status.ok()) return write_error(status, "Cannot note the erasures that are done");
  return success();
}

}  // namespace aduan
