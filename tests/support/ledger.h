// Whole ledgers for tests: made, filled, and held to what every ledger must keep.

#pragma once

#include "cli/ledger_folder.h"
#include "core/base/clock.h"
#include "core/ledger/audit.h"
#include "core/privacy/draft.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace aduan {

/// A clock that stands where the test puts it, at first `2015-02-02T00:00:00.000Z`.
/// Threads: any.
class TestTime final : public TimeSource {
 public:
  Instant now() const override { return Instant(std::chrono::milliseconds(milliseconds_.load())); }
  void set(Instant now) { milliseconds_ = now.time_since_epoch().count(); }
  void move(std::chrono::milliseconds by) { milliseconds_ += by.count(); }

 private:
  std::atomic<std::int64_t> milliseconds_{1'422'835'200'000};
};

/// What makes a ledger `name`: created, policy, the agencies kHealth and kBali, the category
/// kRoads.
std::vector<AnyCommand> first_commands(std::string_view name, std::uint32_t partitions);

/// A new ledger `test` with 4 partitions and the above; nothing, and a failure, when it cannot be
/// made.
std::unique_ptr<OpenLedger> make_ledger(const std::filesystem::path& folder,
                                        const TimeSource& time);
/// Nothing, and a failure, when it does not open.
std::unique_ptr<OpenLedger> open_ledger(const std::filesystem::path& folder,
                                        const TimeSource& time);

/// The draft as it is sent about the case, sealed with keys that are durable. A failure when it
/// cannot be sealed.
SealedCommand sealed_command(OpenLedger& ledger, const CaseId& id, std::string_view key,
                             const Actor& actor, Draft draft);

/// Subject and command id → how many records of the log have them.
using CommandCounts = std::map<std::pair<std::string, std::string>, std::uint64_t>;
CommandCounts count_commands(const EventLog& log, std::string_view ledger);

/// No command acted twice.
void expect_each_command_once(const CommandCounts& counts);

/// Records in all streams.
std::uint64_t count_records(const EventLog& log);

/// Every chain is whole, every record one that the rules allow, no command acted twice, and the
/// live projections are those of a rebuild, byte for byte. `findings`: of the auditor, that the
/// test put there itself.
void expect_ledger_sound(const EventLog& log, const ProjectionStore& store,
                         const StoreOptions& options, std::uint64_t findings = 0);
void expect_ledger_sound(OpenLedger& ledger);

}  // namespace aduan
