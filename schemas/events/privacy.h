// Who sees what, and what is gone. Source: RULES §2.

#pragma once

#include "schemas/events/consequences.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// The case's flags from now on.
struct VisibilityChanged {
  static constexpr std::string_view kType = "aduan.complaint.visibility_changed.v1";

  bool anonymous = false;     ///< the new value
  bool confidential = false;  ///< the new value
  Code<VisibilityReason> reason;
  Consequences consequences;

  bool operator==(const VisibilityChanged&) const = default;
};

template <class Archive>
void serialize(Archive& archive, VisibilityChanged& event) {
  archive(named("anonymous", event.anonymous), named("confidential", event.confidential),
          named("reason", event.reason));
  serialize_consequences(archive, event.consequences);
}

/// One text of one event is hidden from all but the custodian.
struct TextRedacted {
  static constexpr std::string_view kType = "aduan.complaint.text_redacted.v1";

  std::uint64_t sequence = 0;  ///< of the event that holds the text
  std::string field;
  Code<RedactionReason> reason;
  Consequences consequences;

  bool operator==(const TextRedacted&) const = default;
};

template <class Archive>
void serialize(Archive& archive, TextRedacted& event) {
  archive(named("sequence", event.sequence), named("field", event.field),
          named("reason", event.reason));
  serialize_consequences(archive, event.consequences);
}

/// An opening of the reporter's identity beyond RULES §6; never the identity.
struct IdentityRevealed {
  static constexpr std::string_view kType = "aduan.complaint.identity_revealed.v1";

  RecipientCode to;  ///< a code of who was shown it
  Code<LegalBasis> legal_basis;
  Consequences consequences;

  bool operator==(const IdentityRevealed&) const = default;
};

template <class Archive>
void serialize(Archive& archive, IdentityRevealed& event) {
  archive(named("to", event.to), named("legal_basis", event.legal_basis));
  serialize_consequences(archive, event.consequences);
}

/// The keys of the scope are destroyed once this is durable.
struct PersonalDataErased {
  static constexpr std::string_view kType = "aduan.complaint.personal_data_erased.v1";

  std::vector<Code<ErasureScope>> scope;
  Code<LegalBasis> legal_basis;
  Consequences consequences;

  bool operator==(const PersonalDataErased&) const = default;
};

template <class Archive>
void serialize(Archive& archive, PersonalDataErased& event) {
  archive(named("scope", event.scope), named("legal_basis", event.legal_basis));
  serialize_consequences(archive, event.consequences);
}

}  // namespace aduan
