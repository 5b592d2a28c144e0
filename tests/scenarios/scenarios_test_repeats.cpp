// Each command of the table on its way through the ledger's processor: accepted, repeated, sent by
// somebody who saw an older case; and its record read back gives the same state.

#include "core/ledger/command_processor.h"
#include "tests/scenarios/command_table.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace aduan {
namespace {

constexpr std::uint32_t kPartitions = 16;  // of the test directory

/// One case and the commands that it knows, in memory.
class OneCase final : public CaseStore {
 public:
  explicit OneCase(CaseState state) : state_(std::move(state)) {}

  void take(const ProcessedBatch& batch) {
    ASSERT_EQ(batch.made.size(), 1U);
    const auto& made = *batch.made.front();
    state_ = made.after;
    commands_[made.recorded.attributes.command_id] = made.after.head.sequence;
    leaf_ = made.after.head.leaf;
  }

  const CaseState& state() const { return state_; }

  Result<CaseState> read_case(const CaseId&) const override { return state_; }
  Result<std::optional<std::uint64_t>> find_command(std::string_view,
                                                    const CommandId& command) const override {
    const auto found = commands_.find(command);
    if (found == commands_.end()) return std::optional<std::uint64_t>();
    return std::optional(found->second);
  }
  Result<std::pair<Position, Hash>> locate(std::string_view, std::uint64_t) const override {
    return std::pair(Position{}, leaf_);
  }

 private:
  CaseState state_;
  std::map<CommandId, std::uint64_t> commands_;
  Hash leaf_{};
};

SealedCommand sealed(const Actor& actor, const CaseCommand& body, unsigned char id) {
  SealedCommand command;
  command.subject = scenario_case().text();
  command.command_id.fill(id);
  command.actor = actor;
  command.body = body;
  return command;
}

/// A row's command and the case that it is lawful on.
struct Sending {
  explicit Sending(const TableRow& row) {
    scenario.given(row.history);
    const Role role = row.may.empty() ? Role::importer : row.may.front();
    actor = somebody(role);
    command = sealed(actor, row.command, 1);
    command.time = scenario.now();
    before.complaint = scenario.complaint();
    before.head.sequence = scenario.sequence();
    directory = std::make_shared<const Directory>(scenario.directory());
  }

  CommandProcessor processor_over(const CaseStore& store) const {
    return {store, directory, ChainHead{directory->sequence, {}, {}}};
  }

  ProcessedBatch send(const CaseStore& store, const SealedCommand& what) const {
    const AnyCommand any = what;
    return processor_over(store).process(std::span(&any, 1), scenario.now());
  }

  Scenario scenario;
  Actor actor;
  SealedCommand command;
  CaseState before;
  std::shared_ptr<const Directory> directory;
};

TEST(Sending, OfAnyCommandAppendsOneRecordThatReadsBackAsTheSameState) {
  for (const TableRow& row : command_table()) {
    SCOPED_TRACE(row.name);
    const Sending sending(row);
    const OneCase store(sending.before);
    const ProcessedBatch batch = sending.send(store, sending.command);
    ASSERT_TRUE(std::holds_alternative<Receipt>(batch.answers.at(0)));
    EXPECT_FALSE(std::get<Receipt>(batch.answers[0]).repeated);
    ASSERT_EQ(batch.records.size(), 1U);

    RecordFold fold(sending.directory->ledger, kPartitions);
    CaseState read_back = sending.before;
    const auto envelope = fold.read(batch.records[0]);
    ASSERT_TRUE(envelope.has_value()) << fold.objection();
    ASSERT_TRUE(fold.extends(read_back.head, *envelope)) << fold.objection();
    ASSERT_TRUE(fold.apply(read_back, *envelope, batch.records[0]).has_value())
        << fold.why_parked();
    EXPECT_TRUE(read_back == batch.made.at(0)->after);
    EXPECT_EQ(read_back.complaint.status, row.after);
  }
}

TEST(Sending, OfAnyCommandAgainGivesTheSameReceiptAndAppendsNothing) {
  for (const TableRow& row : command_table()) {
    SCOPED_TRACE(row.name);
    const Sending sending(row);
    OneCase store(sending.before);
    const ProcessedBatch first = sending.send(store, sending.command);
    ASSERT_TRUE(std::holds_alternative<Receipt>(first.answers.at(0)));
    store.take(first);
    const ProcessedBatch again = sending.send(store, sending.command);
    EXPECT_TRUE(again.records.empty());
    ASSERT_TRUE(std::holds_alternative<Receipt>(again.answers.at(0)));
    const Receipt& receipt = std::get<Receipt>(again.answers[0]);
    EXPECT_TRUE(receipt.repeated);
    EXPECT_EQ(receipt.sequence, store.state().head.sequence);
    EXPECT_EQ(receipt.leaf, store.state().head.leaf);
  }
}

TEST(Sending, OfAnyCommandBySomebodyWhoSawAnotherCaseIsAConflict) {
  for (const TableRow& row : command_table()) {
    SCOPED_TRACE(row.name);
    const Sending sending(row);
    const OneCase store(sending.before);
    SealedCommand command = sending.command;
    const std::uint64_t last = sending.before.head.sequence;
    // One that he has not seen, and one that there is not yet.
    for (const std::uint64_t wrong : {last == 0 ? 7 : last - 1, last + 1}) {
      command.expected_sequence = wrong;
      const ProcessedBatch batch = sending.send(store, command);
      EXPECT_TRUE(batch.records.empty());
      ASSERT_TRUE(std::holds_alternative<Error>(batch.answers.at(0)));
      EXPECT_EQ(std::get<Error>(batch.answers[0]).kind, ErrorKind::conflict);
    }
    command.expected_sequence = last;
    EXPECT_TRUE(std::holds_alternative<Receipt>(sending.send(store, command).answers.at(0)));
  }
}

// A command that was refused is decided anew; it left nothing.
TEST(Sending, OfAnyCommandBySomebodyElseIsRefusedAndLeavesNothing) {
  for (const TableRow& row : command_table()) {
    SCOPED_TRACE(row.name);
    const Sending sending(row);
    const OneCase store(sending.before);
    SealedCommand command = sending.command;
    command.actor = kAnalyst;
    const ProcessedBatch batch = sending.send(store, command);
    EXPECT_TRUE(batch.records.empty());
    EXPECT_TRUE(std::holds_alternative<Rejection>(batch.answers.at(0)));
    EXPECT_TRUE(std::holds_alternative<Receipt>(sending.send(store, sending.command).answers[0]));
  }
}

}  // namespace
}  // namespace aduan
