// A case's keys and where they live: outside the log, so that erasing them erases the texts there.
// Source: PROOF §6, DESIGN §7.

#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "schemas/ids.h"
#include "schemas/sealed.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace aduan {

/// 32 random bytes that seal the texts of one kind of one case, and the random id that payloads
/// name them by. Never stored, logged or sent unwrapped.
struct CaseKey {
  Bytes16 id{};
  Hash key{};

  bool operator==(const CaseKey&) const = default;
};

/// One key of a case, without the key itself.
struct KeyName {
  KeyKind kind = KeyKind::content;
  Bytes16 id{};

  bool operator==(const KeyName&) const = default;
};

/// When a key that a call makes is on the disk.
enum class KeyDurability : std::uint8_t {
  now,       ///< when the call returns
  at_flush,  ///< when the next `flush` returns: for whoever seals many cases, then appends them
};

/// The keys of all cases. A case has at most one key of a kind that it was given here, but may come
/// to have several by other ways; each is found by its id.
/// Threads: all functions may be called from any.
class KeyStore {
 public:
  virtual ~KeyStore() = default;

  /// The key that new texts of the kind are sealed under; made when the case has none. A key made
  /// must be durable before the record that needs it.
  /// Errors: unavailable (disk, or a store opened for reading has no key), corrupt (a row that does
  /// not unwrap).
  virtual Result<CaseKey> current_key(const CaseId& case_id, KeyKind kind, KeyDurability when) = 0;

  /// The key of that id; nothing when it never was or was erased.
  /// Errors: unavailable, corrupt.
  virtual Result<std::optional<CaseKey>> find_key(const CaseId& case_id, KeyKind kind,
                                                  const Bytes16& key_id) = 0;

  /// Makes every key that was handed out before this call durable, with one sync.
  /// Errors: unavailable; the keys stay buffered, and a later call tries again.
  virtual Result<void> flush() = 0;

  /// Destroys every key of the kinds, buffered ones too. Again is harmless. Whoever keeps a
  /// CaseSealer of the case drops it: what it would seal from now on nobody could open.
  /// Errors: unavailable; call it again.
  virtual Result<void> erase(const CaseId& case_id, std::span<const KeyKind> kinds) = 0;

  /// Every key of the kind that the case has, buffered ones too, by id.
  /// Errors: unavailable.
  virtual Result<std::vector<Bytes16>> key_ids(const CaseId& case_id, KeyKind kind) = 0;

  /// Destroys these keys alone, and what earlier erasures of the case left of their bytes.
  /// Errors: as erase.
  virtual Result<void> erase_keys(const CaseId& case_id, std::span<const KeyName> keys) = 0;

  /// Up to which offset of each stream the log's erasures were carried out here; empty before the
  /// first. It lives with the keys: a store that comes back from a backup knows what it missed.
  /// Errors: unavailable, corrupt.
  virtual Result<std::vector<std::uint64_t>> erased_through() = 0;
  /// Durable on return. Errors: unavailable.
  virtual Result<void> set_erased_through(std::span<const std::uint64_t> offsets) = 0;
};

}  // namespace aduan
