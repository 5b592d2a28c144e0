// The embedded log: a RocksDB in a folder that one process owns. Other processes may read beside
// it.
//
// Key    stream u32be, offset u64be.
// Value  record_rows.h; bytes in docs/formats/log.md.
// Check  the row `format`: u8 1, u32be the number of partitions.
//
// An append is one write batch and one fsync of RocksDB's write-ahead log. After a crash the log
// ends with the last append whose bytes are whole: what was acknowledged is there. Damage before
// the end is an error, never a shorter log: the write-ahead log is not recycled, and its recovery
// tolerates a torn tail alone.

#pragma once

#include "core/log/event_log.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace aduan {

class RocksEventLog final : public EventLog {
 public:
  enum class Access : std::uint8_t {
    read_write,  ///< the one process that owns the folder
    read_only,   ///< beside it; sees what was acknowledged when it opened, and no more
  };

  /// A new log with no record. Requires: `partitions` > 0.
  /// Errors: invalid (there is a log in the folder already), unavailable (disk).
  static Result<std::unique_ptr<RocksEventLog>> create(const std::filesystem::path& folder,
                                                       std::uint32_t partitions);

  /// The log in the folder; its number of partitions is the one that it was created with.
  /// Errors: not_found (no log there), unavailable (another process owns the folder, or the disk),
  /// corrupt.
  static Result<std::unique_ptr<RocksEventLog>> open(const std::filesystem::path& folder,
                                                     Access access = Access::read_write);

  /// The same, where the number is known: from `ledger_created`, or the configuration.
  /// Errors: also invalid (the log was created with another number).
  static Result<std::unique_ptr<RocksEventLog>> open(const std::filesystem::path& folder,
                                                     std::uint32_t partitions, Access access);

  RocksEventLog(const RocksEventLog&) = delete;
  RocksEventLog& operator=(const RocksEventLog&) = delete;
  ~RocksEventLog() override;

  std::uint32_t partitions() const override;
  /// Errors: also unavailable when the log was opened to read only.
  Result<std::vector<Position>> append(std::span<const Record> records) override;
  Result<std::uint64_t> end(std::uint32_t stream) const override;
  Result<Record> read(Position position) const override;
  Result<void> scan(std::uint32_t stream, std::uint64_t from,
                    const std::function<bool(const Record&)>& visit) const override;

 private:
  struct State;
  explicit RocksEventLog(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace aduan
