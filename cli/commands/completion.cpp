#include "cli/commands/completion.h"

#include "cli/bash_completion.h"

#include <ostream>

namespace aduan {
namespace {

constexpr Option kOptions[] = {
    {"shell", Option::Form::positional, "SHELL", "bash", true},
};

ExitCode run(const Arguments& arguments, Wiring&, Output& output) {
  if (arguments.text("shell") != "bash") {
    return output.fail_usage("there is a completion for bash alone: aduan completion bash");
  }
  output.out() << bash_completion();
  return ExitCode::done;
}

}  // namespace

const Subcommand kCompletion = {
    .name = "completion",
    .summary = "the script with which a shell completes commands, options, codes and ids",
    .options = kOptions,
    .example = "aduan completion bash > ~/.local/share/bash-completion/completions/aduan",
    .default_actor = "operator:local",
    .run = run,
};

}  // namespace aduan
