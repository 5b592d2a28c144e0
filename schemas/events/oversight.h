// Clocks that ran out, and who was told. Source: RULES §2.

#pragma once

#include "schemas/events/consequences.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// Somebody above is told.
struct Escalated {
  static constexpr std::string_view kType = "aduan.complaint.escalated.v1";

  Code<EscalationTarget> to;
  Code<EscalationReason> reason;
  SealedText text;  ///< an appeal's
  SealedText note;
  Consequences consequences;

  bool operator==(const Escalated&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Escalated& event) {
  archive(named("to", event.to), named("reason", event.reason), content("text", event.text),
          official("note", event.note));
  serialize_consequences(archive, event.consequences);
}

/// The evidence that a duty clock ran out.
struct DeadlineMissed {
  static constexpr std::string_view kType = "aduan.complaint.deadline_missed.v1";

  Clock clock = Clock::verify;
  std::optional<AgencyId> agency;  ///< absent: the desk
  std::uint64_t started = 0;       ///< sequence of the event that started the clock
  Instant due;
  Consequences consequences;

  bool operator==(const DeadlineMissed&) const = default;
};

template <class Archive>
void serialize(Archive& archive, DeadlineMissed& event) {
  archive(named("clock", event.clock), named("agency", event.agency),
          named("started", event.started), named("due", event.due));
  serialize_consequences(archive, event.consequences);
}

/// The desk gives more time, for a reason that everybody can read.
struct DeadlineExtended {
  static constexpr std::string_view kType = "aduan.complaint.deadline_extended.v1";

  Clock clock = Clock::verify;
  std::optional<AgencyId> agency;  ///< absent: the desk
  std::uint64_t started = 0;       ///< sequence of the event that started the clock
  Instant due;                     ///< the new one
  Code<ExtensionReason> reason;
  SealedText note;
  Consequences consequences;

  bool operator==(const DeadlineExtended&) const = default;
};

template <class Archive>
void serialize(Archive& archive, DeadlineExtended& event) {
  archive(named("clock", event.clock), named("agency", event.agency),
          named("started", event.started), named("due", event.due), named("reason", event.reason),
          official("note", event.note));
  serialize_consequences(archive, event.consequences);
}

}  // namespace aduan
