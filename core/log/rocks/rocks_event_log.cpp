#include "core/log/rocks/rocks_event_log.h"

#include "core/base/bytes.h"
#include "core/base/check.h"
#include "core/log/rocks/record_rows.h"

#include <rocksdb/convenience.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <system_error>
#include <utility>

namespace aduan {
namespace {

constexpr std::string_view kFormatRow = "format";
constexpr std::uint8_t kFormat = 1;
/// A reader beside a living owner may find a file gone between listing and opening it.
constexpr int kReadOnlyTries = 5;
/// Left in the write-ahead log when the log is closed.
constexpr std::uint64_t kUnwrittenBytesMax = std::uint64_t{8} << 20;

rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
std::string_view view(const rocksdb::Slice& bytes) { return {bytes.data(), bytes.size()}; }

rocksdb::Options log_options() {
  rocksdb::Options options;
  // The default stops in silence at a damaged spot and drops all that follows; so does recycling.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.recycle_log_file_num = 0;
  options.write_buffer_size = std::size_t{32} << 20;
  options.max_write_buffer_number = 3;
  options.max_background_jobs = 2;
  // Nothing is overwritten or deleted: merge runs of like size, and rewrite old ones rarely.
  options.compaction_style = rocksdb::kCompactionStyleUniversal;
  options.compaction_options_universal.max_size_amplification_percent = 1000;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  options.keep_log_file_num = 4;
  options.max_open_files = 512;
  const auto compressions = rocksdb::GetSupportedCompressions();
  const bool has_lz4 = std::find(compressions.begin(), compressions.end(),
                                 rocksdb::kLZ4Compression) != compressions.end();
  options.compression = has_lz4 ? rocksdb::kLZ4Compression : rocksdb::kNoCompression;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(std::size_t{32} << 20);
  table.block_size = std::size_t{16} << 10;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  // In parts, within the cache's bytes: memory does not grow with the log.
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  table.cache_index_and_filter_blocks = true;
  table.pin_top_level_index_and_filter = true;
  table.format_version = 5;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

bool is_lock_conflict(const rocksdb::Status& status) {
  return status.IsIOError() && status.ToString().find("lock") != std::string::npos;
}

Error error_of(const rocksdb::Status& status, std::string_view what) {
  if (is_lock_conflict(status)) {
    return Error{ErrorKind::unavailable,
                 "another process owns the ledger's folder; nothing was changed: stop it, or send "
                 "this to it"};
  }
  if (status.IsCorruption()) {
    return Error{ErrorKind::corrupt, std::string(what) + ": " + status.ToString() +
                                         "; nothing was changed: restore the log from its backup"};
  }
  return Error{ErrorKind::unavailable,
               std::string(what) + ": " + status.ToString() + "; check the disk, then try again"};
}

Error no_stream(std::uint32_t stream, std::uint32_t partitions) {
  return Error{ErrorKind::invalid, "the log has no stream " + std::to_string(stream) +
                                       ", its streams are 0 to " + std::to_string(partitions) +
                                       "; nothing was written"};
}

Error hole(std::uint32_t stream, std::uint64_t offset) {
  return Error{ErrorKind::corrupt, "the log has a hole in stream " + std::to_string(stream) +
                                       " at offset " + std::to_string(offset) +
                                       "; restore the log from its backup"};
}

}  // namespace

struct RocksEventLog::State {
  std::unique_ptr<rocksdb::DB> database;
  bool is_read_only = false;
  std::uint32_t partitions = 0;
  /// A stream: the offset that comes next. Written by the one writer, after its records are there.
  std::vector<std::atomic<std::uint64_t>> ends;

  Result<void> recover_ends() {
    ends = std::vector<std::atomic<std::uint64_t>>(std::size_t{partitions} + 1);
    const std::unique_ptr<rocksdb::Iterator> rows(database->NewIterator(rocksdb::ReadOptions()));
    for (std::uint32_t stream = 0; stream <= partitions; ++stream) {
      const std::string last = record_key({stream, UINT64_MAX});
      rows->SeekForPrev(slice(last));
      if (!rows->status().ok()) return error_of(rows->status(), "the log cannot be read");
      if (!rows->Valid()) continue;
      const auto position = parse_record_key(view(rows->key()));
      if (position && position->stream == stream) ends[stream] = position->offset + 1;
    }
    return success();
  }

  Result<void> read_format() {
    std::string value;
    const auto status = database->Get(rocksdb::ReadOptions(), slice(kFormatRow), &value);
    if (status.IsNotFound()) {
      return Error{ErrorKind::corrupt,
                   "the log lacks its row `format`: it was not made to the end; restore it from "
                   "its backup, or make a new ledger"};
    }
    if (!status.ok()) return error_of(status, "the log cannot be read");
    std::string_view rest = value;
    const auto version = take_u8(rest);
    const auto count = take_u32(rest);
    if (version != kFormat || !count || *count == 0 || !rest.empty()) {
      return Error{ErrorKind::corrupt,
                   "the log's row `format` is not of this version; open it with the version that "
                   "made it"};
    }
    partitions = *count;
    return success();
  }
};

RocksEventLog::RocksEventLog(std::unique_ptr<State> state) : state_(std::move(state)) {}

RocksEventLog::~RocksEventLog() {
  // A long write-ahead log makes the next opening slow; a short one costs less to replay than to
  // write out. Everything acknowledged is durable either way.
  std::uint64_t unwritten = 0;
  state_->database->GetIntProperty(rocksdb::DB::Properties::kCurSizeAllMemTables, &unwritten);
  if (state_->is_read_only || unwritten <= kUnwrittenBytesMax) return;
  static_cast<void>(state_->database->Flush(rocksdb::FlushOptions()));
}

Result<std::unique_ptr<RocksEventLog>> RocksEventLog::create(const std::filesystem::path& folder,
                                                             std::uint32_t partitions) {
  CHECK(partitions > 0);
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  rocksdb::Options options = log_options();
  options.create_if_missing = true;
  options.error_if_exists = true;
  rocksdb::DB* opened = nullptr;
  const auto status = rocksdb::DB::Open(options, folder.string(), &opened);
  if (status.IsInvalidArgument()) {
    return Error{ErrorKind::invalid, "there is a log already in " + folder.string() +
                                         "; it was not changed: open it, or choose another folder"};
  }
  if (!status.ok()) return error_of(status, "the log cannot be made");
  auto state = std::make_unique<State>();
  state->database.reset(opened);

  std::string format(1, static_cast<char>(kFormat));
  append_u32(format, partitions);
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const auto written = opened->Put(synced, slice(kFormatRow), slice(format));
  if (!written.ok()) return error_of(written, "the log cannot be made");
  state->partitions = partitions;
  const auto recovered = state->recover_ends();
  if (!recovered) return recovered.error();
  return std::unique_ptr<RocksEventLog>(new RocksEventLog(std::move(state)));
}

Result<std::unique_ptr<RocksEventLog>> RocksEventLog::open(const std::filesystem::path& folder,
                                                           Access access) {
  std::error_code ignored;
  if (!std::filesystem::exists(folder / "CURRENT", ignored)) {
    return Error{ErrorKind::not_found, "there is no log in " + folder.string() +
                                           "; nothing was changed: name another "
                                           "folder, or make a ledger there"};
  }
  auto state = std::make_unique<State>();
  state->is_read_only = access == Access::read_only;
  rocksdb::DB* opened = nullptr;
  rocksdb::Status status;
  if (state->is_read_only) {
    for (int i = 0; i < kReadOnlyTries; ++i) {
      status = rocksdb::DB::OpenForReadOnly(log_options(), folder.string(), &opened);
      if (status.ok()) break;
    }
  } else {
    status = rocksdb::DB::Open(log_options(), folder.string(), &opened);
  }
  if (!status.ok()) return error_of(status, "the log cannot be opened");
  state->database.reset(opened);
  const auto format = state->read_format();
  if (!format) return format.error();
  const auto recovered = state->recover_ends();
  if (!recovered) return recovered.error();
  return std::unique_ptr<RocksEventLog>(new RocksEventLog(std::move(state)));
}

Result<std::unique_ptr<RocksEventLog>> RocksEventLog::open(const std::filesystem::path& folder,
                                                           std::uint32_t partitions,
                                                           Access access) {
  auto log = open(folder, access);
  if (log && log.value()->partitions() != partitions) {
    return Error{ErrorKind::invalid,
                 "the log has " + std::to_string(log.value()->partitions()) + " partitions, not " +
                     std::to_string(partitions) +
                     "; nothing was changed: the number is fixed when a ledger is made"};
  }
  return log;
}

std::uint32_t RocksEventLog::partitions() const { return state_->partitions; }

Result<std::vector<Position>> RocksEventLog::append(std::span<const Record> records) {
  if (state_->is_read_only) {
    return Error{ErrorKind::unavailable,
                 "the log was opened for reading alone; nothing was written: send this to the "
                 "process that owns the folder"};
  }
  std::vector<std::uint64_t> next(state_->ends.size());
  for (std::size_t i = 0; i < next.size(); ++i) next[i] = state_->ends[i];
  std::vector<Position> positions;
  positions.reserve(records.size());
  rocksdb::WriteBatch batch;
  std::string value;
  for (const Record& record : records) {
    const std::uint32_t stream = record.position.stream;
    if (stream > state_->partitions) return no_stream(stream, state_->partitions);
    positions.push_back({stream, next[stream]++});
    value.clear();
    append_record_value(value, record);
    batch.Put(slice(record_key(positions.back())), slice(value));
  }
  if (records.empty()) return positions;

  rocksdb::WriteOptions synced;
  synced.sync = true;
  const auto status = state_->database->Write(synced, &batch);
  if (!status.ok()) {
    Error error = error_of(status, "the append may or may not have happened");
    error.outcome_unknown = true;
    return error;
  }
  for (std::size_t i = 0; i < next.size(); ++i) {
    state_->ends[i].store(next[i], std::memory_order_release);
  }
  return positions;
}

Result<std::uint64_t> RocksEventLog::end(std::uint32_t stream) const {
  if (stream > state_->partitions) return no_stream(stream, state_->partitions);
  return state_->ends[stream].load(std::memory_order_acquire);
}

Result<Record> RocksEventLog::read(Position position) const {
  if (position.stream > state_->partitions) return no_stream(position.stream, state_->partitions);
  rocksdb::PinnableSlice value;
  const auto status =
      state_->database->Get(rocksdb::ReadOptions(), state_->database->DefaultColumnFamily(),
                            slice(record_key(position)), &value);
  if (status.IsNotFound()) {
    return Error{ErrorKind::not_found, "the log has no record at offset " +
                                           std::to_string(position.offset) + " of stream " +
                                           std::to_string(position.stream)};
  }
  if (!status.ok()) return error_of(status, "the log cannot be read");
  return decode_record_value(position, view(value));
}

Result<void> RocksEventLog::scan(std::uint32_t stream, std::uint64_t from,
                                 const std::function<bool(const Record&)>& visit) const {
  const auto last = end(stream);
  if (!last) return last.error();
  rocksdb::ReadOptions options;
  options.readahead_size = std::size_t{2} << 20;
  options.fill_cache = false;
  const std::string upper = record_key({stream, last.value()});
  const rocksdb::Slice bound = slice(upper);
  options.iterate_upper_bound = &bound;
  const std::unique_ptr<rocksdb::Iterator> rows(state_->database->NewIterator(options));
  std::uint64_t expected = from;
  for (rows->Seek(slice(record_key({stream, from}))); rows->Valid(); rows->Next()) {
    const auto position = parse_record_key(view(rows->key()));
    if (!position || position->offset != expected) return hole(stream, expected);
    const auto record = decode_record_value(*position, view(rows->value()));
    if (!record) return record.error();
    ++expected;
    if (!visit(record.value())) return success();
  }
  if (!rows->status().ok()) return error_of(rows->status(), "the log cannot be read");
  if (expected < last.value()) return hole(stream, expected);
  return success();
}

}  // namespace aduan
