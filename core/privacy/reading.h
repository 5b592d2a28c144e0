// The one place where plaintext is opened: an event's texts for a reader, after the access check.

#pragma once

#include "core/privacy/access.h"
#include "core/privacy/seal.h"
#include "schemas/event.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// Why a reader gets no text.
enum class Hidden : std::uint8_t {
  not_allowed,  ///< RULES §6
  redacted,     ///< shown to the custodian alone
  erased,       ///< its key is gone
  damaged,      ///< the payload is missing, or not what the record commits to
};
std::string_view name_of(Hidden hidden);

/// A field of an event: its text and salt, or why not.
struct ReadText {
  std::string field;
  std::optional<OpenedText> opened;
  Hidden hidden = Hidden::not_allowed;  ///< where `opened` is absent
  /// The public is told that a name exists and is kept from it.
  bool is_anonymous_name = false;
};

/// A field that a later `text_redacted` hides.
struct RedactedField {
  std::uint64_t sequence = 0;
  std::string field;
};

/// What a later erasure took: the texts of a kind in every event up to it. They count as gone from
/// that event on, whether or not their key is destroyed already.
struct ErasedTexts {
  std::uint64_t sequence = 0;  ///< the erasure's
  KeyKind kind = KeyKind::content;
};

/// What the rest of a case's history keeps from its readers.
struct Withheld {
  std::vector<RedactedField> redacted;
  std::vector<ErasedTexts> erased;

  /// Takes in an event of the case; most withhold nothing.
  void add(std::uint64_t sequence, const Event& event);
};

/// Category, region and date of the incident out of an event whose reader may not see them (G).
/// Where the case was not confidential when the event was made, the stored bytes still hold them.
void close_values(Event& event);

/// The texts of one event that `sight` covers, and why the others are not; in the order of the
/// event's fields. `event`: whatever the record holds. `payload`: its `aduan-sealed`.
/// Errors: those of the key store.
Result<std::vector<ReadText>> read_texts(const CaseId& id, const Attributes& attributes,
                                         Event event, std::string_view payload, const Actor& actor,
                                         Sight sight, bool anonymous, const Withheld& withheld,
                                         KeyStore& keys);

}  // namespace aduan
