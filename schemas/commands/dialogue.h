// Commands of the dialogue, and of a case's end. Source: RULES §3.

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

/// Add a word.
struct Comment {
  static constexpr std::string_view kType = "aduan.command.comment.v1";

  Audience audience = Audience::public_;
  SealedText text;

  bool operator==(const Comment&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Comment& command) {
  archive(named("audience", command.audience), official("text", command.text));
}

/// Answer the agency.
struct Reply {
  static constexpr std::string_view kType = "aduan.command.reply.v1";

  SealedText text;
  SealedText attachments;

  bool operator==(const Reply&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Reply& command) {
  archive(content("text", command.text), content("attachments", command.attachments));
}

/// End the case.
struct Close {
  static constexpr std::string_view kType = "aduan.command.close.v1";

  Code<ClosingBasis> basis;
  SealedText note;

  bool operator==(const Close&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Close& command) {
  archive(named("basis", command.basis), official("note", command.note));
}

/// Take one's complaint back.
struct Withdraw {
  static constexpr std::string_view kType = "aduan.command.withdraw.v1";

  SealedText note;

  bool operator==(const Withdraw&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Withdraw& command) {
  archive(official("note", command.note));
}

/// Go on with a finished case.
struct Reopen {
  static constexpr std::string_view kType = "aduan.command.reopen.v1";

  Code<ReopeningReason> reason;
  SealedText text;
  SealedText note;

  bool operator==(const Reopen&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Reopen& command) {
  archive(named("reason", command.reason), content("text", command.text),
          official("note", command.note));
}

/// Give 1 to 5 stars.
struct Rate {
  static constexpr std::string_view kType = "aduan.command.rate.v1";

  std::uint8_t stars = 1;  ///< 1 to 5
  SealedText comment;

  bool operator==(const Rate&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Rate& command) {
  archive(named("stars", command.stars), content("comment", command.comment));
}

/// Say that one has the same problem.
struct Support {
  static constexpr std::string_view kType = "aduan.command.support.v1";

  bool operator==(const Support&) const = default;
};

template <class Archive>
void serialize(Archive&, Support&) {}

}  // namespace aduan
