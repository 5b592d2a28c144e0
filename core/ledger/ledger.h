// The one door to the truth: commands go in, receipts or refusals come out.

#pragma once

#include "core/ledger/answer.h"
#include "core/ledger/command_processor.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace aduan {

/// What a sender waits for.
enum class Until : std::uint8_t {
  applied,  ///< durable, and seen by whoever reads afterwards
  durable,  ///< the projections follow soon (`settle`): for bulk work, whose next batch is decided
            ///< meanwhile
};

/// Threads: all functions may be called from any.
class Ledger {
 public:
  virtual ~Ledger() = default;

  /// Answers when each command is durable (and applied), refused, or failed: one answer a command,
  /// in order. The commands are decided in order, and each on its own: one that is refused does not
  /// stop the next. A retry with the same command id never acts twice, however late.
  virtual std::vector<Answer> submit(std::vector<AnyCommand> commands, Until until) = 0;

  /// Waits until all that was answered is applied.
  virtual void settle() = 0;

  /// Until it is applied.
  std::vector<Answer> submit(std::vector<AnyCommand> commands);
  Answer submit(AnyCommand command);

  /// The directory as of the last answer.
  virtual std::shared_ptr<const Directory> directory() const = 0;
};

}  // namespace aduan
