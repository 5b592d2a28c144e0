// The embedded ledger's folder: makes it, opens it.
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

#include "cli/open_ledger.h"

#include <filesystem>
#include <memory>

namespace aduan {

/// Makes the folder of a new ledger, with secret, keys and an empty log, and opens it. The
/// directory's first records are the caller's commands.
/// Errors: invalid (a folder that is not empty), unavailable.
Result<std::unique_ptr<OpenLedger>> create_ledger_folder(const std::filesystem::path& folder,
                                                         const NewLedger& ledger,
                                                         const TimeSource& time);

/// Opens; the projections catch up with the log where they are behind, and erasures that were cut
/// short are finished.
/// Errors: not_found (no ledger there), unavailable (another process owns it), corrupt (says what,
/// and what to do).
Result<std::unique_ptr<OpenLedger>> open_ledger_folder(const std::filesystem::path& folder,
                                                       LedgerAccess access, const TimeSource& time);

/// Builds a folder's projections anew from its log, whatever they are: damaged, gone, or of another
/// version. Needs no key. Until the new ones are whole, the old ones stay in use.
/// Errors: not_found (no ledger there), unavailable (another process owns it), corrupt (its log).
Result<RebuiltProjections> rebuild_ledger_folder(const std::filesystem::path& folder,
                                                 const Progress& progress);

/// The same of any log whose writers are kept away, or do no harm. `store`: the projections'
/// folder, which the caller owns.
Result<RebuiltProjections> rebuild_projections(const EventLog& log,
                                               const std::filesystem::path& store,
                                               const Progress& progress);

}  // namespace aduan
