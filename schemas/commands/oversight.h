// Commands about clocks, and of those who watch over the agencies. Source: RULES §3.

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

/// Tell somebody above.
struct Escalate {
  static constexpr std::string_view kType = "aduan.command.escalate.v1";

  Code<EscalationTarget> to;
  Code<EscalationReason> reason;
  SealedText text;  ///< an appeal's
  SealedText note;

  bool operator==(const Escalate&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Escalate& command) {
  archive(named("to", command.to), named("reason", command.reason), content("text", command.text),
          official("note", command.note));
}

/// Put a missed deadline on record; the watcher's.
struct Miss {
  static constexpr std::string_view kType = "aduan.command.miss.v1";

  Clock clock = Clock::verify;
  std::optional<AgencyId> agency;  ///< absent: the desk
  std::uint64_t started = 0;       ///< sequence of the event that started the clock
  Instant due;

  bool operator==(const Miss&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Miss& command) {
  archive(named("clock", command.clock), named("agency", command.agency),
          named("started", command.started), named("due", command.due));
}

/// Give more time.
struct Extend {
  static constexpr std::string_view kType = "aduan.command.extend.v1";

  Clock clock = Clock::verify;
  std::optional<AgencyId> agency;  ///< absent: the desk
  std::uint64_t started = 0;       ///< sequence of the event that started the clock
  Instant due;                     ///< the new one
  Code<ExtensionReason> reason;
  SealedText note;

  bool operator==(const Extend&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Extend& command) {
  archive(named("clock", command.clock), named("agency", command.agency),
          named("started", command.started), named("due", command.due),
          named("reason", command.reason), official("note", command.note));
}

}  // namespace aduan
