// A ledger on Kafka as this machine sees it: the topics, and a state folder beside them.
//
//   secret/         the ledger's secret and master key: `init` makes them, other machines copy them
//   keys/           this machine's copy of the case keys; derived (core/privacy/rocks/key_copy.h)
//   projections/    derived; may be deleted
//
// The state folder has at most one owner at a time, whoever opens `keys` and `projections` first;
// it follows the topics. Others read beside it.

#pragma once

#include "cli/open_ledger.h"
#include "cli/settings.h"
#include "core/log/kafka/kafka_connection.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace aduan {

struct KafkaPlace {
  KafkaConnection connection;
  std::filesystem::path state;
};

/// Where the state lies unless somebody says otherwise:
/// `$XDG_STATE_HOME/aduan/HOST_PORT[_PREFIX]`, or below `~/.local/state`.
std::filesystem::path default_state_folder(const KafkaAddress& address,
                                           const Environment& environment);

/// What a reader expects of projections that another process keeps up to date.
enum class Freshness : std::uint8_t {
  caught_up,  ///< all that the log had when it was asked
  as_it_is,   ///< for whoever looks at how far they are
};

/// Opens it; projections that nobody owns catch up with the log first. To write, a ledger worker
/// must run somewhere.
/// Errors: not_found (no ledger there; no secrets on this machine: says what to copy), unavailable
/// (no broker answers, or it refuses us; the owner of the projections does not catch up), invalid
/// (another ledger's secrets), corrupt.
Result<std::unique_ptr<OpenLedger>> open_kafka_ledger(const KafkaPlace& place, LedgerAccess access,
                                                      Freshness freshness, const TimeSource& time);

/// What `init` found or made.
struct FoundedLedger {
  /// The ledger that was made, for its directory's first commands. No worker is needed for them:
  /// they are appended here, which is safe as long as the directory is empty. Should two do it at
  /// once, the second one's records are void. Null: the ledger was there already.
  std::unique_ptr<OpenLedger> made;
  std::shared_ptr<const Directory> directory;  ///< of the one that was there
  std::filesystem::path folder;                ///< of this machine's state
};

/// Makes the topics and verifies them, makes this machine's secrets and the keys' first record;
/// goes on where one before it was cut short. Of a ledger that is there it verifies all the same.
/// `partitions`: absent: those that the topics have, else the default of NewLedger.
/// Errors: invalid (a topic is not as it must be; another seed, or secrets of another ledger),
/// not_found (the ledger is there and its secrets are not on this machine), unavailable.
Result<FoundedLedger> found_kafka_ledger(const KafkaPlace& place, NewLedger& ledger,
                                         std::optional<std::uint32_t> partitions,
                                         const TimeSource& time);

/// Builds this machine's projections anew. Errors: not_found (no ledger there), unavailable
/// (brokers; another process owns the projections), corrupt (the log).
Result<RebuiltProjections> rebuild_kafka_ledger(const KafkaPlace& place, const Progress& progress);

}  // namespace aduan
