// What people say to each other once the case is out, and how it ends. Source: RULES §2.

#pragma once

#include "schemas/events/consequences.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// Somebody adds a word.
struct Commented {
  static constexpr std::string_view kType = "aduan.complaint.commented.v1";

  Audience audience = Audience::public_;
  SealedText text;
  Consequences consequences;

  bool operator==(const Commented&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Commented& event) {
  archive(named("audience", event.audience), official("text", event.text));
  serialize_consequences(archive, event.consequences);
}

/// The reporter answers the agency; it is the agency's turn again.
struct ReporterReplied {
  static constexpr std::string_view kType = "aduan.complaint.reporter_replied.v1";

  SealedText text;
  SealedText attachments;
  Consequences consequences;

  bool operator==(const ReporterReplied&) const = default;
};

template <class Archive>
void serialize(Archive& archive, ReporterReplied& event) {
  archive(content("text", event.text), content("attachments", event.attachments));
  serialize_consequences(archive, event.consequences);
}

/// The case ends. Never by an agency's own word.
struct Closed {
  static constexpr std::string_view kType = "aduan.complaint.closed.v1";

  Code<ClosingBasis> basis;
  SealedText note;
  Consequences consequences;

  bool operator==(const Closed&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Closed& event) {
  archive(named("basis", event.basis), official("note", event.note));
  serialize_consequences(archive, event.consequences);
}

/// A finished case goes on; the only event that gives fresh due dates.
struct Reopened {
  static constexpr std::string_view kType = "aduan.complaint.reopened.v1";

  Code<ReopeningReason> reason;
  SealedText text;
  SealedText note;
  Consequences consequences;

  bool operator==(const Reopened&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Reopened& event) {
  archive(named("reason", event.reason), content("text", event.text), official("note", event.note));
  serialize_consequences(archive, event.consequences);
}

/// The reporter's verdict.
struct Rated {
  static constexpr std::string_view kType = "aduan.complaint.rated.v1";

  std::uint8_t stars = 1;  ///< 1 to 5
  SealedText comment;
  Consequences consequences;

  bool operator==(const Rated&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Rated& event) {
  archive(named("stars", event.stars), content("comment", event.comment));
  serialize_consequences(archive, event.consequences);
}

/// Another citizen has the same problem.
struct Supported {
  static constexpr std::string_view kType = "aduan.complaint.supported.v1";

  Consequences consequences;

  bool operator==(const Supported&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Supported& event) {
  serialize_consequences(archive, event.consequences);
}

}  // namespace aduan
