// A complaint's state: what the rules need to know of its history, and no more.
//
// Folded from the case's events by `evolve`. Of bounded size, however long the history: counts, the
// last handling of each agency, the clocks that run. Plain data without personal content, stored by
// the projections as it stands. Source: RULES §1, §4.

#pragma once

#include "schemas/codes.h"
#include "schemas/event.h"
#include "schemas/ids.h"
#include "schemas/named.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace aduan {

/// One agency's work on the case: its active handling, or its last.
struct Handling {
  AgencyId agency;
  HandlingRole role = HandlingRole::lead;
  HandlingState state = HandlingState::new_;
  Instant since;
  std::optional<Instant> until;  ///< absent: active
  std::uint64_t began = 0;       ///< sequence of the event that began it
  bool answered = false;         ///< its final answer is given, in this round

  bool is_active() const { return !until.has_value(); }
  bool operator==(const Handling&) const = default;
};

/// A clock that runs, or one that was stopped late and whose miss is not on record yet.
struct RunningClock {
  Clock clock = Clock::verify;
  std::optional<AgencyId> agency;  ///< absent: the desk's, or the reporter's window
  std::uint64_t started = 0;       ///< sequence of the event that started it
  Instant due;                     ///< the first instant after the deadline
  bool missed = false;             ///< `deadline_missed` is on record

  bool operator==(const RunningClock&) const = default;
};

/// A due date that an agency got in this round. It keeps it when the case comes back.
struct RoundDue {
  AgencyId agency;
  Clock clock = Clock::follow_up;
  Instant due;
  bool done = false;  ///< the first response came in this round: `follow_up` does not start again

  bool operator==(const RoundDue&) const = default;
};

/// Somebody above who is to be told of a missed deadline or of the third return, and is not yet.
struct OwedEscalation {
  std::uint64_t cause = 0;  ///< sequence of the `deadline_missed` or `returned`
  EscalationTarget to = EscalationTarget::national_admin;
  EscalationReason reason = EscalationReason::deadline;

  bool operator==(const OwedEscalation&) const = default;
};

struct Complaint {
  Status status = Status::submitted;
  Status status_before_pend = Status::submitted;

  Code<ComplaintKind> kind;
  Disclosed<CategoryId> category;
  bool oversight = false;
  bool anonymous = false;
  bool confidential = false;

  bool verified_once = false;
  bool published = false;       ///< forwarded or ruled once, or imported with a holder
  bool ruled = false;           ///< a ruling binds: no return, no forwarding of the lead
  std::uint32_t returns = 0;    ///< of leads, successions not counted
  std::uint32_t handovers = 0;  ///< changes of the lead from one agency to another
  std::uint32_t reopenings = 0;
  bool reopened_by_reporter = false;
  std::uint32_t supports = 0;  ///< citizens, and reporters of cases merged into this one

  std::vector<Handling> handlings;    ///< one an agency, in the order in which they began
  std::optional<AgencyId> last_lead;  ///< the lead, or the last one there was
  std::vector<RunningClock> clocks;   ///< running, at most one of a kind an agency
  std::vector<RunningClock> late;     ///< duty clocks stopped after their due, not on record yet;
                                      ///< the last kLateMax, see evolve.cpp
  std::vector<RoundDue> round_dues;   ///< cleared by `reopened`

  bool answered = false;           ///< a final answer of the lead in this round
  bool replied_since = false;      ///< and a reply of the reporter after it
  bool reply_since_close = false;  ///< waits at the desk, see RULES §1
  bool rated = false;              ///< since the last closing
  bool under_appeal = false;
  bool appealed = false;
  std::optional<Actor> archived_by;
  std::optional<CaseId> merged_into;
  std::uint64_t merged_at = 0;  ///< sequence of its last `merged`; 0: never

  /// In the order of their causes, while the case is open: what the watcher has still to send.
  std::vector<OwedEscalation> owed_escalations;

  Instant submitted;
  Instant last_time;  ///< of the last event, by its own time
  std::optional<Instant> first_response;
  std::optional<Instant> first_close;

  bool operator==(const Complaint&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Handling& handling) {
  archive(named("agency", handling.agency), named("role", handling.role),
          named("state", handling.state), named("since", handling.since),
          named("until", handling.until), named("began", handling.began),
          named("answered", handling.answered));
}

template <class Archive>
void serialize(Archive& archive, RunningClock& clock) {
  archive(named("clock", clock.clock), named("agency", clock.agency),
          named("started", clock.started), named("due", clock.due), named("missed", clock.missed));
}

template <class Archive>
void serialize(Archive& archive, RoundDue& due) {
  archive(named("agency", due.agency), named("clock", due.clock), named("due", due.due),
          named("done", due.done));
}

template <class Archive>
void serialize(Archive& archive, OwedEscalation& owed) {
  archive(named("cause", owed.cause), named("to", owed.to), named("reason", owed.reason));
}

template <class Archive>
void serialize(Archive& archive, Complaint& complaint) {
  archive(named("status", complaint.status),
          named("status_before_pend", complaint.status_before_pend), named("kind", complaint.kind),
          named("category", complaint.category.open),
          named("category_commit", complaint.category.sealed.commit),
          named("oversight", complaint.oversight), named("anonymous", complaint.anonymous),
          named("confidential", complaint.confidential),
          named("verified_once", complaint.verified_once), named("published", complaint.published),
          named("ruled", complaint.ruled), named("returns", complaint.returns),
          named("handovers", complaint.handovers), named("reopenings", complaint.reopenings),
          named("reopened_by_reporter", complaint.reopened_by_reporter),
          named("supports", complaint.supports), named("handlings", complaint.handlings),
          named("last_lead", complaint.last_lead), named("clocks", complaint.clocks),
          named("late", complaint.late), named("round_dues", complaint.round_dues),
          named("answered", complaint.answered), named("replied_since", complaint.replied_since),
          named("reply_since_close", complaint.reply_since_close), named("rated", complaint.rated),
          named("under_appeal", complaint.under_appeal), named("appealed", complaint.appealed),
          named("archived_by", complaint.archived_by), named("merged_into", complaint.merged_into),
          named("merged_at", complaint.merged_at),
          named("owed_escalations", complaint.owed_escalations),
          named("submitted", complaint.submitted), named("last_time", complaint.last_time),
          named("first_response", complaint.first_response),
          named("first_close", complaint.first_close));
}

/// What an event does to a case. Takes whatever the log holds and never refuses: the rules are
/// `decide`'s, and history made elsewhere broke some. Pure.
/// `attributes` gives the event's time, sequence and actor. An opaque event moves nothing.
void evolve(Complaint& complaint, const Attributes& attributes, const Event& event);

bool is_open(const Complaint& complaint);
/// Open and without an active lead: the national desk's turn.
bool is_at_desk(const Complaint& complaint);
/// The active lead; null when there is none.
const Handling* lead_of(const Complaint& complaint);
/// The agency's active handling; null when it has none.
const Handling* active_handling(const Complaint& complaint, const AgencyId& agency);
/// Whether the agency ever had a handling.
bool has_handled(const Complaint& complaint, const AgencyId& agency);
/// Whether the case waits in the agency's queue: an active handling of an open case whose turn is
/// the agency's; for the desk also appeals and closed cases with a reply since. Source: RULES §1,
/// §7.
bool is_turn_of(const Complaint& complaint, const AgencyId& agency);
/// The running clock of this kind and agency; null when there is none.
const RunningClock* find_clock(const Complaint& complaint, Clock clock,
                               const std::optional<AgencyId>& agency);
/// The earliest due of the running duty clocks, all or one agency's (`desk`: those without agency).
std::optional<Instant> earliest_due(const Complaint& complaint);
std::optional<Instant> earliest_due(const Complaint& complaint, const AgencyId& agency);
/// Whether a duty clock that runs is due at `now` or before.
bool is_overdue(const Complaint& complaint, Instant now);

}  // namespace aduan
