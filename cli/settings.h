// What holds for every subcommand: which ledger, who acts, in which form and language, as of when.
// A flag wins over the environment, that over aduan.conf, that over the default. Source: DESIGN §9.

#pragma once

#include "cli/arguments.h"
#include "cli/output.h"
#include "cli/render/words.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// The options that may stand before or after the subcommand.
std::span<const Option> global_options();

/// The words of a command line, the global options taken out wherever they stand before `--`.
struct CommandLine {
  std::vector<std::string> globals;  ///< `--ledger PATH`, `--help`, …
  std::vector<std::string> rest;     ///< the subcommand's name and its own words
};
CommandLine split_command_line(std::span<const std::string> words);

/// The value of an environment variable; nothing where it is not set or empty.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

struct Settings {
  std::string ledger;                ///< a folder, or `kafka://…`
  std::optional<std::string> state;  ///< of a ledger on Kafka: what this machine keeps of it
  std::optional<std::string> as;     ///< who acts; absent: the subcommand's default
  Format format = Format::table;
  Language language = Language::english;
  std::optional<std::string> as_of;  ///< flag alone
  std::optional<std::string> now;    ///< flag or environment: where a test ledger's clock stands
};

/// `folder`: where `aduan.conf` is looked for unless ADUAN_CONF names a file. A relative ledger in
/// a file is relative to that file's folder.
/// The language without a setting: that of LC_ALL, LC_MESSAGES and LANG, the first that is set,
/// where it is one of ours; else English.
/// Errors: invalid (a format or language that there is not, a file that does not parse), not_found
/// (the file that ADUAN_CONF names).
Result<Settings> resolve_settings(const Arguments& globals, const Environment& environment,
                                  const std::string& folder);

}  // namespace aduan
