// What the doctor says of one thing that is not as it should be: of a part of the ledger's folder,
// or of a record. For people in sentences, for programs as JSON.

#pragma once

#include "cli/exit_code.h"
#include "core/base/clock.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace aduan {

/// How `aduan help doctor` describes the JSON.
inline constexpr std::string_view kDiagnosisJson =
    "JSON: a list, empty when nothing is wrong, of\n"
    "  {kind, place, subject, since, reason, meaning, advice}\n"
    "kind     void, parked: a record. missing, damaged, exposed (others may read it), busy "
    "(another\n"
    "         process has it), behind, ahead (of the log): a part of the folder\n"
    "place    partition/offset or directory/offset; of a part its path in the folder\n"
    "subject  the case that the record names, or null\n"
    "since    when the log took the record, or null\n"
    "Ends with 0 where nothing must be done (void records are ignored by everybody), 6 when a case "
    "is\n"
    "parked, else with what opening the ledger ends with.\n";

struct Diagnosis {
  std::string kind;  ///< `void`, `parked`, or a part's: `missing damaged exposed busy behind ahead`
  std::string place;    ///< `3/17` (partition and offset), `directory/4`; a part: `secret/ledger`
  std::string subject;  ///< the case that the record names; empty where it names none
  std::optional<Instant> since;    ///< when the log took the record
  std::string reason;              ///< what is there, in a clause
  std::string meaning;             ///< what that does to the ledger, in sentences
  std::string advice;              ///< what is safe to do, in sentences
  ExitCode exit = ExitCode::done;  ///< what `doctor` ends with because of it
};

/// A block of lines each.
std::string text_of(std::span<const Diagnosis> diagnoses);

/// One JSON object.
std::string json_of(const Diagnosis& diagnosis);

/// The gravest of their exit codes.
ExitCode exit_of(std::span<const Diagnosis> diagnoses);

}  // namespace aduan
