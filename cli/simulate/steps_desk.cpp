#include "cli/simulate/world.h"

#include <algorithm>
#include <iterator>

namespace aduan::simulation {
namespace {

constexpr ArchiveReason kReasons[] = {
    ArchiveReason::unclear,  ArchiveReason::not_public_service, ArchiveReason::spam,
    ArchiveReason::law_case, ArchiveReason::insult_or_hate,     ArchiveReason::criminal_case};
constexpr std::uint32_t kReasonWeights[] = {400, 250, 150, 80, 70, 50};

ComplaintKind verified_kind(const LiveCase& live) {
  return live.kind == ComplaintKind::whistleblowing ? ComplaintKind::complaint : live.kind;
}

Verify verification(const LiveCase& live, const Nation& nation, bool oversight) {
  Verify body;
  body.kind = verified_kind(live);
  body.category.open = nation.topic(live.topic).id;
  body.oversight = oversight;
  return body;
}

}  // namespace

void World::desk_looks(LiveCase& live, Slot slot) {
  if (live.status != Status::submitted) return;
  Chance& chance = live.chance;
  if (live.original) {
    const Status of_original = at(*live.original).status;
    const bool is_possible = of_original != Status::merged && of_original != Status::archived;
    if (is_possible && chance.happens(kMergeSeen)) return merge(live, slot);
    leave(*live.original);
    live.original.reset();
  }
  const bool is_first = live.looks++ == 0;
  if (is_first && chance.happens(kArchived)) return archive(live, slot);
  if (live.looks <= 2 && chance.happens(kPended)) return pend(live, slot);
  verify(live, slot);
}

void World::merge(LiveCase& live, Slot slot) {
  send(live, verifier(live), Merge{at(*live.original).id, {}},
       {words(live, "note", KeyKind::official, Occasion::merge)});
  live.status = Status::merged;
  ++live.turn;
  ++live.waiting;  // until the system has settled it
  merging_.push_back(slot);
}

void World::pend(LiveCase& live, Slot slot) {
  Chance& chance = live.chance;
  send(live, verifier(live), Pend(),
       {words(live, "question", KeyKind::official, Occasion::question)});
  live.before_pend = live.status;
  live.status = Status::pended;
  ++live.turn;
  const Instant ends = due(policy_.clocks.pend, kNobody);
  if (chance.happens(kSupplements)) {
    const auto left = std::chrono::floor<seconds>(ends - now_) - hours(6);
    const Instant answers = citizen_after(live, chance.between(minutes(20), left));
    if (answers < ends) plan(slot, StepKind::reporter_supplements, answers);
  }
  plan(slot, StepKind::pend_ran_out, ends);
}

/// The watcher archived it at this instant.
void World::pend_ran_out(LiveCase& live, Slot slot) {
  if (live.status != Status::pended) return;
  live.archived_by = kVerifiers;
  archived(live, slot);
}

void World::archive(LiveCase& live, Slot slot) {
  live.archived_by = static_cast<std::uint32_t>(live.chance.below(kVerifiers));
  send(live, verifier_numbered(live.archived_by),
       ArchiveCase{kReasons[live.chance.pick(kReasonWeights)], {}},
       {words(live, "explanation", KeyKind::official, Occasion::archive)});
  archived(live, slot);
}

void World::archived(LiveCase& live, Slot slot) {
  live.status = Status::archived;
  ++live.turn;
  live.window_ends = due(policy_.clocks.appeal_window, kNobody);
  if (live.appealed || !live.chance.happens(kAppeals)) return;
  const auto left = std::chrono::floor<seconds>(live.window_ends - now_);
  plan(slot, StepKind::reporter_appeals,
       citizen_after(live, live.chance.between(hours(1), left * 11 / 10)));
}

void World::appeal_decided(LiveCase& live, Slot slot) {
  if (!live.under_appeal) return;
  const bool granted = live.chance.happens(kAppealsGranted);
  const bool by_desk = live.archived_by < kVerifiers && live.chance.happens(kTriesOwnAppeal);
  if (by_desk) {
    send(live, verifier_numbered(live.archived_by),
         ArchiveCase{ArchiveReason::appeal_dismissed, {}}, {}, RejectionCode::conflict_of_interest);
  }
  const Actor judge{Role::overseer, "ombudsman"};
  live.under_appeal = false;
  if (granted) {
    send(live, judge, Reopen{ReopeningReason::appeal_granted, {}, {}});
    return reopened(live, slot);
  }
  send(live, judge, ArchiveCase{ArchiveReason::appeal_dismissed, {}},
       {words(live, "explanation", KeyKind::official, Occasion::dismissal)});
}

void World::verify(LiveCase& live, Slot slot) {
  Chance& chance = live.chance;
  if (!live.verified_once && chance.happens(kTriesUnverified)) {
    Forward early;
    early.to = nation_.office(nation_.alive(live.responsible)).agency.id;
    send(live, verifier(live), early, {}, RejectionCode::not_verified);
  }
  const bool oversight = chance.happens(kOversight);
  send(live, verifier(live), verification(live, nation_, oversight));
  live.verified_once = true;
  live.status = Status::verified;
  ++live.turn;
  plan(slot, StepKind::desk_forwards, desk_after(live, chance.between(minutes(1), minutes(40))));
  if (chance.happens(kCorrected)) {
    plan_aside(slot, StepKind::desk_corrects, desk_after(live, chance.between(hours(2), days(8))));
  }
}

void World::desk_corrects(LiveCase& live, Slot) {
  if (!live.is_open() || !live.verified_once) return;
  live.topic = nation_.draw_topic(std::chrono::floor<days>(now_), live.chance);
  send(live, verifier(live), verification(live, nation_, false));
}

/// To whom the case now belongs, as the desk sees it.
void World::given_to(LiveCase& live, OfficeNumber office) {
  live.lead = office;
  if (live.support == office) live.support = kNobody;
  live.status = Status::forwarded;
  live.forwarded_at = now_;
  ++live.turn;
}

void World::desk_forwards(LiveCase& live, Slot slot) {
  if (live.status != Status::verified || live.lead != kNobody) return;
  Chance& chance = live.chance;
  const bool needs_ruling = live.ruled || live.returns >= policy_.max_returns;
  if (needs_ruling) return desk_reroutes(live, slot);
  if (chance.happens(kTriesUnconnected)) {
    const OfficeNumber absent = nation_.unconnected(chance);
    if (absent != kNobody) {
      Forward early;
      early.to = nation_.office(absent).agency.id;
      send(live, verifier(live), early, {}, RejectionCode::not_connected);
    }
  }
  // Whoever gave it back is not asked twice; whoever gives it back was not meant in the first
  // place.
  const bool comes_back = chance.happens(live.returns == 0 ? kFirstReturn : kNextReturn);
  OfficeNumber to = nation_.alive(live.responsible);
  std::vector<OfficeNumber> asked = live.returned_by;
  const bool was_asked = std::find(asked.begin(), asked.end(), to) != asked.end();
  if (comes_back) asked.push_back(to);
  if (comes_back || was_asked) to = nation_.mistaken_for(asked, chance);
  Forward body;
  body.to = nation_.office(to).agency.id;
  send(live, verifier(live), body, {words(live, "note", KeyKind::official, Occasion::forward)});
  given_to(live, to);
  plan_publicity(slot);
  if (comes_back) {
    live.return_due = due(policy_.clocks.return_agency, to);
    plan(slot, StepKind::agency_returns, office_after(live, to, chance.delay(kReturnTaken)));
    return;
  }
  plan_work(slot);
  if (chance.happens(kSupported)) {
    plan(slot, StepKind::desk_asks_support, desk_after(live, chance.between(hours(1), days(2))));
  }
  if (chance.happens(kInternalComments)) {
    plan_aside(slot, StepKind::desk_notes, desk_after(live, chance.between(hours(4), days(9))));
  }
}

/// After a return: on to the next, or a ruling.
void World::desk_reroutes(LiveCase& live, Slot slot) {
  if (live.status != Status::verified || live.lead != kNobody) return;
  if (!live.ruled && live.returns < policy_.max_returns) return desk_forwards(live, slot);
  OfficeNumber to = nation_.alive(live.responsible);
  if (live.chance.happens(kTriesFourth)) {
    Forward once_more;
    once_more.to = nation_.office(to).agency.id;
    send(live, verifier(live), once_more, {}, RejectionCode::ruling_required);
  }
  rule(live, slot, to);
}

void World::rule(LiveCase& live, Slot slot, OfficeNumber to) {
  const Actor judge =
      live.chance.happens(300) ? Actor{Role::overseer, "ombudsman"} : verifier(live);
  send(live, judge, Rule{nation_.office(to).agency.id, {}},
       {words(live, "reasons", KeyKind::official, Occasion::ruling)});
  live.ruled = true;
  given_to(live, to);
  plan_publicity(slot);
  if (live.chance.happens(kTriesAgainstRuling)) {
    live.return_due = now_ + days(900);
    plan(slot, StepKind::agency_returns, office_after(live, to, live.chance.delay(kReturnTaken)));
  } else {
    plan_work(slot);
  }
}

void World::desk_asks_support(LiveCase& live, Slot slot) {
  const bool is_possible = works(live) && live.support == kNobody;
  if (!is_possible) return;
  const OfficeNumber to = nation_.mistaken_for({live.lead}, live.chance);
  Forward body;
  body.to = nation_.office(to).agency.id;
  body.role = HandlingRole::support;
  send(live, verifier(live), body, {words(live, "note", KeyKind::official, Occasion::forward)});
  live.support = to;
  plan_aside(slot, StepKind::support_answers,
             office_after(live, to, live.chance.between(hours(5), days(9))));
}

void World::desk_extends(LiveCase& live, Slot) {
  if (!works(live)) return;
  SimulatedExtension extension;
  extension.case_id = live.id;
  extension.key = reference_of(live) + "#" + std::to_string(++live.commands);
  extension.actor = verifier(live);
  extension.time = now_;
  extension.agency = nation_.office(live.lead).agency.id;
  extension.days_more = static_cast<std::uint32_t>(3 + live.chance.below(20));
  ++course_.commands;
  stop_on(sink_.extend(std::move(extension)));
}

/// A public word of the desk on an answer: the agency owes a better one.
void World::desk_comments(LiveCase& live, Slot slot) {
  if (live.status != Status::responded) return;
  send(live, verifier(live), Comment{Audience::public_, {}},
       {words(live, "text", KeyKind::official, Occasion::desk_comment)});
  ++live.turn;
  plan(slot, StepKind::agency_answers,
       office_after(live, live.lead, live.chance.delay(kNextAnswer)));
}

/// Inside the desk; or a word to those above.
void World::desk_notes(LiveCase& live, Slot) {
  if (!live.is_open()) return;
  if (live.lead != kNobody && live.chance.happens(200)) {
    send(live, verifier(live),
         Escalate{EscalationTarget::agency_leader, EscalationReason::deadline, {}, {}},
         {words(live, "note", KeyKind::official, Occasion::escalation)});
    return;
  }
  send(live, verifier(live), Comment{Audience::internal, {}},
       {words(live, "text", KeyKind::official, Occasion::internal_comment)});
}

/// Nobody answered: the case is taken away from its lead.
void World::desk_intervenes(LiveCase& live, Slot slot) {
  if (!works(live)) return;
  rule(live, slot, nation_.mistaken_for({live.lead}, live.chance));
}

/// What a closed case's reporter asked for.
void World::desk_answers_request(LiveCase& live, Slot slot) {
  if (live.status != Status::closed) return;
  if (!live.chance.happens(kDeskReopens)) {
    send(live, verifier(live), Comment{Audience::public_, {}},
         {words(live, "text", KeyKind::official, Occasion::desk_comment)});
    return;
  }
  send(live, verifier(live), Reopen{ReopeningReason::new_facts, {}, {}},
       {words(live, "note", KeyKind::official, Occasion::internal_comment)});
  reopened(live, slot);
}

/// Answered and replied to, over and over: the desk ends it.
void World::desk_closes(LiveCase& live, Slot slot) {
  if (live.status != Status::reporter_replied) return;
  send(live, verifier(live), Close{ClosingBasis::by_ruling, {}});
  closed(live, slot, ClosingBasis::by_ruling);
}

}  // namespace aduan::simulation
