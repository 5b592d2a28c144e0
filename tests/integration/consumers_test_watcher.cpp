// The deadline watcher: each clock before, at and after its due, by one watcher, by two, late, and
// by one that crashes wherever it can.

#include "projections/due_steps.h"
#include "tests/integration/office.h"
#include "tests/support/prng.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <set>

namespace aduan {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

constexpr milliseconds kMoment{1};

/// A clock that the watcher acts on: how it comes to run, and what it does at the due.
struct ClockCase {
  std::string_view name;
  Clock clock;
  std::optional<AgencyId> agency;
  CaseId (*start)(Office&);
  DueWork work;
  Status status_after;
};

CaseId returned_case(Office& office) {
  const CaseId id = office.at_agency(kWorks);
  office.did(id, officer_of(kWorks), give_back(kWorks));
  return id;
}

CaseId appealed_case(Office& office) {
  const CaseId id = office.filed();
  office.did(id, kVerifier, archive());
  office.did(id, kReporter, Appeal{});
  return id;
}

CaseId replied_case(Office& office) {
  const CaseId id = office.answered_by(kBali);
  office.did(id, kReporter, Reply{});
  return id;
}

/// The first answer came, the final one does not.
CaseId half_answered_case(Office& office) {
  const CaseId id = office.at_agency(kPapua);
  office.did(id, officer_of(kPapua), respond(kPapua, false));
  return id;
}

CaseId pended_case(Office& office) {
  const CaseId id = office.filed();
  office.did(id, kVerifier, Pend{});
  return id;
}

DueWork misses(std::uint64_t number, std::uint64_t escalations = 0) {
  DueWork work;
  work.misses = number;
  work.escalations = escalations;
  return work;
}

const ClockCase kClockCases[] = {
    {"verify", Clock::verify, std::nullopt, [](Office& office) { return office.filed(); },
     misses(1, 1), Status::submitted},
    {"reroute", Clock::reroute, std::nullopt, returned_case, misses(1), Status::verified},
    {"follow_up", Clock::follow_up, kBali, [](Office& office) { return office.at_agency(kBali); },
     misses(1, 2), Status::forwarded},
    {"resolve", Clock::resolve, kPapua, half_answered_case, misses(1), Status::in_progress},
    {"answer", Clock::answer, kBali, replied_case, misses(1), Status::reporter_replied},
    {"appeal", Clock::appeal, std::nullopt, appealed_case, misses(1), Status::archived},
    {"silence", Clock::reporter_silence, std::nullopt,
     [](Office& office) { return office.answered_by(kHealth); },
     [] {
       DueWork work;
       work.closed = 1;
       return work;
     }(),
     Status::closed},
    {"pend", Clock::pend, std::nullopt, pended_case,
     [] {
       DueWork work;
       work.archived = 1;
       return work;
     }(),
     Status::archived},
};

TEST(Watcher, ActsAtTheDueOfEachClockAndNotBefore) {
  for (const ClockCase& each : kClockCases) {
    SCOPED_TRACE(each.name);
    Office office;
    const CaseId id = each.start(office);
    const Instant due = office.due(id, each.clock, each.agency);
    const std::size_t before = office.count_events(id);
    EXPECT_EQ(office.run_at(due - kMoment), DueWork());
    EXPECT_EQ(office.count_events(id), before);
    EXPECT_EQ(office.run_at(due), each.work);
    EXPECT_EQ(office.complaint(id).status, each.status_after);
    const std::size_t after = office.count_events(id);
    EXPECT_EQ(after, before + each.work.total());
    EXPECT_EQ(office.run_at(due + kMoment), DueWork()) << "once a clock";
    office.expect_sound();
  }
}

TEST(Watcher, ActsLateAsItWouldHaveInTime) {
  for (const ClockCase& each : kClockCases) {
    SCOPED_TRACE(each.name);
    Office office;
    const CaseId id = each.start(office);
    const DueWork work = office.run_at(office.due(id, each.clock, each.agency) + hours(1));
    EXPECT_EQ(work, each.work);
  }
}

TEST(Watcher, NeverMissesAWindow) {
  Office office;
  const CaseId archived = office.filed();
  office.did(archived, kVerifier, archive());
  const CaseId closed = office.answered_by(kHealth);
  office.did(closed, kReporter, close(ClosingBasis::confirmed_by_reporter));
  EXPECT_FALSE(office.complaint(archived).clocks.empty());
  EXPECT_FALSE(office.complaint(closed).clocks.empty());
  EXPECT_EQ(office.run_at(office.now() + hours(24 * 365)), DueWork());
  EXPECT_EQ(office.roles()->next_due().value(), std::nullopt);
}

// 11 to 20 June 2018 are free, and so are the two days of the week after.
TEST(Watcher, WaitsForTheFirstWorkingDaysAfterLebaran) {
  Office office;
  office.at("2018-06-08T09:00+07:00");
  const CaseId id = office.filed();
  EXPECT_EQ(office.due(id, Clock::verify), *parse_instant("2018-06-25T17:00:00.000Z"));
  EXPECT_EQ(office.run_at(*parse_instant("2018-06-25T16:59:59.999Z")), DueWork());
  EXPECT_EQ(office.run_at(*parse_instant("2018-06-25T17:00:00.000Z")), misses(1, 1));
}

TEST(Watcher, GoesByTheDueThatTheClockStartedWithWhateverThePolicyBecame) {
  Office office;
  const CaseId before = office.filed();
  const Instant due = office.due(before, Clock::verify);
  Policy hasty = sp4n_policy();
  hasty.version = PolicyVersion{"hasty"};
  hasty.clocks.verify = {1, DayUnit::d};
  office.direct(Adopt{PolicyAdopted{hasty}});
  const CaseId after = office.filed();
  const Instant hasty_due = office.due(after, Clock::verify);
  ASSERT_LT(hasty_due, due);
  EXPECT_EQ(office.run_at(hasty_due), misses(1, 1));
  EXPECT_EQ(office.system_events(before), Types());
  EXPECT_EQ(office.run_at(due - kMoment), DueWork());
  EXPECT_EQ(office.run_at(due), misses(1, 1));
}

TEST(Watcher, GoesByTheExtendedDue) {
  Office office;
  const CaseId id = office.at_agency(kHealth);
  const Complaint complaint = office.complaint(id);
  const RunningClock clock = *find_clock(complaint, Clock::follow_up, kHealth);
  office.did(id, kVerifier,
             extend({Clock::follow_up, kHealth}, clock.started, clock.due + hours(48)));
  EXPECT_EQ(office.run_at(clock.due), DueWork());
  EXPECT_EQ(office.run_at(clock.due + hours(48) - kMoment), DueWork());
  EXPECT_EQ(office.run_at(clock.due + hours(48)), misses(1, 2));
}

TEST(Watcher, MissesAClockThatASuccessionMovedOnceAndByItsNewAgency) {
  Office office;
  const CaseId id = office.at_agency(kHealth);
  const Instant due = office.due(id, Clock::follow_up, kHealth);
  office.dissolve(kHealth, {kSocial}, kSocial);
  EXPECT_EQ(office.run().successions, 1u);
  EXPECT_EQ(office.due(id, Clock::follow_up, kSocial), due);
  EXPECT_EQ(office.run_at(due), misses(1, 2));
  const Complaint complaint = office.complaint(id);
  EXPECT_TRUE(find_clock(complaint, Clock::follow_up, kSocial)->missed);
}

TEST(Watcher, MissedBeforeASuccessionIsNotMissedAgainAfterIt) {
  Office office;
  const CaseId id = office.at_agency(kHealth);
  const Instant due = office.due(id, Clock::follow_up, kHealth);
  EXPECT_EQ(office.run_at(due), misses(1, 2));
  office.dissolve(kHealth, {kSocial}, kSocial);
  const DueWork work = office.run_at(due + hours(1));
  EXPECT_EQ(work.successions, 1u);
  EXPECT_EQ(work.misses, 0u);
}

// An agency that answers late does not escape its miss.
TEST(Watcher, RecordsAClockThatWasStoppedLate) {
  Office office;
  const CaseId id = office.at_agency(kHealth);
  office.at(office.due(id, Clock::follow_up, kHealth) + hours(5));
  office.did(id, officer_of(kHealth), respond(kHealth, false));
  EXPECT_EQ(office.complaint(id).late.size(), 1u);
  EXPECT_EQ(office.run(), misses(1, 2));
  EXPECT_TRUE(office.complaint(id).late.empty());
  EXPECT_EQ(office.run(), DueWork());
}

TEST(Watcher, StoppedInTimeIsNoMiss) {
  Office office;
  const CaseId id = office.at_agency(kHealth);
  office.at(office.due(id, Clock::follow_up, kHealth) - kMoment);
  office.did(id, officer_of(kHealth), respond(kHealth, false));
  EXPECT_EQ(office.run_at(office.now() + hours(1)), DueWork());
}

TEST(Watcher, RecordsALateClockOfAFinishedCaseAndTellsNobody) {
  Office office;
  const CaseId id = office.at_agency(kHealth);
  office.at(office.due(id, Clock::resolve, kHealth));
  office.did(id, kReporter, Withdraw{});
  EXPECT_EQ(office.run(), misses(2)) << "follow_up and resolve";
  EXPECT_EQ(office.run(), DueWork());
}

TEST(Watcher, TellsTheNationalAdminOfTheThirdReturnOnce) {
  Office office;
  const CaseId id = office.verified_case();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(office.run(), DueWork()) << i << " returns";
    office.did(id, kVerifier, forward(kWorks));
    office.did(id, officer_of(kWorks), give_back(kWorks));
  }
  EXPECT_EQ(office.run(), misses(0, 1));
  EXPECT_EQ(office.run(), DueWork());
  EXPECT_TRUE(office.complaint(id).owed_escalations.empty());
}

TEST(Watcher, LeavesAnImportersReturnsAlone) {
  Office office;
  const CaseId id = office.verified_case();
  for (int i = 0; i < 4; ++i) {
    office.did(id, kImporter, forward(kWorks));
    office.did(id, kImporter, give_back(kWorks));
  }
  EXPECT_EQ(office.complaint(id).returns, 4u);
  EXPECT_EQ(office.run().escalations, 0u);
}

TEST(Watcher, MissesASourcesOwnDueDateThatPassedBeforeItCameHere) {
  Office office;
  const CaseId id = chain_case(900);
  Submit submission = submit();
  submission.holder = kWorks;
  submission.due = office.now() - hours(1000);
  office.did(id, kImporter, submission);
  const auto roles = office.roles();
  EXPECT_EQ(roles->run_due(office.now()).value(), misses(1)) << "a resolve clock tells nobody";
  // The same in a process that has looked before.
  submission.due = office.now() - hours(2000);
  office.at(office.now() + hours(30));
  office.did(chain_case(901), kImporter, submission);
  EXPECT_EQ(roles->run_due(office.now()).value(), misses(1));
}

/// Cases in which everything that a watcher does is due at the same time, and the instant.
Instant fill_with_due_cases(Office& office) {
  std::vector<CaseId> cases;
  for (const ClockCase& each : kClockCases) {
    cases.push_back(each.start(office));
    cases.push_back(each.start(office));
  }
  const CaseId bounced = office.verified_case();
  for (int i = 0; i < 3; ++i) {
    office.did(bounced, kVerifier, forward(kWorks));
    office.did(bounced, officer_of(kWorks), give_back(kWorks));
  }
  const CaseId supported = office.at_agency(kHealth);
  office.did(supported, kVerifier, support_by(kBali));
  return office.now() + hours(24 * 60);
}

TEST(Watcher, ASecondOneChangesNothing) {
  Office office;
  office.at(fill_with_due_cases(office));
  const auto first = office.roles("w-1")->run_due(office.now());
  ASSERT_TRUE(first);
  EXPECT_GT(first.value().total(), 20u);
  const auto records = office.records();
  EXPECT_EQ(office.roles("w-2")->run_due(office.now()).value(), DueWork());
  office.at(office.now() + hours(24));
  EXPECT_EQ(office.roles("w-3")->run_due(office.now()).value(), DueWork());
  EXPECT_EQ(office.records(), records);
}

// Whatever it had sent: the next one goes on from there, and the ledger is the same.
TEST(Watcher, ACrashAfterAnyCommandChangesNothing) {
  Office whole;
  whole.at(fill_with_due_cases(whole));
  const std::uint64_t total = whole.run().total();
  const auto expected = whole.records();
  for (std::size_t left = 0; left <= total; ++left) {
    Office office;
    office.at(fill_with_due_cases(office));
    BreakingLedger breaking(office.ledger(), left);
    SystemRoles crashed(breaking, office.store(), office.keys());
    EXPECT_EQ(crashed.run_due(office.now()).has_error(), left < total);
    const DueWork rest = office.run();
    EXPECT_EQ(rest.total(), total - left);
    ASSERT_TRUE(office.records() == expected) << "crashed after " << left;
  }
}

TEST(Watcher, WorksOffABacklogInBoundedBatches) {
  Office office;
  constexpr std::size_t kCases = 2 * kSystemBatchMax + 7;
  std::vector<AnyCommand> submissions;
  for (std::size_t i = 0; i < kCases; ++i) {
    SealedCommand command;
    command.subject = chain_case(5'000 + i).text();
    command.command_id = id_of_key("backlog/" + std::to_string(i));
    command.actor = kReporter;
    command.body = submit();
    submissions.emplace_back(std::move(command));
  }
  office.ledger().submit(std::move(submissions));
  office.at(office.now() + hours(24 * 30));
  std::uint64_t seen = 0;
  std::uint64_t reports = 0;
  const auto work = office.roles()->run_due(office.now(), [&](const DueWork& done) {
    EXPECT_GE(done.total(), seen);
    EXPECT_LE(done.total() - seen, kSystemBatchMax);
    seen = done.total();
    ++reports;
  });
  ASSERT_TRUE(work);
  EXPECT_EQ(work.value(), misses(kCases, kCases));
  EXPECT_EQ(seen, 2 * kCases);
  EXPECT_GE(reports, 6u);
}

TEST(Watcher, FindsWhatComesLaterInTheSameProcess) {
  Office office;
  const auto roles = office.roles();
  EXPECT_EQ(roles->run_due(office.now()).value(), DueWork());
  EXPECT_EQ(roles->next_due().value(), std::nullopt);
  const CaseId id = office.filed();
  const Instant due = office.due(id, Clock::verify);
  EXPECT_EQ(roles->next_due().value(), due);
  office.at(due);
  EXPECT_EQ(roles->run_due(due).value(), misses(1, 1));
  // Late, in a case that the pass before has seen already.
  const CaseId late = office.at_agency(kHealth);
  office.at(office.due(late, Clock::follow_up, kHealth) + hours(9));
  office.did(late, officer_of(kHealth), respond(kHealth, true));
  EXPECT_EQ(roles->run_due(office.now()).value(), misses(1, 2));
}

TEST(Watcher, PlaysEachStepAtItsOwnInstant) {
  Office office;
  const CaseId silent = office.answered_by(kHealth);
  const CaseId waiting = office.filed();
  const Instant verify_due = office.due(waiting, Clock::verify);
  const Instant silence_due = office.due(silent, Clock::reporter_silence);
  ASSERT_LT(verify_due, silence_due);
  const Instant until = office.now() + hours(24 * 60);
  const auto work = office.roles()->play(until, [&](Instant instant) { office.at(instant); });
  ASSERT_TRUE(work);
  EXPECT_EQ(work.value().total(), 3u);
  EXPECT_EQ(office.now(), until);
  EXPECT_EQ(office.system_events(waiting), (Types{"deadline_missed " + format_instant(verify_due),
                                                  "escalated " + format_instant(verify_due)}));
  EXPECT_EQ(office.system_events(silent), Types{"closed " + format_instant(silence_due)});
}

TEST(Watcher, TooEarlyByTheLedgersClockStaysDue) {
  Office office;
  const CaseId id = office.filed();
  const Instant due = office.due(id, Clock::verify);
  // A watcher whose own clock is ahead of the ledger's.
  EXPECT_EQ(office.roles()->run_due(due).value(), DueWork());
  EXPECT_EQ(office.system_events(id), Types());
  EXPECT_EQ(office.run_at(due), misses(1, 1));
}

// --- Whenever a watcher comes, the misses are the same

using MissedClock = std::tuple<std::string, std::string, std::string, std::uint64_t, Instant>;

std::set<MissedClock> missed_clocks(const Office& office) {
  std::set<MissedClock> missed;
  EnvelopeReader reader("test");
  for (const auto& [subject, values] : office.records()) {
    for (const std::string& value : values) {
      const auto envelope = reader.read(value);
      if (short_type(envelope->type) != "deadline_missed") continue;
      const auto event = reader.decode_event(*envelope);
      EXPECT_TRUE(event);
      const auto& miss = std::get<DeadlineMissed>(event.value());
      const bool is_new =
          missed
              .emplace(subject, name_of_code(miss.clock), miss.agency ? miss.agency->value : "desk",
                       miss.started, miss.due)
              .second;
      EXPECT_TRUE(is_new) << subject << ": twice on record";
    }
  }
  return missed;
}

/// Something that a person does, some of it against the rules. No final answer and no question to
/// the reporter: what the watcher does by itself then (closing, archiving) changes what comes
/// after.
CaseCommand something(Prng& prng, const AgencyId& agency) {
  switch (prng.below(8)) {
    case 0:
      return verify();
    case 1:
    case 2:
      return forward(agency);
    case 3:
      return support_by(agency);
    case 4:
      return give_back(agency);
    case 5:
      return respond(agency, false);
    case 6:
      return rule(agency);
    default:
      return archive();
  }
}

Actor who_sends(const CaseCommand& command, const AgencyId& agency) {
  const bool by_agency =
      std::holds_alternative<Return>(command) || std::holds_alternative<Respond>(command);
  return by_agency ? officer_of(agency) : kVerifier;
}

/// The same people's doings for the same seed; a watcher comes when `comes` says so.
std::set<MissedClock> misses_of(std::uint64_t seed, const std::function<bool()>& comes) {
  const AgencyId agencies[] = {kHealth, kWorks, kBali, kPapua};
  Office office;
  Prng prng(seed);
  std::vector<CaseId> cases;
  auto roles = office.roles();
  for (int i = 0; i < 120; ++i) {
    office.at(office.now() + hours(prng.below(30)));
    if (cases.size() < 12 && prng.one_in(4)) cases.push_back(office.filed());
    if (cases.empty()) continue;
    const CaseId id = cases[prng.below(cases.size())];
    const AgencyId& agency = agencies[prng.below(std::size(agencies))];
    const CaseCommand command = something(prng, agency);
    office.send(id, who_sends(command, agency), command);
    if (comes()) {
      EXPECT_TRUE(roles->run_due(office.now()));
    }
    if (comes()) roles = office.roles("w-" + std::to_string(i));
  }
  office.at(office.now() + hours(24 * 200));
  EXPECT_EQ(roles->run_due(office.now()).has_value(), true);
  EXPECT_EQ(office.run(), DueWork());
  office.expect_sound();
  return missed_clocks(office);
}

std::multiset<std::string> names_of(const std::set<MissedClock>& missed) {
  std::multiset<std::string> names;
  for (const auto& [subject, clock, agency, started, due] : missed) {
    names.insert(subject + "/" + clock + "/" + agency + "/" + format_instant(due));
  }
  return names;
}

TEST(Watcher, GivesTheSameMissesWheneverItRuns) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE("--seed=" + std::to_string(seed));
    const auto at_the_end = misses_of(seed, [] { return false; });
    const auto always = misses_of(seed, [] { return true; });
    Prng coin(seed + 1'000);
    const auto sometimes = misses_of(seed, [&] { return coin.one_in(7); });
    EXPECT_FALSE(at_the_end.empty());
    // What the watcher wrote between shifts the sequences; the clocks are the same.
    EXPECT_EQ(names_of(always), names_of(at_the_end));
    EXPECT_EQ(names_of(sometimes), names_of(at_the_end));
  }
}

}  // namespace
}  // namespace aduan
