// Moving a whole ledger between a folder and Kafka: record by record, byte for byte, to the same
// offsets; its keys as they are wrapped; its secrets. What Kafka does not take is the timestamp of
// a record, which is when that log took it and plays no part in any verdict, proof or digest.
//
// How far erasures were carried out is not moved: the other end carries them out anew, so that keys
// of an earlier move do not outlive them. A source that is written meanwhile is moved as it was
// when the move began.
//
// Keys go first, since no record may need a key that is not there; the directory goes last, so that
// what was cut short is no ledger yet and nobody goes on with it. Running it again goes on.

#pragma once

#include "cli/ledger_on_kafka.h"
#include "cli/ledger_secrets.h"
#include "core/base/result.h"
#include "core/log/event_log.h"
#include "core/privacy/rocks/key_database.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

namespace aduan {

/// One end of a move. Nobody else writes it meanwhile.
class MovingLedger {
 public:
  virtual ~MovingLedger() = default;

  virtual EventLog& log() = 0;
  virtual const LedgerSecrets& secrets() const = 0;
  /// Where its projections lie on this machine.
  virtual std::filesystem::path store() const = 0;
  virtual Result<void> each_key(
      const std::function<bool(std::string_view, std::string_view)>& use) = 0;
  virtual Result<void> put_keys(std::span<const KeyRowChange> rows) = 0;
};

/// What makes the other end fit: as many partitions, the same secrets.
struct MovingShape {
  std::uint32_t partitions = 0;
  LedgerSecrets secrets;
};

/// Errors: not_found (no ledger there), unavailable (another process owns it), corrupt.
Result<std::unique_ptr<MovingLedger>> open_moving_folder(const std::filesystem::path& folder);
Result<std::unique_ptr<MovingLedger>> open_moving_kafka(const KafkaPlace& place);

/// The other end: made, or what a move that was cut short made.
/// Errors: invalid (something else is there), unavailable.
Result<std::unique_ptr<MovingLedger>> make_moving_folder(const std::filesystem::path& folder,
                                                         const MovingShape& shape);
Result<std::unique_ptr<MovingLedger>> make_moving_kafka(const KafkaPlace& place,
                                                        const MovingShape& shape);

struct MovedLedger {
  std::uint64_t records = 0;  ///< moved this time
  std::uint64_t before = 0;   ///< were there already
  std::uint64_t keys = 0;
  /// Records that the source got meanwhile; with any, the digests are not compared.
  std::uint64_t left_behind = 0;
  Hash digest{};        ///< of the source
  Hash digest_there{};  ///< of what was moved: the same, or something is damaged

  bool is_same() const { return digest == digest_there; }
};

/// Moves all. Errors: invalid (there are other records there already; another process writes
/// there), and those of both ends; run it again.
Result<MovedLedger> move_ledger(MovingLedger& from, MovingLedger& to, const Progress& progress);

/// A folder that was moved to is whole: carries out what erasures it holds and has not carried out
/// yet. Requires: nobody has it open. Errors: those of open_ledger_folder.
Result<void> finish_moved_folder(const std::filesystem::path& folder, const TimeSource& time);

}  // namespace aduan
