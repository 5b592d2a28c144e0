#include "cli/help.h"

#include "cli/render/canvas.h"
#include "cli/role_table.h"
#include "cli/settings.h"

#include <algorithm>

namespace aduan {
namespace {

constexpr std::size_t kHelpColumns = 80;
constexpr std::string_view kExitCodes =
    "Exit: 0 done, 1 rejected by a rule, 2 usage, 3 not found, 4 conflict, 5 unavailable, 6 "
    "corrupt.\n";

std::string summaries(std::string_view group) {
  std::size_t width = 0;
  const auto belongs = [&](const Subcommand& subcommand) {
    return group.empty() || (subcommand.name.starts_with(group) &&
                             subcommand.name.substr(group.size()).starts_with(' '));
  };
  for (const Subcommand* const each : subcommands()) width = std::max(width, each->name.size());
  std::string text;
  for (const Subcommand* const each : subcommands()) {
    if (!belongs(*each)) continue;
    std::string margin =
        "  " + std::string(each->name) + std::string(width + 2 - each->name.size(), ' ');
    for (const std::string& line : wrapped(each->summary, kHelpColumns - margin.size())) {
      text += margin + line + '\n';
      margin.assign(margin.size(), ' ');
    }
  }
  return text;
}

}  // namespace

std::string version_line() { return "aduan " ADUAN_VERSION "\n"; }

std::string overview() {
  return "aduan: a complaint ledger in which nothing is lost, rewritten or quietly closed\n"
         "\n"
         "Usage: aduan [OPTIONS] COMMAND …\n"
         "\n"
         "Commands\n" +
         summaries({}) +
         "\n"
         "Options, before or behind the command\n" +
         describe_options(global_options()) +
         "\n"
         "Flags win over ADUAN_LEDGER, ADUAN_AS, ADUAN_FORMAT, ADUAN_LANG and ADUAN_NOW, these "
         "over\n"
         "aduan.conf (here, or where ADUAN_CONF says; lines `ledger = PATH`, `as = ROLE:ID`, "
         "`format = json`,\n"
         "`lang = id`).\n" +
         std::string(kExitCodes) +
         "`aduan help COMMAND` shows its options and an example, `aduan help rules` who may do "
         "what.\n"
         "`aduan completion bash` prints a script that makes bash complete all of these.\n";
}

std::string help_on(const Subcommand& subcommand) {
  std::string text = std::string(subcommand.summary) +
                     "\n\nUsage: " + usage_line(subcommand.name, subcommand.options) + "\n";
  if (!subcommand.options.empty()) text += "\n" + describe_options(subcommand.options);
  if (!subcommand.details.empty()) text += "\n" + std::string(subcommand.details);
  if (subcommand.default_actor.empty()) {
    text += "\nNeeds --as ROLE:ID, who acts.\n";
  } else {
    text += "\nActs as " + std::string(subcommand.default_actor) + " unless --as says otherwise.\n";
  }
  if (!subcommand.example.empty()) {
    text += "\nExample\n  " + std::string(subcommand.example) + "\n";
  }
  return text;
}

std::string help_on_group(std::string_view group) {
  const std::string list = summaries(group);
  if (list.empty()) return {};
  return "Usage: aduan " + std::string(group) + " COMMAND …\n\nCommands\n" + list;
}

std::string help_on_rules() { return role_table(); }

}  // namespace aduan
