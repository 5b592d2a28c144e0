#include "core/complaint/rules/rules.h"

namespace aduan {
namespace {

const ClockLength& resolve_length(const Complaint& complaint, const ResolveLengths& lengths) {
  if (complaint.kind == ComplaintKind::information_request) return lengths.information_request;
  if (complaint.kind == ComplaintKind::aspiration) return lengths.aspiration;
  return complaint.oversight ? lengths.complaint_oversight : lengths.complaint;
}

const ClockLength& length_of(Clock clock, const Complaint& complaint, const ClockLengths& lengths) {
  switch (clock) {
    case Clock::verify:
      return lengths.verify;
    case Clock::pend:
      return lengths.pend;
    case Clock::reroute:
      return lengths.reroute;
    case Clock::follow_up:
      return lengths.follow_up;
    case Clock::resolve:
      return resolve_length(complaint, lengths.resolve);
    case Clock::return_agency:
      return lengths.return_agency;
    case Clock::answer:
      return lengths.answer;
    case Clock::reporter_silence:
      return lengths.reporter_silence;
    case Clock::appeal_window:
      return lengths.appeal_window;
    case Clock::appeal:
      return lengths.appeal;
    case Clock::reopen_window:
      return lengths.reopen_window;
    case Clock::rate_window:
      return lengths.rate_window;
  }
  return lengths.verify;
}

const RoundDue* find_round_due(const Complaint& complaint, const ClockWanted& wanted) {
  for (const RoundDue& due : complaint.round_dues) {
    if (due.clock == wanted.clock && due.agency == wanted.agency) return &due;
  }
  return nullptr;
}

}  // namespace

Consequences start_clocks(const Complaint& complaint, const DecisionContext& context,
                          std::span<const ClockWanted> wanted, bool fresh) {
  Consequences result;
  const AdoptedPolicy* const adopted = context.directory.policy_at(context.time);
  if (adopted == nullptr || context.is_importer()) return result;
  for (const ClockWanted& each : wanted) {
    // An answer is owed anew for every reply; all other duties once a round.
    const bool once_a_round = !fresh && each.clock != Clock::answer;
    const RoundDue* const first = once_a_round ? find_round_due(complaint, each) : nullptr;
    if (first != nullptr && first->done) continue;
    // Nothing restarts an agency's clock: a support that is promoted, a second comment.
    if (!fresh && each.agency && find_clock(complaint, each.clock, each.agency) != nullptr)
      continue;
    const Instant due =
        first != nullptr
            ? first->due
            : adopted->calendar.due(context.time,
                                    length_of(each.clock, complaint, adopted->policy.clocks),
                                    context.directory.zone_of(each.agency));
    result.clocks.push_back({each.clock, each.agency, due});
  }
  if (!result.clocks.empty()) result.policy = adopted->policy.version;
  return result;
}

Consequences source_clock(const std::optional<AgencyId>& agency, Instant due) {
  Consequences result;
  result.clocks.push_back({Clock::resolve, agency, due});
  result.policy = PolicyVersion{"source"};
  return result;
}

}  // namespace aduan
