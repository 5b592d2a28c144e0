// Who may send which command: asked of the rules themselves, so that the help cannot differ from
// them. Answers `aduan help rules`.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// A command, or those of its forms that the same people may send.
struct CommandRow {
  std::string_view command;             ///< as it is typed; the system's own: `absorb`, `miss`
  std::vector<std::string_view> forms;  ///< codes that make the form: `by_ruling`; none: the rest
  std::string roles;                    ///< of kRoleLetters, in that order
  std::vector<std::string_view> refused_by;  ///< the command's rules, in the order told; the
                                             ///< directory's commands have no list
};

/// R reporter, C citizen, V verifier, A agency, O overseer, K custodian, P operator, Y the system.
inline constexpr std::string_view kRoleLetters = "RCVAOKPY";

/// Every command of a case and of the directory, in the order of RULES §3.
std::vector<CommandRow> command_rows();

/// The table for people.
std::string role_table();

}  // namespace aduan
