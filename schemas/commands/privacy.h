// Commands about who sees what. Source: RULES §3.

#pragma once

#include "core/base/clock.h"
#include "schemas/codes.h"
#include "schemas/ids.h"
#include "schemas/named.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// Set the case's flags.
struct ChangeVisibility {
  static constexpr std::string_view kType = "aduan.command.change_visibility.v1";

  bool anonymous = false;     ///< the new value
  bool confidential = false;  ///< the new value
  Code<VisibilityReason> reason;

  bool operator==(const ChangeVisibility&) const = default;
};

template <class Archive>
void serialize(Archive& archive, ChangeVisibility& command) {
  archive(named("anonymous", command.anonymous), named("confidential", command.confidential),
          named("reason", command.reason));
}

/// Hide one text of one event.
struct Redact {
  static constexpr std::string_view kType = "aduan.command.redact.v1";

  std::uint64_t sequence = 0;  ///< of the event that holds the text
  std::string field;
  Code<RedactionReason> reason;

  bool operator==(const Redact&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Redact& command) {
  archive(named("sequence", command.sequence), named("field", command.field),
          named("reason", command.reason));
}

/// Show the reporter's identity, with a legal basis.
struct Reveal {
  static constexpr std::string_view kType = "aduan.command.reveal.v1";

  RecipientCode to;  ///< a code of who was shown it
  Code<LegalBasis> legal_basis;

  bool operator==(const Reveal&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Reveal& command) {
  archive(named("to", command.to), named("legal_basis", command.legal_basis));
}

/// Destroy the keys of the scope.
struct Erase {
  static constexpr std::string_view kType = "aduan.command.erase.v1";

  std::vector<Code<ErasureScope>> scope;
  Code<LegalBasis> legal_basis;

  bool operator==(const Erase&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Erase& command) {
  archive(named("scope", command.scope), named("legal_basis", command.legal_basis));
}

}  // namespace aduan
