#include "cli/simulate/world.h"

namespace aduan::simulation {
namespace {

/// An answer that takes longer is announced.
constexpr seconds kLongAnswer = days(7);

}  // namespace

/// The lead's turn, and not answered yet.
bool World::works(const LiveCase& live) const {
  return live.lead != kNobody &&
         (live.status == Status::forwarded || live.status == Status::in_progress ||
          live.status == Status::reopened || live.status == Status::reporter_replied);
}

/// From reading to the final answer.
void World::plan_work(Slot slot) {
  LiveCase& live = at(slot);
  Chance& chance = live.chance;
  if (chance.happens(kSilentAgencies)) {
    if (chance.happens(kRuledInstead)) {
      plan(slot, StepKind::desk_intervenes, desk_after(live, chance.between(days(25), days(50))));
    }
    return;
  }
  const seconds takes = chance.delay(kAnswer);
  const Instant answers = office_after(live, live.lead, takes);
  const auto wait = std::chrono::floor<seconds>(answers - now_) + seconds(2);
  plan(slot, StepKind::agency_answers, answers);
  if (chance.happens(kAssigned)) {
    plan(slot, StepKind::agency_reads, office_after(live, live.lead, wait / 10));
  }
  if (chance.happens(kStarted)) {
    plan(slot, StepKind::agency_starts, office_after(live, live.lead, wait / 8));
  }
  while (chance.happens(kNoted)) {
    plan(slot, StepKind::agency_notes,
         office_after(live, live.lead, chance.between(seconds(0), wait)));
  }
  if (takes > kLongAnswer && chance.happens(kInterim)) {
    plan(slot, StepKind::agency_interim,
         office_after(live, live.lead, chance.between(hours(2), days(6))));
  }
  if (takes > kLongAnswer && chance.happens(kExtended)) {
    plan(slot, StepKind::desk_extends, desk_after(live, chance.between(days(2), days(10))));
  }
}

void World::agency_reads(LiveCase& live, Slot) {
  if (!works(live)) return;
  const AgencyId& id = nation_.office(live.lead).agency.id;
  send(live, officer(live, live.lead),
       Assign{id, UnitCode("u-" + std::to_string(live.chance.below(12) + 1)),
              OfficerCode("o-" + std::to_string(live.chance.below(kOfficers) + 1))});
}

void World::agency_starts(LiveCase& live, Slot) {
  if (!works(live)) return;
  send(live, officer(live, live.lead), Start{nation_.office(live.lead).agency.id});
  live.status = Status::in_progress;
}

void World::agency_notes(LiveCase& live, Slot) {
  if (!works(live)) return;
  send(live, officer(live, live.lead), Note{nation_.office(live.lead).agency.id, std::nullopt, {}},
       {words(live, "text", KeyKind::official, Occasion::progress)});
}

void World::agency_interim(LiveCase& live, Slot) {
  if (!works(live)) return;
  Respond body;
  body.agency = nation_.office(live.lead).agency.id;
  send(live, officer(live, live.lead), body,
       {words(live, "text", KeyKind::official, Occasion::interim)});
  live.status = Status::in_progress;
}

void World::agency_answers(LiveCase& live, Slot slot) {
  if (live.lead == kNobody || !live.is_open()) return;
  Chance& chance = live.chance;
  Respond body;
  body.agency = nation_.office(live.lead).agency.id;
  body.final_ = true;
  body.outcome = chance.pick_row(kOutcomes).outcome;
  send(live, officer(live, live.lead), body,
       {words(live, "text", KeyKind::official, Occasion::answer)});
  live.status = Status::responded;
  ++live.turn;
  const Instant silent = due(policy_.clocks.reporter_silence, kNobody);
  plan(slot, StepKind::silence_ran_out, silent);
  // Nearly all who say something say it in the first half of the time that they have.
  const auto left = std::chrono::floor<seconds>(silent - now_) - hours(8);
  const auto reacts = [&](StepKind kind) {
    const seconds until = chance.happens(800) ? left / 2 : left;
    plan(slot, kind, citizen_after(live, chance.between(minutes(15), until)));
  };
  if (chance.happens(kConfirms)) {
    reacts(StepKind::reporter_confirms);
  } else if (chance.happens(kReplies)) {
    reacts(StepKind::reporter_replies);
  }
  if (chance.happens(kDeskComments)) {
    plan(slot, StepKind::desk_comments, desk_after(live, chance.between(hours(3), days(5))));
  }
  if (chance.happens(kTriesToClose)) {
    plan(slot, StepKind::agency_closes,
         office_after(live, live.lead, chance.between(hours(1), days(3))));
  }
}

/// Nobody closes his own work.
void World::agency_closes(LiveCase& live, Slot) {
  if (live.status != Status::responded) return;
  send(live, officer(live, live.lead), Close{ClosingBasis::confirmed_by_reporter, {}}, {},
       RejectionCode::not_authorised);
}

void World::agency_returns(LiveCase& live, Slot slot) {
  if (!works(live)) return;
  Chance& chance = live.chance;
  std::optional<RejectionCode> meant;
  if (live.ruled) {
    meant = RejectionCode::ruling_binds;
  } else if (now_ >= live.return_due) {
    meant = RejectionCode::return_too_late;
  }
  Return body;
  body.by = nation_.office(live.lead).agency.id;
  body.reason = chance.happens(200) ? ReturnReason::wrong_region : ReturnReason::not_our_authority;
  if (chance.happens(400)) {
    body.suggested = nation_.office(nation_.alive(live.responsible)).agency.id;
  }
  send(live, officer(live, live.lead), body,
       {words(live, "note", KeyKind::official, Occasion::give_back)}, meant);
  if (meant) return plan_work(slot);
  live.returned_by.push_back(live.lead);
  live.lead = kNobody;
  ++live.returns;
  live.status = Status::verified;
  ++live.turn;
  plan(slot, StepKind::desk_reroutes, desk_after(live, chance.delay(kReroute)));
}

void World::support_answers(LiveCase& live, Slot) {
  if (live.support == kNobody || !live.is_open()) return;
  const AgencyId& id = nation_.office(live.support).agency.id;
  const Actor actor = officer(live, live.support);
  if (live.chance.happens(200)) {
    send(live, actor,
         Return{.by = id,
                .to = {},
                .reason = ReturnReason::not_our_authority,
                .suggested = {},
                .cause = {},
                .note = {}},
         {words(live, "note", KeyKind::official, Occasion::give_back)}, std::nullopt);
  } else {
    Respond body;
    body.agency = id;
    body.final_ = true;
    body.outcome = Outcome::explained;
    send(live, actor, body, {words(live, "text", KeyKind::official, Occasion::answer)});
  }
  live.support = kNobody;
}

}  // namespace aduan::simulation
