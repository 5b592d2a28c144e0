// What one reader may see of a case, event by event: follows its events, then answers for each.
// The table is core/privacy/access.h; here is what it is asked.

#pragma once

#include "core/complaint/complaint.h"
#include "core/privacy/reading.h"

#include <cstdint>
#include <vector>

namespace aduan {

/// Ask after the case's last event: what its flags, redactions and custody are in the end decides
/// about every text.
class CaseSight {
 public:
  explicit CaseSight(Actor reader) : reader_(std::move(reader)) {}

  /// `event`: null where this version cannot read it. `after`: the case after it.
  void add(std::uint64_t sequence, const Event* event, const Complaint& after);

  /// An event after the instant that is asked about: it shows nothing, but what it hides is hidden.
  /// `now`: the case after it.
  void add_later(std::uint64_t sequence, const Event* event, const Complaint& now);

  /// Of the case as it stands; blind: for this reader it is not there.
  Sight now() const;
  /// Of the texts of one event: a former agency sees what came up to its release.
  Sight at(std::uint64_t sequence) const;

  const Actor& reader() const { return reader_; }
  bool anonymous() const { return visibility_.anonymous || later_anonymous_; }
  /// What later redactions and erasures keep from everybody.
  const Withheld& withheld() const { return withheld_; }

 private:
  Custody custody_at(std::uint64_t sequence) const;

  Actor reader_;
  CaseVisibility visibility_;
  bool later_anonymous_ = false;
  bool later_confidential_ = false;
  Withheld withheld_;
  bool was_active_ = false;
  bool had_handling_ = false;
  std::uint64_t last_seen_ = 0;  // of a reading agency
};

}  // namespace aduan
