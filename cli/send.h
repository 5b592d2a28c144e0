// How the command line sends a command: sealed, under a key that makes a retry harmless.

#pragma once

#include "cli/arguments.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/wiring.h"
#include "core/privacy/draft.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace aduan {

/// The options of every command on a case, after its own.
inline constexpr std::array kCaseOptions = {
    Option{"case", Option::Form::positional, "", "tracking number or case id", true},
    Option{"id", Option::Form::value, "KEY",
           "the command's key: sending it again acts only once (default: a fresh one)"},
    Option{"expect", Option::Form::value, "N",
           "refuse as a conflict unless the case's last event is number N"},
};

/// `own` and the above.
template <std::size_t N>
constexpr std::array<Option, N + kCaseOptions.size()> with_case_options(const Option (&own)[N]) {
  std::array<Option, N + kCaseOptions.size()> all{};
  std::size_t next = 0;
  for (const Option& option : kCaseOptions) all[next++] = option;
  for (const Option& option : own) all[next++] = option;
  return all;
}

/// What a subcommand makes of its arguments and of whoever acts.
using DraftMaker = Result<Draft> (*)(const Arguments& arguments, const Actor& actor);

/// A command that was sent, and what came of it.
struct Sent {
  OpenLedger* ledger = nullptr;
  CaseId id;
  Answer answer;
  std::string command;             ///< its short type: `forward`
  std::vector<AgencyId> agencies;  ///< those that the command or whoever acts names
  std::optional<CategoryId> category;

  /// Null: it was rejected, or failed.
  const Receipt* receipt() const { return std::get_if<Receipt>(&answer); }
};

/// Sends a command about the case that the arguments name, for whoever has something to do after
/// it. What is due is done before. Errors: what kept it from being sent.
Result<Sent> send_case_command(const Arguments& arguments, Wiring& wiring, Output& output,
                               DraftMaker make);

/// The receipt; or the rejection, with the right agency where its id was mistyped; or the error.
ExitCode show_sent(const Sent& sent, Output& output);

/// Both: sends, and shows the receipt.
ExitCode send_about_case(const Arguments& arguments, Wiring& wiring, Output& output,
                         DraftMaker make);

/// Sends a submission; its key is its reference, and gives the case its id.
ExitCode send_submission(const Arguments& arguments, Wiring& wiring, Output& output,
                         DraftMaker make);

/// The two as a Subcommand's `run`.
template <DraftMaker make>
ExitCode run_about_case(const Arguments& arguments, Wiring& wiring, Output& output) {
  return send_about_case(arguments, wiring, output, make);
}
template <DraftMaker make>
ExitCode run_submission(const Arguments& arguments, Wiring& wiring, Output& output) {
  return send_submission(arguments, wiring, output, make);
}

/// The code that an option names. Errors: invalid (none of the list; says the list).
template <class E>
Result<Code<E>> read_code(const Arguments& arguments, std::string_view option) {
  const std::string& text = arguments.text(option);
  if (const auto known = parse_code<E>(text)) return Code<E>(*known);
  std::string message = "--" + std::string(option) + " takes one of";
  for (const std::string_view name : Names<E>::values) message.append(" ").append(name);
  return Error{ErrorKind::invalid, message + "; nothing was sent"};
}

/// Errors: invalid (not an id's form).
Result<AgencyId> read_agency(const Arguments& arguments, std::string_view option);
/// Errors: invalid (not a number within 2^53).
Result<std::uint64_t> read_number(const Arguments& arguments, std::string_view option);
/// Errors: invalid (not an instant).
Result<Instant> read_instant(const Arguments& arguments, std::string_view option);
/// A day, `2014-12-19`. Errors: invalid.
Result<DateText> read_day(const Arguments& arguments, std::string_view option);

}  // namespace aduan
