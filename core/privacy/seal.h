// Sealing: texts become commitments in the record and ciphertexts beside it; opening gives them
// back with the salts that prove them.
//
//   AEAD key  HKDF-SHA-256(case key, empty salt, "aduan/aead/v1" ‖ nonce), used once
//   Salt      HKDF-SHA-256(case key, empty salt, "aduan/commit/v1" ‖ nonce ‖ field)
//   Commit    SHA-256("aduan/commit/v1" ‖ 00 ‖ field ‖ 00 ‖ salt ‖ text)
//   Part      AES-256-GCM, associated bytes = subject ‖ u8 kind, plaintext = text_object.h
//
// Source: PROOF §6. The frame around the parts: payload.h.

#pragma once

#include "core/base/bytes.h"
#include "core/base/hash.h"
#include "core/base/result.h"
#include "core/privacy/case_keys.h"
#include "schemas/ids.h"
#include "schemas/sealed.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace aduan {

/// What sealing an event's texts gives.
struct SealedFields {
  std::vector<Hash> commits;  ///< one a text, in their order
  std::string payload;        ///< `aduan-sealed`; empty when there was no text
};

/// Seals the texts of one case. Keep it while more events of the case come: extracting from a case
/// key costs more than sealing a field. Drop it when a key of the case is erased.
/// Threads: `seal` may run in several at once.
class CaseSealer {
 public:
  explicit CaseSealer(const CaseId& case_id) : case_id_(case_id) {}

  /// Gets the keys that `texts` need and that are not here yet.
  /// Errors: those of KeyStore::current_key.
  Result<void> take_keys(KeyStore& store, std::span<const FieldText> texts, KeyDurability when);

  /// The key for texts of the kind; takes an earlier one's place.
  void set_key(KeyKind kind, const CaseKey& key);

  /// Requires: a key for the kind of each text; a nonce that no other event of the case has; field
  /// names of the schema, each once.
  /// Errors: invalid (a text that is no UTF-8, a payload above kPayloadBytesMax).
  Result<SealedFields> seal(const Bytes16& nonce, std::span<const FieldText> texts) const;

 private:
  struct Key {
    Bytes16 id;
    Hkdf derive;
  };

  const Key& key_of(KeyKind kind) const;

  CaseId case_id_;
  std::array<std::optional<Key>, 3> keys_;  ///< by kind, from 1
};

/// Why a text cannot be shown.
enum class Unreadable : std::uint8_t {
  erased,   ///< its key is gone
  damaged,  ///< the payload is missing, not what was sealed, or not what the record commits to
};

/// A text and the salt with which anybody can check it against the log.
struct OpenedText {
  std::string text;
  Hash salt{};

  bool operator==(const OpenedText&) const = default;
};

/// Looks a case's key up: KeyStore::find_key of the case.
using KeyFinder = std::function<Result<std::optional<CaseKey>>(KeyKind, const Bytes16&)>;

/// What could be opened of one event's payload.
class OpenedPayload {
 public:
  /// Any bytes are a payload, those of another case or event too: then its texts are damaged.
  /// Errors: those of `find_key` but corrupt, which makes the texts of that kind damaged.
  static Result<OpenedPayload> open(std::string_view payload, const CaseId& case_id,
                                    const Bytes16& nonce, const KeyFinder& find_key);

  /// The text of a field if it is the one that the record commits to.
  std::variant<OpenedText, Unreadable> text_of(KeyKind kind, std::string_view field,
                                               const Hash& commit) const;

 private:
  struct Field {
    std::string name;
    OpenedText opened;
  };
  /// Either fields or why not.
  struct Part {
    KeyKind kind = KeyKind::content;
    std::vector<Field> fields;
    std::optional<Unreadable> unreadable;
  };

  std::vector<Part> parts_;
};

/// Whether `text` with `salt` is what the record commits to under `field`. Needs no key: this is
/// what whoever was shown a text checks.
bool verify_commitment(std::string_view field, const Hash& salt, std::string_view text,
                       const Hash& commit);

}  // namespace aduan
