#include "core/privacy/sealers.h"

namespace aduan {
namespace {

/// A case's steps come close together: in an import in a row, two or three within a nation's day.
constexpr std::size_t kKeptMax = 8'192;

}  // namespace

Result<void> Sealers::seal(const CaseId& id, Draft draft, const Bytes16& nonce,
                           SealedCommand& command) {
  const auto texts = take_texts(draft);
  if (!texts) return texts.error();
  command.body = std::move(draft.body);
  if (texts.value().empty()) return success();
  CaseSealer& sealer = sealer_of(id);
  if (const auto taken = sealer.take_keys(keys_, texts.value(), KeyDurability::at_flush); !taken) {
    return taken.error();
  }
  return seal_texts(texts.value(), sealer, nonce, command);
}

void Sealers::drop(const CaseId& id) {
  const auto found = places_.find(std::string(id.text()));
  if (found == places_.end()) return;
  kept_.erase(found->second);
  places_.erase(found);
}

CaseSealer& Sealers::sealer_of(const CaseId& id) {
  const std::string text(id.text());
  if (const auto found = places_.find(text); found != places_.end()) {
    kept_.splice(kept_.begin(), kept_, found->second);
    return kept_.front().second;
  }
  if (kept_.size() >= kKeptMax) {
    places_.erase(std::string(kept_.back().first.text()));
    kept_.pop_back();
  }
  kept_.emplace_front(id, CaseSealer(id));
  places_[text] = kept_.begin();
  return kept_.front().second;
}

}  // namespace aduan
