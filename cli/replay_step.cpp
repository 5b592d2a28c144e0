#include "cli/replay_step.h"

#include "cli/json_object.h"
#include "core/base/encoding.h"
#include "schemas/instant.h"

namespace aduan {
namespace {

std::vector<AgencyId> queues_of(const Complaint& complaint) {
  std::vector<AgencyId> queues;
  for (const Handling& handling : complaint.handlings) {
    if (is_turn_of(complaint, handling.agency)) queues.push_back(handling.agency);
  }
  if (is_turn_of(complaint, desk())) queues.push_back(desk());
  return queues;
}

std::string clock_json(const RunningClock& clock, Instant time) {
  const bool duty = is_duty(clock.clock);
  const auto agency = clock.agency ? std::optional(clock.agency->value) : std::nullopt;
  return JsonObject()
      .text("clock", name_of_code(clock.clock))
      .text_or_null("agency", agency)
      .number("started", clock.started)
      .text("due", format_instant(clock.due))
      .flag("duty", duty)
      .flag("overdue", duty && clock.due <= time)
      .flag("missed", clock.missed)
      .done();
}

}  // namespace

std::vector<ReplayStep> replay_steps(const CaseView& view) {
  std::vector<ReplayStep> steps;
  Complaint complaint;
  Instant time = view.as_of;
  for (const EventView& event : view.events) {
    ReplayStep& step = steps.emplace_back();
    step.event = &event;
    step.before = complaint;
    if (event.recorded) {
      evolve(complaint, event.recorded->attributes, event.recorded->event);
      time = event.recorded->attributes.time;
    }
    step.after = complaint;
    step.time = time;
    if (const Handling* const lead = lead_of(complaint)) step.holder = lead->agency;
    step.round = complaint.reopenings + 1;
    step.queues = queues_of(complaint);
  }
  return steps;
}

std::string step_json(const ReplayStep& step) {
  std::vector<std::string> clocks;
  for (const RunningClock& clock : step.after.clocks) {
    clocks.push_back(clock_json(clock, step.time));
  }
  std::vector<std::string> queues;
  for (const AgencyId& agency : step.queues) queues.push_back(agency.value);
  const auto holder = step.holder ? std::optional(step.holder->value) : std::nullopt;
  JsonObject object;
  object.number("sequence", step.event->sequence)
      .text("leaf", to_hex(as_view(step.event->leaf)))
      .text("type", step.event->type)
      .json("event", step.event->record);
  add_texts(object, step.event->texts);
  return object.text("status", name_of_code(step.after.status))
      .text_or_null("holder", holder)
      .number("round", step.round)
      .number("returns", step.after.returns)
      .number("handovers", step.after.handovers)
      .json("clocks", json_list(clocks))
      .json("queues", json_texts(queues))
      .done();
}

}  // namespace aduan
