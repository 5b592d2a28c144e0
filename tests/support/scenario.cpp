#include "tests/support/scenario.h"

#include "core/ledger/audit/broken_rule.h"
#include "schemas/binary.h"
#include "schemas/instant.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace aduan {
namespace {

/// A failure at the line of the test.
void fail(const Where& where, const std::string& message) {
  ADD_FAILURE_AT(where.file_name(), static_cast<int>(where.line())) << message;
}

void expect(bool truth, const Where& where, std::string_view message) {
  if (!truth) fail(where, std::string(message));
}

std::string text_of(Clock clock, const std::optional<AgencyId>& agency) {
  return std::string(name_of_code(clock)) + "@" + (agency ? agency->value : std::string(kDesk));
}

/// The clocks of `some` that `others` lack, as sorted text.
std::vector<std::string> only_in(const std::vector<RunningClock>& some,
                                 const std::vector<RunningClock>& others) {
  std::vector<std::string> texts;
  for (const RunningClock& clock : some) {
    const bool there = std::any_of(others.begin(), others.end(), [&](const RunningClock& other) {
      return other.clock == clock.clock && other.agency == clock.agency &&
             other.started == clock.started;
    });
    if (!there) texts.push_back(text_of(clock.clock, clock.agency));
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

std::vector<std::string> texts_of(const std::vector<ClockOf>& clocks) {
  std::vector<std::string> texts;
  for (const ClockOf& clock : clocks) texts.push_back(text_of(clock.clock, clock.agency));
  std::sort(texts.begin(), texts.end());
  return texts;
}

std::string text_of(const RunningClock& clock) { return text_of(clock.clock, clock.agency); }
std::string text_of(const AgencyId& agency) { return agency.value; }
std::string text_of(const Event& event) { return std::string(short_type(type_of(event))); }

/// The words are put together only where they are needed: properties ask a million times.
template <class Subject>
void expect_of(const Subject& subject, bool truth, const Where& where, std::string_view message) {
  if (!truth) fail(where, text_of(subject) + ": " + std::string(message));
}

template <class List>
std::string joined(const List& list) {
  std::string text;
  for (const auto& each : list) text.append(text.empty() ? "" : ", ").append(each);
  return "[" + text + "]";
}

std::string joined_codes(const std::vector<RejectionCode>& codes) {
  std::vector<std::string_view> names;
  for (const RejectionCode code : codes) names.push_back(name_of_code(code));
  return joined(names);
}

bool leaves_responded(const Event& event) {
  const auto* const returned = std::get_if<Returned>(&event);
  return std::holds_alternative<ReporterReplied>(event) ||
         std::holds_alternative<Reopened>(event) || std::holds_alternative<Ruled>(event) ||
         std::holds_alternative<Closed>(event) ||
         (returned != nullptr && returned->cause.has_value());
}

}  // namespace

CaseId scenario_case() { return *CaseId::from_text("7K3M9QX24B"); }

// --- Invariants

void expect_sound(const Complaint& complaint, Where where) {
  const auto is_lead = [](const Handling& handling) {
    return handling.is_active() && handling.role == HandlingRole::lead;
  };
  const auto& handlings = complaint.handlings;
  const auto& clocks = complaint.clocks;
  const auto leads = std::count_if(handlings.begin(), handlings.end(), is_lead);
  expect(leads <= 1, where, "the case has two leads");
  expect(!is_open(complaint) || is_at_desk(complaint) == (leads == 0), where,
         "an open case has not exactly one holder");
  for (const Handling& handling : handlings) {
    const auto same = std::count_if(handlings.begin(), handlings.end(), [&](const Handling& other) {
      return other.agency == handling.agency;
    });
    expect_of(handling.agency, same == 1, where, "an agency has two handlings");
  }
  for (const RunningClock& clock : clocks) {
    expect_of(clock, !clock.agency || active_handling(complaint, *clock.agency) != nullptr, where,
              "runs for an agency that has no active handling");
    expect_of(clock, is_open(complaint) || !is_duty(clock.clock) || clock.clock == Clock::appeal,
              where, "a duty on a finished case");
    const auto same = std::count_if(clocks.begin(), clocks.end(), [&](const RunningClock& other) {
      return other.clock == clock.clock && other.agency == clock.agency;
    });
    expect_of(clock, same == 1, where, "runs twice");
  }
  for (const RunningClock& clock : complaint.late) {
    expect_of(clock, is_duty(clock.clock) && !clock.missed, where, "late, and nobody can miss it");
    const bool runs = std::find(clocks.begin(), clocks.end(), clock) != clocks.end();
    expect_of(clock, !runs, where, "late, and it runs");
  }
  expect(complaint.late.size() <= 64, where, "the late clocks are not bounded");
  expect(!complaint.under_appeal || complaint.status == Status::archived, where,
         "an appeal on a case that is not archived");
  expect(!complaint.reply_since_close || complaint.status == Status::closed, where,
         "a reply since the closing of a case that is not closed");
  expect(complaint.status != Status::merged || complaint.merged_into.has_value(), where,
         "a merged case without target");

  const auto copy = decode_binary<Complaint>(encode_binary(complaint));
  expect(copy.has_value() && copy.value() == complaint, where,
         "the state is another one when it is stored and read");
}

void expect_sound_step(const Complaint& before, const Event& event, const Complaint& after,
                       Where where) {
  const bool extends = std::holds_alternative<DeadlineExtended>(event);
  for (const RunningClock& clock : after.clocks) {
    for (const RunningClock& old : before.clocks) {
      const bool same =
          old.clock == clock.clock && old.agency == clock.agency && old.started == clock.started;
      expect_of(event, !same || extends || old.due == clock.due, where, "moves a due date");
    }
  }
  // A successor that owed the same step has it by the earlier date of the two.
  const auto* const forwarded = std::get_if<Forwarded>(&event);
  const bool succeeds = forwarded != nullptr && forwarded->cause.has_value();
  const auto is_kept = [&](const RoundDue& old) {
    return std::any_of(after.round_dues.begin(), after.round_dues.end(), [&](const RoundDue& due) {
      const bool same = due.due == old.due || extends || (succeeds && due.due < old.due);
      return due.agency == old.agency && due.clock == old.clock && same && (due.done || !old.done);
    });
  };
  const bool keeps = std::all_of(before.round_dues.begin(), before.round_dues.end(), is_kept);
  expect_of(event, keeps || std::holds_alternative<Reopened>(event), where,
            "loses a due date of the round");
  const bool left = after.status != before.status;
  expect_of(event, !left || before.status != Status::responded || leaves_responded(event), where,
            "leaves `responded`");
  expect_of(event,
            !left || is_open(before) || std::holds_alternative<Reopened>(event) ||
                std::holds_alternative<Closed>(event),
            where, "leaves a finished status");
  expect_of(event,
            after.returns >= before.returns && after.handovers >= before.handovers &&
                after.reopenings >= before.reopenings && after.supports >= before.supports,
            where, "counts backwards");
  expect_of(event, !before.published || after.published, where, "unpublishes");
}

// --- Scenario

Scenario::Scenario()
    : directory_(test_directory()), now_(*parse_instant("2015-02-02T02:00:00.000Z")) {}

Scenario::~Scenario() {
  if (unanswered_) ADD_FAILURE() << "a `when` without a `then`";
}

void Scenario::record(const Actor& actor, const Event& event, Where where) {
  Attributes attributes;
  attributes.subject = scenario_case().text();
  attributes.sequence = ++sequence_;
  attributes.time = now_;
  attributes.recorded = now_;
  attributes.actor = actor;
  const Complaint before = complaint_;
  evolve(complaint_, attributes, event);
  event_ = event;
  expect_sound_step(before, event, complaint_, where);
  expect_sound(complaint_, where);
}

void Scenario::expect_audited(const Actor& actor, const Event& event, Where where) const {
  // A word about the source that no door of ours sends is not to be told from an invented one.
  const bool is_odd = !anomalies_.empty() && !std::holds_alternative<Submitted>(event);
  if (is_odd) return;
  Attributes attributes;
  attributes.subject = scenario_case().text();
  attributes.sequence = sequence_ + 1;
  attributes.time = now_;
  attributes.actor = actor;
  const auto broken = find_broken_rule(complaint_, attributes, event, directory_);
  if (broken) fail(where, "the auditor objects to " + text_of(event) + ": " + broken->reason);
}

Scenario& Scenario::when(const Actor& actor, const CaseCommand& command, Where where) {
  const CaseId id = scenario_case();
  const DecisionContext context{.directory = directory_,
                                .actor = actor,
                                .time = now_,
                                .case_id = id.text(),
                                .sequence = sequence_,
                                .anomalies = &anomalies_};
  before_ = complaint_;
  rejected_.reset();
  unanswered_ = true;
  broken_ = broken_rules(complaint_, command, context);
  const Decision decision = decide(complaint_, command, context);
  if (const auto* const rejection = std::get_if<Rejection>(&decision)) {
    rejected_ = rejection->code;
  } else {
    expect_audited(actor, std::get<Event>(decision), where);
    record(actor, std::get<Event>(decision), where);
  }
  return *this;
}

Scenario& Scenario::then_rejected(RejectionCode code, Where where) {
  unanswered_ = false;
  const std::string wanted = "wanted the rejection " + std::string(name_of_code(code));
  if (!rejected_) {
    fail(where, wanted + ", got the event " + text_of(event_));
  } else {
    expect(*rejected_ == code, where, wanted + ", got " + std::string(name_of_code(*rejected_)));
    expect(!explanation_of(*rejected_).empty(), where, "the rejection has no explanation");
  }
  return *this;
}

Scenario& Scenario::for_all_of(std::initializer_list<RejectionCode> codes, Where where) {
  const std::vector<RejectionCode> wanted(codes);
  expect(broken_ == wanted, where,
         "wanted the rules " + joined_codes(wanted) + ", got " + joined_codes(broken_));
  return *this;
}

Scenario& Scenario::then_accepted(Where where) {
  unanswered_ = false;
  if (rejected_) fail(where, "rejected: " + std::string(name_of_code(*rejected_)));
  return *this;
}

Scenario& Scenario::then_accepted(const Event& event, Where where) {
  then_accepted(where);
  if (rejected_) return *this;
  expect(event_.index() == event.index(), where,
         "wanted " + text_of(event) + ", got " + text_of(event_));
  expect(event_ == event, where, "the event " + text_of(event) + " says something else");
  return *this;
}

Scenario& Scenario::becomes(Status status, Where where) {
  then_accepted(where);
  expect(complaint_.status == status, where,
         "wanted the status " + std::string(name_of_code(status)) + ", got " +
             std::string(name_of_code(complaint_.status)));
  return *this;
}

Scenario& Scenario::stops(const std::vector<ClockOf>& clocks, Where where) {
  const auto stopped = only_in(before_.clocks, complaint_.clocks);
  expect(stopped == texts_of(clocks), where,
         "wanted to stop " + joined(texts_of(clocks)) + ", stopped " + joined(stopped));
  return *this;
}

Scenario& Scenario::starts(const std::vector<ClockOf>& clocks, Where where) {
  const auto started = only_in(complaint_.clocks, before_.clocks);
  expect(started == texts_of(clocks), where,
         "wanted to start " + joined(texts_of(clocks)) + ", started " + joined(started));
  const Consequences* const said = consequences_of(event_);
  const std::size_t listed = said == nullptr ? 0 : said->clocks.size();
  expect(listed == clocks.size(), where, "the event lists other clocks than those that start");
  const bool has_policy = said != nullptr && said->policy.has_value();
  expect(has_policy == !clocks.empty(), where, "clocks and policy go together");
  return *this;
}

Scenario& Scenario::due(const ClockOf& clock, std::string_view instant, Where where) {
  const RunningClock* const running = find_clock(complaint_, clock.clock, clock.agency);
  if (running == nullptr) {
    fail(where, "no such clock runs: " + text_of(clock.clock, clock.agency));
  } else {
    expect(format_instant(running->due) == instant, where,
           "due at " + format_instant(running->due) + ", not at " + std::string(instant));
  }
  return *this;
}

Scenario& Scenario::breaches(const std::vector<std::string_view>& names, Where where) {
  then_accepted(where);
  const Consequences* const said = consequences_of(event_);
  const auto got = said == nullptr ? std::vector<std::string>{} : said->breaches;
  expect(std::equal(got.begin(), got.end(), names.begin(), names.end()), where,
         "wanted the breaches " + joined(names) + ", got " + joined(got));
  return *this;
}

Scenario& Scenario::holds(bool (*truth)(const Complaint&), Where where) {
  expect(truth(complaint_), where, "the state is another one");
  return *this;
}

// --- Commands

Submit submit(Channel channel) {
  Submit command;
  command.channel = channel;
  command.kind = ComplaintKind::complaint;
  command.category.open = kRoads;
  return command;
}

Verify verify(ComplaintKind kind, bool oversight) {
  Verify command;
  command.kind = kind;
  command.category.open = kRoads;
  command.oversight = oversight;
  return command;
}

ArchiveCase archive(ArchiveReason reason) {
  ArchiveCase command;
  command.reason = reason;
  return command;
}

Forward forward(const AgencyId& to, HandlingRole role) {
  Forward command;
  command.to = to;
  command.role = role;
  return command;
}

Forward support_by(const AgencyId& to) { return forward(to, HandlingRole::support); }

Forward succeed(const AgencyId& from, const AgencyId& to) {
  Forward command = forward(to);
  command.from = from;
  command.cause = Cause::succession;
  return command;
}

Return give_back(const AgencyId& by) {
  Return command;
  command.by = by;
  command.reason = ReturnReason::not_our_authority;
  return command;
}

Return orphaned_by(const AgencyId& by) {
  Return command = give_back(by);
  command.cause = Cause::succession;
  return command;
}

Rule rule(const AgencyId& to) { return {to, {}}; }

Respond respond(const AgencyId& agency, bool is_final) {
  Respond command;
  command.agency = agency;
  command.final_ = is_final;
  return command;
}

Comment comment(Audience audience) { return {audience, {}}; }

Close close(ClosingBasis basis) { return {basis, {}}; }

Reopen reopen(ReopeningReason reason) { return {reason, {}, {}}; }

Escalate escalate(EscalationTarget to, EscalationReason reason) { return {to, reason, {}, {}}; }

Miss miss(const ClockOf& clock, std::uint64_t started) {
  return {clock.clock, clock.agency, started, {}};
}

Extend extend(const ClockOf& clock, std::uint64_t started, Instant due) {
  return {clock.clock, clock.agency, started, due, ExtensionReason::complex, {}};
}

ChangeVisibility visibility(bool anonymous, bool confidential) {
  return {anonymous, confidential, VisibilityReason::reporter_request};
}

// --- Histories

Step did(const Actor& actor, const CaseCommand& command, Where where) {
  return [=](Scenario& scenario) { scenario.when(actor, command, where).then_accepted(where); };
}

Step happened(const Actor& actor, const Event& event, Where where) {
  return [=](Scenario& scenario) { scenario.record(actor, event, where); };
}

Step later(std::chrono::minutes time) {
  return [=](Scenario& scenario) { scenario.move_to(scenario.now() + time); };
}

Step on(std::string_view instant) {
  return [=, at = *parse_instant(instant)](Scenario& scenario) { scenario.move_to(at); };
}

Step submitted(Where where) { return did(kReporter, submit(), where); }

Step verified(Where where) { return did(kVerifier, verify(), where); }

Step forwarded(const AgencyId& to, Where where) { return did(kVerifier, forward(to), where); }

Step supported(const AgencyId& by, Where where) { return did(kVerifier, support_by(by), where); }

Step returned(const AgencyId& by, Where where) { return did(officer_of(by), give_back(by), where); }

Step sent_back(int times, const AgencyId& by, Where where) {
  return [=](Scenario& scenario) {
    for (int i = 0; i < times; ++i) scenario.given(forwarded(by, where), returned(by, where));
  };
}

Step responded(const AgencyId& agency, Where where) {
  return did(officer_of(agency), respond(agency, true), where);
}

Step replied(Where where) { return did(kReporter, Reply{}, where); }

Step closed(const AgencyId& lead, Where where) {
  return [=](Scenario& scenario) {
    scenario.given(submitted(where), verified(where), forwarded(lead, where),
                   responded(lead, where),
                   did(kReporter, close(ClosingBasis::confirmed_by_reporter), where));
  };
}

Step archived(Where where) {
  return [=](Scenario& scenario) {
    scenario.given(submitted(where), did(kVerifier, archive(), where));
  };
}

Step appealed(Where where) {
  return
      [=](Scenario& scenario) { scenario.given(archived(where), did(kReporter, Appeal{}, where)); };
}

Step merged(Where where) {
  const Merge command{*CaseId::from_text("0123456789"), {}};
  return
      [=](Scenario& scenario) { scenario.given(submitted(where), did(kVerifier, command, where)); };
}

Step dissolved(const AgencyId& agency, const AgencyId& successor) {
  return [=](Scenario& scenario) {
    Directory& directory = scenario.directory();
    evolve(directory, directory.sequence + 1, Dissolved{agency, {successor}, successor});
  };
}

}  // namespace aduan
