// Whatever is wanted, in whatever order, by whomever: a case stays sound. A failure names its seed;
// give it as ADUAN_SEED to see that history alone.

#include "core/complaint/decide.h"
#include "schemas/binary.h"
#include "tests/support/chain.h"
#include "tests/support/random_history.h"
#include "tests/support/samples.h"
#include "tests/support/scenario.h"
#include "tests/unit/naive_case.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <string>
#include <vector>

namespace aduan {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr std::uint64_t kHistories = 60;
constexpr int kSteps = 600;
constexpr int kLawfulSteps = 2'500;   // most wishes are rejected
constexpr std::size_t kAgencies = 6;  // of RandomHistory, and of the samples one

std::vector<std::uint64_t> seeds() {
  if (const char* const seed = std::getenv("ADUAN_SEED")) return {std::stoull(seed)};
  std::vector<std::uint64_t> all;
  for (std::uint64_t seed = 1; seed <= kHistories; ++seed) all.push_back(seed);
  return all;
}

/// Whoever would say it, most times.
Actor actor_for(const CaseCommand& command, Prng& prng) {
  static const Actor kAnybody[] = {kReporter,       kReporter, kVerifier,  kOtherVerifier,
                                   kHealthVerifier, kOverseer, kCustodian, kWatcher,
                                   kSteward,        kCitizen};
  const AgencyId* const agency = std::visit(
      [](const auto& body) -> const AgencyId* {
        if constexpr (requires { body.by; }) {
          return &body.by;
        } else if constexpr (requires { body.agency.value; }) {
          return &body.agency;
        } else if constexpr (std::is_same_v<decltype(body), const Note&>) {
          return body.agency ? &*body.agency : nullptr;
        } else {
          return nullptr;
        }
      },
      command);
  if (agency != nullptr && !prng.one_in(4)) return officer_of(*agency);
  return kAnybody[prng.below(std::size(kAnybody))];
}

/// Points a command about a clock at one that there is.
void aim(CaseCommand& command, const Complaint& complaint, Prng& prng) {
  const auto at_one = [&](auto& body) {
    const auto& list =
        prng.one_in(3) && !complaint.late.empty() ? complaint.late : complaint.clocks;
    if (list.empty()) return;
    const RunningClock& clock = list[prng.below(list.size())];
    body.clock = clock.clock;
    body.agency = clock.agency;
    body.started = clock.started;
  };
  if (auto* const miss_it = std::get_if<Miss>(&command)) at_one(*miss_it);
  if (auto* const extend_it = std::get_if<Extend>(&command)) at_one(*extend_it);
}

Attributes attributes_at(std::uint64_t sequence, Instant time, const Actor& actor) {
  Attributes attributes;
  attributes.sequence = sequence;
  attributes.time = attributes.recorded = time;
  attributes.actor = actor;
  return attributes;
}

/// What holds where nobody broke a rule, and a policy was in force all the time.
void expect_lawful(const Complaint& complaint) {
  const bool has_lead = lead_of(complaint) != nullptr;
  switch (complaint.status) {
    case Status::submitted:
    case Status::pended:
    case Status::verified:
      EXPECT_FALSE(has_lead);
      break;
    case Status::forwarded:
    case Status::in_progress:
    case Status::responded:
    case Status::reporter_replied:
    case Status::reopened:
      EXPECT_TRUE(has_lead);
      break;
    case Status::closed:
    case Status::archived:
    case Status::merged:
      break;
  }
  const auto runs = [&](Clock clock) {
    return std::any_of(complaint.clocks.begin(), complaint.clocks.end(),
                       [&](const RunningClock& each) { return each.clock == clock; });
  };
  // Nobody waits for ever: whoever's turn it is has a clock, or had one and let it pass.
  EXPECT_EQ(runs(Clock::pend), complaint.status == Status::pended);
  EXPECT_EQ(runs(Clock::appeal), complaint.under_appeal);
  EXPECT_EQ(runs(Clock::reopen_window), complaint.status == Status::closed);
  if (complaint.status == Status::responded) {
    EXPECT_NE(runs(Clock::reporter_silence), runs(Clock::answer));
  } else {
    EXPECT_FALSE(runs(Clock::reporter_silence));
  }
  if (complaint.status == Status::submitted || complaint.status == Status::verified) {
    EXPECT_NE(runs(Clock::verify), runs(Clock::reroute));
  }
  if (has_lead && is_open(complaint) && complaint.status != Status::responded) {
    const auto& lead = lead_of(complaint)->agency;
    EXPECT_TRUE(earliest_due(complaint, lead).has_value());
  }
}

/// Custody and queues are those of the paper; a due date moves by an extension or a new round
/// alone.
void expect_as_on_paper(const Complaint& complaint, const NaiveCase& paper) {
  EXPECT_EQ(name_of_code(complaint.status), paper.status());
  const Handling* const lead = lead_of(complaint);
  const std::string nobody = is_open(complaint) ? "desk" : "";
  EXPECT_EQ(lead != nullptr ? lead->agency.value : nobody, paper.holder());
  EXPECT_EQ(complaint.last_lead.has_value(), !paper.leads().empty());
  if (complaint.last_lead) {
    EXPECT_EQ(complaint.last_lead->value, paper.leads().back());
  }
  EXPECT_EQ(complaint.handovers, paper.handovers());
  EXPECT_EQ(complaint.returns, paper.returns());

  std::vector<std::string> queues;
  if (is_turn_of(complaint, desk())) queues.emplace_back("desk");
  std::set<std::string> active;
  for (const Handling& handling : complaint.handlings) {
    EXPECT_EQ(handling.is_active(), paper.has(handling.agency.value)) << handling.agency.value;
    if (is_turn_of(complaint, handling.agency)) active.insert(handling.agency.value);
  }
  queues.insert(queues.end(), active.begin(), active.end());
  EXPECT_EQ(queues, paper.queues());

  for (const RunningClock& clock : complaint.clocks) {
    if (!clock.agency) continue;
    EXPECT_TRUE(paper.has(clock.agency->value)) << "a clock of who has it no longer";
  }
}

/// Where nobody broke a rule. (An importer's source may date as it likes.)
void expect_promises_kept(const Complaint& complaint, const NaiveCase& paper) {
  for (const RunningClock& clock : complaint.clocks) {
    if (!clock.agency) continue;
    if (const auto due = paper.promised(clock.agency->value, clock.clock)) {
      EXPECT_EQ(clock.due, *due) << clock.agency->value << " " << name_of_code(clock.clock);
    }
  }
}

/// An open case lies in its holder's queue, unless the reporter's turn it is.
void expect_one_holder(const Complaint& complaint) {
  if (!is_open(complaint)) return;
  const Handling* const lead = lead_of(complaint);
  if (lead == nullptr) {
    EXPECT_TRUE(is_turn_of(complaint, desk()));
  } else {
    EXPECT_FALSE(is_turn_of(complaint, desk()));
    EXPECT_NE(is_turn_of(complaint, lead->agency), lead->state == HandlingState::responded);
  }
}

class History {
 public:
  explicit History(std::uint64_t seed)
      : prng_(seed), random_(prng_), directory_(test_directory()) {}

  /// `lawful`: no importer, and time only goes on.
  void run(bool lawful, std::set<std::string>& accepted) {
    const int steps = lawful ? kLawfulSteps : kSteps;
    for (int step = 0; step < steps && !testing::Test::HasFailure(); ++step) {
      move_clock(lawful);
      if (step == steps / 2) dissolve_works();
      begin_again();
      const CaseCommand command = next_command();
      const Actor actor = lawful || prng_.one_in(3) ? actor_for(command, prng_) : kImporter;
      take(command, actor, accepted);
      if (lawful && sequence_ > 0) {
        expect_lawful(complaint_);
        expect_promises_kept(complaint_, paper_);
      }
    }
  }

 private:
  void move_clock(bool lawful) {
    const auto ahead = hours{prng_.one_in(20) ? prng_.below(24 * 40) : prng_.below(12)};
    now_ = !lawful && prng_.one_in(10) ? now_ - ahead : now_ + ahead;
    random_.stand_at(now_, sequence_);
  }

  void dissolve_works() {
    evolve(directory_, directory_.sequence + 1, Dissolved{kWorks, {kSocial}, kSocial});
  }

  CaseCommand next_command() {
    if (sequence_ == 0) return submit();
    CaseCommand command = random_.any<CaseCommand>();
    if (cuts_short(command)) command = random_.any<CaseCommand>();
    aim(command, complaint_, prng_);
    return command;
  }

  /// Else most cases would be withdrawn, archived, merged or hidden before anything happened.
  static bool cuts_short(const CaseCommand& command) {
    return std::holds_alternative<Withdraw>(command) ||
           std::holds_alternative<ArchiveCase>(command) || std::holds_alternative<Merge>(command) ||
           std::holds_alternative<ChangeVisibility>(command);
  }

  /// A case that came to its end makes place for another.
  void begin_again() {
    if (sequence_ == 0 || is_open(complaint_) || !prng_.one_in(60)) return;
    complaint_ = {};
    paper_ = {};
    sequence_ = 0;
    ++cases_;
  }

  void take(const CaseCommand& command, const Actor& actor, std::set<std::string>& accepted) {
    const CaseId id = scenario_case();
    const DecisionContext context{.directory = directory_,
                                  .actor = actor,
                                  .time = now_,
                                  .case_id = id.text(),
                                  .sequence = sequence_};
    if (sequence_ == 0 && !std::holds_alternative<Submit>(command)) return;
    const std::vector<RejectionCode> broken = broken_rules(complaint_, command, context);
    const Decision decision = decide(complaint_, command, context);
    EXPECT_EQ(decide(complaint_, command, context), decision) << "not a pure function";
    if (const auto* const rejection = std::get_if<Rejection>(&decision)) {
      ASSERT_FALSE(broken.empty());
      if (!context.is_importer()) {
        EXPECT_EQ(rejection->code, broken.front());
      }
      return;
    }
    const Event& event = std::get<Event>(decision);
    const Consequences* const said = consequences_of(event);
    EXPECT_EQ(said->policy.has_value(), !said->clocks.empty());
    if (!context.is_importer()) {
      EXPECT_TRUE(broken.empty());
      EXPECT_TRUE(said->breaches.empty());
    }
    const Complaint before = complaint_;
    evolve(complaint_, attributes_at(++sequence_, now_, actor), event);
    expect_sound_step(before, event, complaint_);
    expect_sound(complaint_);
    paper_.write_down(event, actor);
    expect_as_on_paper(complaint_, paper_);
    expect_one_holder(complaint_);
    // Written as a record and read back, the history gives the same case.
    chain_.append(chain_case(cases_), event, now_, actor);
    EXPECT_EQ(chain_.state_of(chain_case(cases_)).complaint, complaint_);
    for (const ClockStart& start : said->clocks) {
      const RunningClock* const clock = find_clock(complaint_, start.clock, start.agency);
      // A clock that a decision starts runs, but for an importer's on a finished case.
      if (clock == nullptr) {
        EXPECT_TRUE(context.is_importer());
      } else {
        EXPECT_EQ(clock->started, sequence_);
      }
    }
    accepted.insert(std::string(type_of(command)));
  }

  Prng prng_;
  RandomHistory random_;
  Directory directory_;
  Complaint complaint_;
  NaiveCase paper_;
  RecordChain chain_{4};
  std::uint64_t cases_ = 1;
  std::uint64_t sequence_ = 0;
  Instant now_ = Scenario().now();
};

TEST(DomainProperties, ALawfulHistoryIsSoundAtEveryStep) {
  std::set<std::string> accepted;
  for (const std::uint64_t seed : seeds()) {
    SCOPED_TRACE("ADUAN_SEED=" + std::to_string(seed));
    History(seed).run(true, accepted);
    if (HasFailure()) return;
  }
  if (std::getenv("ADUAN_SEED") == nullptr) {
    EXPECT_EQ(accepted.size(), std::variant_size_v<CaseCommand>)
        << "a command was never accepted; these were: " << testing::PrintToString(accepted);
  }
}

TEST(DomainProperties, AHistoryWithImportersIsSoundAtEveryStep) {
  std::set<std::string> accepted;
  for (const std::uint64_t seed : seeds()) {
    SCOPED_TRACE("ADUAN_SEED=" + std::to_string(seed));
    History(seed).run(false, accepted);
    if (HasFailure()) return;
  }
}

void expect_bounded(const Complaint& complaint) {
  EXPECT_LE(complaint.handlings.size(), kAgencies + 4);
  EXPECT_LE(complaint.clocks.size(), (kAgencies + 5) * Names<Clock>::values.size());
  EXPECT_LE(complaint.round_dues.size(), (kAgencies + 4) * Names<Clock>::values.size());
  EXPECT_LE(encode_binary(complaint).size(), 16'384u);
}

TEST(DomainProperties, EvolveTakesAnySequenceOfSampleEvents) {
  const auto samples = all_sample_events();
  for (const std::uint64_t seed : seeds()) {
    SCOPED_TRACE("ADUAN_SEED=" + std::to_string(seed));
    Prng prng(seed);
    Complaint complaint;
    for (int step = 1; step <= kSteps; ++step) {
      const auto& sample = samples[prng.below(samples.size())];
      const Complaint before = complaint;
      Attributes attributes = sample.attributes;
      attributes.sequence = static_cast<std::uint64_t>(step);
      attributes.time += hours{prng.below(24 * 30)};
      evolve(complaint, attributes, sample.event);
      expect_sound_step(before, sample.event, complaint);
      expect_sound(complaint);
      if (HasFailure()) return;
    }
    expect_bounded(complaint);
  }
}

TEST(DomainProperties, EvolveTakesAnySequenceOfAnyEvents) {
  for (const std::uint64_t seed : seeds()) {
    SCOPED_TRACE("ADUAN_SEED=" + std::to_string(seed));
    Prng prng(seed);
    RandomHistory random(prng);
    Complaint complaint;
    NaiveCase paper;
    Instant now = sample_time();
    for (std::uint64_t step = 1; step <= kSteps; ++step) {
      now += hours{prng.below(72)};
      random.stand_at(now, step - 1);
      const Event event = random.any<Event>();
      const Actor actor = prng.one_in(2) ? kVerifier : kReporter;
      const Complaint before = complaint;
      evolve(complaint, attributes_at(step, now, actor), event);
      expect_sound_step(before, event, complaint);
      expect_sound(complaint);
      paper.write_down(event, actor);
      expect_as_on_paper(complaint, paper);
      if (HasFailure()) return;
    }
    expect_bounded(complaint);
  }
}

TEST(DomainProperties, ACutOffOrLengthenedStateDoesNotDecode) {
  Complaint complaint;
  const auto samples = all_sample_events();
  for (const auto& sample : samples) evolve(complaint, sample.attributes, sample.event);
  const std::string bytes = encode_binary(complaint);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode_binary<Complaint>(bytes.substr(0, size)).has_value()) << size;
  }
  EXPECT_FALSE(decode_binary<Complaint>(bytes + "x").has_value());
}

}  // namespace
}  // namespace aduan
