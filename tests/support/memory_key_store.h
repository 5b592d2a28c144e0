// Case keys in memory, for tests that need a key store and no disk. What `flush` has not reached is
// known, so that a test can see whether keys were durable in time.

#pragma once

#include "core/base/random.h"
#include "core/privacy/case_keys.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <tuple>
#include <vector>

namespace aduan {

/// Threads: as KeyStore.
class MemoryKeyStore final : public KeyStore {
 public:
  /// Requires: `random` outlives the store.
  explicit MemoryKeyStore(RandomSource& random) : random_(random) {}

  Result<CaseKey> current_key(const CaseId& case_id, KeyKind kind, KeyDurability when) override {
    const std::scoped_lock lock(mutex_);
    if (when == KeyDurability::now) unflushed_ = 0;
    const auto first = keys_.lower_bound({case_id, kind, Bytes16{}});
    if (first != keys_.end() && belongs(first->first, case_id, kind)) {
      return CaseKey{std::get<Bytes16>(first->first), first->second};
    }
    CaseKey made;
    random_.fill(made.id);
    random_.fill(made.key);
    keys_.emplace(Row{case_id, kind, made.id}, made.key);
    if (when == KeyDurability::at_flush) ++unflushed_;
    return made;
  }

  Result<std::optional<CaseKey>> find_key(const CaseId& case_id, KeyKind kind,
                                          const Bytes16& key_id) override {
    const std::scoped_lock lock(mutex_);
    const auto found = keys_.find({case_id, kind, key_id});
    if (found == keys_.end()) return std::optional<CaseKey>();
    return std::optional<CaseKey>(CaseKey{key_id, found->second});
  }

  Result<void> flush() override {
    const std::scoped_lock lock(mutex_);
    unflushed_ = 0;
    return success();
  }

  Result<void> erase(const CaseId& case_id, std::span<const KeyKind> kinds) override {
    const std::scoped_lock lock(mutex_);
    std::erase_if(keys_, [&](const auto& entry) {
      return std::any_of(kinds.begin(), kinds.end(),
                         [&](KeyKind kind) { return belongs(entry.first, case_id, kind); });
    });
    return success();
  }

  Result<std::vector<Bytes16>> key_ids(const CaseId& case_id, KeyKind kind) override {
    const std::scoped_lock lock(mutex_);
    std::vector<Bytes16> ids;
    for (const auto& [row, key] : keys_) {
      if (belongs(row, case_id, kind)) ids.push_back(std::get<Bytes16>(row));
    }
    return ids;
  }

  Result<void> erase_keys(const CaseId& case_id, std::span<const KeyName> keys) override {
    const std::scoped_lock lock(mutex_);
    for (const KeyName& key : keys) keys_.erase({case_id, key.kind, key.id});
    return success();
  }

  Result<std::vector<std::uint64_t>> erased_through() override {
    const std::scoped_lock lock(mutex_);
    return erased_through_;
  }

  Result<void> set_erased_through(std::span<const std::uint64_t> offsets) override {
    const std::scoped_lock lock(mutex_);
    erased_through_.assign(offsets.begin(), offsets.end());
    return success();
  }

  /// Keys that were made at_flush and not flushed since.
  std::size_t unflushed() const {
    const std::scoped_lock lock(mutex_);
    return unflushed_;
  }

 private:
  using Row = std::tuple<CaseId, KeyKind, Bytes16>;

  static bool belongs(const Row& row, const CaseId& case_id, KeyKind kind) {
    return std::get<CaseId>(row) == case_id && std::get<KeyKind>(row) == kind;
  }

  RandomSource& random_;
  mutable std::mutex mutex_;
  std::map<Row, Hash> keys_;   ///< under mutex_
  std::size_t unflushed_ = 0;  ///< under mutex_
  std::vector<std::uint64_t> erased_through_;  ///< under mutex_
};

}  // namespace aduan
