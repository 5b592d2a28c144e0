#include "cli/bash_completion.h"

#include "cli/option_values.h"
#include "cli/settings.h"
#include "cli/subcommand.h"

#include <set>
#include <vector>

namespace aduan {
namespace {

constexpr std::string_view kBegin =
    R"bash(# bash completion for aduan, made by `aduan completion bash`.

_aduan_ids() {  # agency or category
  aduan "${where[@]}" "$1" list --format jsonl 2>/dev/null | sed -n 's/.*"id":"\([^"]*\)".*/\1/p'
}

_aduan() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local name= words= options= positional= word value i
  local -a where=()
  local groups='^(help )?(@GROUPS@)$'
  COMPREPLY=()
  # Bash takes --option=value apart at the sign, and a role at its colon.
  [[ $current == : || $before == : ]] && return
  if [[ $current == = ]]; then current=
  elif [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    case $word in
      --ledger | --as | --format | --lang | --as-of | --now)
        [[ ${COMP_WORDS[i + 1]} == = ]] && ((++i))
        value=${COMP_WORDS[++i]}
        while [[ ${COMP_WORDS[i + 1]} == : ]]; do value+=:${COMP_WORDS[i + 2]} && ((i += 2)); done
        [[ $word == --ledger ]] && where=(--ledger "$value") ;;
      -*) ;;
      *)
        if [[ -z $name || $name == help ]]; then name+=${name:+ }$word
        elif [[ $name =~ $groups ]]; then name+=" $word"
        fi ;;
    esac
  done
)bash";

constexpr std::string_view kEnd = R"bash(  if [[ $current == -* ]]; then words=$options
  elif [[ -z $words ]]; then words=${positional:-$options}
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  # A role goes on with its id.
  if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[:/] ]]; then
    compopt -o nospace 2>/dev/null
  fi
}

complete -F _aduan aduan
)bash";

/// The words of the names' first parts that have a second one: `agency|category`.
std::string groups() {
  std::set<std::string_view> names;
  for (const Subcommand* const each : subcommands()) {
    const std::size_t blank = each->name.find(' ');
    if (blank != std::string_view::npos) names.insert(each->name.substr(0, blank));
  }
  std::string text;
  for (const std::string_view name : names) text.append(text.empty() ? "" : "|").append(name);
  return text;
}

/// The next words of a name that begins with `group` (empty: the first words of all), each
/// once.
std::string next_words(std::string_view group) {
  std::string text;
  std::set<std::string_view> seen;
  for (const Subcommand* const each : subcommands()) {
    std::string_view name = each->name;
    if (!group.empty()) {
      if (!name.starts_with(group) || !name.substr(group.size()).starts_with(' ')) continue;
      name.remove_prefix(group.size() + 1);
    }
    name = name.substr(0, name.find(' '));
    if (seen.insert(name).second) text.append(text.empty() ? "" : " ").append(name);
  }
  return text;
}

/// The bash that sets `variable` to the values; empty where there is nothing to offer.
std::string setting(std::string_view variable, const OptionValues& values) {
  const std::string set = std::string(variable) + "=";
  switch (values.source) {
    case ValueSource::free:
      return {};
    case ValueSource::list: {
      std::string words;
      for (const std::string_view word : values.words) {
        words.append(words.empty() ? "" : " ").append(word);
      }
      return set + "'" + words + "'";
    }
    case ValueSource::agency:
      return set + "$(_aduan_ids agency)";
    case ValueSource::category:
      return set + "$(_aduan_ids category)";
    case ValueSource::file:
      return "compopt -o default 2>/dev/null; return";
  }
  return {};
}

/// The cases of `name:before`: what comes after an option that takes a value.
std::string value_cases(std::string_view command, std::span<const Option> options) {
  std::string text;
  const std::string prefix = command.empty() ? "*" : "'" + std::string(command) + "'";
  for (const Option& option : options) {
    if (option.form != Option::Form::value) continue;
    const std::string set = setting("words", values_of(command, option));
    text += "    " + prefix + ":--" + std::string(option.name) + ") " +
            (set.empty() ? "return" : set) + " ;;\n";
  }
  return text;
}

/// The case of a command: its options, and what its first word may be.
std::string command_case(const Subcommand& subcommand) {
  std::string options;
  std::string positional;
  for (const Option& option : subcommand.options) {
    if (option.form == Option::Form::value || option.form == Option::Form::flag) {
      options.append(options.empty() ? "" : " ").append("--").append(option.name);
    } else if (positional.empty()) {
      positional = setting("positional", values_of(subcommand.name, option));
    }
  }
  std::string text = "    '" + std::string(subcommand.name) + "') options='" + options + "'";
  // Asked only where it is wanted: a ledger may be far away.
  if (!positional.empty()) text += "; [[ $current == -* ]] || { " + positional + "; }";
  return text + " ;;\n";
}

}  // namespace

std::string bash_completion() {
  std::string text(kBegin);
  constexpr std::string_view kGroups = "@GROUPS@";
  text.replace(text.find(kGroups), kGroups.size(), groups());
  text += "  case $name:$before in\n";
  for (const Subcommand* const each : subcommands()) text += value_cases(each->name, each->options);
  text += value_cases({}, global_options());
  text += "  esac\n  case $name in\n    '' | help) positional='" + next_words({}) + " help' ;;\n";
  std::set<std::string> done;
  for (const Subcommand* const each : subcommands()) {
    const std::size_t blank = each->name.find(' ');
    if (blank == std::string_view::npos) continue;
    const std::string group(each->name.substr(0, blank));
    if (!done.insert(group).second) continue;
    text +=
        "    '" + group + "' | 'help " + group + "') positional='" + next_words(group) + "' ;;\n";
  }
  for (const Subcommand* const each : subcommands()) text += command_case(*each);
  std::string globals;
  for (const Option& option : global_options()) {
    // Only the commands that declare it take it.
    if (option.name != kAsOfOption.name) globals.append(" --").append(option.name);
  }
  return text + "  esac\n  options+='" + globals + "'\n" + std::string(kEnd);
}

}  // namespace aduan
