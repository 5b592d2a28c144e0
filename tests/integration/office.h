// A small ledger for tests of the system's own roles: a log in memory, a real store, a clock that
// stands where the test puts it, agencies, and cases that go their ways without texts.

#pragma once

#include "consumers/system_roles.h"
#include "core/base/hash.h"
#include "core/ledger/audit.h"
#include "core/ledger/embedded_ledger.h"
#include "projections/all.h"
#include "projections/rebuild.h"
#include "schemas/instant.h"
#include "tests/support/case_commands.h"
#include "tests/support/chain.h"
#include "tests/support/memory_event_log.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_directory.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aduan {

/// A clock that stands.
class StandingTime final : public TimeSource {
 public:
  Instant now() const override { return now_; }
  void set(Instant now) { now_ = now; }

 private:
  Instant now_ = *parse_instant("2015-02-02T02:00:00.000Z");
};

/// For failures.
inline void PrintTo(const DueWork& work, std::ostream* out) {
  *out << work.misses << " misses, " << work.escalations << " escalations, " << work.closed
       << " closed, " << work.archived << " archived, " << work.absorbed << " absorbed, "
       << work.merges_failed << " merges failed, " << work.successions << " successions";
}

inline CommandId id_of_key(std::string_view key) {
  return *as_array<16>(as_view(sha256(key)).substr(0, 16));
}

/// A door to another ledger that breaks after so many commands: what was sent by then is done.
class BreakingLedger final : public Ledger {
 public:
  BreakingLedger(Ledger& ledger, std::size_t left) : ledger_(ledger), left_(left) {}

  using Ledger::submit;
  std::vector<Answer> submit(std::vector<AnyCommand> commands, Until until) override {
    std::vector<Answer> answers;
    for (AnyCommand& command : commands) {
      if (left_ == 0) {
        answers.emplace_back(Error{ErrorKind::unavailable, "broken", true});
        continue;
      }
      --left_;
      std::vector<AnyCommand> one;
      one.push_back(std::move(command));
      answers.push_back(ledger_.submit(std::move(one), until).front());
    }
    return answers;
  }
  void settle() override { ledger_.settle(); }
  std::shared_ptr<const Directory> directory() const override { return ledger_.directory(); }
  bool is_broken() const { return left_ == 0; }

 private:
  Ledger& ledger_;
  std::size_t left_;
};

/// One case's valid records: their types, in order.
using Types = std::vector<std::string>;

class Office {
 public:
  static constexpr std::uint32_t kPartitions = 3;

  Office() : log_(kPartitions) {
    options_.ledger = "test";
    options_.partitions = kPartitions;
    options_.projections = all_projections();
    options_.block_cache_bytes = std::size_t{4} << 20;
    options_.write_buffer_bytes = std::size_t{4} << 20;
    auto store = ProjectionStore::open(folder_.path(), options_);
    EXPECT_TRUE(store) << store.error().message;
    store_ = std::move(store.value());
    ledger_ = std::make_unique<EmbeddedLedger>(log_, *store_, time_,
                                               std::make_shared<const Directory>(), ChainHead{});
    direct(CreateLedger{{"test", kPartitions, true}});
    direct(Adopt{PolicyAdopted{sp4n_policy()}});
    direct(Define{CategoryDefined{kRoads, std::nullopt, "Jalan", std::nullopt}});
    for (const AgencyId& agency : {kHealth, kWorks, kSocial}) connect(agency);
    connect(kBali, Zone::WITA);
    connect(kPapua, Zone::WIT);
  }

  // --- Time

  void at(std::string_view instant) {
    const auto parsed = parse_instant_forgiving(instant);
    ASSERT_TRUE(parsed) << instant;
    time_.set(*parsed);
  }
  void at(Instant instant) { time_.set(instant); }
  Instant now() const { return time_.now(); }

  // --- The directory

  void direct(DirectoryCommand body) {
    SealedDirectoryCommand command;
    command.subject = kDirectorySubject;
    command.command_id = fresh_id();
    command.actor = kOperator;
    command.body = std::move(body);
    const Answer answer = ledger_->submit(AnyCommand(std::move(command)));
    EXPECT_TRUE(std::holds_alternative<Receipt>(answer));
  }
  void connect(const AgencyId& id, Zone zone = Zone::WIB) {
    Connected agency;
    agency.id = id;
    agency.name = id.value;
    agency.kind = AgencyKind::ministry;
    agency.zone = zone;
    direct(Connect{std::move(agency)});
  }
  void dissolve(const AgencyId& id, std::vector<AgencyId> successors,
                std::optional<AgencyId> to_by_default = std::nullopt) {
    direct(Dissolve{Dissolved{id, std::move(successors), std::move(to_by_default)}});
  }

  // --- Cases

  Answer send(const CaseId& id, const Actor& actor, CaseCommand body) {
    SealedCommand command;
    command.subject = id.text();
    command.command_id = fresh_id();
    command.actor = actor;
    command.body = std::move(body);
    return ledger_->submit(AnyCommand(std::move(command)));
  }
  /// Accepted, or the test fails.
  void did(const CaseId& id, const Actor& actor, CaseCommand body,
           std::source_location where = std::source_location::current()) {
    const std::string type(type_of(body));
    const Answer answer = send(id, actor, std::move(body));
    const auto* const rejection = std::get_if<Rejection>(&answer);
    if (std::holds_alternative<Receipt>(answer)) return;
    ADD_FAILURE_AT(where.file_name(), static_cast<int>(where.line()))
        << type << ": "
        << (rejection != nullptr ? name_of_code(rejection->code)
                                 : std::string_view(std::get<Error>(answer).message));
  }
  CaseId filed() {
    const CaseId id = chain_case(++cases_);
    did(id, kReporter, submit());
    return id;
  }
  CaseId verified_case() {
    const CaseId id = filed();
    did(id, kVerifier, verify());
    return id;
  }
  CaseId at_agency(const AgencyId& agency) {
    const CaseId id = verified_case();
    did(id, kVerifier, forward(agency));
    return id;
  }
  CaseId answered_by(const AgencyId& agency) {
    const CaseId id = at_agency(agency);
    did(id, officer_of(agency), respond(agency, true));
    return id;
  }

  CaseState state(const CaseId& id) const {
    auto read = store_->read_case(id);
    EXPECT_TRUE(read) << read.error().message;
    return read.value();
  }
  Complaint complaint(const CaseId& id) const { return state(id).complaint; }

  /// The valid records of each subject, whole.
  std::map<std::string, std::vector<std::string>> records() const {
    std::map<std::string, std::vector<std::string>> all;
    EnvelopeReader reader("test");
    for (std::uint32_t stream = 0; stream <= kPartitions; ++stream) {
      EXPECT_TRUE(log_.scan(stream, 0, [&](const Record& record) {
        const auto envelope = reader.read(record.value.value_or(""));
        EXPECT_TRUE(envelope) << reader.objection();
        if (envelope) all[std::string(envelope->subject)].push_back(*record.value);
        return true;
      }));
    }
    return all;
  }
  /// What the system's roles wrote in the case, as `deadline_missed 2015-02-05T17:00:00.000Z`.
  Types system_events(const CaseId& id) const {
    Types types;
    EnvelopeReader reader("test");
    const auto all = records();
    for (const std::string& value : all.at(std::string(id.text()))) {
      const auto envelope = reader.read(value);
      const bool by_system =
          envelope->actor.starts_with("watcher:") || envelope->actor.starts_with("steward:");
      if (!by_system) continue;
      types.push_back(std::string(short_type(envelope->type)) + " " + std::string(envelope->time));
    }
    return types;
  }
  std::size_t count_events(const CaseId& id) const {
    return static_cast<std::size_t>(state(id).head.sequence);
  }

  // --- The system's roles

  SystemKeys keys(std::string id = "w-1") const { return {id_of_key, std::move(id)}; }
  std::unique_ptr<SystemRoles> roles(std::string id = "w-1") {
    return std::make_unique<SystemRoles>(*ledger_, *store_, keys(std::move(id)));
  }
  /// New roles, one run at the clock's time.
  DueWork run() {
    const auto work = roles()->run_due(time_.now());
    EXPECT_TRUE(work) << work.error().message;
    return work ? work.value() : DueWork();
  }
  DueWork run_at(Instant instant) {
    at(instant);
    return run();
  }
  Instant due(const CaseId& id, Clock clock,
              const std::optional<AgencyId>& agency = std::nullopt) const {
    const Complaint complaint = this->complaint(id);
    const RunningClock* const found = find_clock(complaint, clock, agency);
    EXPECT_NE(found, nullptr) << name_of_code(clock) << " does not run";
    return found != nullptr ? found->due : Instant();
  }

  EmbeddedLedger& ledger() { return *ledger_; }
  ProjectionStore& store() { return *store_; }
  StandingTime& time() { return time_; }

  /// Chains whole, no rule broken, live projections those of a rebuild.
  void expect_sound() {
    const auto audited = verify_rules(log_, "test", [](const AuditFinding& finding) {
      ADD_FAILURE() << name_of(finding.kind) << ": " << finding.subject << " " << finding.reason;
    });
    ASSERT_TRUE(audited) << audited.error().message;
    const TempFolder beside;
    const auto rebuilt = rebuild(log_, beside.path() / "projections", options_);
    ASSERT_TRUE(rebuilt) << rebuilt.error().message;
    EXPECT_TRUE(store_->status() == rebuilt.value()) << "a rebuild gives other projections";
  }

 private:
  CommandId fresh_id() { return id_of_key("test/" + std::to_string(++commands_)); }

  MemoryEventLog log_;
  TempFolder folder_;
  StoreOptions options_;
  StandingTime time_;
  std::unique_ptr<ProjectionStore> store_;
  std::unique_ptr<EmbeddedLedger> ledger_;
  std::uint64_t commands_ = 0;
  std::uint64_t cases_ = 0;
};

}  // namespace aduan
