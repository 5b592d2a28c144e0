// An open ledger: everything that a subcommand may need of it, whatever engine its parts are of.
// Made by the engines' factories: ledger_folder.h, ledger_on_kafka.h.

#pragma once

#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/ledger/ledger.h"
#include "core/ledger/load_directory.h"
#include "core/log/event_log.h"
#include "core/privacy/case_keys.h"
#include "core/privacy/ledger_secret.h"
#include "projections/store/store.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aduan {

enum class LedgerAccess : std::uint8_t {
  read_write,
  read_only,  ///< beside whoever owns it: sees all that was acknowledged before it opened
};

/// What `init` needs.
struct NewLedger {
  std::string name;
  std::uint32_t partitions = 16;
  std::optional<std::string> seed;  ///< test ledgers: secret, keys and nonces follow from it
};

/// What a rebuild came to.
struct RebuiltProjections {
  std::optional<Hash> digest_before;  ///< of the store before, where it stood at the log's end
  StoreStatus after;
};

/// What a factory puts together. The order is that of the parts' dependence.
struct LedgerParts {
  std::filesystem::path folder;  ///< where it keeps what it keeps on this machine
  std::string name;
  std::optional<Hash> seed;              ///< test ledgers alone
  std::unique_ptr<RandomSource> random;  ///< outlives what draws from it
  std::unique_ptr<EventLog> log;
  LoadedDirectory loaded;  ///< as it was when the log was opened
  std::optional<LedgerSecret> secret;
  std::unique_ptr<KeyStore> keys;
  std::unique_ptr<ProjectionStore> store;
  /// Another process writes the store. This one opens it again when it has sent something, so that
  /// nobody may hold it over a command.
  bool is_store_anothers = false;
  std::unique_ptr<Ledger> ledger;  ///< null: opened for reading
};

/// The machine's generator; or a test ledger's: of its seed, and of how many records its log has,
/// so that its next keys differ from its earlier ones.
/// Errors: those of the log.
Result<std::unique_ptr<RandomSource>> random_of(const std::optional<Hash>& seed,
                                                const EventLog& log);

/// How a store of this ledger's projections is opened. `read_only` is the caller's to set.
StoreOptions store_options(const std::string& ledger, std::uint32_t partitions);

/// For whoever needs projections of his own. Errors: unavailable.
Error needs_own_store(const std::filesystem::path& folder);

/// Threads: as its parts say.
class OpenLedger {
 public:
  /// Requires: all parts; `ledger` may be null.
  explicit OpenLedger(std::unique_ptr<LedgerParts> parts);

  const std::filesystem::path& folder() const { return parts_->folder; }
  const std::string& name() const { return parts_->name; }
  const EventLog& log() const { return *parts_->log; }
  /// Where it is not our own, the reference holds until the next command is sent.
  ProjectionStore& store() { return *parts_->store; }
  bool owns_store() const { return !parts_->is_store_anothers; }
  KeyStore& keys() { return *parts_->keys; }
  const LedgerSecret& secret() const { return *parts_->secret; }
  std::shared_ptr<const Directory> directory() const;
  StoreOptions store_options() const;
  RecordFold make_fold() const { return RecordFold(name(), log().partitions()); }

  /// Requires: opened read_write.
  Ledger& ledger() { return *parts_->ledger; }

  /// A nonce for one event of one case, never to be had again: random, or of a test ledger's seed
  /// and the command. Threads: any.
  Bytes16 nonce_for(std::string_view subject, const CommandId& command);

  /// Destroys the keys that the log's erasures name and that are still here; opening a folder does
  /// it too. Gives how many erasures there were. Requires: opened read_write.
  /// Errors: corrupt, unavailable: the next one goes on.
  Result<std::uint64_t> finish_erasures();

 private:
  std::unique_ptr<LedgerParts> parts_;
  std::optional<Hmac> seeded_nonces_;
};

}  // namespace aduan
