#include "core/complaint/complaint.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <utility>

namespace aduan {
namespace {

/// How many late clocks wait for their `deadline_missed` at most: the watcher is never that far
/// behind, and a case that is ruled to and fro for ever stays of bounded size.
constexpr std::size_t kLateMax = 64;
/// The same for those who are still to be told of a miss.
constexpr std::size_t kOwedMax = 64;

/// The return after which somebody above is told. Source: RULES §4.
constexpr std::uint32_t kReturnsTold = 3;

Handling* find_handling(Complaint& complaint, const AgencyId& agency) {
  for (Handling& handling : complaint.handlings) {
    if (handling.agency == agency) return &handling;
  }
  return nullptr;
}

Handling* find_active(Complaint& complaint, const AgencyId& agency) {
  Handling* const handling = find_handling(complaint, agency);
  return handling != nullptr && handling->is_active() ? handling : nullptr;
}

Handling* find_lead(Complaint& complaint) {
  for (Handling& handling : complaint.handlings) {
    if (handling.is_active() && handling.role == HandlingRole::lead) return &handling;
  }
  return nullptr;
}

RoundDue* find_round_due(Complaint& complaint, const AgencyId& agency, Clock clock) {
  for (RoundDue& due : complaint.round_dues) {
    if (due.agency == agency && due.clock == clock) return &due;
  }
  return nullptr;
}

/// One event's work on a case. The rules of a status change stand in `may_become`.
class Evolution {
 public:
  Evolution(Complaint& complaint, const Attributes& attributes)
      : complaint_(complaint), attributes_(attributes) {}

  void operator()(const Opaque&) {}

  void operator()(const Submitted& event) {
    complaint_.kind = event.kind;
    complaint_.category = event.category;
    complaint_.anonymous = event.anonymous;
    complaint_.confidential = event.confidential;
    complaint_.submitted = attributes_.time;
    if (event.holder) {
      begin_lead(*event.holder);
      complaint_.published = true;
    }
  }

  void operator()(const Verified& event) {
    complaint_.kind = event.kind;
    if (event.category.has_value()) complaint_.category = event.category;
    complaint_.oversight = event.oversight;
    complaint_.verified_once = true;
    if (complaint_.status == Status::submitted) complaint_.status = Status::verified;
  }

  void operator()(const Pended&) {
    if (!is_movable() || complaint_.status == Status::pended) return;
    complaint_.status_before_pend = complaint_.status;
    complaint_.status = Status::pended;
    stop({Clock::verify, Clock::reroute});
  }

  void operator()(const Supplemented&) {
    if (complaint_.status != Status::pended) return;
    complaint_.status = complaint_.status_before_pend;
    stop({Clock::pend});
  }

  void operator()(const Archived&) {
    if (complaint_.under_appeal) {
      complaint_.under_appeal = false;
      stop({Clock::appeal});
      return;
    }
    if (!is_movable()) return;
    complaint_.status = Status::archived;
    complaint_.archived_by = attributes_.actor;
    stop_all();
  }

  void operator()(const Merged& event) {
    if (!is_movable()) return;
    complaint_.status = Status::merged;
    complaint_.merged_into = event.into;
    complaint_.merged_at = attributes_.sequence;
    stop_all();
  }

  void operator()(const Absorbed&) { ++complaint_.supports; }

  void operator()(const Forwarded& event) {
    complaint_.published = true;
    if (event.cause && event.from && find_active(complaint_, *event.from) != nullptr) {
      move_handling(*event.from, event.to);
      return;
    }
    if (event.role == HandlingRole::support) {
      if (find_active(complaint_, event.to) == nullptr) begin(event.to, HandlingRole::support);
      return;
    }
    begin_lead(event.to);
    stop({Clock::verify, Clock::reroute});
    if (!is_movable()) return;
    complaint_.status = Status::forwarded;
    stop({Clock::pend});
  }

  void operator()(const Returned& event) {
    const Handling* const handling = find_active(complaint_, event.by);
    const bool was_lead = handling != nullptr && handling->role == HandlingRole::lead;
    end(event.by, HandlingState::returned);
    if (was_lead && !event.cause) count_return();
    if (event.to) begin_lead(*event.to);
    if (!was_lead && !event.to) return;
    const bool may_move = is_movable() || (event.cause && is_open(complaint_));
    if (!may_move) return;
    complaint_.status = event.to ? Status::forwarded : Status::verified;
    stop({Clock::pend, Clock::reporter_silence});
  }

  void operator()(const Ruled& event) {
    complaint_.published = true;
    complaint_.ruled = true;
    begin_lead(event.to);
    stop({Clock::verify, Clock::reroute, Clock::pend, Clock::reporter_silence});
    if (!is_open(complaint_)) return;
    complaint_.status = Status::forwarded;
    Handling* const lead = find_lead(complaint_);
    if (lead->state == HandlingState::responded) lead->state = HandlingState::in_progress;
  }

  void operator()(const Assigned&) {}

  void operator()(const WorkStarted& event) {
    Handling* const handling = find_active(complaint_, event.agency);
    if (handling == nullptr) return;
    if (handling->state == HandlingState::new_) handling->state = HandlingState::in_progress;
    const bool starts = complaint_.status == Status::forwarded ||
                        complaint_.status == Status::reopened ||
                        complaint_.status == Status::reporter_replied;
    if (starts && handling->role == HandlingRole::lead) complaint_.status = Status::in_progress;
  }

  void operator()(const Noted&) {}

  void operator()(const Commented& event) {
    const bool by_desk =
        attributes_.actor.role == Role::verifier || attributes_.actor.role == Role::overseer;
    if (event.audience != Audience::public_ || !by_desk) return;
    complaint_.reply_since_close = false;
    if (complaint_.status != Status::responded) return;
    stop({Clock::reporter_silence});
    give_turn_to_lead();
  }

  void operator()(const Responded& event) {
    if (!complaint_.first_response) complaint_.first_response = attributes_.time;
    Handling* const handling = find_active(complaint_, event.agency);
    respond(event.agency, handling, event.final_);
    // Where nobody leads (a source without agencies), whoever answers speaks for the case.
    const Handling* const lead = find_lead(complaint_);
    if (handling != lead) return;
    if (event.final_) {
      stop({Clock::pend, Clock::reporter_silence});
      complaint_.answered = true;
      complaint_.replied_since = false;
      if (is_open(complaint_)) complaint_.status = Status::responded;
    } else if (is_movable()) {
      stop({Clock::pend});
      complaint_.status = Status::in_progress;
    }
  }

  void operator()(const ReporterReplied&) {
    if (complaint_.answered) complaint_.replied_since = true;
    if (complaint_.status == Status::closed) complaint_.reply_since_close = true;
    if (complaint_.status != Status::responded) return;
    complaint_.status = Status::reporter_replied;
    stop({Clock::reporter_silence});
    give_turn_to_lead();
  }

  void operator()(const Closed&) {
    complaint_.status = Status::closed;
    complaint_.rated = false;
    complaint_.reply_since_close = false;
    complaint_.under_appeal = false;
    if (!complaint_.first_close) complaint_.first_close = attributes_.time;
    stop_all();
  }

  void operator()(const Reopened&) {
    ++complaint_.reopenings;
    if (attributes_.actor.role == Role::reporter) complaint_.reopened_by_reporter = true;
    stop_all();
    complaint_.round_dues.clear();
    complaint_.answered = false;
    complaint_.replied_since = false;
    complaint_.reply_since_close = false;
    complaint_.under_appeal = false;
    complaint_.merged_into.reset();
    complaint_.status = find_lead(complaint_) != nullptr ? Status::reopened : Status::submitted;
    for (Handling& handling : complaint_.handlings) handling.answered = false;
    give_turn_to_lead();
  }

  void operator()(const Rated&) { complaint_.rated = true; }

  void operator()(const Supported&) { ++complaint_.supports; }

  void operator()(const Escalated& event) {
    settle_escalation(event);
    if (event.reason != EscalationReason::appeal || complaint_.status != Status::archived) return;
    complaint_.under_appeal = true;
    complaint_.appealed = true;
    stop({Clock::appeal_window});
  }

  void operator()(const DeadlineMissed& event) {
    const auto is_it = [&](const RunningClock& clock) {
      return clock.clock == event.clock && clock.agency == event.agency &&
             clock.started == event.started;
    };
    std::erase_if(complaint_.late, is_it);
    for (RunningClock& clock : complaint_.clocks) {
      if (is_it(clock)) clock.missed = true;
    }
    if (event.clock == Clock::follow_up) {
      owe_escalation(EscalationTarget::agency_leader, EscalationReason::deadline);
    }
    if (event.clock == Clock::follow_up || event.clock == Clock::verify) {
      owe_escalation(EscalationTarget::national_admin, EscalationReason::deadline);
    }
  }

  void operator()(const DeadlineExtended& event) {
    bool runs = false;
    for (RunningClock& clock : complaint_.clocks) {
      if (clock.clock != event.clock || clock.agency != event.agency) continue;
      if (clock.started != event.started) continue;
      clock.due = event.due;
      runs = true;
    }
    if (!runs || !event.agency) return;
    if (RoundDue* const due = find_round_due(complaint_, *event.agency, event.clock)) {
      due->due = event.due;
    }
  }

  void operator()(const VisibilityChanged& event) {
    complaint_.anonymous = event.anonymous;
    complaint_.confidential = event.confidential;
  }

  void operator()(const TextRedacted&) {}
  void operator()(const IdentityRevealed&) {}
  void operator()(const PersonalDataErased&) {}

  /// The clocks that the event starts, after everything that it stops.
  void start_clocks(const Event& event) {
    const Consequences* const consequences = consequences_of(event);
    if (consequences == nullptr || std::holds_alternative<DeadlineExtended>(event)) return;
    for (const ClockStart& start : consequences->clocks) {
      if (!may_run(start)) continue;
      stop_where([&](const RunningClock& clock) {
        return clock.clock == start.clock && clock.agency == start.agency;
      });
      complaint_.clocks.push_back(
          {start.clock, start.agency, attributes_.sequence, start.due, false});
      if (!start.agency || find_round_due(complaint_, *start.agency, start.clock) != nullptr) {
        continue;
      }
      complaint_.round_dues.push_back({*start.agency, start.clock, start.due, false});
    }
  }

 private:
  /// An agency without an active handling has no clock, and on a finished case only an appeal is a
  /// duty.
  bool may_run(const ClockStart& start) const {
    if (start.agency && find_active(complaint_, *start.agency) == nullptr) return false;
    return is_open(complaint_) || !is_duty(start.clock) || start.clock == Clock::appeal;
  }

  /// An importer's returns were told of where they happened.
  void count_return() {
    ++complaint_.returns;
    if (complaint_.returns != kReturnsTold || attributes_.actor.role == Role::importer) return;
    owe_escalation(EscalationTarget::national_admin, EscalationReason::ping_pong);
  }

  void owe_escalation(EscalationTarget to, EscalationReason reason) {
    auto& owed = complaint_.owed_escalations;
    if (!is_open(complaint_) || owed.size() == kOwedMax) return;
    owed.push_back({attributes_.sequence, to, reason});
  }

  /// The watcher tells in the order of the causes: the first that is owed is the one.
  void settle_escalation(const Escalated& event) {
    if (attributes_.actor.role != Role::watcher) return;
    auto& owed = complaint_.owed_escalations;
    const auto told = std::find_if(owed.begin(), owed.end(), [&](const OwedEscalation& each) {
      return event.to == each.to && event.reason == each.reason;
    });
    if (told != owed.end()) owed.erase(told);
  }

  /// The handling's part of an answer: its clocks and its state.
  void respond(const AgencyId& agency, Handling* handling, bool final_) {
    stop_of(agency, {Clock::follow_up});
    if (RoundDue* const due = find_round_due(complaint_, agency, Clock::follow_up))
      due->done = true;
    if (final_) stop_of(agency, {Clock::resolve, Clock::answer, Clock::return_agency});
    if (handling == nullptr) return;
    if (final_) {
      handling->answered = true;
      handling->state = HandlingState::responded;
      if (handling->role == HandlingRole::support) end(agency, HandlingState::responded);
    } else if (handling->state == HandlingState::new_) {
      handling->state = HandlingState::in_progress;
    }
  }

  /// Open, and not waiting for the reporter: few events leave `responded`.
  bool is_movable() const { return is_open(complaint_) && complaint_.status != Status::responded; }

  template <class Predicate>
  void stop_where(const Predicate& predicate) {
    for (const RunningClock& clock : complaint_.clocks) {
      if (!predicate(clock)) continue;
      const bool late = is_duty(clock.clock) && !clock.missed && attributes_.time >= clock.due;
      if (late) complaint_.late.push_back(clock);
    }
    std::erase_if(complaint_.clocks, predicate);
    auto& waiting = complaint_.late;
    if (waiting.size() > kLateMax) {
      waiting.erase(waiting.begin(), waiting.end() - static_cast<std::ptrdiff_t>(kLateMax));
    }
  }

  /// The clocks of these kinds, whosever they are.
  void stop(std::initializer_list<Clock> kinds) {
    stop_where([&](const RunningClock& clock) {
      return std::find(kinds.begin(), kinds.end(), clock.clock) != kinds.end();
    });
  }

  /// The clocks of these kinds that an agency did its duty by.
  void stop_of(const AgencyId& agency, std::initializer_list<Clock> kinds) {
    stop_where([&](const RunningClock& clock) {
      return clock.agency == agency &&
             std::find(kinds.begin(), kinds.end(), clock.clock) != kinds.end();
    });
  }

  void stop_all() {
    stop_where([](const RunningClock&) { return true; });
  }

  /// Ends the agency's active handling, and with it its clocks: the duty is not done, only over.
  void end(const AgencyId& agency, HandlingState state) {
    Handling* const handling = find_active(complaint_, agency);
    if (handling == nullptr) return;
    handling->state = state;
    handling->until = attributes_.time;
    stop_where([&](const RunningClock& clock) { return clock.agency == agency; });
  }

  void begin(const AgencyId& agency, HandlingRole role) {
    std::erase_if(complaint_.handlings,
                  [&](const Handling& each) { return each.agency == agency; });
    complaint_.handlings.push_back({agency, role, HandlingState::new_, attributes_.time,
                                    std::nullopt, attributes_.sequence, false});
  }

  void count_handover(const AgencyId& to) {
    if (complaint_.last_lead && *complaint_.last_lead != to) ++complaint_.handovers;
    complaint_.last_lead = to;
  }

  /// `agency` leads; a former lead is released, a support promoted, the lead itself stays.
  void begin_lead(const AgencyId& agency) {
    Handling* const lead = find_lead(complaint_);
    if (lead != nullptr && lead->agency != agency) {
      const AgencyId former = lead->agency;
      end(former, HandlingState::released);
    }
    if (Handling* const active = find_active(complaint_, agency)) {
      active->role = HandlingRole::lead;
    } else {
      begin(agency, HandlingRole::lead);
    }
    count_handover(agency);
  }

  /// A succession: the successor goes on where the dissolved agency stood.
  void move_handling(const AgencyId& from, const AgencyId& to) {
    const Handling old = *find_active(complaint_, from);
    Handling* const handling = find_active(complaint_, from);
    handling->state = HandlingState::released;
    handling->until = attributes_.time;
    if (Handling* const active = find_active(complaint_, to)) {
      if (old.role == HandlingRole::lead) {
        active->role = HandlingRole::lead;
        active->state = old.state;
        active->answered = old.answered;
      }
    } else {
      begin(to, old.role);
      complaint_.handlings.back().state = old.state;
      complaint_.handlings.back().answered = old.answered;
    }
    move_clocks(from, to);
    for (std::size_t i = 0; i < complaint_.round_dues.size(); ++i) {
      RoundDue due = complaint_.round_dues[i];
      if (due.agency != from) continue;
      if (RoundDue* const own = find_round_due(complaint_, to, due.clock)) {
        own->due = std::min(own->due, due.due);
        continue;
      }
      due.agency = to;
      complaint_.round_dues.push_back(due);
    }
    if (old.role == HandlingRole::lead) count_handover(to);
  }

  /// Where both owe the same step, the earlier due date stands.
  void move_clocks(const AgencyId& from, const AgencyId& to) {
    std::vector<RunningClock>& clocks = complaint_.clocks;
    const auto is_beaten = [&](const RunningClock& clock) {
      if (clock.agency != from && clock.agency != to) return false;
      return std::any_of(clocks.begin(), clocks.end(), [&](const RunningClock& other) {
        if (other.clock != clock.clock || other.agency == clock.agency) return false;
        if (other.agency != from && other.agency != to) return false;
        return other.due < clock.due || (other.due == clock.due && other.agency == from);
      });
    };
    std::vector<RunningClock> beaten;
    std::copy_if(clocks.begin(), clocks.end(), std::back_inserter(beaten), is_beaten);
    stop_where([&](const RunningClock& clock) {
      return std::find(beaten.begin(), beaten.end(), clock) != beaten.end();
    });
    for (RunningClock& clock : clocks) {
      if (clock.agency == from) clock.agency = to;
    }
  }

  void give_turn_to_lead() {
    if (Handling* const lead = find_lead(complaint_)) lead->state = HandlingState::in_progress;
  }

  Complaint& complaint_;
  const Attributes& attributes_;
};

}  // namespace

void evolve(Complaint& complaint, const Attributes& attributes, const Event& event) {
  Evolution evolution(complaint, attributes);
  std::visit(evolution, event);
  evolution.start_clocks(event);
  // A finished case is nobody's to be told of.
  if (!is_open(complaint)) complaint.owed_escalations.clear();
  complaint.last_time = attributes.time;
}

bool is_open(const Complaint& complaint) { return is_open(complaint.status); }

bool is_at_desk(const Complaint& complaint) {
  return is_open(complaint) && lead_of(complaint) == nullptr;
}

const Handling* lead_of(const Complaint& complaint) {
  for (const Handling& handling : complaint.handlings) {
    if (handling.is_active() && handling.role == HandlingRole::lead) return &handling;
  }
  return nullptr;
}

const Handling* active_handling(const Complaint& complaint, const AgencyId& agency) {
  for (const Handling& handling : complaint.handlings) {
    if (handling.agency == agency && handling.is_active()) return &handling;
  }
  return nullptr;
}

bool has_handled(const Complaint& complaint, const AgencyId& agency) {
  return std::any_of(complaint.handlings.begin(), complaint.handlings.end(),
                     [&](const Handling& handling) { return handling.agency == agency; });
}

bool is_turn_of(const Complaint& complaint, const AgencyId& agency) {
  if (agency == desk()) {
    return is_at_desk(complaint) || complaint.under_appeal || complaint.reply_since_close;
  }
  const Handling* const handling = active_handling(complaint, agency);
  return handling != nullptr && is_open(complaint) && handling->state != HandlingState::responded;
}

const RunningClock* find_clock(const Complaint& complaint, Clock clock,
                               const std::optional<AgencyId>& agency) {
  for (const RunningClock& each : complaint.clocks) {
    if (each.clock == clock && each.agency == agency) return &each;
  }
  return nullptr;
}

namespace {

template <class Predicate>
std::optional<Instant> earliest_where(const Complaint& complaint, const Predicate& predicate) {
  std::optional<Instant> earliest;
  for (const RunningClock& clock : complaint.clocks) {
    if (!is_duty(clock.clock) || !predicate(clock)) continue;
    if (!earliest || clock.due < *earliest) earliest = clock.due;
  }
  return earliest;
}

}  // namespace

std::optional<Instant> earliest_due(const Complaint& complaint) {
  return earliest_where(complaint, [](const RunningClock&) { return true; });
}

std::optional<Instant> earliest_due(const Complaint& complaint, const AgencyId& agency) {
  return earliest_where(complaint, [&](const RunningClock& clock) {
    return clock.agency ? *clock.agency == agency : agency == desk();
  });
}

bool is_overdue(const Complaint& complaint, Instant now) {
  const auto due = earliest_due(complaint);
  return due && *due <= now;
}

}  // namespace aduan
