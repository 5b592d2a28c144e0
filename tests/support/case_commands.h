// Commands about a case, with what a test does not care about left out.

#pragma once

#include "schemas/command.h"

#include <cstdint>
#include <optional>

namespace aduan {

/// A clock by what it is and whose: absent is the desk's, or a window.
struct ClockOf {
  Clock clock;
  std::optional<AgencyId> agency = std::nullopt;

  bool operator==(const ClockOf&) const = default;
};

Submit submit(Channel channel = Channel::web);
Verify verify(ComplaintKind kind = ComplaintKind::complaint, bool oversight = false);
ArchiveCase archive(ArchiveReason reason = ArchiveReason::unclear);
Forward forward(const AgencyId& to, HandlingRole role = HandlingRole::lead);
Forward support_by(const AgencyId& to);
Forward succeed(const AgencyId& from, const AgencyId& to);
Return give_back(const AgencyId& by);
Return orphaned_by(const AgencyId& by);
Rule rule(const AgencyId& to);
Respond respond(const AgencyId& agency, bool is_final);
Comment comment(Audience audience = Audience::public_);
Close close(ClosingBasis basis);
Reopen reopen(ReopeningReason reason = ReopeningReason::not_solved);
Escalate escalate(EscalationTarget to, EscalationReason reason = EscalationReason::deadline);
Miss miss(const ClockOf& clock, std::uint64_t started);
Extend extend(const ClockOf& clock, std::uint64_t started, Instant due);
ChangeVisibility visibility(bool anonymous, bool confidential);

}  // namespace aduan
