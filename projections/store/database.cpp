#include "projections/store/database.h"

#include "core/base/check.h"
#include "projections/store/rows.h"

#include <rocksdb/convenience.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/merge_operator.h>
#include <rocksdb/perf_level.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

#include <algorithm>
#include <utility>

namespace aduan {
namespace {

/// A reader beside a living owner may find a file gone between listing and opening it.
constexpr int kReadOnlyTries = 5;
/// Left in the write-ahead log when the store is closed.
constexpr std::uint64_t kUnwrittenBytesMax = std::uint64_t{8} << 20;

/// Sums by adding. A sum that comes to zero stays as a row: readers and the digest see none.
class SumOperator final : public rocksdb::AssociativeMergeOperator {
 public:
  bool Merge(const rocksdb::Slice& /*key*/, const rocksdb::Slice* existing,
             const rocksdb::Slice& value, std::string* result,
             rocksdb::Logger* /*logger*/) const override {
    const auto before =
        existing == nullptr ? std::optional<std::int64_t>(0) : decode_sum(view(*existing));
    const auto more = decode_sum(view(value));
    if (!before || !more) return false;
    *result = encode_sum(static_cast<std::int64_t>(static_cast<std::uint64_t>(*before) +
                                                   static_cast<std::uint64_t>(*more)));
    return true;
  }
  const char* Name() const override { return "aduan.sum.1"; }
};

struct Shared {
  std::shared_ptr<rocksdb::Cache> cache;
  rocksdb::CompressionType compression = rocksdb::kNoCompression;
};

rocksdb::ColumnFamilyOptions family_options(std::size_t index, const Family& wanted,
                                            const StoreOptions& options, const Shared& shared) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = shared.cache;
  // In parts of a block each: a cold read brings in the part that it needs, not a file's whole
  // index and filter of some MiB.
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  table.cache_index_and_filter_blocks = true;
  table.pin_top_level_index_and_filter = true;
  table.format_version = 5;
  rocksdb::ColumnFamilyOptions family;
  family.write_buffer_size = options.write_buffer_bytes / 4;
  family.max_write_buffer_number = 3;
  family.compression = shared.compression;
  family.level_compaction_dynamic_level_bytes = true;
  if (wanted.is_sum) family.merge_operator = std::make_shared<SumOperator>();
  const bool has_lookups = index == kCases || index == kHistory || index == kCommands;
  if (has_lookups) table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  if (index == kCases) {
    family.memtable_prefix_bloom_size_ratio = 0.05;
    family.memtable_whole_key_filtering = true;
  }
  if (wanted.prefix_bytes > 0) {
    family.prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(wanted.prefix_bytes));
    family.memtable_prefix_bloom_size_ratio = 0.05;
    table.whole_key_filtering = index == kHistory;
  }
  const bool is_append_only = index == kHistory || index == kCommands;
  if (is_append_only) {
    family.compaction_style = rocksdb::kCompactionStyleUniversal;
    family.compaction_options_universal.max_size_amplification_percent = 1000;
  }
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return family;
}

rocksdb::DBOptions database_options(const StoreOptions& options, StoreAccess access) {
  rocksdb::DBOptions database;
  database.create_if_missing = access == StoreAccess::create || access == StoreAccess::bulk;
  database.create_missing_column_families = database.create_if_missing;
  database.error_if_exists = database.create_if_missing;
  database.db_write_buffer_size = options.write_buffer_bytes;
  database.max_total_wal_size = std::size_t{256} << 20;
  database.max_background_jobs = 2;
  database.max_open_files = 512;
  database.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  database.keep_log_file_num = 4;
  return database;
}

std::vector<Family> families_of(const StoreOptions& options) {
  std::vector<Family> families;
  for (const auto name :
       {kCasesFamily, kHistoryFamily, kCommandsFamily, kDirectoryFamily, kMetaFamily}) {
    families.push_back({std::string(name)});
  }
  families[kHistory].prefix_bytes = kSubjectKeyBytes;
  families[kCommands].prefix_bytes = kCommandPrefixBytes;
  for (const Projection& projection : options.projections) {
    families.push_back({projection.family(), projection.addends != nullptr});
  }
  return families;
}

/// Whether the families on disk are exactly the wanted ones.
Result<void> check_families(const rocksdb::DBOptions& options, const std::filesystem::path& path,
                            const std::vector<Family>& families) {
  std::vector<std::string> stored;
  const auto status = rocksdb::DB::ListColumnFamilies(options, path.string(), &stored);
  if (!status.ok()) return store_error(status, "the projections' store cannot be opened");
  std::vector<std::string> wanted{rocksdb::kDefaultColumnFamilyName};
  for (const Family& family : families) wanted.push_back(family.name);
  std::sort(stored.begin(), stored.end());
  std::sort(wanted.begin(), wanted.end());
  if (stored == wanted) return success();
  return Error{ErrorKind::corrupt,
               "the projections' store was made by another version of this program; nothing was "
               "changed: rebuild the projections"};
}

}  // namespace

Error store_error(const rocksdb::Status& status, std::string_view what) {
  const std::string text = status.ToString();
  if (status.IsIOError() && text.find("lock") != std::string::npos) {
    return Error{ErrorKind::unavailable,
                 "another process owns the ledger's folder; nothing was changed: stop it, or send "
                 "this to it"};
  }
  const std::string message = std::string(what) + ": " + text;
  if (status.IsCorruption() || status.IsInvalidArgument()) {
    return Error{ErrorKind::corrupt, message + "; the log is untouched: rebuild the projections"};
  }
  return Error{ErrorKind::unavailable, message + "; check the disk, then try again"};
}

Result<std::shared_ptr<Database>> Database::open(const std::filesystem::path& path,
                                                 const StoreOptions& options, StoreAccess access) {
  std::shared_ptr<Database> database(new Database());
  database->families_ = families_of(options);
  database->has_wal_ = access == StoreAccess::create || access == StoreAccess::read_write;
  const rocksdb::DBOptions rocks_options = database_options(options, access);
  const bool exists = access == StoreAccess::read_write || access == StoreAccess::read_only;
  if (exists) {
    const auto checked = check_families(rocks_options, path, database->families_);
    if (!checked) return checked.error();
  }

  Shared shared;
  shared.cache = rocksdb::NewLRUCache(options.block_cache_bytes);
  const auto compressions = rocksdb::GetSupportedCompressions();
  if (std::find(compressions.begin(), compressions.end(), rocksdb::kLZ4Compression) !=
      compressions.end()) {
    shared.compression = rocksdb::kLZ4Compression;
  }
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (std::size_t i = 0; i < database->families_.size(); ++i) {
    const Family& family = database->families_[i];
    descriptors.emplace_back(family.name, family_options(i, family, options, shared));
  }
  descriptors.emplace_back(rocksdb::kDefaultColumnFamilyName, rocksdb::ColumnFamilyOptions());

  rocksdb::DB* opened = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> places;
  rocksdb::Status status;
  if (access == StoreAccess::read_only) {
    for (int i = 0; i < kReadOnlyTries; ++i) {
      status =
          rocksdb::DB::OpenForReadOnly(rocks_options, path.string(), descriptors, &places, &opened);
      if (status.ok()) break;
    }
  } else {
    status = rocksdb::DB::Open(rocks_options, path.string(), descriptors, &places, &opened);
  }
  if (!status.ok()) return store_error(status, "the projections' store cannot be opened");
  database->rocks_.reset(opened);
  for (std::size_t i = 0; i < database->families_.size(); ++i) {
    database->families_[i].place = places[i];
  }
  opened->DestroyColumnFamilyHandle(places.back());
  return database;
}

Database::~Database() {
  if (rocks_ == nullptr) return;
  // A long write-ahead log makes the next opening slow; a short one costs less to replay than to
  // write out.
  std::uint64_t unwritten = 0;
  rocks_->GetAggregatedIntProperty(rocksdb::DB::Properties::kCurSizeAllMemTables, &unwritten);
  if (has_wal_ && unwritten > kUnwrittenBytesMax) static_cast<void>(flush());
  for (const Family& family : families_) rocks_->DestroyColumnFamilyHandle(family.place);
}

const Family* Database::find_family(std::string_view name) const {
  for (const Family& family : families_) {
    if (family.name == name) return &family;
  }
  return nullptr;
}

Result<std::optional<std::string>> Database::get(const Family& family, std::string_view key,
                                                 const rocksdb::Snapshot* snapshot) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  std::string value;
  const auto status = rocks_->Get(options, family.place, slice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  if (!status.ok()) return store_error(status, "the projections cannot be read");
  return std::optional<std::string>(std::move(value));
}

Result<std::optional<std::uint64_t>> Database::find_command(
    std::string_view subject, const CommandId& command, const rocksdb::Snapshot* snapshot) const {
  const Family& family = families_[kCommands];
  const std::string prefix = command_prefix(subject, command);
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  options.prefix_same_as_start = true;
  const std::unique_ptr<rocksdb::Iterator> rows(rocks_->NewIterator(options, family.place));
  rows->Seek(slice(prefix));
  if (!rows->status().ok()) return store_error(rows->status(), "the projections cannot be read");
  if (!rows->Valid() || !view(rows->key()).starts_with(prefix)) {
    return std::optional<std::uint64_t>();
  }
  const auto sequence = sequence_of_command_key(view(rows->key()));
  if (!sequence) return damaged_row(family.name);
  return sequence;
}

Result<void> Database::write(rocksdb::WriteBatch& batch) {
  // Its counters of comparisons, which nobody reads, cost a thread-local look-up each.
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
  rocksdb::WriteOptions options;
  options.sync = false;
  options.disableWAL = !has_wal_;
  const auto status = rocks_->Write(options, &batch);
  if (status.ok()) return success();
  return store_error(status, "the projections cannot be written; the log has the records");
}

Result<void> Database::flush() {
  std::vector<rocksdb::ColumnFamilyHandle*> places;
  for (const Family& family : families_) places.push_back(family.place);
  const auto status = rocks_->Flush(rocksdb::FlushOptions(), places);
  if (status.ok()) return success();
  return store_error(status, "the projections cannot be written; the log has the records");
}

}  // namespace aduan
