#include "cli/program.h"

#include "cli/help.h"
#include "cli/nearest.h"
#include "cli/subcommand.h"
#include "schemas/instant.h"

#include <algorithm>
#include <exception>
#include <new>
#include <ostream>
#include <system_error>
#include <utility>

namespace aduan {
namespace {

Output make_output(const Surroundings& around, Format format,
                   Language language = Language::english) {
  return {
      around.out,   around.messages, format, around.out_is_terminal, around.messages_are_terminal,
      around.width, language};
}

/// The form that was asked for, as far as it can be told before everything is known to be in order.
Format format_for_errors(const Arguments& globals, const Environment& environment) {
  const auto text = globals.has("format") ? globals.find("format") : environment("ADUAN_FORMAT");
  return text ? parse_format(*text).value_or(Format::table) : Format::table;
}

bool is_group(std::string_view word) { return !help_on_group(word).empty(); }

/// The words that were to be a command's name: two behind a group's name.
std::string meant_name(std::span<const std::string> words) {
  const bool has_two = words.size() > 1 && !words[1].starts_with("-");
  return has_two && is_group(words[0]) ? words[0] + " " + words[1] : words[0];
}

ExitCode fail_unknown(std::span<const std::string> words, Output& output) {
  if (words[0].starts_with("-")) {
    std::vector<std::string> spelled;
    for (const Option& option : global_options())
      spelled.push_back("--" + std::string(option.name));
    const std::vector<std::string_view> candidates(spelled.begin(), spelled.end());
    const std::string given = words[0].substr(0, words[0].find('='));
    return output.fail_usage("there is no option '" + given + "' before the command" +
                             did_you_mean(given, candidates));
  }
  const std::string name = meant_name(words);
  if (is_group(name)) {
    return output.fail_usage("'" + name + "' needs one of its commands. `aduan help " + name +
                             "` shows them");
  }
  const std::string_view near = nearest_subcommand(name);
  const std::string message = "there is no command '" + name + "'";
  if (near.empty()) return output.fail_usage(message + ". `aduan help` shows all");
  return output.fail_usage(message + "; did you mean '" + std::string(near) + "'?");
}

ExitCode show_help(std::span<const std::string> words, Output& output) {
  std::ostream& out = output.out();
  if (words.empty()) {
    out << overview();
    return ExitCode::done;
  }
  std::size_t name_words = 0;
  if (const Subcommand* const subcommand = find_subcommand(words, name_words)) {
    out << help_on(*subcommand);
    return ExitCode::done;
  }
  if (words[0] == "rules") {
    out << help_on_rules();
    return ExitCode::done;
  }
  if (words.size() == 1 && is_group(words[0])) {
    out << help_on_group(words[0]);
    return ExitCode::done;
  }
  return fail_unknown(words, output);
}

/// Who acts: `--as` and its like, else the subcommand's default.
Result<Actor> actor_for(const Subcommand& subcommand, const Settings& settings) {
  const std::string_view text =
      settings.as ? std::string_view(*settings.as) : subcommand.default_actor;
  if (text.empty()) {
    return Error{
        ErrorKind::invalid,
        "'" + std::string(subcommand.name) +
            "' needs --as ROLE:ID, who acts: verifier:desk/v-1, agency:kl-kemenkes/o-4711, "
            "reporter. Nothing was changed"};
  }
  const auto actor = parse_actor(text);
  if (!actor) {
    return Error{
        ErrorKind::invalid,
        "'--as' takes ROLE:ID, as verifier:desk/v-1 or agency:kl-kemenkes/o-4711, or reporter. "
        "An id is a code of letters, digits and . _ - /, never a name. Nothing was changed"};
  }
  return *actor;
}

Result<std::optional<Instant>> as_of_for(const Subcommand& subcommand, const Settings& settings) {
  if (!settings.as_of) return std::optional<Instant>();
  const auto declares = [](const Option& option) { return option.name == "as-of"; };
  if (std::none_of(subcommand.options.begin(), subcommand.options.end(), declares)) {
    return Error{ErrorKind::invalid,
                 "'" + std::string(subcommand.name) + "' takes no --as-of. Nothing was changed"};
  }
  const auto instant = parse_instant_forgiving(*settings.as_of);
  if (!instant) {
    return Error{ErrorKind::invalid,
                 "'--as-of' takes an instant, as 2014-12-30T17:00:00Z, 2014-12-31T00:00+07:00 or "
                 "2014-12-31; without a zone it is UTC"};
  }
  return std::optional<Instant>(*instant);
}

Result<std::optional<Instant>> now_for(const Settings& settings) {
  if (!settings.now) return std::optional<Instant>();
  const auto instant = parse_instant_forgiving(*settings.now);
  if (instant && is_writable(*instant)) return std::optional<Instant>(*instant);
  return Error{ErrorKind::invalid,
               "'--now' (or ADUAN_NOW) takes an instant, as 2014-12-19T08:00+07:00. Nothing was "
               "changed"};
}

ExitCode run_subcommand(const Subcommand& subcommand, std::span<const std::string> words,
                        const Settings& settings, const Surroundings& around, Output& output) {
  // The global options cannot be among these words: they are in the list for its suggestions.
  std::vector<Option> options(subcommand.options.begin(), subcommand.options.end());
  options.insert(options.end(), global_options().begin(), global_options().end());
  auto arguments = parse_arguments(options, words);
  if (!arguments) {
    return output.fail_usage(arguments.error().message +
                             "\nusage: " + usage_line(subcommand.name, subcommand.options));
  }
  const auto as_of = as_of_for(subcommand, settings);
  if (!as_of) return output.fail_usage(as_of.error().message);
  const auto actor = actor_for(subcommand, settings);
  if (!actor) return output.fail_usage(actor.error().message);
  const auto now = now_for(settings);
  if (!now) return output.fail_usage(now.error().message);
  if (settings.as_of) arguments.value().set_default("as-of", *settings.as_of);
  Wiring wiring({settings.ledger, settings.state, around.environment}, actor.value(), as_of.value(),
                around.time, now.value());
  return subcommand.run(arguments.value(), wiring, output);
}

ExitCode run(std::span<const std::string> words, const Surroundings& around) {
  CommandLine line = split_command_line(words);
  const auto globals = parse_arguments(global_options(), line.globals);
  if (!globals) {
    Output output = make_output(around, Format::table);
    return output.fail_usage(globals.error().message);
  }
  const Arguments& flags = globals.value();
  Output early = make_output(around, format_for_errors(flags, around.environment));
  if (flags.has("version")) {
    around.out << version_line();
    return ExitCode::done;
  }
  if (!line.rest.empty() && line.rest[0] == "help") {
    return show_help(std::span(line.rest).subspan(1), early);
  }
  if (flags.has("help") || line.rest.empty()) return show_help(line.rest, early);

  const auto settings = resolve_settings(flags, around.environment, around.folder);
  if (!settings) return early.fail(settings.error());
  Output output = make_output(around, settings.value().format, settings.value().language);
  std::size_t name_words = 0;
  const Subcommand* const subcommand = find_subcommand(line.rest, name_words);
  if (subcommand == nullptr) return fail_unknown(line.rest, output);
  return run_subcommand(*subcommand, std::span(line.rest).subspan(name_words), settings.value(),
                        around, output);
}

/// What an exception may say: never its own text, which may quote anything.
ExitCode fail_unexpectedly(const Surroundings& around, std::string_view what) {
  around.messages << "aduan: an unexpected failure (" << what
                  << "). What was acknowledged is kept; a command may be sent again\n";
  return ExitCode::unavailable;
}

}  // namespace

ExitCode run_program(std::span<const std::string> words, const Surroundings& around) {
  try {
    return run(words, around);
  } catch (const std::bad_alloc&) {
    return fail_unexpectedly(around, "out of memory");
  } catch (const std::system_error& failure) {
    return fail_unexpectedly(around, failure.code().message());
  } catch (const std::exception&) {
    return fail_unexpectedly(around, "an exception of the library");
  }
}

}  // namespace aduan
