// The door and the desk: how a complaint comes in and what the national desk makes of it. Source:
// RULES §2.

#pragma once

#include "schemas/events/consequences.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// A citizen told us. The first event of every case; no other is.
struct Submitted {
  static constexpr std::string_view kType = "aduan.complaint.submitted.v1";

  Code<Channel> channel;
  Code<ComplaintKind> kind;
  Disclosed<CategoryId> category;
  Disclosed<RegionCode> region;
  Disclosed<DateText> incident_date;
  bool anonymous = false;     ///< the name is shown to nobody but the desk's custodian
  bool confidential = false;  ///< only the reporter and the agency that has the case see it
  std::optional<AgencyId> addressed_to;  ///< the reporter's wish; moves nothing
  std::optional<AgencyId> holder;        ///< importers only: lead from the start
  std::optional<Instant> said_at;        ///< when a person says that it was filed; no rule reads it
  SealedText title;
  SealedText text;
  SealedText location;
  SealedText attachments;  ///< a JSON list of {blob, name, media_type, bytes}
  SealedText name;
  SealedText contact;
  SealedText id_number;
  SealedText reference;  ///< the source's own number; an import seals it under `content`
  Consequences consequences;

  bool operator==(const Submitted&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Submitted& event) {
  archive(named("channel", event.channel), named("kind", event.kind),
          named("category", event.category), named("region", event.region),
          named("incident_date", event.incident_date), named("anonymous", event.anonymous),
          named("confidential", event.confidential), named("addressed_to", event.addressed_to),
          named("holder", event.holder), named("said_at", event.said_at),
          content("title", event.title), content("text", event.text),
          content("location", event.location), content("attachments", event.attachments),
          identity("name", event.name), identity("contact", event.contact),
          identity("id_number", event.id_number), identity("reference", event.reference));
  serialize_consequences(archive, event.consequences);
}

/// The desk says what it is. May be repeated: a correction, moves no due date.
struct Verified {
  static constexpr std::string_view kType = "aduan.complaint.verified.v1";

  Code<ComplaintKind> kind;
  Disclosed<CategoryId> category;
  bool oversight = false;  ///< abuse or loss of state money: needs an inspection
  SealedText note;
  Consequences consequences;

  bool operator==(const Verified&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Verified& event) {
  archive(named("kind", event.kind), named("category", event.category),
          named("oversight", event.oversight), official("note", event.note));
  serialize_consequences(archive, event.consequences);
}

/// The desk asks the reporter for what is missing.
struct Pended {
  static constexpr std::string_view kType = "aduan.complaint.pended.v1";

  SealedText question;
  Consequences consequences;

  bool operator==(const Pended&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Pended& event) {
  archive(official("question", event.question));
  serialize_consequences(archive, event.consequences);
}

/// The reporter adds to the report.
struct Supplemented {
  static constexpr std::string_view kType = "aduan.complaint.supplemented.v1";

  SealedText text;
  SealedText attachments;
  Consequences consequences;

  bool operator==(const Supplemented&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Supplemented& event) {
  archive(content("text", event.text), content("attachments", event.attachments));
  serialize_consequences(archive, event.consequences);
}

/// No work will be done, and the reporter is told why. Can be appealed.
struct Archived {
  static constexpr std::string_view kType = "aduan.complaint.archived.v1";

  Code<ArchiveReason> reason;
  SealedText explanation;
  Consequences consequences;

  bool operator==(const Archived&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Archived& event) {
  archive(named("reason", event.reason), official("explanation", event.explanation));
  serialize_consequences(archive, event.consequences);
}

/// The same problem is another case already. Followed by `absorbed` there.
struct Merged {
  static constexpr std::string_view kType = "aduan.complaint.merged.v1";

  CaseId into;
  SealedText note;
  Consequences consequences;

  bool operator==(const Merged&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Merged& event) {
  archive(named("into", event.into), official("note", event.note));
  serialize_consequences(archive, event.consequences);
}

/// Another case was merged into this one; its reporter follows this case and counts as a support.
struct Absorbed {
  static constexpr std::string_view kType = "aduan.complaint.absorbed.v1";

  CaseId case_;                ///< the merged case
  std::uint64_t sequence = 0;  ///< of its `merged`
  Consequences consequences;

  bool operator==(const Absorbed&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Absorbed& event) {
  archive(named("case", event.case_), named("sequence", event.sequence));
  serialize_consequences(archive, event.consequences);
}

}  // namespace aduan
