// Every version of the directory: what it was after each of its records, for whoever judges a
// record by the directory that it names.
//
// Held are the directory's events and a few snapshots, evenly spread; a version between is made
// from the snapshot before it. Whoever walks a stream asks for versions in their order, and needs a
// snapshot only where a record goes back.

#pragma once

#include "core/base/result.h"
#include "core/complaint/directory.h"
#include "core/log/event_log.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace aduan {

/// Immutable once read. Threads: any.
class DirectoryHistory {
 public:
  /// Folds the directory's stream; void records are passed over as everywhere.
  /// Errors: those of the log.
  static Result<DirectoryHistory> read(const EventLog& log, std::string_view ledger);

  /// The sequence of the last valid record.
  std::uint64_t last() const { return steps_.size(); }
  /// From this sequence on the directory is not known: a record does not decode. Nothing: all of it
  /// is.
  std::optional<std::uint64_t> unreadable_from() const { return unreadable_from_; }
  /// When the ledger wrote the record. Requires: 1 <= sequence <= last().
  Instant recorded(std::uint64_t sequence) const { return steps_[sequence - 1].recorded; }

 private:
  friend class DirectoryCursor;
  static constexpr std::size_t kSnapshotsMax = 32;

  struct Step {
    DirectoryEvent event;
    Instant recorded;
  };
  void add(Directory& latest, DirectoryEvent event, Instant recorded);

  std::vector<Step> steps_;           // sequence − 1 → the record
  std::uint64_t spacing_ = 64;        // doubled when there are too many snapshots
  std::vector<Directory> snapshots_;  // n → after n × spacing_ records
  std::optional<std::uint64_t> unreadable_from_;
};

/// Walks the versions: cheap where the sequences asked for mostly go up, as they do in a stream.
/// Threads: one at a time; make one a thread. The history must outlive it.
class DirectoryCursor {
 public:
  explicit DirectoryCursor(const DirectoryHistory& history) : history_(history) {}

  /// The directory after its record `sequence`; 0: before the first. Valid until the next call.
  /// Requires: sequence <= last().
  const Directory& at(std::uint64_t sequence);

 private:
  const DirectoryHistory& history_;
  Directory directory_;
};

}  // namespace aduan
