#include "cli/ledger_simulator.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace aduan {
namespace {

using simulation::SimulatedCommand;
using simulation::SimulatedExtension;

/// Commands a batch: enough that an fsync and a write of the projections cost little a command.
constexpr std::size_t kBatchCommands = 1'024;
/// Batches between the two threads; more would only take memory.
constexpr std::size_t kWorksWaitingMax = 8;

const Actor& the_operator() {
  static const Actor actor{Role::operator_, "local"};
  return actor;
}

}  // namespace

LedgerSimulator::LedgerSimulator(OpenLedger& ledger, MovableTime& time)
    : ledger_(ledger),
      time_(time),
      sealers_(ledger.keys()),
      roles_(ledger.ledger(), ledger.store(),
             {[this](std::string_view key) { return ledger_.secret().command_id(key); }}),
      writer_(kWorksWaitingMax, [this](Work work) { return write(std::move(work)); }) {}

SimulationCounts LedgerSimulator::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

// On the calling thread
// ----------------------------------------------------------------------------

/// The first try. With a million cases, one in some thousand runs has an id that is taken: that
/// case's commands are refused, and counted.
CaseId LedgerSimulator::case_of(std::string_view reference) {
  return ledger_.secret().case_id(reference, 0);
}

Result<void> LedgerSimulator::send(SimulatedCommand command) {
  SealedCommand sealed;
  sealed.subject = command.case_id.text();
  sealed.command_id = ledger_.secret().command_id(command.key);
  sealed.actor = std::move(command.actor);
  sealed.time = command.time;
  const Bytes16 nonce = ledger_.nonce_for(sealed.subject, sealed.command_id);
  const bool erases = std::holds_alternative<Erase>(command.draft.body);
  const auto done = sealers_.seal(command.case_id, std::move(command.draft), nonce, sealed);
  if (!done) return done.error();
  if (erases) sealers_.drop(command.case_id);
  return add(std::move(sealed), {false, command.meant}, command.time);
}

Result<void> LedgerSimulator::send_directory(std::string key, Instant time,
                                             DirectoryCommand command) {
  SealedDirectoryCommand sealed;
  sealed.subject = kDirectorySubject;
  sealed.command_id = ledger_.secret().command_id(key);
  sealed.actor = the_operator();
  sealed.time = time;
  sealed.body = std::move(command);
  return add(std::move(sealed), {true, std::nullopt}, time);
}

/// Waits for the system's next run: which event began the clock is read where all before it is
/// written, and to wait for that in the middle of a day would keep the ledger idle.
Result<void> LedgerSimulator::extend(SimulatedExtension extension) {
  extensions_.push_back(std::move(extension));
  return success();
}

Result<void> LedgerSimulator::run_system(Instant now) {
  gathering_.now = std::max(gathering_.now, now);
  gathering_.runs_system = true;
  gathering_.extensions = std::exchange(extensions_, {});
  return hand_over();
}

Result<void> LedgerSimulator::add(AnyCommand command, Purpose purpose, Instant time) {
  gathering_.commands.push_back(std::move(command));
  gathering_.purposes.push_back(purpose);
  gathering_.now = std::max(gathering_.now, time);
  if (gathering_.commands.size() < kBatchCommands) return success();
  return hand_over();
}

Result<void> LedgerSimulator::hand_over() { return writer_.put(std::exchange(gathering_, {})); }

Result<void> LedgerSimulator::finish() {
  if (!gathering_.commands.empty()) {
    if (const auto handed = hand_over(); !handed) return handed.error();
  }
  if (const auto written = writer_.wait(); !written) return written.error();
  ledger_.ledger().settle();
  const auto erased = ledger_.finish_erasures();
  if (!erased) return erased.error();
  return success();
}

// On the writing thread
// ----------------------------------------------------------------------------

Result<void> LedgerSimulator::write(Work work) {
  time_.move_to(work.now);
  const auto sent = submit(std::move(work.commands), work.purposes, Until::durable);
  if (!sent) return sent;
  if (!work.runs_system) return success();
  ledger_.ledger().settle();
  if (const auto extended = write_extensions(work.extensions); !extended) return extended;
  const auto done = roles_.run_due(work.now);
  if (!done) return done.error();
  const std::lock_guard lock(mutex_);
  counts_.system += done.value();
  return success();
}

Result<void> LedgerSimulator::submit(std::vector<AnyCommand> commands,
                                     const std::vector<Purpose>& purposes, Until until) {
  if (commands.empty()) return success();
  // The keys are durable before the records that need them.
  if (const auto flushed = ledger_.keys().flush(); !flushed) return flushed.error();
  const std::vector<Answer> answers = ledger_.ledger().submit(std::move(commands), until);
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const Purpose& purpose = purposes[i];
    if (const auto* const error = std::get_if<Error>(&answers[i])) {
      const bool stops = error->kind == ErrorKind::unavailable || error->kind == ErrorKind::corrupt;
      if (stops) return *error;
      ++counts_.refused["not_found"];
    } else if (const auto* const rejection = std::get_if<Rejection>(&answers[i])) {
      const bool as_meant = purpose.meant == rejection->code;
      auto& refused = as_meant ? counts_.refused_as_meant : counts_.refused;
      ++refused[std::string(name_of_code(rejection->code))];
    } else if (std::get<Receipt>(answers[i]).repeated) {
      ++counts_.repeated;
    } else if (purpose.is_directory) {
      ++counts_.directory;
    } else {
      ++counts_.accepted;
      if (purpose.meant) ++counts_.taken_though_forbidden;
    }
  }
  return success();
}

Result<void> LedgerSimulator::write_extensions(const std::vector<SimulatedExtension>& extensions) {
  std::vector<AnyCommand> commands;
  for (const SimulatedExtension& extension : extensions) {
    const auto state = ledger_.store().read_case(extension.case_id);
    if (!state) return state.error();
    const Complaint& complaint = state.value().complaint;
    const RunningClock* const clock = find_clock(complaint, extension.clock, extension.agency);
    const Instant time = std::max(extension.time, complaint.last_time);
    if (clock == nullptr || clock->due <= time) continue;
    SealedCommand command;
    command.subject = extension.case_id.text();
    command.command_id = ledger_.secret().command_id(extension.key);
    command.actor = extension.actor;
    command.time = time;
    command.body = Extend{.clock = clock->clock,
                          .agency = clock->agency,
                          .started = clock->started,
                          .due = clock->due + std::chrono::days(extension.days_more),
                          .reason = ExtensionReason::field_check,
                          .note = {}};
    commands.emplace_back(std::move(command));
  }
  const std::vector<Purpose> purposes(commands.size());
  return submit(std::move(commands), purposes, Until::applied);
}

}  // namespace aduan
