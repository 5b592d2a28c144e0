// The cases that were touched last, so that a case whose events come in a row is read once.
// Bounded: two generations, of which the older is dropped whole when the younger is full.

#pragma once

#include "core/ledger/case_state.h"
#include "projections/projection.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace aduan {

struct CachedCase {
  CaseState state;
  Hash term{};  ///< what its stored row adds to the digest
  // Of the batch that is being made:
  bool is_touched = false;
  bool was_stored = false;  ///< it has a row from a batch before
  /// The state after the batch's last step, where the ledger holds it: copied once, at the end.
  const CaseState* judged = nullptr;
  std::vector<Rows> rows_before;  ///< a projection of the case form
};

/// Threads: one at a time.
class CaseCache {
 public:
  explicit CaseCache(std::size_t cases_max) : young_max_(cases_max / 2 + 1) {}

  /// Null when it is not cached. Pointers stay valid until `trim` or `clear`.
  CachedCase* find(const CaseId& id);
  /// Requires: it is not cached.
  CachedCase& insert(const CaseId& id, CachedCase entry);

  /// Drops the oldest cases when there are too many. Requires: none is touched.
  void trim();
  void clear();
  std::size_t size() const { return young_.size() + old_.size(); }

 private:
  struct IdHash {
    std::size_t operator()(const CaseId& id) const {
      return std::hash<std::string_view>()(id.text());
    }
  };
  using Cases = std::unordered_map<CaseId, CachedCase, IdHash>;

  std::size_t young_max_;
  Cases young_;
  Cases old_;
};

}  // namespace aduan
