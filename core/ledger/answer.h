// What the ledger answers to a command.

#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/complaint/rejection.h"
#include "core/log/record.h"

#include <cstdint>
#include <variant>

namespace aduan {

/// Acknowledged: durable and valid. The same for the first sending and every retry.
struct Receipt {
  Position position;
  std::uint64_t sequence = 0;  ///< of the record in its subject
  Hash leaf{};                 ///< its leaf hash: what a proof must contain, or we are to blame
  bool repeated = false;       ///< the command id was known: nothing was appended this time

  bool operator==(const Receipt&) const = default;
};

/// Done, refused by a rule, or impossible in this world.
using Answer = std::variant<Receipt, Rejection, Error>;

}  // namespace aduan
