// A role of a ledger on Kafka, to be killed: role_process ROLE BOOTSTRAP PREFIX STATE LEDGER
//
// ROLE is `projector` or `router`; LEDGER the folder whose keys open the texts. It says `records N`
// as it goes, until SIGTERM or its death.

#include "consumers/agency_router/agency_router.h"
#include "consumers/projector/projector.h"
#include "projections/all.h"
#include "tests/support/ledger.h"

#include <cstdio>
#include <iostream>
#include <memory>
#include <string>

namespace aduan {
namespace {

constexpr std::uint32_t kPartitions = 4;

/// Says what it has taken, whenever that is more, for as long as the process lives.
int run(const std::shared_ptr<ConsumerRole>& role) {
  RoleEvents events;
  events.failed = [](const ConsumerRole&, const Error& error) {
    std::cout << "failed " << error.message << std::endl;
  };
  const RoleThread running(role, events);
  std::uint64_t told = 0;
  for (;;) {
    const std::uint64_t records = role->progress().records;
    if (records != told) std::cout << "records " << records << std::endl;
    told = records;
    wait_for_stop(std::stop_token(), std::chrono::milliseconds(2));
  }
}

int main_of(char** values) {
  const std::string name = values[1];
  KafkaConnection connection;
  connection.address = {values[2], values[3]};
  const std::filesystem::path state = values[4];
  if (name == "projector") {
    StoreOptions options;
    options.ledger = "simulated";
    options.partitions = kPartitions;
    options.projections = all_projections();
    const auto store = ProjectionStore::open(state, options);
    if (!store) {
      std::cout << "failed " << store.error().message << std::endl;
      return 1;
    }
    return run(std::make_shared<Projector>(connection, *store.value(), kPartitions, "k"));
  }
  const TestTime time;
  const auto ledger = open_ledger_folder(values[5], LedgerAccess::read_only, time);
  if (!ledger) {
    std::cout << "failed " << ledger.error().message << std::endl;
    return 1;
  }
  return run(make_agency_router(
      {connection, state, "simulated", kPartitions, "k", std::chrono::milliseconds(1'500)},
      ledger.value()->keys()));
}

}  // namespace
}  // namespace aduan

int main(int count, char** values) { return count == 6 ? aduan::main_of(values) : 2; }
