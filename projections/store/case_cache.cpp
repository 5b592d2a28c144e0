#include "projections/store/case_cache.h"

#include "core/base/check.h"

#include <utility>

namespace aduan {

CachedCase* CaseCache::find(const CaseId& id) {
  if (const auto found = young_.find(id); found != young_.end()) return &found->second;
  const auto found = old_.find(id);
  if (found == old_.end()) return nullptr;
  return &young_.insert(old_.extract(found)).position->second;
}

CachedCase& CaseCache::insert(const CaseId& id, CachedCase entry) {
  const auto [place, is_new] = young_.emplace(id, std::move(entry));
  CHECK(is_new);
  return place->second;
}

void CaseCache::trim() {
  if (young_.size() < young_max_) return;
  old_ = std::move(young_);
  young_ = Cases();
}

void CaseCache::clear() {
  young_.clear();
  old_.clear();
}

}  // namespace aduan
