// Both sides of merges, which stand in two cases and so in two streams: whether every `absorbed`
// has its `merged`.

#pragma once

#include "core/ledger/fold.h"

#include <cstdint>
#include <set>
#include <tuple>
#include <vector>

namespace aduan {

class MergeLedger {
 public:
  /// An `absorbed` of a case.
  struct Claim {
    Position position;
    CaseId target;
    std::uint64_t sequence = 0;  ///< of the record that claims
    CaseId source;
    std::uint64_t merged_sequence = 0;
  };

  /// Takes note of `merged` and `absorbed`; every other event passes.
  void add(const CaseId& id, const RecordedEvent& recorded);
  /// The case has records that nobody can read: its merges are not known.
  void add_unreadable(const CaseId& id) { unreadable_.insert(id); }
  void add(const MergeLedger& other);

  /// The claims without a merge into their case, in the order of their positions.
  std::vector<Claim> unfounded() const;

 private:
  std::set<std::tuple<CaseId, std::uint64_t, CaseId>> merged_;  // case, sequence, into
  std::vector<Claim> claims_;
  std::set<CaseId> unreadable_;
};

}  // namespace aduan
