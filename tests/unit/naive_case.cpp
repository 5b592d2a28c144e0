#include "tests/unit/naive_case.h"

#include <algorithm>
#include <string_view>

namespace aduan {
namespace {

template <class E>
const E* as(const Event& event) {
  return std::get_if<E>(&event);
}

/// Owed once a round; an answer is owed for every reply.
bool is_once_a_round(Clock clock) {
  return clock == Clock::follow_up || clock == Clock::resolve || clock == Clock::return_agency;
}

}  // namespace

std::string NaiveCase::lead() const {
  for (const auto& [agency, work] : works_) {
    if (work.leads) return agency;
  }
  return "";
}

std::string NaiveCase::holder() const {
  const std::string agency = lead();
  return agency.empty() && open() ? "desk" : agency;
}

std::vector<std::string> NaiveCase::queues() const {
  std::vector<std::string> all;
  if (holder() == "desk" || appeal_ || asks_to_reopen_) all.emplace_back("desk");
  for (const auto& [agency, work] : works_) {
    if (open() && work.turn) all.push_back(agency);
  }
  return all;
}

std::uint32_t NaiveCase::handovers() const {
  return leads_.empty() ? 0 : static_cast<std::uint32_t>(leads_.size() - 1);
}

std::optional<Instant> NaiveCase::promised(const std::string& agency, Clock clock) const {
  const auto found = promised_.find({agency, clock});
  if (found == promised_.end()) return std::nullopt;
  return found->second;
}

void NaiveCase::give_lead(const std::string& agency) {
  const std::string former = lead();
  if (!former.empty() && former != agency) end(former);
  works_[agency].leads = true;
  if (leads_.empty() || leads_.back() != agency) leads_.push_back(agency);
}

void NaiveCase::turn_to_lead() {
  const std::string agency = lead();
  if (!agency.empty()) works_[agency].turn = true;
}

void NaiveCase::succeed(const std::string& from, const std::string& to) {
  const Work old = works_.at(from);
  end(from);
  if (!has(to)) {
    works_[to] = old;
  } else if (old.leads) {
    works_[to] = old;
  }
  if (old.leads && leads_.back() != to) leads_.push_back(to);
  const auto given = promised_;
  for (const auto& [key, due] : given) {
    if (key.first != from) continue;
    const auto [own, is_new] = promised_.try_emplace({to, key.second}, due);
    if (!is_new) own->second = std::min(own->second, due);
  }
}

/// After everything else: a clock of who has no work on the case is no promise.
void NaiveCase::promise(const Event& event) {
  Event copy = event;
  const Consequences* const said = consequences_of(copy);
  if (said == nullptr) return;
  for (const ClockStart& start : said->clocks) {
    if (!start.agency || !open() || !has(start.agency->value)) continue;
    if (is_once_a_round(start.clock)) {
      promised_.try_emplace({start.agency->value, start.clock}, start.due);
    }
  }
}

void NaiveCase::write_down(const Event& event, const Actor& actor) {
  const bool by_desk = actor.role == Role::verifier || actor.role == Role::overseer;
  if (const auto* submitted = as<Submitted>(event)) {
    if (submitted->holder) give_lead(submitted->holder->value);
  } else if (as<Verified>(event)) {
    if (status_ == "submitted") status_ = "verified";
  } else if (as<Pended>(event)) {
    if (moves() && status_ != "pended") before_pend_ = std::exchange(status_, "pended");
  } else if (as<Supplemented>(event)) {
    if (status_ == "pended") status_ = before_pend_;
  } else if (as<Archived>(event)) {
    if (!std::exchange(appeal_, false) && moves()) status_ = "archived";
  } else if (as<Merged>(event)) {
    if (moves()) status_ = "merged";
  } else if (const auto* forwarded = as<Forwarded>(event)) {
    if (forwarded->cause && forwarded->from && has(forwarded->from->value)) {
      succeed(forwarded->from->value, forwarded->to.value);
    } else if (forwarded->role == HandlingRole::support) {
      works_.try_emplace(forwarded->to.value);
    } else {
      give_lead(forwarded->to.value);
      if (moves()) status_ = "forwarded";
    }
  } else if (const auto* returned = as<Returned>(event)) {
    const bool led = lead() == returned->by.value;
    if (led && !returned->cause) ++returns_;
    end(returned->by.value);
    if (returned->to) give_lead(returned->to->value);
    const bool leaves = led || returned->to;
    if (leaves && open() && (moves() || returned->cause))
      status_ = returned->to ? "forwarded" : "verified";
  } else if (const auto* ruled = as<Ruled>(event)) {
    give_lead(ruled->to.value);
    if (open()) {
      status_ = "forwarded";
      turn_to_lead();
    }
  } else if (const auto* started = as<WorkStarted>(event)) {
    const bool waits =
        status_ == "forwarded" || status_ == "reopened" || status_ == "reporter_replied";
    if (waits && lead() == started->agency.value) status_ = "in_progress";
  } else if (const auto* answer = as<Responded>(event)) {
    const std::string agency = answer->agency.value;
    const bool speaks = lead() == (has(agency) ? agency : std::string());
    if (answer->final_ && has(agency)) works_[agency].turn = false;
    if (answer->final_ && has(agency) && !works_[agency].leads) end(agency);
    if (speaks && answer->final_ && open()) status_ = "responded";
    if (speaks && !answer->final_ && moves()) status_ = "in_progress";
  } else if (as<ReporterReplied>(event)) {
    if (status_ == "closed") asks_to_reopen_ = true;
    if (status_ == "responded") {
      status_ = "reporter_replied";
      turn_to_lead();
    }
  } else if (const auto* comment = as<Commented>(event)) {
    if (by_desk && comment->audience == Audience::public_) {
      asks_to_reopen_ = false;
      if (status_ == "responded") turn_to_lead();
    }
  } else if (as<Closed>(event)) {
    status_ = "closed";
    appeal_ = asks_to_reopen_ = false;
  } else if (as<Reopened>(event)) {
    status_ = lead().empty() ? "submitted" : "reopened";
    turn_to_lead();
    appeal_ = asks_to_reopen_ = false;
    promised_.clear();
  } else if (const auto* escalation = as<Escalated>(event)) {
    if (escalation->reason == EscalationReason::appeal && status_ == "archived") appeal_ = true;
  } else if (const auto* extension = as<DeadlineExtended>(event)) {
    // What it extends runs, or the state's own soundness would say so.
    const auto key =
        std::pair(extension->agency ? extension->agency->value : std::string(), extension->clock);
    if (const auto found = promised_.find(key); found != promised_.end())
      found->second = extension->due;
  }
  promise(event);
}

}  // namespace aduan
