#include "cli/simulate/world.h"

#include <algorithm>

namespace aduan::simulation {

/// What the system's roles will make of the cases is known: the rules say it.
void World::run_system() {
  stop_on(sink_.run_system(now_));
  settle_merges();
}

/// The target takes the merged case in, or the steward gives it back.
void World::settle_merges() {
  for (const Slot slot : std::exchange(merging_, {})) {
    LiveCase& live = at(slot);
    const Slot original = *live.original;
    const LiveCase& target = at(original);
    const bool refused = target.status == Status::merged || target.status == Status::archived ||
                         target.anonymous != live.anonymous ||
                         target.confidential != live.confidential;
    live.original.reset();
    if (refused) {
      live.status = Status::submitted;
      live.returned_by.clear();
      ++live.turn;
      plan(slot, StepKind::desk_looks, desk_after(live, live.chance.delay(kFirstLook)));
    }
    leave(original);
    leave(slot);
  }
}

/// What the reference data says of the time since the last change that was made.
void World::change_agencies() {
  const Day today = std::chrono::floor<days>(now_ + offset_of(Zone::WIB));
  while (changes_made_ < changes_.size() && changes_[changes_made_].day <= today) {
    apply(changes_[changes_made_++]);
  }
}

void World::apply(const AgencyChange& change) {
  const OfficeNumber number = nation_.find(change.agency);
  if (number == kNobody || !nation_.office(number).connected) return;
  const AgencyId id(change.agency);
  if (change.succession == nullptr) {
    send_directory("rename/" + change.agency + "/" + change.new_name,
                   Rename{Renamed{id, change.new_name}});
    return;
  }
  Dissolved dissolved{id, {}, std::nullopt};
  OfficeNumber first = kNobody;
  for (const Successor& each : change.succession->successors) {
    if (each.id.empty()) continue;
    OfficeNumber successor = nation_.find(each.id);
    if (successor == kNobody) {
      const Connected& old = nation_.office(number).agency;
      Connected founded{AgencyId(std::string(each.id)),
                        std::string(each.name),
                        old.kind,
                        old.parent,
                        old.region,
                        old.zone};
      send_directory("connect/" + founded.id.value, Connect{founded});
      successor = nation_.found(std::move(founded));
    }
    dissolved.successors.emplace_back(std::string(each.id));
    if (first == kNobody) first = successor;
  }
  if (change.succession->has_default) dissolved.to_by_default = dissolved.successors.front();
  send_directory("dissolve/" + change.agency, Dissolve{dissolved});
  nation_.dissolve(number, first, change.succession->has_default);
  run_system();
  for (Slot slot = 0; slot < cases_.size(); ++slot) {
    if (at(slot).waiting > 0 && at(slot).is_open()) succeed(at(slot), slot);
  }
}

/// The steward's work on an open case whose agencies were dissolved.
void World::succeed(LiveCase& live, Slot slot) {
  const auto heir_of = [&](OfficeNumber number) {
    while (number != kNobody && nation_.office(number).dissolved) {
      const Office& office = nation_.office(number);
      number = office.inherits ? office.successor : kNobody;
    }
    return number;
  };
  live.support = heir_of(live.support);
  const OfficeNumber lead = heir_of(live.lead);
  if (lead == live.lead) {
    if (live.support == live.lead) live.support = kNobody;
    return;
  }
  live.lead = lead;
  if (live.support == lead) live.support = kNobody;
  if (lead != kNobody) return;  // whoever inherits goes on where the old one stood
  live.status = Status::verified;
  ++live.turn;
  plan(slot, StepKind::desk_reroutes, desk_after(live, live.chance.delay(kReroute)));
}

void World::connect(OfficeNumber number) {
  const Connected& agency = nation_.office(number).agency;
  send_directory("connect/" + agency.id.value, Connect{agency});
  nation_.connect(number);
}

/// So many of the regional governments as their time has come for.
void World::join_wave() {
  const auto since = std::chrono::floor<days>(now_ - plan_.from);
  const days gap = std::max(kWaveGapMin, days{plan_.length / kWaves});
  if (waves_ == kWaves || since < kFirstWaveAfter + gap * waves_) return;
  ++waves_;
  const std::size_t until = nation_.later().size() * waves_ / kWaves;
  for (; joined_ < until; ++joined_) connect(nation_.later()[joined_]);
}

}  // namespace aduan::simulation
