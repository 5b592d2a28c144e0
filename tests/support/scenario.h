// Given a history, when somebody wants something, then it is accepted or rejected: a sentence of
// the domain as a test.
//
//   Scenario()
//       .given(submitted(), verified(), sent_back(3, kWorks))
//       .when(kVerifier, forward(kHealth))
//       .then_rejected(RejectionCode::ruling_required);
//
// The history goes through `decide` and `evolve`, as in the ledger. After every event the state is
// held against the invariants of `expect_sound`.

#pragma once

#include "core/complaint/decide.h"
#include "tests/support/case_commands.h"
#include "tests/support/test_directory.h"

#include <chrono>
#include <functional>
#include <initializer_list>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

class Scenario;

/// A part of a history.
using Step = std::function<void(Scenario&)>;

using Where = std::source_location;

class Scenario {
 public:
  /// Monday, 2 February 2015, 09:00 in Jakarta; no case yet.
  Scenario();
  /// Fails when the last `when` has no `then`.
  ~Scenario();
  Scenario(const Scenario&) = delete;
  Scenario& operator=(const Scenario&) = delete;

  template <class... Steps>
  Scenario& given(const Steps&... steps) {
    (steps(*this), ...);
    return *this;
  }

  /// Decides, and where it is accepted, evolves.
  Scenario& when(const Actor& actor, const CaseCommand& command, Where where = Where::current());

  Scenario& then_rejected(RejectionCode code, Where where = Where::current());
  /// Every rule that the command broke, in order.
  Scenario& for_all_of(std::initializer_list<RejectionCode> codes, Where where = Where::current());
  Scenario& then_accepted(Where where = Where::current());
  /// Accepted as this very event.
  Scenario& then_accepted(const Event& event, Where where = Where::current());
  Scenario& becomes(Status status, Where where = Where::current());
  /// Exactly these clocks stopped, and exactly these started.
  Scenario& stops(const std::vector<ClockOf>& clocks, Where where = Where::current());
  Scenario& starts(const std::vector<ClockOf>& clocks, Where where = Where::current());
  /// When a clock that runs is due.
  Scenario& due(const ClockOf& clock, std::string_view instant, Where where = Where::current());
  /// The event's `breaches`, exactly.
  Scenario& breaches(const std::vector<std::string_view>& names, Where where = Where::current());
  /// Any other truth about the state.
  Scenario& holds(bool (*truth)(const Complaint&), Where where = Where::current());

  const Complaint& complaint() const { return complaint_; }
  const Event& event() const { return event_; }
  Directory& directory() { return directory_; }
  std::uint64_t sequence() const { return sequence_; }
  Instant now() const { return now_; }
  void move_to(Instant instant) { now_ = instant; }
  /// An importer's word about its source, for the next commands.
  void set_anomalies(std::vector<std::string> anomalies) { anomalies_ = std::move(anomalies); }
  /// Straight into the history, whatever the rules say.
  void record(const Actor& actor, const Event& event, Where where);

 private:
  /// What the rules accept, the auditor finds sound.
  void expect_audited(const Actor& actor, const Event& event, Where where) const;

  Directory directory_;
  Complaint complaint_;
  Complaint before_;  // the last `when`
  Event event_;       // the last accepted one
  std::optional<RejectionCode> rejected_;
  std::vector<RejectionCode> broken_;
  std::vector<std::string> anomalies_;
  std::uint64_t sequence_ = 0;
  Instant now_;
  bool unanswered_ = false;
};

/// The case of every scenario.
CaseId scenario_case();

// --- Invariants

/// At most one lead; an open case has one holder, a lead or the desk; no clock twice, and none of
/// an agency without an active handling; no duty on a finished case but an appeal; stored and read
/// it is the same.
void expect_sound(const Complaint& complaint, Where where = Where::current());
/// What one event may not do: move a due date (but an extension), leave `responded` or a finished
/// status (but those that RULES §1 names), count backwards.
void expect_sound_step(const Complaint& before, const Event& event, const Complaint& after,
                       Where where = Where::current());

// --- Histories

/// An accepted command.
Step did(const Actor& actor, const CaseCommand& command, Where where = Where::current());
/// An event as it stands, whatever the rules say.
Step happened(const Actor& actor, const Event& event, Where where = Where::current());
Step later(std::chrono::minutes time);
Step on(std::string_view instant);

Step submitted(Where where = Where::current());
/// As a complaint without oversight, at the desk.
Step verified(Where where = Where::current());
Step forwarded(const AgencyId& to, Where where = Where::current());
Step supported(const AgencyId& by, Where where = Where::current());
Step returned(const AgencyId& by, Where where = Where::current());
/// Forwarded to the agency and returned by it, so many times.
Step sent_back(int times, const AgencyId& by, Where where = Where::current());
Step responded(const AgencyId& agency, Where where = Where::current());
Step replied(Where where = Where::current());
/// Submitted, verified, forwarded, responded, confirmed.
Step closed(const AgencyId& lead, Where where = Where::current());
/// Submitted and archived as unclear by kVerifier.
Step archived(Where where = Where::current());
/// And appealed.
Step appealed(Where where = Where::current());
Step merged(Where where = Where::current());
Step dissolved(const AgencyId& agency, const AgencyId& successor);

}  // namespace aduan
