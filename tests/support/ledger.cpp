#include "tests/support/ledger.h"

#include "core/privacy/seal.h"
#include "projections/rebuild.h"
#include "schemas/envelope.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_directory.h"

#include <gtest/gtest.h>

namespace aduan {
namespace {

constexpr std::uint32_t kPartitions = 4;

SealedDirectoryCommand of_operator(std::string_view key, DirectoryCommand body) {
  SealedDirectoryCommand command;
  command.subject = kDirectorySubject;
  command.command_id = *as_array<16>(as_view(sha256(key)).substr(0, 16));
  command.actor = kOperator;
  command.body = std::move(body);
  return command;
}

Connect connect(const AgencyId& id, AgencyKind kind, Zone zone) {
  Connected agency;
  agency.id = id;
  agency.name = id.value;
  agency.kind = kind;
  agency.zone = zone;
  return Connect{std::move(agency)};
}

std::unique_ptr<OpenLedger> ledger_or_failure(Result<std::unique_ptr<OpenLedger>> opened) {
  EXPECT_TRUE(opened) << opened.error().message;
  return opened ? std::move(opened.value()) : nullptr;
}

}  // namespace

std::vector<AnyCommand> first_commands(std::string_view name, std::uint32_t partitions) {
  CategoryDefined roads;
  roads.id = kRoads;
  roads.name = "Jalan";
  return {
      of_operator("created", CreateLedger{{std::string(name), partitions, false}}),
      of_operator("policy", Adopt{PolicyAdopted{sp4n_policy()}}),
      of_operator("connect/health", connect(kHealth, AgencyKind::ministry, Zone::WIB)),
      of_operator("connect/bali", connect(kBali, AgencyKind::province, Zone::WITA)),
      of_operator("define/roads", Define{std::move(roads)}),
  };
}

std::unique_ptr<OpenLedger> make_ledger(const std::filesystem::path& folder,
                                        const TimeSource& time) {
  NewLedger wanted;
  wanted.name = "test";
  wanted.partitions = kPartitions;
  auto ledger = ledger_or_failure(create_ledger_folder(folder, wanted, time));
  if (ledger == nullptr) return nullptr;
  for (const Answer& answer : ledger->ledger().submit(first_commands(wanted.name, kPartitions))) {
    EXPECT_TRUE(std::holds_alternative<Receipt>(answer));
  }
  return ledger;
}

std::unique_ptr<OpenLedger> open_ledger(const std::filesystem::path& folder,
                                        const TimeSource& time) {
  return ledger_or_failure(open_ledger_folder(folder, LedgerAccess::read_write, time));
}

SealedCommand sealed_command(OpenLedger& ledger, const CaseId& id, std::string_view key,
                             const Actor& actor, Draft draft) {
  SealedCommand command;
  command.subject = id.text();
  command.command_id = ledger.secret().command_id(key);
  command.actor = actor;
  const auto texts = take_texts(draft);
  EXPECT_TRUE(texts);
  command.body = std::move(draft.body);
  if (!texts || texts.value().empty()) return command;
  CaseSealer sealer(id);
  EXPECT_TRUE(sealer.take_keys(ledger.keys(), texts.value(), KeyDurability::now));
  const Bytes16 nonce = ledger.nonce_for(command.subject, command.command_id);
  EXPECT_TRUE(seal_texts(texts.value(), sealer, nonce, command));
  return command;
}

CommandCounts count_commands(const EventLog& log, std::string_view ledger) {
  CommandCounts counts;
  EnvelopeReader reader(ledger);
  for (std::uint32_t stream = 0; stream <= log.partitions(); ++stream) {
    const auto scanned = log.scan(stream, 0, [&](const Record& record) {
      const auto envelope = reader.read(record.value.value_or(""));
      if (!envelope) {
        ADD_FAILURE() << "a record is void: " << reader.objection();
        return true;
      }
      ++counts[{std::string(envelope->subject), std::string(envelope->commandid)}];
      return true;
    });
    EXPECT_TRUE(scanned) << scanned.error().message;
  }
  return counts;
}

void expect_each_command_once(const CommandCounts& counts) {
  for (const auto& [command, times] : counts) {
    EXPECT_EQ(times, 1U) << command.second << " acted more than once on " << command.first;
  }
}

std::uint64_t count_records(const EventLog& log) {
  std::uint64_t records = 0;
  for (std::uint32_t stream = 0; stream <= log.partitions(); ++stream) {
    const auto end = log.end(stream);
    EXPECT_TRUE(end) << end.error().message;
    if (end) records += end.value();
  }
  return records;
}

void expect_ledger_sound(const EventLog& log, const ProjectionStore& store,
                         const StoreOptions& options, std::uint64_t findings) {
  std::string found;
  const auto audited = verify_rules(log, options.ledger, [&](const AuditFinding& finding) {
    found += std::string(name_of(finding.kind)) + ": " + finding.reason + "\n";
  });
  ASSERT_TRUE(audited) << audited.error().message;
  EXPECT_EQ(audited.value().findings, findings) << found;
  EXPECT_EQ(audited.value().records, count_records(log));
  expect_each_command_once(count_commands(log, options.ledger));

  const TempFolder beside;
  const StoreStatus live = store.status();
  const auto rebuilt = rebuild(log, beside.path() / "projections", options);
  ASSERT_TRUE(rebuilt) << rebuilt.error().message;
  EXPECT_EQ(live.digest, rebuilt.value().digest) << "a rebuild gives other projections";
  EXPECT_TRUE(live == rebuilt.value());
  EXPECT_EQ(live.void_records, 0U);
}

void expect_ledger_sound(OpenLedger& ledger) {
  expect_ledger_sound(ledger.log(), ledger.store(), ledger.store_options());
}

}  // namespace aduan
