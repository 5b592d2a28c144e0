// Commands of the reporter's door and the national desk. Source: RULES §3.

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

/// File a complaint.
struct Submit {
  static constexpr std::string_view kType = "aduan.command.submit.v1";

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
  SealedText reference;        ///< the source's own number; an import seals it under `content`
  std::optional<Instant> due;  ///< importers only: the source's own due date

  bool operator==(const Submit&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Submit& command) {
  archive(named("channel", command.channel), named("kind", command.kind),
          named("category", command.category), named("region", command.region),
          named("incident_date", command.incident_date), named("anonymous", command.anonymous),
          named("confidential", command.confidential), named("addressed_to", command.addressed_to),
          named("holder", command.holder), named("said_at", command.said_at),
          content("title", command.title), content("text", command.text),
          content("location", command.location), content("attachments", command.attachments),
          identity("name", command.name), identity("contact", command.contact),
          identity("id_number", command.id_number), identity("reference", command.reference),
          named("due", command.due));
}

/// Say what it is; again: correct it.
struct Verify {
  static constexpr std::string_view kType = "aduan.command.verify.v1";

  Code<ComplaintKind> kind;
  Disclosed<CategoryId> category;
  bool oversight = false;  ///< abuse or loss of state money: needs an inspection
  SealedText note;

  bool operator==(const Verify&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Verify& command) {
  archive(named("kind", command.kind), named("category", command.category),
          named("oversight", command.oversight), official("note", command.note));
}

/// Ask the reporter for what is missing.
struct Pend {
  static constexpr std::string_view kType = "aduan.command.pend.v1";

  SealedText question;

  bool operator==(const Pend&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Pend& command) {
  archive(official("question", command.question));
}

/// Add to one's report.
struct Supplement {
  static constexpr std::string_view kType = "aduan.command.supplement.v1";

  SealedText text;
  SealedText attachments;

  bool operator==(const Supplement&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Supplement& command) {
  archive(content("text", command.text), content("attachments", command.attachments));
}

/// End it without work, with a reason.
struct ArchiveCase {
  static constexpr std::string_view kType = "aduan.command.archive.v1";

  Code<ArchiveReason> reason;
  SealedText explanation;

  bool operator==(const ArchiveCase&) const = default;
};

template <class Archive>
void serialize(Archive& archive, ArchiveCase& command) {
  archive(named("reason", command.reason), official("explanation", command.explanation));
}

/// Ask the overseer to look at an archived case.
struct Appeal {
  static constexpr std::string_view kType = "aduan.command.appeal.v1";

  SealedText text;

  bool operator==(const Appeal&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Appeal& command) {
  archive(content("text", command.text));
}

/// Join it to another case of the same problem.
struct Merge {
  static constexpr std::string_view kType = "aduan.command.merge.v1";

  CaseId into;
  SealedText note;

  bool operator==(const Merge&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Merge& command) {
  archive(named("into", command.into), official("note", command.note));
}

/// The other side of a merge; the steward's.
struct Absorb {
  static constexpr std::string_view kType = "aduan.command.absorb.v1";

  CaseId case_;                ///< the merged case
  std::uint64_t sequence = 0;  ///< of its `merged`
  bool anonymous = false;      ///< its flags: `decide` sees the target alone
  bool confidential = false;

  bool operator==(const Absorb&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Absorb& command) {
  archive(named("case", command.case_), named("sequence", command.sequence),
          named("anonymous", command.anonymous), named("confidential", command.confidential));
}

}  // namespace aduan
