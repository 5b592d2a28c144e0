#include "cli/simulate/world.h"

#include "core/base/check.h"

#include <algorithm>

namespace aduan::simulation {
namespace {

/// A step of no turn: it happens whoever's turn it is.
constexpr std::uint16_t kAnyTurn = 0xffff;
constexpr std::size_t kRecentMax = 256;

/// When the system's roles run: as the day ends in WIB, where the desk, the reporters and nearly
/// all agencies are; what the two other zones' midnights brought waits an hour or two.
constexpr hours kSystemRuns = hours(17);  // UTC

Instant system_run_after(Instant instant) {
  const Instant today = std::chrono::floor<days>(instant) + kSystemRuns;
  return today > instant ? today : today + days{1};
}

}  // namespace

// In the order of StepKind.
const World::StepFunction World::kSteps[] = {
    &World::desk_looks,           &World::desk_forwards,        &World::desk_reroutes,
    &World::desk_corrects,        &World::desk_asks_support,    &World::desk_extends,
    &World::desk_comments,        &World::desk_notes,           &World::desk_intervenes,
    &World::desk_answers_request, &World::desk_closes,          &World::pend_ran_out,
    &World::appeal_decided,       &World::reporter_supplements, &World::reporter_appeals,
    &World::reporter_confirms,    &World::reporter_replies,     &World::silence_ran_out,
    &World::reporter_rates,       &World::reporter_reopens,     &World::reporter_asks_again,
    &World::reporter_withdraws,   &World::reporter_adds,        &World::reporter_tightens,
    &World::reporter_loosens,     &World::citizen_supports,     &World::citizen_comments,
    &World::agency_reads,         &World::agency_starts,        &World::agency_notes,
    &World::agency_interim,       &World::agency_answers,       &World::agency_returns,
    &World::agency_closes,        &World::support_answers,      &World::text_redacted,
    &World::identity_revealed,    &World::texts_erased,
};

World::World(const Plan& plan, const Policy& policy, CommandSink& sink,
             const std::function<void(const Course&)>& on_day)
    : plan_(plan),
      policy_(policy),
      calendar_(policy_),
      offices_(calendar_),
      sink_(sink),
      on_day_(on_day),
      seed_text_(std::to_string(plan.seed)),
      arrivals_(plan.cases, plan.from, plan.length, offices_, plan.seed),
      changes_(agency_changes()),
      now_(plan.from),
      next_system_(system_run_after(plan.from)),
      next_day_(plan.from + days{1}) {}

Result<Course> World::play() {
  set_up();
  next_arrival_ = arrivals_.next();
  play_until(plan_.from + days{plan_.length});
  if (failure_) return *failure_;
  if (const auto finished = sink_.finish(); !finished) return finished.error();
  on_day_(course_);
  return course_;
}

/// The directory as it was on the first day.
void World::set_up() {
  for (const ReferenceCategory& each : reference_categories()) {
    CategoryDefined category{each.id, each.parent, each.name, each.default_agency};
    send_directory("define/" + each.id.value, Define{std::move(category)});
  }
  for (const OfficeNumber number : nation_.first_wave()) connect(number);
  change_agencies();
}

/// The next of four: a step, an arrival, a run of the system's roles, a new day.
void World::play_until(Instant end) {
  while (!failure_) {
    const Instant step = steps_.empty() ? end : steps_.top().at;
    const Instant arrival = next_arrival_.value_or(end);
    const Instant next = std::min({step, arrival, next_system_, next_day_});
    if (next > end || (next == end && next_day_ > end)) break;
    now_ = std::max(now_, next);
    if (next_day_ == next) {
      end_day();
      if (next == end) break;
    } else if (next_system_ == next) {
      run_system();
      next_system_ = system_run_after(now_);
    } else if (next_arrival_ && arrival == next) {
      arrive();
      next_arrival_ = arrivals_.next();
    } else {
      const Step due_step = steps_.top();
      steps_.pop();
      take_step(due_step);
    }
  }
}

void World::end_day() {
  next_day_ += days{1};
  on_day_(course_);
  if (now_ >= plan_.from + days{plan_.length}) {
    run_system();
    return;
  }
  change_agencies();
  join_wave();
}

void World::take_step(const Step& step) {
  LiveCase& live = at(step.slot);
  const bool is_due = step.turn == kAnyTurn || step.turn == live.turn;
  if (is_due && !live.erased) (this->*kSteps[static_cast<std::size_t>(step.kind)])(live, step.slot);
  leave(step.slot);
}

void World::arrive() {
  const Slot slot = take_slot();
  LiveCase& live = at(slot);
  live.number = ++course_.cases;
  live.chance = Chance(plan_.seed, live.number + 1'000);
  ++live.waiting;  // until its steps are planned
  submit(slot);
  if (recent_.size() < kRecentMax) recent_.emplace_back();
  recent_[live.number % recent_.size()] = {slot, live.number};
  leave(slot);
}

void World::stop_on(const Result<void>& result) {
  if (!result && !failure_) failure_ = result.error();
}

Slot World::take_slot() {
  if (free_.empty()) {
    cases_.emplace_back();
    free_.push_back(static_cast<Slot>(cases_.size() - 1));
  }
  const Slot slot = free_.back();
  free_.pop_back();
  ++course_.live;
  course_.live_max = std::max(course_.live_max, course_.live);
  return slot;
}

/// One reason less to keep the case; with the last one it goes.
void World::leave(Slot slot) {
  LiveCase& live = at(slot);
  CHECK(live.waiting > 0);
  if (--live.waiting > 0) return;
  const std::optional<Slot> original = live.original;
  live = LiveCase();
  free_.push_back(slot);
  --course_.live;
  if (original) leave(*original);
}

void World::plan(Slot slot, StepKind kind, Instant at_instant) {
  push(slot, kind, at_instant, at(slot).turn);
}

void World::plan_aside(Slot slot, StepKind kind, Instant at_instant) {
  push(slot, kind, at_instant, kAnyTurn);
}

void World::push(Slot slot, StepKind kind, Instant at_instant, std::uint16_t turn) {
  ++at(slot).waiting;
  steps_.push({std::max(at_instant, now_), steps_planned_++, slot, turn, kind});
  course_.steps_max = std::max<std::uint64_t>(course_.steps_max, steps_.size());
}

Instant World::desk_after(LiveCase& live, seconds delay) const {
  return offices_.at_work(now_ + delay, Zone::WIB, live.chance);
}

Instant World::office_after(LiveCase& live, OfficeNumber office, seconds delay) const {
  return offices_.at_work(now_ + delay, nation_.zone_of(office), live.chance);
}

Instant World::citizen_after(LiveCase& live, seconds delay) const {
  return awake(now_ + delay, live.chance);
}

Instant World::due(const ClockLength& length, OfficeNumber office) const {
  return calendar_.due(now_, length, office == kNobody ? Zone::WIB : nation_.zone_of(office));
}

std::uint32_t days_for(std::uint64_t cases) {
  return std::max(kDaysMin, static_cast<std::uint32_t>((cases + kCasesADay - 1) / kCasesADay));
}

Result<Course> simulate(const Plan& plan, const Policy& policy, CommandSink& sink,
                        const std::function<void(const Course&)>& on_day) {
  return World(plan, policy, sink, on_day).play();
}

}  // namespace aduan::simulation
