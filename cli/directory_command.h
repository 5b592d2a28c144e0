// What the commands of the directory share: sending, answering, and what to say of an unknown id.

#pragma once

#include "cli/output.h"
#include "cli/wiring.h"
#include "core/ledger/ledger.h"

#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// The command as it is sent: `key` becomes its blind id, so that sent again it acts once.
AnyCommand directory_command(const OpenLedger& ledger, const Actor& actor, std::string_view key,
                             DirectoryCommand body);

/// Sends one and shows what came of it: `done` for people, the receipt for programs.
ExitCode send_to_directory(OpenLedger& ledger, const Wiring& wiring, std::string_view key,
                           DirectoryCommand body, std::string_view done, Output& output);

/// What a batch of commands, each for one id, came to.
struct BatchOutcome {
  std::vector<std::string> done;     ///< ids
  std::vector<std::string> already;  ///< ids whose command had been accepted before
  std::vector<std::pair<std::string, Answer>> failed;  ///< ids, and why not
};
BatchOutcome send_batch(OpenLedger& ledger, const std::vector<std::string>& ids,
                        std::vector<AnyCommand> commands);

/// Shows each failure; the exit code is the first one's. Requires: there are some.
ExitCode show_failures(const BatchOutcome& outcome, Output& output);

/// The connected agency whose id is nearest to a mistyped one; empty where none is near. The view
/// lives as long as the directory.
std::string_view nearest_agency(const Directory& directory, std::string_view id);

/// `there is no agency 'kl-kemnkes'; did you mean 'kl-kemenkes'? …`: not_found.
Error no_such_agency(const Directory& directory, std::string_view id);

/// `a,b` as a list, blanks around each taken off, empty ones left out.
std::vector<std::string> split_list(std::string_view text);

}  // namespace aduan
