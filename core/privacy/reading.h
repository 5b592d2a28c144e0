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

/// The texts of one event that `sight` covers, and why the others are not; in the order of the
/// event's fields. `event`: whatever the record holds. `payload`: its `aduan-sealed`.
/// Errors: those of the key store.
Result<std::vector<ReadText>> read_texts(const CaseId& id, const Attributes& attributes,
                                         Event event, std::string_view payload, const Actor& actor,
                                         Sight sight, bool anonymous,
                                         const std::vector<RedactedField>& redacted,
                                         KeyStore& keys);

}  // namespace aduan
