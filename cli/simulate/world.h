// The simulation at work: time, the queue of steps, the live cases; and a function a step, by who
// acts. Internal to cli/simulate.

#pragma once

#include "cli/simulate/arrivals.h"
#include "cli/simulate/live_case.h"
#include "cli/simulate/nation.h"
#include "cli/simulate/office_hours.h"
#include "cli/simulate/simulation.h"
#include "cli/simulate/successions.h"
#include "cli/simulate/texts.h"

#include <deque>
#include <initializer_list>
#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aduan::simulation {

class World {
 public:
  World(const Plan& plan, const Policy& policy, CommandSink& sink,
        const std::function<void(const Course&)>& on_day);

  Result<Course> play();

 private:
  // world.cpp: time goes on
  void set_up();
  void play_until(Instant end);
  void take_step(const Step& step);
  void arrive();
  void stop_on(const Result<void>& result);
  void end_day();

  // steps_system.cpp: what happens to the nation, and what the system's roles do to cases
  void run_system();
  void settle_merges();
  void change_agencies();
  void apply(const AgencyChange& change);
  void join_wave();
  void connect(OfficeNumber number);
  void succeed(LiveCase& live, Slot slot);
  void send_directory(std::string key, DirectoryCommand command);

  // sending.cpp
  struct Text {
    std::string_view field;
    KeyKind kind;
    std::string text;
  };
  void send(LiveCase& live, Actor actor, CaseCommand body, std::initializer_list<Text> texts = {},
            std::optional<RejectionCode> meant = std::nullopt);
  void send_with(LiveCase& live, Actor actor, CaseCommand body, std::vector<FieldText> texts,
                 std::optional<RejectionCode> meant, std::string key);
  std::string reference_of(const LiveCase& live) const;
  Actor verifier(LiveCase& live) const;
  Actor verifier_numbered(std::uint32_t number) const;
  Actor officer(LiveCase& live, OfficeNumber office) const;
  Text words(LiveCase& live, std::string_view field, KeyKind kind, Occasion occasion) const;

  // Planning. `plan` binds the step to the turn; `plan_aside` does not.
  LiveCase& at(Slot slot) { return cases_[slot]; }
  Slot take_slot();
  void leave(Slot slot);
  void plan(Slot slot, StepKind kind, Instant at);
  void plan_aside(Slot slot, StepKind kind, Instant at);
  void push(Slot slot, StepKind kind, Instant at, std::uint16_t turn);
  Instant desk_after(LiveCase& live, seconds delay) const;
  Instant office_after(LiveCase& live, OfficeNumber office, seconds delay) const;
  Instant citizen_after(LiveCase& live, seconds delay) const;
  Instant due(const ClockLength& length, OfficeNumber office) const;

  // steps_reporter.cpp
  void submit(Slot slot);
  void plan_asides(Slot slot);
  void plan_publicity(Slot slot);
  void reporter_supplements(LiveCase& live, Slot slot);
  void reporter_appeals(LiveCase& live, Slot slot);
  void reporter_confirms(LiveCase& live, Slot slot);
  void reporter_replies(LiveCase& live, Slot slot);
  void silence_ran_out(LiveCase& live, Slot slot);
  void reporter_rates(LiveCase& live, Slot slot);
  void reporter_reopens(LiveCase& live, Slot slot);
  void reporter_asks_again(LiveCase& live, Slot slot);
  void reporter_withdraws(LiveCase& live, Slot slot);
  void reporter_adds(LiveCase& live, Slot slot);
  void reporter_tightens(LiveCase& live, Slot slot);
  void reporter_loosens(LiveCase& live, Slot slot);
  void citizen_supports(LiveCase& live, Slot slot);
  void citizen_comments(LiveCase& live, Slot slot);
  void text_redacted(LiveCase& live, Slot slot);
  void identity_revealed(LiveCase& live, Slot slot);
  void texts_erased(LiveCase& live, Slot slot);
  void closed(LiveCase& live, Slot slot, ClosingBasis basis);
  void reopened(LiveCase& live, Slot slot);

  // steps_desk.cpp
  void desk_looks(LiveCase& live, Slot slot);
  void verify(LiveCase& live, Slot slot);
  void pend(LiveCase& live, Slot slot);
  void archive(LiveCase& live, Slot slot);
  void archived(LiveCase& live, Slot slot);
  void merge(LiveCase& live, Slot slot);
  void desk_forwards(LiveCase& live, Slot slot);
  void desk_reroutes(LiveCase& live, Slot slot);
  void rule(LiveCase& live, Slot slot, OfficeNumber to);
  void given_to(LiveCase& live, OfficeNumber office);
  void desk_corrects(LiveCase& live, Slot slot);
  void desk_asks_support(LiveCase& live, Slot slot);
  void desk_extends(LiveCase& live, Slot slot);
  void desk_comments(LiveCase& live, Slot slot);
  void desk_notes(LiveCase& live, Slot slot);
  void desk_intervenes(LiveCase& live, Slot slot);
  void desk_answers_request(LiveCase& live, Slot slot);
  void desk_closes(LiveCase& live, Slot slot);
  void pend_ran_out(LiveCase& live, Slot slot);
  void appeal_decided(LiveCase& live, Slot slot);

  // steps_agency.cpp
  void plan_work(Slot slot);
  void agency_reads(LiveCase& live, Slot slot);
  void agency_starts(LiveCase& live, Slot slot);
  void agency_notes(LiveCase& live, Slot slot);
  void agency_interim(LiveCase& live, Slot slot);
  void agency_answers(LiveCase& live, Slot slot);
  void agency_returns(LiveCase& live, Slot slot);
  void agency_closes(LiveCase& live, Slot slot);
  void support_answers(LiveCase& live, Slot slot);
  bool works(const LiveCase& live) const;

  using StepFunction = void (World::*)(LiveCase&, Slot);
  static const StepFunction kSteps[];

  const Plan plan_;
  const Policy policy_;
  const Calendar calendar_;
  const OfficeHours offices_;
  CommandSink& sink_;
  const std::function<void(const Course&)>& on_day_;
  const std::string seed_text_;

  Nation nation_;
  Arrivals arrivals_;
  std::optional<Instant> next_arrival_;
  std::vector<AgencyChange> changes_;
  std::size_t changes_made_ = 0;
  std::size_t joined_ = 0;  ///< of the nation's later ones
  std::uint32_t waves_ = 0;

  Instant now_;
  Instant next_system_;
  Instant next_day_;
  std::uint64_t steps_planned_ = 0;
  std::priority_queue<Step> steps_;
  std::deque<LiveCase> cases_;  ///< by slot; a reference stays good while others are added
  std::vector<Slot> free_;
  std::vector<Slot> merging_;  ///< merged since the system last ran
  struct Recent {
    Slot slot = 0;
    std::uint64_t number = 0;
  };
  std::vector<Recent> recent_;  ///< a ring of the last arrivals: a duplicate's original is there
  Course course_;
  std::optional<Error> failure_;
};

}  // namespace aduan::simulation
