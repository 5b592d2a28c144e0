#include "cli/commands/replay.h"

#include "cli/case_view.h"
#include "cli/json_object.h"
#include "cli/render/replay_text.h"
#include "cli/replay_step.h"
#include "cli/send.h"

#include <limits>

namespace aduan {
namespace {

using Form = Option::Form;

constexpr Option kOptions[] = {
    {"case", Form::positional, "", "tracking number or case id; or give --ref"},
    {"ref", Form::value, "REFERENCE", "the submission's key, as bpic2013:1-364285768"},
    {"from", Form::value, "N", "from the event of this number on"},
    {"to", Form::value, "N", "up to the event of this number"},
    kAsOfOption,
};

Result<std::uint64_t> read_bound(const Arguments& arguments, std::string_view name,
                                 std::uint64_t otherwise) {
  if (!arguments.has(name)) return otherwise;
  return read_number(arguments, name);
}

ExitCode show_steps(const CaseView& view, const std::vector<ReplayStep>& steps,
                    const Directory& directory, Output& output) {
  if (output.format() == Format::table) {
    const TimelineStyle style{output.width(), output.has_colours(), output.words().language};
    return output.show(replay_text(view, steps, directory, style), "");
  }
  Table table;
  for (const ReplayStep& step : steps) table.json_rows.push_back(step_json(step));
  if (output.format() == Format::jsonl) return output.show(table);
  return output.show("", JsonObject()
                             .text("case", view.id.text())
                             .text("tracking", tracking_number(view.id))
                             .json("steps", json_list(table.json_rows))
                             .done());
}

ExitCode run(const Arguments& arguments, Wiring& wiring, Output& output) {
  if (arguments.has("case") == arguments.has("ref")) {
    return output.fail_usage(say(english(), Phrase::name_one_case));
  }
  const auto from = read_bound(arguments, "from", 1);
  if (!from) return output.fail(from.error());
  const auto to = read_bound(arguments, "to", std::numeric_limits<std::uint64_t>::max());
  if (!to) return output.fail(to.error());
  const auto opened = wiring.open_for_reading();
  if (!opened) return output.fail(opened.error());
  OpenLedger& ledger = *opened.value();
  const auto id = find_case(ledger, arguments.find("case"), arguments.find("ref"));
  if (!id) return output.fail(id.error());
  const auto view =
      view_case(ledger, id.value(), wiring.actor(), wiring.as_of(), wiring.time().now());
  if (!view) return output.fail(view.error());
  auto steps = replay_steps(view.value());
  std::erase_if(steps, [&](const ReplayStep& step) {
    return step.event->sequence < from.value() || step.event->sequence > to.value();
  });
  return show_steps(view.value(), steps, *ledger.directory(), output);
}

}  // namespace

const Subcommand kReplay = {
    .name = "replay",
    .summary = "a case step by step: its state, clocks and queues after every event",
    .options = kOptions,
    .example = "aduan replay 7K3M9-QX24B-1 --from 3",
    .default_actor = "auditor:local",
    .run = run,
};

}  // namespace aduan
