#include "tests/support/kafka_ledger_world.h"

#include "core/base/hash.h"
#include "core/ledger/audit.h"
#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_event_log.h"
#include "core/log/kafka/kafka_topics.h"
#include "projections/all.h"
#include "projections/rebuild.h"
#include "tests/support/ledger.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

namespace aduan {

std::vector<std::string> quick_groups() { return {"--set", "group.min.session.timeout.ms=500"}; }

void make_topics(const KafkaConnection& connection) {
  const auto admin = KafkaAdmin::open(connection);
  ASSERT_TRUE(admin) << admin.error().message;
  const auto made = ensure_topics(*admin.value(), connection.address, kWorldPartitions);
  ASSERT_TRUE(made) << made.error().message;
}

std::unique_ptr<KafkaLedger> open_kafka_ledger(const KafkaConnection& connection,
                                               const TimeSource& time,
                                               std::chrono::milliseconds patience) {
  auto opened = KafkaLedger::open(connection, time, {.answer_patience = patience});
  EXPECT_TRUE(opened) << opened.error().message;
  return opened ? std::move(opened.value()) : nullptr;
}

void create_kafka_ledger(Ledger& ledger) {
  for (const Answer& answer : ledger.submit(first_commands(kWorldLedger, kWorldPartitions))) {
    const auto* const error = std::get_if<Error>(&answer);
    EXPECT_TRUE(std::holds_alternative<Receipt>(answer))
        << (error != nullptr ? error->message : "rejected");
  }
}

CommandId command_id_of(std::string_view key) {
  return *as_array<16>(as_view(sha256(key)).substr(0, 16));
}

SealedCommand plain_command(const CaseId& id, std::string_view key, const Actor& actor,
                            CaseCommand body) {
  SealedCommand command;
  command.subject = id.text();
  command.command_id = command_id_of(key);
  command.actor = actor;
  command.body = std::move(body);
  return command;
}

RunningWorker::RunningWorker(const KafkaConnection& connection, const TimeSource& time,
                             LedgerWorkerOptions options)
    : worker_(connection, time, std::move(options)), thread_([this](const std::stop_token& stop) {
        const auto ended = worker_.run(stop);
        EXPECT_TRUE(ended) << ended.error().message;
      }) {}

void RunningWorker::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

bool RunningWorker::has_partitions(std::size_t count) const {
  const LedgerWorkerStatus status = worker_.status();
  if (status.partitions.size() != count) return false;
  for (const LedgerWorkerPartition& each : status.partitions) {
    if (each.is_restoring) return false;
  }
  return true;
}

bool RunningWorker::waits_for_partitions(std::size_t count) const {
  return waits_for([&] { return has_partitions(count); });
}

bool waits_for(const std::function<bool()>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + kLong;
  std::mutex mutex;
  std::condition_variable nobody;
  std::unique_lock lock(mutex);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    nobody.wait_for(lock, std::chrono::milliseconds(5));
  }
  return true;
}

struct KafkaLedgerContents::State {
  TempFolder folder;
  std::unique_ptr<KafkaEventLog> log;
  StoreOptions options;
  std::unique_ptr<ProjectionStore> store;
};

KafkaLedgerContents::KafkaLedgerContents(const KafkaConnection& connection)
    : state_(std::make_unique<State>()) {
  auto log = KafkaEventLog::open(connection);
  EXPECT_TRUE(log) << log.error().message;
  state_->log = std::move(log.value());
  state_->options.ledger = kWorldLedger;
  state_->options.partitions = kWorldPartitions;
  state_->options.projections = all_projections();
  auto opened = ProjectionStore::open(state_->folder.path() / "store", state_->options);
  EXPECT_TRUE(opened) << opened.error().message;
  state_->store = std::move(opened.value());
  const auto caught_up = state_->store->catch_up(*state_->log);
  EXPECT_TRUE(caught_up) << caught_up.error().message;

  const auto rebuilt = rebuild(*state_->log, state_->folder.path() / "rebuilt", state_->options);
  EXPECT_TRUE(rebuilt) << rebuilt.error().message;
  EXPECT_TRUE(rebuilt.value() == state_->store->status()) << "a rebuild gives other projections";
  std::string found;
  const auto audited = verify_rules(*state_->log, kWorldLedger, [&](const AuditFinding& finding) {
    if (finding.kind == AuditFinding::Kind::void_record) return;
    found += std::string(name_of(finding.kind)) + " " + finding.rule + ": " + finding.reason + "\n";
  });
  EXPECT_TRUE(audited) << audited.error().message;
  EXPECT_EQ(found, "");
  EXPECT_EQ(audited.value().findings, void_records());

  std::size_t rows = 0;
  std::string before;
  const auto walked = state_->store->reader().scan(
      "commands.1", "", "", [&](std::string_view key, std::string_view) {
        // Subject and command id, then the sequence.
        const std::string command(key.substr(0, key.size() - 8));
        EXPECT_NE(command, before) << "a command acted twice";
        before = command;
        ++rows;
        return true;
      });
  EXPECT_TRUE(walked) << walked.error().message;
  EXPECT_EQ(rows, events() + state_->store->status().directory_events);
}

KafkaLedgerContents::~KafkaLedgerContents() = default;

std::uint64_t KafkaLedgerContents::void_records() const {
  return state_->store->status().void_records;
}

std::uint64_t KafkaLedgerContents::events() const { return state_->store->status().events; }

std::optional<Receipt> KafkaLedgerContents::find(std::string_view subject,
                                                 const CommandId& command) const {
  const auto sequence = state_->store->find_command(subject, command);
  EXPECT_TRUE(sequence) << sequence.error().message;
  if (!sequence.value()) return std::nullopt;
  const auto place = state_->store->locate(subject, *sequence.value());
  EXPECT_TRUE(place) << place.error().message;
  return Receipt{place.value().first, *sequence.value(), place.value().second, false};
}

void KafkaLedgerContents::expect_has(std::string_view subject, const CommandId& command,
                                     const Receipt& receipt) const {
  Receipt said = receipt;
  said.repeated = false;
  const auto found = find(subject, command);
  ASSERT_TRUE(found) << "an acknowledged command is lost";
  EXPECT_EQ(*found, said);
}

}  // namespace aduan
