// What was promised in a case and whether it was kept: the due dates that its clocks got, and the
// days that agencies named themselves.

#pragma once

#include "cli/render/phrasing.h"
#include "cli/render/remark.h"
#include "core/complaint/complaint.h"

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace aduan {

/// Follows a case's events. A promise is *kept* when the duty was done before it was due, *missed*
/// when its clock stopped late or still runs past its due; a duty that ended before its due without
/// being done (the case moved on) is neither.
class Promises {
 public:
  explicit Promises(const Phrasing& phrasing) : phrasing_(phrasing) {}

  /// What the event kept, missed and promised. `before`, `after`: the case around it.
  std::vector<Remark> follow(const Attributes& attributes, const Event& event,
                             const Complaint& before, const Complaint& after);

  /// What is owed at `as_of`: still time, or overdue. `last`: the case then. Ask it once, at the
  /// end.
  std::vector<Remark> owed(const Complaint& last, Instant as_of);

  std::size_t kept() const { return kept_; }
  std::size_t missed() const { return missed_; }

 private:
  void judge_stopped(const Attributes& attributes, const Event& event, const Complaint& before,
                     const Complaint& after, std::vector<Remark>& remarks);
  void judge_own_word(const Attributes& attributes, const Event& event, const Complaint& after,
                      std::vector<Remark>& remarks);
  void tell_started(const Attributes& attributes, const Complaint& after,
                    std::vector<Remark>& remarks) const;

  const Phrasing& phrasing_;
  std::map<AgencyId, DateText> own_words_;  ///< the last day that an agency named, until it is done
  std::size_t kept_ = 0;
  std::size_t missed_ = 0;
};

/// `first answer due by Tue 30 Dec 2014`; names whose it is where that is not `holder`.
std::string due_sentence(const Phrasing& phrasing, const RunningClock& clock,
                         const std::optional<AgencyId>& holder);
/// The same with the time left, or how long it is overdue; of a window, until when it is open.
Remark standing_of(const Phrasing& phrasing, const RunningClock& clock,
                   const std::optional<AgencyId>& holder, Instant as_of);

}  // namespace aduan
