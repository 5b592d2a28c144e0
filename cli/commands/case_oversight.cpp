#include "cli/commands/case_oversight.h"

#include "cli/send.h"

#include <utility>

namespace aduan {
namespace {

using Form = Option::Form;

/// What the desk or an agency says.
FieldText official(const Arguments& arguments, std::string_view option) {
  return {std::string(option), KeyKind::official, arguments.text(option)};
}

Result<bool> read_yes_no(const Arguments& arguments, std::string_view option) {
  const std::string& text = arguments.text(option);
  if (text == "yes" || text == "no") return text == "yes";
  return Error{ErrorKind::invalid,
               "--" + std::string(option) + " takes yes or no; nothing was sent"};
}

constexpr auto kEscalateOptions = with_case_options({
    {"to", Form::value, "CODE", "agency_leader, national_admin or overseer", true},
    {"reason", Form::value, "CODE", "deadline or ping_pong", true},
    {"note", Form::value, "TEXT", "for the desk"},
});

Result<Draft> escalate_draft(const Arguments& arguments, const Actor&) {
  const auto to = read_code<EscalationTarget>(arguments, "to");
  if (!to) return to.error();
  const auto reason = read_code<EscalationReason>(arguments, "reason");
  if (!reason) return reason.error();
  return Draft{Escalate{to.value(), reason.value(), {}, {}}, {official(arguments, "note")}, false};
}

constexpr auto kExtendOptions = with_case_options({
    {"clock", Form::value, "CODE", "follow_up, resolve, …", true},
    {"agency", Form::value, "AGENCY", "whose clock (default: the desk's)"},
    {"started", Form::value, "N", "the event that started it", true},
    {"due", Form::value, "INSTANT", "the new due date", true},
    {"reason", Form::value, "CODE",
     "field_check, complex, awaiting_reporter, awaiting_agency, force_majeure or other", true},
    {"note", Form::value, "TEXT", "for the agencies and the desk"},
});

Result<Draft> extend_draft(const Arguments& arguments, const Actor&) {
  Extend extend;
  const auto clock = read_code<Clock>(arguments, "clock");
  if (!clock) return clock.error();
  extend.clock = *clock.value().known();
  if (arguments.has("agency")) {
    const auto agency = read_agency(arguments, "agency");
    if (!agency) return agency.error();
    extend.agency = agency.value();
  }
  const auto started = read_number(arguments, "started");
  if (!started) return started.error();
  extend.started = started.value();
  const auto due = read_instant(arguments, "due");
  if (!due) return due.error();
  extend.due = due.value();
  const auto reason = read_code<ExtensionReason>(arguments, "reason");
  if (!reason) return reason.error();
  extend.reason = reason.value();
  return Draft{std::move(extend), {official(arguments, "note")}, false};
}

constexpr auto kVisibilityOptions = with_case_options({
    {"anonymous", Form::value, "yes|no", "hide the reporter's name", true},
    {"confidential", Form::value, "yes|no", "hide the case", true},
    {"reason", Form::value, "CODE",
     "reporter_request, protects_reporter, protects_others, court_order or other", true},
});

Result<Draft> visibility_draft(const Arguments& arguments, const Actor&) {
  const auto anonymous = read_yes_no(arguments, "anonymous");
  if (!anonymous) return anonymous.error();
  const auto confidential = read_yes_no(arguments, "confidential");
  if (!confidential) return confidential.error();
  const auto reason = read_code<VisibilityReason>(arguments, "reason");
  if (!reason) return reason.error();
  return Draft{
      ChangeVisibility{anonymous.value(), confidential.value(), reason.value()}, {}, false};
}

constexpr auto kRedactOptions = with_case_options({
    {"sequence", Form::value, "N", "the event", true},
    {"field", Form::value, "NAME", "its text, as `show` names it", true},
    {"reason", Form::value, "CODE",
     "personal_data, third_party, insult_or_hate, court_order or other", true},
});

Result<Draft> redact_draft(const Arguments& arguments, const Actor&) {
  const auto sequence = read_number(arguments, "sequence");
  if (!sequence) return sequence.error();
  const auto reason = read_code<RedactionReason>(arguments, "reason");
  if (!reason) return reason.error();
  return Draft{Redact{sequence.value(), arguments.text("field"), reason.value()}, {}, false};
}

}  // namespace

const Subcommand kEscalate = {
    .name = "escalate",
    .summary = "tell somebody above",
    .options = kEscalateOptions,
    .example =
        "aduan escalate 7K3M9-QX24B-1 --as verifier:desk/v-1 --to agency_leader --reason deadline",
    .default_actor = "",
    .run = run_about_case<escalate_draft>,
};

const Subcommand kExtend = {
    .name = "extend",
    .summary = "give a running clock a later due date",
    .options = kExtendOptions,
    .example =
        "aduan extend 7K3M9-QX24B-1 --as verifier:desk/v-1 --clock resolve --agency kl-kemenkes "
        "--started 3 --due 2015-02-01 --reason field_check",
    .default_actor = "",
    .run = run_about_case<extend_draft>,
};

const Subcommand kVisibility = {
    .name = "visibility",
    .summary = "set a case's flags",
    .options = kVisibilityOptions,
    .example =
        "aduan visibility 7K3M9-QX24B-1 --as reporter --anonymous yes --confidential no --reason "
        "reporter_request",
    .default_actor = "",
    .run = run_about_case<visibility_draft>,
};

const Subcommand kRedact = {
    .name = "redact",
    .summary = "hide one text of one event from all but the custodian",
    .options = kRedactOptions,
    .example =
        "aduan redact 7K3M9-QX24B-1 --as custodian:c-1 --sequence 1 --field text --reason "
        "third_party",
    .default_actor = "",
    .run = run_about_case<redact_draft>,
};

}  // namespace aduan
