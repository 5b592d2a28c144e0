#include "cli/commands/case_handling.h"

#include "cli/send.h"

#include <utility>

namespace aduan {
namespace {

using Form = Option::Form;

/// What the desk or an agency says.
FieldText official(const Arguments& arguments, std::string_view option) {
  return {std::string(option), KeyKind::official, arguments.text(option)};
}

constexpr auto kForwardOptions = with_case_options({
    {"to", Form::value, "AGENCY", "who must act", true},
    {"support", Form::flag, "", "beside the lead, not as the lead"},
    {"note", Form::value, "TEXT", "for the agency and the desk"},
});

Result<Draft> forward_draft(const Arguments& arguments, const Actor&) {
  const auto to = read_agency(arguments, "to");
  if (!to) return to.error();
  Forward forward;
  forward.to = to.value();
  if (arguments.flag("support")) forward.role = HandlingRole::support;
  return Draft{std::move(forward), {official(arguments, "note")}, false};
}

constexpr auto kReturnOptions = with_case_options({
    {"reason", Form::value, "CODE", "not_our_authority, wrong_region, incomplete or other", true},
    {"suggested", Form::value, "AGENCY", "whose it is, in your view"},
    {"note", Form::value, "TEXT", "for the desk"},
});

Result<Draft> return_draft(const Arguments& arguments, const Actor& actor) {
  const auto reason = read_code<ReturnReason>(arguments, "reason");
  if (!reason) return reason.error();
  Return back;
  back.by = actor.agency();
  back.reason = reason.value();
  if (arguments.has("suggested")) {
    const auto suggested = read_agency(arguments, "suggested");
    if (!suggested) return suggested.error();
    back.suggested = suggested.value();
  }
  return Draft{std::move(back), {official(arguments, "note")}, false};
}

constexpr auto kRuleOptions = with_case_options({
    {"to", Form::value, "AGENCY", "who must act", true},
    {"reasons", Form::value, "TEXT", "public", true},
});

Result<Draft> rule_draft(const Arguments& arguments, const Actor&) {
  const auto to = read_agency(arguments, "to");
  if (!to) return to.error();
  return Draft{Rule{to.value(), {}}, {official(arguments, "reasons")}, false};
}

constexpr auto kAssignOptions = with_case_options({
    {"unit", Form::value, "CODE", "the unit's code", true},
    {"officer", Form::value, "CODE", "the officer's code, never a name", true},
});

Result<Draft> assign_draft(const Arguments& arguments, const Actor& actor) {
  for (const std::string_view option : {"unit", "officer"}) {
    if (is_well_formed_id(arguments.text(option))) continue;
    return Error{ErrorKind::invalid, "--" + std::string(option) +
                                         " takes a code of a-z, 0-9, '.' and '-', never a name; "
                                         "nothing was sent"};
  }
  return Draft{Assign{actor.agency(), UnitCode{arguments.text("unit")},
                      OfficerCode{arguments.text("officer")}},
               {},
               false};
}

Result<Draft> start_draft(const Arguments&, const Actor& actor) {
  return Draft{Start{actor.agency()}, {}, false};
}

constexpr auto kNoteOptions = with_case_options({
    {"text", Form::value, "TEXT", "for the agencies and the desk", true},
});

Result<Draft> note_draft(const Arguments& arguments, const Actor& actor) {
  return Draft{Note{actor.agency(), std::nullopt, {}}, {official(arguments, "text")}, false};
}

constexpr auto kRespondOptions = with_case_options({
    {"text", Form::value, "TEXT", "the answer, public", true},
    {"final", Form::flag, "", "the agency says that it is done"},
    {"outcome", Form::value, "CODE", "fulfilled, partly, explained, refused or referred"},
    {"promised-by", Form::value, "DAY", "the day by which the rest is promised"},
});

Result<Draft> respond_draft(const Arguments& arguments, const Actor& actor) {
  Respond respond;
  respond.agency = actor.agency();
  respond.final_ = arguments.flag("final");
  if (arguments.has("outcome")) {
    const auto outcome = read_code<Outcome>(arguments, "outcome");
    if (!outcome) return outcome.error();
    respond.outcome = outcome.value();
  }
  if (arguments.has("promised-by")) {
    const auto day = read_day(arguments, "promised-by");
    if (!day) return day.error();
    respond.promised_by = day.value();
  }
  return Draft{std::move(respond), {official(arguments, "text")}, false};
}

}  // namespace

const Subcommand kForward = {
    .name = "forward",
    .summary = "give a case to an agency",
    .options = kForwardOptions,
    .example = "aduan forward 7K3M9-QX24B-1 --as verifier:desk/v-1 --to kl-kemenkes",
    .default_actor = "",
    .run = run_about_case<forward_draft>,
};

const Subcommand kReturn = {
    .name = "return",
    .summary = "give a case back to the desk",
    .options = kReturnOptions,
    .example =
        "aduan return 7K3M9-QX24B-1 --as agency:kl-kemenkes/o-4711 --reason not_our_authority",
    .default_actor = "",
    .run = run_about_case<return_draft>,
};

const Subcommand kRule = {
    .name = "rule",
    .summary = "rule which agency must act; binding",
    .options = kRuleOptions,
    .example =
        "aduan rule 7K3M9-QX24B-1 --as verifier:desk/v-1 --to kl-kemenkes --reasons \"UU 36/2009\"",
    .default_actor = "",
    .run = run_about_case<rule_draft>,
};

const Subcommand kAssign = {
    .name = "assign",
    .summary = "give a case to a unit and an officer of one's agency",
    .options = kAssignOptions,
    .example =
        "aduan assign 7K3M9-QX24B-1 --as agency:kl-kemenkes/o-4711 --unit yankes --officer o-4711",
    .default_actor = "",
    .run = run_about_case<assign_draft>,
};

const Subcommand kStart = {
    .name = "start",
    .summary = "begin to work on a case",
    .options = kCaseOptions,
    .example = "aduan start 7K3M9-QX24B-1 --as agency:kl-kemenkes/o-4711",
    .default_actor = "",
    .run = run_about_case<start_draft>,
};

const Subcommand kNote = {
    .name = "note",
    .summary = "write down progress that changes no state",
    .options = kNoteOptions,
    .example =
        "aduan note 7K3M9-QX24B-1 --as agency:kl-kemenkes/o-4711 --text \"Petugas ke lapangan\"",
    .default_actor = "",
    .run = run_about_case<note_draft>,
};

const Subcommand kRespond = {
    .name = "respond",
    .summary = "answer the reporter, on the way or finally",
    .options = kRespondOptions,
    .example =
        "aduan respond 7K3M9-QX24B-1 --as agency:kl-kemenkes/o-4711 --final --outcome fulfilled "
        "--text \"Sudah diperbaiki\"",
    .default_actor = "",
    .run = run_about_case<respond_draft>,
};

}  // namespace aduan
