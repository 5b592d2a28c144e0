// The key keeper: destroys the keys that the log's erasures name.
//
// An erasure's event is durable first. The keys follow at once, in the process that asked; whatever
// a crash left between the two, and whatever a restored backup of the key store brought back, is
// found here by comparing the log with the mark that stands beside the keys. Source: DESIGN §5, §7.

#pragma once

#include "core/ledger/fold.h"
#include "core/log/event_log.h"
#include "core/privacy/case_keys.h"
#include "projections/store/reader.h"

#include <cstdint>

namespace aduan {

/// Whether the log has erasures that this key store has not carried out.
/// Errors: corrupt, unavailable.
Result<bool> has_open_erasures(const Reader& reader, KeyStore& keys);

/// Carries them out, in the log's order, and moves the mark; gives how many there were. Killed at
/// any moment, it is run again from the start. Errors: corrupt, unavailable.
Result<std::uint64_t> carry_out_erasures(const Reader& reader, const EventLog& log,
                                         RecordFold& fold, KeyStore& keys);

/// Of a key that came to the store just now: whether an erasure on record takes it, since a record
/// before that one was sealed under it. Then it is destroyed. One that no record names yet is on
/// its way to its first one, and lives. Errors: corrupt, unavailable.
Result<bool> destroy_if_late(const CaseId& case_id, const KeyName& key, const Reader& reader,
                             const EventLog& log, RecordFold& fold, KeyStore& keys);

}  // namespace aduan
