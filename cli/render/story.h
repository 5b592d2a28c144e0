// A case's events in the hands that they happened in: what the timeline draws.

#pragma once

#include "cli/case_view.h"
#include "cli/render/phrasing.h"
#include "cli/render/remark.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace aduan {

/// One line of a custody: an event, or several notes (or supports) in a row as one.
struct ToldEvent {
  const EventView* event = nullptr;  ///< the last of them
  std::optional<Instant> time;       ///< of the first; absent where it cannot be read
  std::size_t count = 1;
  Remark sentence;
  std::vector<Remark> remarks;
  std::vector<std::string> breaches;
};

/// From the event that gave somebody the case to the one that took it away: the lead, or the desk.
struct Holding {
  std::optional<AgencyId> holder;  ///< absent: the national desk
  Instant since;
  std::chrono::milliseconds held{0};  ///< while the case was open
  bool again = false;                 ///< this holder had it before
  std::vector<ToldEvent> events;      ///< the one that ends it is the last
};

struct Story {
  std::vector<Holding> holdings;
  Complaint last;                         ///< as far as this version can read
  std::optional<Instant> finished;        ///< absent: open
  std::chrono::milliseconds open_for{0};  ///< all of it that the case was open
  std::vector<Remark> owed;               ///< as of the view
  std::size_t kept = 0;                   ///< promises
  std::size_t missed = 0;
};

/// Folds the view's events again, and what there is to say of each. Where a source's times go back,
/// no time passes until they have caught up. Refers to the view.
Story tell_story(const CaseView& view, const Phrasing& phrasing);

}  // namespace aduan
