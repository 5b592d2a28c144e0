// A case after each of its events: what `replay` steps through.

#pragma once

#include "cli/case_view.h"

#include <optional>
#include <string>
#include <vector>

namespace aduan {

struct ReplayStep {
  const EventView* event = nullptr;
  Complaint before;
  Complaint after;
  Instant time;  ///< of the event; of the last one that could be read where this one cannot
  std::optional<AgencyId> holder;  ///< who leads after it; absent: the national desk
  std::uint32_t round = 1;         ///< from the submission, or from a reopening
  std::vector<AgencyId> queues;    ///< whose queue the case stands in; `desk` last
};

/// The view's events folded again. Refers to the view.
std::vector<ReplayStep> replay_steps(const CaseView& view);

/// `{sequence, leaf, type, event, texts, absent, status, holder, round, returns, handovers, clocks,
/// queues}`; `clocks` = those that run, `{clock, agency, started, due, duty, overdue, missed}`:
/// `overdue` at the event's time, `missed` where the miss is on record.
std::string step_json(const ReplayStep& step);

}  // namespace aduan
