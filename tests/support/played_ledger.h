// A simulated nation in a ledger of its own: events of every kind, sealed texts, some of them
// redacted, erased or made confidential later.

#pragma once

#include "cli/directory_command.h"
#include "cli/ledger_folder.h"
#include "cli/ledger_simulator.h"
#include "cli/movable_time.h"
#include "cli/reference/reference.h"
#include "cli/simulate/simulation.h"
#include "schemas/instant.h"
#include "tests/support/ledger.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace aduan {

class PlayedLedger {
 public:
  explicit PlayedLedger(std::uint64_t cases, std::uint32_t partitions = 4, std::uint64_t seed = 7) {
    const simulation::Plan plan{cases, seed, *parse_instant_forgiving("2014-12-19T00:00+07:00"),
                                60};
    time_.move_to(plan.from);
    const NewLedger wanted{"simulated", partitions, "seed"};
    auto created = create_ledger_folder(folder_.path() / "ledger", wanted, time_);
    EXPECT_TRUE(created) << created.error().message;
    ledger_ = std::move(created.value());
    const Actor actor{Role::operator_, "local"};
    std::vector<AnyCommand> first;
    first.push_back(directory_command(*ledger_, actor, "created",
                                      CreateLedger{{wanted.name, wanted.partitions, true}}));
    first.push_back(
        directory_command(*ledger_, actor, "policy", Adopt{PolicyAdopted{reference_policy()}}));
    ledger_->ledger().submit(std::move(first));
    LedgerSimulator simulator(*ledger_, time_);
    const auto played =
        simulation::simulate(plan, reference_policy(), simulator, [](const simulation::Course&) {});
    EXPECT_TRUE(played) << played.error().message;
  }

  OpenLedger& ledger() { return *ledger_; }
  Instant now() const { return time_.now(); }

  /// Every record of the events, partition by partition in turns, as many readers may get them.
  std::vector<Record> records() const {
    std::vector<std::vector<Record>> streams(ledger_->log().partitions());
    for (std::uint32_t stream = 0; stream < streams.size(); ++stream) {
      const auto scanned = ledger_->log().scan(stream, 0, [&](const Record& record) {
        streams[stream].push_back(record);
        return true;
      });
      EXPECT_TRUE(scanned) << scanned.error().message;
    }
    std::vector<Record> all;
    for (std::size_t i = 0, left = 1; left > 0; ++i) {
      left = 0;
      for (const auto& stream : streams) {
        if (i >= stream.size()) continue;
        all.push_back(stream[i]);
        ++left;
      }
    }
    return all;
  }

 private:
  TempFolder folder_;
  TestTime base_;
  MovableTime time_{base_};
  std::unique_ptr<OpenLedger> ledger_;
};

}  // namespace aduan
