// The auditor's memory of one stream: what each case was before its next record, so that every
// record can be held against the rules.
//
// Beside the rules of RULES §3 (broken_rule.h) these are the ledger's own, DESIGN §3:
//
//   command_id_twice    two records of a subject have the same command id: one command acted twice
//   recordedtime        goes back behind the subject's record before
//   time                lies after recordedtime (an importer's is its source's and may)
//   directorysequence   is absent, beyond the directory, goes back within the case, or names a
//                       version that had been out of date for longer than kDirectoryLagMax
//   payloadhash         is absent, and the event commits to texts: nobody can ever read them
//   not_merged          `absorbed` names a merge that is not in the log (told at the end: the other
//                       case may stand in another stream)
//
// Memory: of one stream's cases, and 17 bytes a record for the command ids.

#pragma once

#include "core/ledger/audit/broken_rule.h"
#include "core/ledger/audit/directory_history.h"
#include "core/ledger/audit/merge_ledger.h"
#include "core/ledger/fold.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace aduan {

/// How long a decision may lag behind the directory: clocks of machines differ, and a worker reads
/// the directory's stream a little later than it is written. More is no accident.
inline constexpr std::chrono::milliseconds kDirectoryLagMax = std::chrono::hours{1};

/// A subject of the stream between two of its records.
struct ReplayedSubject {
  std::uint32_t number = 0;  ///< of the subject in its stream, for the command ids
  std::uint64_t directory_sequence = 0;
  std::uint64_t opaque_sequence = 0;  ///< of its first record of an unknown type; 0: none
};

/// Threads: one at a time; make one a stream.
class RuleReplay {
 public:
  explicit RuleReplay(const DirectoryHistory& history) : history_(history), cursor_(history) {}

  /// The rules that a valid, readable record of a case breaks. `before`: the case without it.
  std::vector<BrokenRule> judge(ReplayedSubject& subject, const CaseState& before,
                                const RecordedEvent& recorded, const Envelope& envelope);

  /// The same for the directory.
  std::vector<BrokenRule> judge(ReplayedSubject& subject, const ChainHead& before,
                                const Attributes& attributes, const DirectoryEvent& event,
                                const Envelope& envelope);

  /// Whether the record's directory is known, so that its rules could be replayed.
  bool is_checkable(const Attributes& attributes) const;

  /// The case has a record that nobody can read: what it merged into is not known.
  void note_unreadable(std::string_view subject);

  /// The stream's merges, and what claims to be their other side.
  const MergeLedger& merges() const { return merges_; }

 private:
  struct UsedCommand {
    std::uint32_t subject;
    CommandId command;

    bool operator==(const UsedCommand&) const = default;
  };
  struct UsedCommandHash {
    std::size_t operator()(const UsedCommand& used) const;
  };

  void check_order(const ReplayedSubject& subject, const ChainHead& before,
                   const Attributes& attributes, std::vector<BrokenRule>& broken);
  bool check_directory(ReplayedSubject& subject, const Attributes& attributes,
                       std::vector<BrokenRule>& broken) const;

  const DirectoryHistory& history_;
  DirectoryCursor cursor_;
  std::unordered_set<UsedCommand, UsedCommandHash> used_;
  MergeLedger merges_;
};

}  // namespace aduan
