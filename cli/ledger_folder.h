// The embedded ledger's folder.
//
//   log/                the truth (core/log/rocks)
//   projections/        derived; may be deleted (projections/store)
//   keys/               the case keys, wrapped (core/privacy/rocks)
//   secret/ledger       the ledger secret: `aduan-secret-v1 `, 64 hexadecimal digits, newline
//   secret/master       the master key (core/privacy/master_key)
//   secret/seed         test ledgers alone: the seed that all of these come from
//
// Back up `log`, `keys` and `secret`, apart from each other.

#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/ledger/embedded_ledger.h"
#include "core/ledger/load_directory.h"
#include "core/log/event_log.h"
#include "core/privacy/case_keys.h"
#include "core/privacy/ledger_secret.h"
#include "projections/store/store.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace aduan {

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

/// An open ledger: everything that a subcommand may need of it.
/// Threads: as its parts say.
class OpenLedger {
 public:
  enum class Access : std::uint8_t {
    read_write,  ///< the one process that owns the folder
    read_only,   ///< beside it: sees all that was acknowledged before it opened
  };

  /// Makes the folder of a new ledger, with secret, keys and an empty log, and opens it. The
  /// directory's first records are the caller's commands.
  /// Errors: invalid (a folder that is not empty), unavailable.
  static Result<std::unique_ptr<OpenLedger>> create(const std::filesystem::path& folder,
                                                    const NewLedger& ledger,
                                                    const TimeSource& time);

  /// Opens; the projections catch up with the log where they are behind, and erasures that were cut
  /// short are finished.
  /// Errors: not_found (no ledger there), unavailable (another process owns it), corrupt (says
  /// what, and what to do).
  static Result<std::unique_ptr<OpenLedger>> open(const std::filesystem::path& folder,
                                                  Access access, const TimeSource& time);

  const std::filesystem::path& folder() const { return folder_; }
  const std::string& name() const { return name_; }
  const EventLog& log() const { return *log_; }
  ProjectionStore& store() { return *store_; }
  KeyStore& keys() { return *keys_; }
  const LedgerSecret& secret() const { return *secret_; }
  std::shared_ptr<const Directory> directory() const;
  StoreOptions store_options() const;
  RecordFold make_fold() const { return RecordFold(name_, log_->partitions()); }

  /// Requires: opened read_write.
  Ledger& ledger() { return *ledger_; }

  /// A nonce for one event of one case, never to be had again: random, or of a test ledger's seed
  /// and the command. Threads: any.
  Bytes16 nonce_for(std::string_view subject, const CommandId& command);

  /// Destroys the keys that the log's erasures name and that are still here; opening does it too.
  /// Gives how many erasures there were. Requires: opened read_write.
  /// Errors: corrupt, unavailable: the next opening goes on.
  Result<std::uint64_t> finish_erasures();

  /// Builds a folder's projections anew from its log, whatever they are: damaged, gone, or of
  /// another version. Needs no key. Until the new ones are whole, the old ones stay in use.
  /// Errors: not_found (no ledger there), unavailable (another process owns it), corrupt (its log).
  static Result<RebuiltProjections> rebuild_projections(const std::filesystem::path& folder,
                                                        const Progress& progress);

 private:
  OpenLedger() = default;
  Result<void> open_parts(const std::filesystem::path& folder, Access access,
                          const TimeSource& time);
  void start_ledger(const TimeSource& time);
  /// What only the owner of the folder may go on with. Of a store opened read_only.
  bool is_unfinished();

  std::filesystem::path folder_;
  std::string name_;
  LoadedDirectory loaded_;
  std::unique_ptr<RandomSource> random_;
  std::optional<Hmac> seeded_nonces_;
  std::unique_ptr<EventLog> log_;
  std::unique_ptr<ProjectionStore> store_;
  std::unique_ptr<KeyStore> keys_;
  std::optional<LedgerSecret> secret_;
  std::unique_ptr<EmbeddedLedger> ledger_;
};

}  // namespace aduan
