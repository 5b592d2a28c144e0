// A command as it stands in `aduan.commands`. Form: docs/formats/kafka.md.

#pragma once

#include "core/base/result.h"
#include "core/ledger/command_processor.h"
#include "schemas/json/document.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace aduan {

/// Bytes of a command's value and of its sealed payload: more would not fit a record.
inline constexpr std::size_t kCommandBytesMax = 65'535;
inline constexpr std::size_t kCommandPayloadBytesMax = 262'144;

/// Header of a command: whatever its sender put there, its result gives back. At most 64 bytes;
/// tells the answers to several sendings of one command apart.
inline constexpr std::string_view kSendingHeader = "aduan-sending";
inline constexpr std::size_t kSendingBytesMax = 64;

/// The value; the payload goes into the header `aduan-sealed`.
/// Errors: invalid (too long; a subject, time or anomaly that no command has).
Result<std::string> encode_command(const AnyCommand& command);

/// Reads outside bytes. Keeps its buffers between calls. Threads: one at a time.
class CommandReader {
 public:
  /// Errors: invalid (these bytes are no command of a type that this version knows).
  Result<AnyCommand> read(std::string_view value, std::string_view payload);

  /// The command id that the last `read` saw, also where it failed behind it.
  const std::optional<CommandId>& command_id() const { return command_id_; }

 private:
  json::Document document_;
  std::optional<CommandId> command_id_;
};

std::string_view subject_of(const AnyCommand& command);
const CommandId& id_of(const AnyCommand& command);

}  // namespace aduan
