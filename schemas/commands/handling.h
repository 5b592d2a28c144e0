// Commands that move a case between agencies, and those of the agencies. Source: RULES §3.

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

/// Give the case to an agency.
struct Forward {
  static constexpr std::string_view kType = "aduan.command.forward.v1";

  AgencyId to;
  HandlingRole role = HandlingRole::lead;
  std::optional<AgencyId> from;      ///< the steward's: whose handling moves
  std::optional<Code<Cause>> cause;  ///< succession is the steward's alone
  SealedText note;
  std::optional<Instant> due;  ///< importers only: the source's own due date

  bool operator==(const Forward&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Forward& command) {
  archive(named("to", command.to), named("role", command.role), named("from", command.from),
          named("cause", command.cause), official("note", command.note), named("due", command.due));
}

/// Give the case back to the desk.
struct Return {
  static constexpr std::string_view kType = "aduan.command.return.v1";

  AgencyId by;
  std::optional<AgencyId> to;  ///< importers only: leads at once; absent: the desk
  Code<ReturnReason> reason;
  std::optional<AgencyId> suggested;  ///< whose it is, in the agency's view
  std::optional<Code<Cause>> cause;
  SealedText note;

  bool operator==(const Return&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Return& command) {
  archive(named("by", command.by), named("to", command.to), named("reason", command.reason),
          named("suggested", command.suggested), named("cause", command.cause),
          official("note", command.note));
}

/// Rule on jurisdiction; binding.
struct Rule {
  static constexpr std::string_view kType = "aduan.command.rule.v1";

  AgencyId to;
  SealedText reasons;

  bool operator==(const Rule&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Rule& command) {
  archive(named("to", command.to), official("reasons", command.reasons));
}

/// Give it to a unit and an officer.
struct Assign {
  static constexpr std::string_view kType = "aduan.command.assign.v1";

  AgencyId agency;
  UnitCode unit;
  OfficerCode officer;  ///< a code, never a name

  bool operator==(const Assign&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Assign& command) {
  archive(named("agency", command.agency), named("unit", command.unit),
          named("officer", command.officer));
}

/// Begin to work.
struct Start {
  static constexpr std::string_view kType = "aduan.command.start.v1";

  AgencyId agency;

  bool operator==(const Start&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Start& command) {
  archive(named("agency", command.agency));
}

/// Write down progress that changes no state.
struct Note {
  static constexpr std::string_view kType = "aduan.command.note.v1";

  std::optional<AgencyId> agency;
  std::optional<SourceStatus> status;  ///< a value that the import map lists
  SealedText text;

  bool operator==(const Note&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Note& command) {
  archive(named("agency", command.agency), named("status", command.status),
          official("text", command.text));
}

/// Answer, on the way or finally.
struct Respond {
  static constexpr std::string_view kType = "aduan.command.respond.v1";

  AgencyId agency;
  bool final_ = false;  ///< the agency says that it is done
  std::optional<Code<Outcome>> outcome;
  std::optional<DateText> promised_by;  ///< the day by which the agency promises the rest
  SealedText text;
  SealedText attachments;

  bool operator==(const Respond&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Respond& command) {
  archive(named("agency", command.agency), named("final", command.final_),
          named("outcome", command.outcome), named("promised_by", command.promised_by),
          official("text", command.text), official("attachments", command.attachments));
}

}  // namespace aduan
