#include "core/privacy/rocks/key_database.h"

#include "core/privacy/rocks/key_rows.h"

#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

#include <system_error>
#include <utility>

namespace aduan {
namespace {

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

}  // namespace

struct KeyDatabase::State {
  std::unique_ptr<rocksdb::DB> rocks;
};

KeyDatabase::KeyDatabase(std::unique_ptr<State> state) : state_(std::move(state)) {}
KeyDatabase::~KeyDatabase() = default;

bool KeyDatabase::exists(const std::filesystem::path& folder) {
  std::error_code ignored;
  return std::filesystem::exists(folder / "CURRENT", ignored);
}

Result<std::unique_ptr<KeyDatabase>> KeyDatabase::open(const std::filesystem::path& folder,
                                                       Access access) {
  rocksdb::Options options = database_options();
  options.create_if_missing = access == Access::create;
  rocksdb::DB* opened = nullptr;
  const auto status = access == Access::read_only
                          ? rocksdb::DB::OpenForReadOnly(options, folder.string(), &opened)
                          : rocksdb::DB::Open(options, folder.string(), &opened);
  auto state = std::make_unique<State>();
  state->rocks.reset(opened);
  if (!status.ok()) return error_of(status, "Cannot open the key store");
  return std::unique_ptr<KeyDatabase>(new KeyDatabase(std::move(state)));
}

Result<std::optional<std::string>> KeyDatabase::get(std::string_view row) const {
  std::string value;
  const auto status = state_->rocks->Get(rocksdb::ReadOptions(), slice(row), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  if (!status.ok()) return error_of(status, "Cannot read the key store");
  return std::optional<std::string>(std::move(value));
}

Result<void> KeyDatabase::each(
    std::string_view prefix,
    const std::function<bool(std::string_view, std::string_view)>& use) const {
  rocksdb::ReadOptions options;
  options.prefix_same_as_start = !prefix.empty();
  options.total_order_seek = prefix.empty();
  const std::unique_ptr<rocksdb::Iterator> rows(state_->rocks->NewIterator(options));
  for (rows->Seek(slice(prefix)); rows->Valid(); rows->Next()) {
    if (!view(rows->key()).starts_with(prefix) || !use(view(rows->key()), view(rows->value()))) {
      break;
    }
  }
  if (!rows->status().ok()) return error_of(rows->status(), "Cannot read the key store");
  return success();
}

Result<void> KeyDatabase::write(std::span<const KeyRowChange> changes, bool is_synced,
                                std::string_view what) {
  rocksdb::WriteBatch batch;
  for (const KeyRowChange& change : changes) {
    if (change.value) {
      batch.Put(slice(change.row), slice(*change.value));
    } else {
      batch.Delete(slice(change.row));
    }
  }
  rocksdb::WriteOptions options;
  options.sync = is_synced;
  const auto status = state_->rocks->Write(options, &batch);
  if (!status.ok()) return write_error(status, what);
  return success();
}

Result<void> KeyDatabase::compact_away(std::string_view prefix) {
  auto status = state_->rocks->Flush(rocksdb::FlushOptions());
  if (status.ok()) {
    rocksdb::CompactRangeOptions options;
    options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    const std::string end = std::string(prefix) + '\xff';
    const rocksdb::Slice from = slice(prefix);
    const rocksdb::Slice to = slice(end);
    const bool is_all = prefix.empty();
    status = state_->rocks->CompactRange(options, is_all ? nullptr : &from, is_all ? nullptr : &to);
  }
  // Removes in this thread what the two steps left behind.
  if (status.ok()) status = state_->rocks->EnableFileDeletions(/*force=*/false);
  if (!status.ok()) return write_error(status, "Cannot remove the erased keys' bytes");
  return success();
}

}  // namespace aduan
