// A subcommand: its name, what it takes, an example that works, and what it does.

#pragma once

#include "cli/arguments.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/wiring.h"

#include <span>
#include <string_view>

namespace aduan {

/// Declared by the reads that can be asked as of an instant; main resolves it into the wiring.
inline constexpr Option kAsOfOption = {"as-of", Option::Form::value, "INSTANT",
                                       "as it was then; UTC without a zone"};

struct Subcommand {
  std::string_view name;  ///< `show`, `agency connect`
  std::string_view summary;
  std::span<const Option> options;
  std::string_view example;
  /// Who acts without `--as`; empty: the command needs it.
  std::string_view default_actor;
  ExitCode (*run)(const Arguments& arguments, Wiring& wiring, Output& output);
  /// Behind the options in the help: what the summary is too short for, the form of the JSON.
  std::string_view details = {};
};

/// All of them, in the order of the help.
std::span<const Subcommand* const> subcommands();

/// The one that the words begin with, and how many words its name has; null when none does.
const Subcommand* find_subcommand(std::span<const std::string> words, std::size_t& name_words);

/// The nearest name to a mistyped one; empty when none is near.
std::string_view nearest_subcommand(std::string_view word);

}  // namespace aduan
