#include "cli/commands/show.h"

#include "cli/case_view.h"
#include "cli/render/timeline.h"

namespace aduan {
namespace {

using Form = Option::Form;

constexpr Option kOptions[] = {
    {"case", Form::positional, "", "tracking number or case id; or give --ref"},
    {"ref", Form::value, "REFERENCE", "the submission's key, as bpic2013:1-364285768"},
    {"code", Form::value, "SECRET", "the reporter's secret code, checked for --as reporter"},
    kAsOfOption,
};

ExitCode run(const Arguments& arguments, Wiring& wiring, Output& output) {
  if (arguments.has("case") == arguments.has("ref")) {
    return output.fail_usage(say(english(), Phrase::name_one_case));
  }
  const auto opened = wiring.open_for_reading();
  if (!opened) return output.fail(opened.error());
  const auto id = find_case(*opened.value(), arguments.find("case"), arguments.find("ref"));
  if (!id) return output.fail(id.error());
  if (arguments.has("code")) {
    if (wiring.actor().role != Role::reporter) {
      return output.fail_usage("--code is the reporter's: use it with --as reporter");
    }
    // Whoever guesses learns nothing: a wrong code and an absent case look the same.
    if (!opened.value()->secret().is_reporter_code(id.value(), arguments.text("code"))) {
      return output.fail(no_such_case());
    }
  }
  const auto view =
      view_case(*opened.value(), id.value(), wiring.actor(), wiring.as_of(), wiring.time().now());
  if (!view) return output.fail(view.error());
  if (output.format() != Format::table) return output.show("", case_json(view.value()));
  const TimelineStyle style{output.width(), output.has_colours(), output.words().language};
  return output.show(timeline(view.value(), *opened.value()->directory(), style), "");
}

}  // namespace

const Subcommand kShow = {
    .name = "show",
    .summary = "a case: who had it and for how long, what was promised, what was missed",
    .options = kOptions,
    .example = "aduan show 7K3M9-QX24B-1 --as-of 2015-01-31",
    .default_actor = "auditor:local",
    .run = run,
};

}  // namespace aduan
