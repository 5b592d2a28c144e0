// What the ledger must know of the past to decide: an interface of its own, which the projections'
// store provides (their room is above this one).

#pragma once

#include "core/base/result.h"
#include "core/ledger/case_state.h"
#include "core/log/record.h"
#include "schemas/ids.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace aduan {

/// Threads: reads from any, while one writer applies records.
class CaseStore {
 public:
  virtual ~CaseStore() = default;

  /// The state of a case; one that does not exist when the log has no record of it.
  /// Errors: corrupt, unavailable.
  virtual Result<CaseState> read_case(const CaseId& id) const = 0;

  /// The sequence of the subject's record that has this command id. Errors: corrupt, unavailable.
  virtual Result<std::optional<std::uint64_t>> find_command(std::string_view subject,
                                                            const CommandId& command) const = 0;

  /// Where a record of a subject stands. Errors: not_found, corrupt, unavailable.
  virtual Result<std::pair<Position, Hash>> locate(std::string_view subject,
                                                   std::uint64_t sequence) const = 0;
};

}  // namespace aduan
