// What stands in a record where a text would: a commitment. The ciphertext rides beside the record
// and dies with its key; the commitment stays and can be checked by whoever is shown the text and
// its salt.
// Source: PROOF §6.

#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace aduan {

/// Which of a case's keys seals a text, so that one kind can be erased and the others kept. The
/// numbers are bytes of the `aduan-sealed` payload.
enum class KeyKind : std::uint8_t {
  content = 1,   ///< the reporter's words
  official = 2,  ///< the agencies' and the desk's texts
  identity = 3,  ///< who the reporter is, how to reach them
};

/// A text in a record: only its commitment, or nothing when no text was written.
struct SealedText {
  std::optional<Hash> commit;

  bool has_value() const { return commit.has_value(); }
  bool operator==(const SealedText&) const = default;
};

/// A value that is open in most cases and sealed (under `content`) in a confidential one: category,
/// region, date of the incident. In JSON a string, or a commitment, or absent.
/// Invariant: not both.
template <class T>
struct Disclosed {
  std::optional<T> open;
  SealedText sealed;

  bool has_value() const { return open.has_value() || sealed.has_value(); }
  bool operator==(const Disclosed&) const = default;
};

/// A field's plaintext on its way to or from the sealer. Never stored, logged or sent.
struct FieldText {
  std::string field;
  KeyKind kind = KeyKind::content;
  std::string text;

  bool operator==(const FieldText&) const = default;
};

}  // namespace aduan
