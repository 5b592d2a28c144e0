#include "cli/simulate/world.h"
#include "core/base/check.h"
#include "schemas/instant.h"

namespace aduan::simulation {
namespace {

constexpr Occasion kNoWords = Occasion::rating;

/// A letter and a call come in by the desk's hand.
bool is_letter_or_call(Channel channel) {
  return channel == Channel::letter || channel == Channel::phone;
}

ComplaintKind draw_kind(Chance& chance) {
  if (chance.happens(kWhistleblowing)) return ComplaintKind::whistleblowing;
  if (chance.happens(kAspirations)) return ComplaintKind::aspiration;
  if (chance.happens(kInformationRequests)) return ComplaintKind::information_request;
  return ComplaintKind::complaint;
}

/// Like the original, but for another reference, and now and then other flags.
void copy_report(const LiveCase& original, LiveCase& live) {
  live.kind = original.kind;
  live.anonymous = original.anonymous;
  live.confidential = original.confidential;
  live.topic = original.topic;
  live.district = original.district;
  live.responsible = original.responsible;
  live.words = original.words;
  const bool forced = live.kind == ComplaintKind::whistleblowing;  // both flags, whatever is asked
  if (live.chance.happens(kDuplicateSeenOtherwise) && !forced) live.anonymous = !live.anonymous;
}

}  // namespace

void World::submit(Slot slot) {
  LiveCase& live = at(slot);
  Chance& chance = live.chance;
  live.channel = chance.pick_row(kChannelWeights).channel;
  const bool repeats = chance.happens(kDuplicates) && !recent_.empty();
  const Recent recent = repeats ? recent_[chance.below(recent_.size())] : Recent();
  if (recent.number > 0 && at(recent.slot).number == recent.number) {
    copy_report(at(recent.slot), live);
    live.original = recent.slot;
    ++at(recent.slot).waiting;
    ++course_.duplicates;
  } else {
    live.kind = draw_kind(chance);
    const bool secret = live.kind == ComplaintKind::whistleblowing;
    live.anonymous = chance.happens(kAnonymous) || secret;
    live.confidential = chance.happens(kConfidential) || secret;
    live.topic = nation_.draw_topic(std::chrono::floor<days>(now_), chance);
    live.district = nation_.draw_district(chance);
    live.responsible = nation_.responsible(live.topic, live.district, chance);
    live.words = chance.next();
  }
  live.named = chance.happens(kNamed);
  const std::string reference = reference_of(live);
  live.id = sink_.case_of(reference);

  const Connected& district = nation_.office(live.district).agency;
  ReportWords report =
      report_words(nation_.topic(live.topic).id.text(), district.name, Chance(live.words));
  Submit body;
  body.channel = live.channel;
  body.kind = live.kind;
  body.category.open = nation_.topic(live.topic).id;
  body.region.open = district.region;
  if (chance.happens(kDated)) {
    const Day day = std::chrono::floor<days>(now_) - days{chance.below(20)};
    body.incident_date.open = DateText{format_day(day)};
  }
  body.anonymous = live.anonymous;
  body.confidential = live.confidential;
  if (chance.happens(kAddressed)) {
    body.addressed_to = nation_.office(live.responsible).agency.id;
  }
  std::vector<FieldText> texts;
  texts.push_back({"text", KeyKind::content, std::move(report.text)});
  texts.push_back({"location", KeyKind::content, std::move(report.location)});
  if (live.channel != Channel::sms) {
    texts.push_back({"title", KeyKind::content, std::move(report.title)});
  }
  if (live.named) texts.push_back({"name", KeyKind::identity, reporter_name(chance)});
  texts.push_back({"contact", KeyKind::identity, reporter_contact(chance)});
  const Actor actor = is_letter_or_call(live.channel) ? verifier(live) : Actor{Role::reporter, ""};
  send_with(live, actor, std::move(body), std::move(texts), std::nullopt, reference);
  plan(slot, StepKind::desk_looks, desk_after(live, chance.delay(kFirstLook)));
  plan_asides(slot);
}

/// What happens to few cases, at any time.
void World::plan_asides(Slot slot) {
  LiveCase& live = at(slot);
  const auto perhaps = [&](std::uint32_t share, StepKind kind, seconds low, seconds high) {
    if (!live.chance.happens(share)) return;
    plan_aside(slot, kind, citizen_after(live, live.chance.between(low, high)));
  };
  perhaps(kWithdraws, StepKind::reporter_withdraws, hours(1), days(20));
  perhaps(kAddsMore, StepKind::reporter_adds, minutes(20), days(6));
  perhaps(kTightens, StepKind::reporter_tightens, minutes(10), days(10));
  perhaps(kTriesToLoosen, StepKind::reporter_loosens, hours(1), days(10));
  perhaps(kRedacted, StepKind::text_redacted, hours(2), days(15));
  perhaps(kRevealed, StepKind::identity_revealed, days(2), days(25));
  perhaps(kEscalated, StepKind::desk_notes, days(2), days(20));
}

/// Others read it, from its publication on.
void World::plan_publicity(Slot slot) {
  LiveCase& live = at(slot);
  if (live.published) return;
  live.published = true;
  if (live.confidential) return;
  while (live.chance.happens(kSupports)) {
    plan_aside(slot, StepKind::citizen_supports,
               citizen_after(live, live.chance.between(minutes(10), days(12))));
  }
  while (live.chance.happens(kComments)) {
    plan_aside(slot, StepKind::citizen_comments,
               citizen_after(live, live.chance.between(minutes(10), days(12))));
  }
}

void World::reporter_supplements(LiveCase& live, Slot slot) {
  if (live.status != Status::pended) return;
  send(live, {Role::reporter, ""}, Supplement(),
       {words(live, "text", KeyKind::content, Occasion::supplement)});
  live.status = live.before_pend;
  ++live.turn;
  const bool seen = live.status == Status::verified;
  plan(slot, seen ? StepKind::desk_reroutes : StepKind::desk_looks,
       desk_after(live, live.chance.delay(kFirstLook)));
}

void World::reporter_appeals(LiveCase& live, Slot slot) {
  if (live.status != Status::archived || live.appealed) return;
  const bool late = now_ >= live.window_ends;
  send(live, {Role::reporter, ""}, Appeal(),
       {words(live, "text", KeyKind::content, Occasion::appeal)},
       late ? std::optional(RejectionCode::window_over) : std::nullopt);
  if (late) return;
  live.appealed = true;
  live.under_appeal = true;
  plan(slot, StepKind::appeal_decided, desk_after(live, live.chance.delay(kAppealTaken)));
}

void World::reporter_confirms(LiveCase& live, Slot slot) {
  if (live.status != Status::responded) return;
  send(live, {Role::reporter, ""}, Close{ClosingBasis::confirmed_by_reporter, {}});
  closed(live, slot, ClosingBasis::confirmed_by_reporter);
}

void World::reporter_replies(LiveCase& live, Slot slot) {
  if (live.status != Status::responded) return;
  send(live, {Role::reporter, ""}, Reply(),
       {words(live, "text", KeyKind::content, Occasion::reply)});
  live.status = Status::reporter_replied;
  ++live.replies;
  ++live.turn;
  if (live.replies >= 2 && live.chance.happens(kClosedByDesk)) {
    plan(slot, StepKind::desk_closes, desk_after(live, live.chance.between(hours(3), days(4))));
    return;
  }
  plan(slot, StepKind::agency_answers,
       office_after(live, live.lead, live.chance.delay(kNextAnswer)));
}

/// The watcher closed it at this instant.
void World::silence_ran_out(LiveCase& live, Slot slot) {
  if (live.status == Status::responded) closed(live, slot, ClosingBasis::reporter_silent);
}

void World::closed(LiveCase& live, Slot slot, ClosingBasis basis) {
  Chance& chance = live.chance;
  live.status = Status::closed;
  ++live.turn;
  live.window_ends = due(policy_.clocks.reopen_window, kNobody);
  const auto left = std::chrono::floor<seconds>(live.window_ends - now_) - hours(1);
  const bool rates = basis != ClosingBasis::withdrawn && chance.happens(kRates);
  if (rates) {
    plan(slot, StepKind::reporter_rates, citizen_after(live, chance.between(minutes(5), left / 3)));
  }
  if (chance.happens(kReopens)) {
    plan(slot, StepKind::reporter_reopens,
         citizen_after(live, chance.between(minutes(30), left * 5 / 4)));
  } else if (basis != ClosingBasis::withdrawn && chance.happens(kAsksAgain)) {
    plan(slot, StepKind::reporter_asks_again,
         citizen_after(live, chance.between(minutes(30), left)));
  } else if (chance.happens(kErased)) {
    plan(slot, StepKind::texts_erased, desk_after(live, chance.between(days(31), days(45))));
  }
}

void World::reporter_rates(LiveCase& live, Slot) {
  if (live.status != Status::closed) return;
  const auto stars = static_cast<std::uint8_t>(live.chance.pick(kStarWeights) + 1);
  const Actor reporter{Role::reporter, ""};
  send(live, reporter, Rate{stars, {}}, {words(live, "comment", KeyKind::content, kNoWords)});
  if (!live.chance.happens(kTriesTwice)) return;
  send(live, reporter, Rate{stars, {}}, {}, RejectionCode::already_rated);
}

void World::reporter_reopens(LiveCase& live, Slot slot) {
  if (live.status != Status::closed) return;
  std::optional<RejectionCode> meant;
  if (live.reopened_by_reporter) {
    if (!live.chance.happens(kTriesTwice * 10)) return;
    meant = RejectionCode::already_reopened;
  } else if (now_ >= live.window_ends) {
    meant = RejectionCode::window_over;
  }
  send(live, {Role::reporter, ""}, Reopen{ReopeningReason::not_solved, {}, {}},
       {words(live, "text", KeyKind::content, Occasion::reopening)}, meant);
  if (meant) return;
  live.reopened_by_reporter = true;
  reopened(live, slot);
}

/// A new round: its lead goes on, or the desk begins anew.
void World::reopened(LiveCase& live, Slot slot) {
  ++live.turn;
  live.returned_by.clear();
  live.replies = 0;
  live.under_appeal = false;
  if (live.lead == kNobody) {
    live.status = Status::submitted;
    plan(slot, StepKind::desk_looks, desk_after(live, live.chance.delay(kFirstLook)));
    return;
  }
  live.status = Status::reopened;
  live.forwarded_at = now_;
  const bool orphaned = nation_.office(live.lead).dissolved;
  if (orphaned) {
    run_system();
    succeed(live, slot);
  }
  if (live.lead != kNobody) plan_work(slot);
}

/// A closed case's reporter has a word left; it waits at the desk.
void World::reporter_asks_again(LiveCase& live, Slot slot) {
  if (live.status != Status::closed) return;
  send(live, {Role::reporter, ""}, Reply(),
       {words(live, "text", KeyKind::content, Occasion::reply)});
  plan(slot, StepKind::desk_answers_request,
       desk_after(live, live.chance.between(hours(2), days(4))));
}

void World::reporter_withdraws(LiveCase& live, Slot slot) {
  if (!live.is_open()) return;
  send(live, {Role::reporter, ""}, Withdraw(),
       {words(live, "note", KeyKind::official, Occasion::withdrawal)});
  closed(live, slot, ClosingBasis::withdrawn);
}

/// Unasked, to an open case; one that waits for it goes on.
void World::reporter_adds(LiveCase& live, Slot slot) {
  if (live.status == Status::pended) return reporter_supplements(live, slot);
  if (!live.is_open()) return;
  send(live, {Role::reporter, ""}, Supplement(),
       {words(live, "text", KeyKind::content, Occasion::supplement)});
}

void World::reporter_tightens(LiveCase& live, Slot) {
  if (live.anonymous && live.confidential) return;
  live.confidential = live.confidential || live.anonymous || live.chance.happens(kConfidential);
  live.anonymous = true;
  send(live, {Role::reporter, ""},
       ChangeVisibility{live.anonymous, live.confidential, VisibilityReason::reporter_request});
}

/// Before publication he may, later he may not.
void World::reporter_loosens(LiveCase& live, Slot) {
  if (!live.anonymous) return;
  const bool may = !live.published;
  send(live, {Role::reporter, ""},
       ChangeVisibility{false, live.confidential, VisibilityReason::reporter_request}, {},
       may ? std::nullopt : std::optional(RejectionCode::cannot_loosen));
  if (may) live.anonymous = false;
}

/// By a citizen's account: the same one again is the same command.
void World::citizen_supports(LiveCase& live, Slot) {
  if (!live.is_open() || live.confidential) return;
  const std::string citizen = "c-" + std::to_string(live.chance.below(400'000));
  send_with(live, {Role::citizen, citizen}, Support(), {}, std::nullopt,
            "support/" + reference_of(live) + "/" + citizen);
}

void World::citizen_comments(LiveCase& live, Slot) {
  if (live.confidential) return;
  const std::string citizen = "c-" + std::to_string(live.chance.below(400'000));
  send(live, {Role::citizen, citizen}, Comment{Audience::public_, {}},
       {words(live, "text", KeyKind::official, Occasion::public_comment)});
}

void World::text_redacted(LiveCase& live, Slot) {
  constexpr std::uint64_t kSubmission = 1;
  send(live, {Role::custodian, "desk/k-1"},
       Redact{kSubmission, "text", RedactionReason::personal_data});
}

void World::identity_revealed(LiveCase& live, Slot) {
  send(live, {Role::custodian, "desk/k-1"},
       Reveal{RecipientCode("ombudsman"), LegalBasis::ombudsman});
}

/// The last that happens to a case: nothing more may be sealed for it.
void World::texts_erased(LiveCase& live, Slot) {
  if (live.status != Status::closed) return;
  send(live, {Role::custodian, "desk/k-1"},
       Erase{{ErasureScope::identity, ErasureScope::content}, LegalBasis::reporter_request});
  live.erased = true;
}

}  // namespace aduan::simulation
