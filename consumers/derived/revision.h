// What an event changes in what a subscriber was told of its case before. Most change nothing: they
// are told, and that is all. An agency that gets the case is told its whole history; a case that
// becomes confidential is taken back from the public; a redacted text is told anew without it.
// Pure.

#pragma once

#include "consumers/derived/case_sight.h"
#include "consumers/derived/derived_event.h"
#include "consumers/derived/subscriber.h"
#include "projections/history.h"

#include <cstdint>
#include <vector>

namespace aduan {

/// Whether the event may change what was told before. `before`: the case before it.
bool is_revision(const Subscriber& subscriber, const Complaint& before, const Event& event,
                 const Complaint& after);

/// How the subscriber sees an event that is no revision, by itself.
Sight sight_of_news(const Subscriber& subscriber, const Complaint& before, const Complaint& after);

/// What becomes of one event's record.
struct Change {
  std::size_t entry = 0;       ///< in the history
  bool is_taken_back = false;  ///< a tombstone goes first
  bool is_told = false;        ///< its value follows
};

/// What the last event of the history changes, itself told last. `sight`: that of the subscriber
/// after it; every event of the history was added.
struct Revision {
  CaseSight sight;
  std::vector<Change> changes;
};
Revision revise(const History& history, const Subscriber& subscriber);

}  // namespace aduan
