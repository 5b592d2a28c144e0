// Agencies at work: how a case moves between them and what they do. Source: RULES §2.

#pragma once

#include "schemas/events/consequences.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// The case was given to an agency (disposisi); that agency's clocks start.
struct Forwarded {
  static constexpr std::string_view kType = "aduan.complaint.forwarded.v1";

  AgencyId to;
  HandlingRole role = HandlingRole::lead;  ///< one lead a case, any number of support
  std::optional<AgencyId> from;            ///< absent: the national desk
  std::optional<Code<Cause>> cause;        ///< succession: nobody decided about the case
  SealedText note;
  Consequences consequences;

  bool operator==(const Forwarded&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Forwarded& event) {
  archive(named("to", event.to), named("role", event.role), named("from", event.from),
          named("cause", event.cause), official("note", event.note));
  serialize_consequences(archive, event.consequences);
}

/// An agency gives the case back to the desk.
struct Returned {
  static constexpr std::string_view kType = "aduan.complaint.returned.v1";

  AgencyId by;
  std::optional<AgencyId> to;  ///< importers only: leads at once; absent: the desk
  Code<ReturnReason> reason;
  std::optional<AgencyId> suggested;  ///< whose it is, in the agency's view
  std::optional<Code<Cause>> cause;
  SealedText note;
  Consequences consequences;

  bool operator==(const Returned&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Returned& event) {
  archive(named("by", event.by), named("to", event.to), named("reason", event.reason),
          named("suggested", event.suggested), named("cause", event.cause),
          official("note", event.note));
  serialize_consequences(archive, event.consequences);
}

/// The desk or an overseer rules on jurisdiction. Binding: `to` leads and may not return.
struct Ruled {
  static constexpr std::string_view kType = "aduan.complaint.ruled.v1";

  AgencyId to;
  SealedText reasons;
  Consequences consequences;

  bool operator==(const Ruled&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Ruled& event) {
  archive(named("to", event.to), official("reasons", event.reasons));
  serialize_consequences(archive, event.consequences);
}

/// Inside an agency: a unit and an officer have it now.
struct Assigned {
  static constexpr std::string_view kType = "aduan.complaint.assigned.v1";

  AgencyId agency;
  UnitCode unit;
  OfficerCode officer;  ///< a code, never a name
  Consequences consequences;

  bool operator==(const Assigned&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Assigned& event) {
  archive(named("agency", event.agency), named("unit", event.unit),
          named("officer", event.officer));
  serialize_consequences(archive, event.consequences);
}

/// An agency began to work.
struct WorkStarted {
  static constexpr std::string_view kType = "aduan.complaint.work_started.v1";

  AgencyId agency;
  Consequences consequences;

  bool operator==(const WorkStarted&) const = default;
};

template <class Archive>
void serialize(Archive& archive, WorkStarted& event) {
  archive(named("agency", event.agency));
  serialize_consequences(archive, event.consequences);
}

/// Progress that changes no state.
struct Noted {
  static constexpr std::string_view kType = "aduan.complaint.noted.v1";

  std::optional<AgencyId> agency;
  std::optional<SourceStatus> status;  ///< a value that the import map lists
  SealedText text;
  Consequences consequences;

  bool operator==(const Noted&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Noted& event) {
  archive(named("agency", event.agency), named("status", event.status),
          official("text", event.text));
  serialize_consequences(archive, event.consequences);
}

/// An agency answers: on the way (interim) or finally.
struct Responded {
  static constexpr std::string_view kType = "aduan.complaint.responded.v1";

  AgencyId agency;
  bool final_ = false;  ///< the agency says that it is done
  std::optional<Code<Outcome>> outcome;
  std::optional<DateText> promised_by;  ///< the day by which the agency promises the rest
  SealedText text;
  SealedText attachments;
  Consequences consequences;

  bool operator==(const Responded&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Responded& event) {
  archive(named("agency", event.agency), named("final", event.final_),
          named("outcome", event.outcome), named("promised_by", event.promised_by),
          official("text", event.text), official("attachments", event.attachments));
  serialize_consequences(archive, event.consequences);
}

}  // namespace aduan
