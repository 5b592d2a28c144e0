#include "core/ledger/audit/merge_ledger.h"

#include <algorithm>
#include <iterator>

namespace aduan {

void MergeLedger::add(const CaseId& id, const RecordedEvent& recorded) {
  const std::uint64_t sequence = recorded.attributes.sequence;
  if (const auto* const merged = std::get_if<Merged>(&recorded.event)) {
    merged_.emplace(id, sequence, merged->into);
  }
  if (const auto* const absorbed = std::get_if<Absorbed>(&recorded.event)) {
    claims_.push_back({recorded.position, id, sequence, absorbed->case_, absorbed->sequence});
  }
}

void MergeLedger::add(const MergeLedger& other) {
  merged_.insert(other.merged_.begin(), other.merged_.end());
  claims_.insert(claims_.end(), other.claims_.begin(), other.claims_.end());
  unreadable_.insert(other.unreadable_.begin(), other.unreadable_.end());
}

std::vector<MergeLedger::Claim> MergeLedger::unfounded() const {
  std::vector<Claim> claims;
  std::copy_if(claims_.begin(), claims_.end(), std::back_inserter(claims), [&](const Claim& claim) {
    return !unreadable_.contains(claim.source) &&
           !merged_.contains({claim.source, claim.merged_sequence, claim.target});
  });
  std::sort(claims.begin(), claims.end(),
            [](const Claim& a, const Claim& b) { return a.position < b.position; });
  return claims;
}

}  // namespace aduan
