// A simulation as a file of commands: one JSON object a line, in the order of time.
//
//   {"case":"…","key":"…","actor":"reporter","time":"…","type":"aduan.command.submit.v1",
//    "data":{…},"texts":{"text":"…"},"meant":"not_verified"}
//   {"case":"directory","key":"connect/kl-kemenkes","actor":"operator:local",…,"data":{…}}
//   {"extend":"…","key":"…","actor":"…","time":"…","clock":"resolve","agency":"…","days":7}
//   {"run_due":"2014-12-19T09:00:00.000Z"}
//
// `case`   ten characters that stand for the case within this file; a submission's `key` is the
//          case's reference, from which a ledger makes the id that it has there. `into` of a merge
//          is such a stand-in too.
// `data`   the command's body as its JSON Schema has it, sealed fields absent: their texts are in
//          `texts`, by field. A confidential case's category, region and date are still open here.
// `meant`  only where the command is meant to be refused, with this code.
// `extend` a later due date for the agency's clock that runs; the reader finds which event began
//          it.
// `run_due` a moment at which the system's roles (watcher, steward) look at everything before it.
//          Their own commands are not in the file.
//
// Made-up words alone: whoever reads the file sees all that is sealed elsewhere.

#pragma once

#include "cli/simulate/command_sink.h"
#include "core/privacy/ledger_secret.h"

#include <fstream>
#include <string>

namespace aduan::simulation {

class CommandFile final : public CommandSink {
 public:
  /// Errors: unavailable (the file cannot be made; an old one of the name is replaced).
  static Result<CommandFile> create(const std::string& path, std::uint64_t seed);

  CaseId case_of(std::string_view reference) override;
  Result<void> send(SimulatedCommand command) override;
  Result<void> send_directory(std::string key, Instant time, DirectoryCommand command) override;
  Result<void> extend(SimulatedExtension extension) override;
  Result<void> run_system(Instant now) override;
  Result<void> finish() override;

  std::uint64_t lines() const { return lines_; }

 private:
  CommandFile(std::string path, std::uint64_t seed);
  Result<void> write(std::string line);

  std::string path_;
  std::ofstream file_;
  LedgerSecret stand_ins_;
  std::uint64_t lines_ = 0;
};

}  // namespace aduan::simulation
