#include "cli/commands/case_intake.h"

#include "cli/case_view.h"
#include "cli/send.h"

#include <utility>

namespace aduan {
namespace {

using Form = Option::Form;

/// The reporter's own words.
FieldText words(const Arguments& arguments, std::string_view option) {
  return {std::string(option), KeyKind::content, arguments.text(option)};
}

/// What the reporter is and where to reach them.
FieldText who(const Arguments& arguments, std::string_view option, std::string_view field = {}) {
  return {std::string(field.empty() ? option : field), KeyKind::identity, arguments.text(option)};
}

/// What the desk or an agency says.
FieldText official(const Arguments& arguments, std::string_view option) {
  return {std::string(option), KeyKind::official, arguments.text(option)};
}

constexpr Option kSubmitOptions[] = {
    {"text", Form::value, "TEXT", "what happened, in the reporter's words", true},
    {"title", Form::value, "TEXT", "in one line"},
    {"channel", Form::value, "CODE", "by which door it came: sms web … other (default other)"},
    {"kind", Form::value, "CODE",
     "complaint (default), aspiration, information_request or whistleblowing"},
    {"location", Form::value, "TEXT", "where"},
    {"category", Form::value, "ID", "a category, as `aduan category list` shows them"},
    {"region", Form::value, "CODE", "the region's code, as 35.78"},
    {"incident-date", Form::value, "DAY", "when it happened"},
    {"name", Form::value, "TEXT", "the reporter's name"},
    {"contact", Form::value, "TEXT", "how to reach the reporter"},
    {"id-number", Form::value, "TEXT", "the reporter's identity number"},
    {"anonymous", Form::flag, "", "hide the name from everybody but the custodian"},
    {"confidential", Form::flag, "",
     "show the case to the reporter and the agency that has it alone"},
    {"addressed-to", Form::value, "AGENCY", "whom the reporter wishes to act; moves nothing"},
    {"said-at", Form::value, "INSTANT", "when the reporter says that it was filed"},
    {"reference", Form::value, "KEY",
     "the submission's key, as sms:8821: the same one finds the same case (default: a fresh one)"},
};

Result<Draft> submit_draft(const Arguments& arguments, const Actor&) {
  Submit submit;
  submit.channel = Channel::other;
  submit.kind = ComplaintKind::complaint;
  if (arguments.has("channel")) {
    const auto channel = read_code<Channel>(arguments, "channel");
    if (!channel) return channel.error();
    submit.channel = channel.value();
  }
  if (arguments.has("kind")) {
    const auto kind = read_code<ComplaintKind>(arguments, "kind");
    if (!kind) return kind.error();
    submit.kind = kind.value();
  }
  if (const auto category = arguments.find("category"))
    submit.category.open = CategoryId{*category};
  if (const auto region = arguments.find("region")) submit.region.open = RegionCode{*region};
  if (arguments.has("incident-date")) {
    const auto day = read_day(arguments, "incident-date");
    if (!day) return day.error();
    submit.incident_date.open = day.value();
  }
  if (arguments.has("addressed-to")) {
    const auto agency = read_agency(arguments, "addressed-to");
    if (!agency) return agency.error();
    submit.addressed_to = agency.value();
  }
  if (arguments.has("said-at")) {
    const auto said_at = read_instant(arguments, "said-at");
    if (!said_at) return said_at.error();
    submit.said_at = said_at.value();
  }
  submit.anonymous = arguments.flag("anonymous");
  submit.confidential = arguments.flag("confidential");
  const bool sealed = submit.confidential;
  return Draft{std::move(submit),
               {words(arguments, "title"), words(arguments, "text"), words(arguments, "location"),
                who(arguments, "name"), who(arguments, "contact"),
                who(arguments, "id-number", "id_number"), who(arguments, "reference")},
               sealed};
}

constexpr auto kVerifyOptions = with_case_options({
    {"kind", Form::value, "CODE", "complaint (default), aspiration or information_request"},
    {"category", Form::value, "ID", "a category, as `aduan category list` shows them", true},
    {"oversight", Form::flag, "", "abuse or loss of state money: needs an inspection"},
    {"note", Form::value, "TEXT", "for the agencies and the desk"},
});

Result<Draft> verify_draft(const Arguments& arguments, const Actor&) {
  Verify verify;
  verify.kind = ComplaintKind::complaint;
  if (arguments.has("kind")) {
    const auto kind = read_code<ComplaintKind>(arguments, "kind");
    if (!kind) return kind.error();
    verify.kind = kind.value();
  }
  verify.category.open = CategoryId{arguments.text("category")};
  verify.oversight = arguments.flag("oversight");
  return Draft{std::move(verify), {official(arguments, "note")}, false};
}

constexpr auto kPendOptions = with_case_options({
    {"question", Form::value, "TEXT", "what the reporter must say", true},
});

Result<Draft> pend_draft(const Arguments& arguments, const Actor&) {
  return Draft{Pend{}, {official(arguments, "question")}, false};
}

constexpr auto kSupplementOptions = with_case_options({
    {"text", Form::value, "TEXT", "what is added", true},
});

Result<Draft> supplement_draft(const Arguments& arguments, const Actor&) {
  return Draft{Supplement{}, {words(arguments, "text")}, false};
}

constexpr auto kArchiveOptions = with_case_options({
    {"reason", Form::value, "CODE", "unclear, spam, law_case, … appeal_dismissed, other", true},
    {"explanation", Form::value, "TEXT", "for the reporter", true},
});

Result<Draft> archive_draft(const Arguments& arguments, const Actor&) {
  const auto reason = read_code<ArchiveReason>(arguments, "reason");
  if (!reason) return reason.error();
  return Draft{ArchiveCase{reason.value(), {}}, {official(arguments, "explanation")}, false};
}

constexpr auto kAppealOptions = with_case_options({
    {"text", Form::value, "TEXT", "why", true},
});

Result<Draft> appeal_draft(const Arguments& arguments, const Actor&) {
  return Draft{Appeal{}, {words(arguments, "text")}, false};
}

constexpr auto kMergeOptions = with_case_options({
    {"into", Form::value, "CASE", "the case that goes on", true},
    {"note", Form::value, "TEXT", "for the desk"},
});

Result<Draft> merge_draft(const Arguments& arguments, const Actor&) {
  const auto into = parse_case(arguments.text("into"));
  if (!into) return into.error();
  return Draft{Merge{into.value(), {}}, {official(arguments, "note")}, false};
}

/// The merge, and its other side at once: the target takes the case in, or it is open again.
ExitCode run_merge(const Arguments& arguments, Wiring& wiring, Output& output) {
  const auto sent = send_case_command(arguments, wiring, output, merge_draft);
  if (!sent) return output.fail(sent.error());
  if (sent.value().receipt() == nullptr) return show_sent(sent.value(), output);
  if (const auto ended = wiring.run_due(output); !ended) return output.fail(ended.error());
  const auto state = sent.value().ledger->store().read_case(sent.value().id);
  if (!state) return output.fail(state.error());
  const ExitCode shown = show_sent(sent.value(), output);
  if (state.value().complaint.status == Status::merged) return shown;
  output.say(say(output.words(), Phrase::merge_failed));
  return ExitCode::rejected;
}

}  // namespace

const Subcommand kSubmit = {
    .name = "submit",
    .summary = "file a complaint; gives its tracking number and the reporter's secret code",
    .options = kSubmitOptions,
    .example =
        "aduan submit --as reporter --channel sms --text \"Jalan Veteran berlubang\" --location "
        "\"Bandung\"",
    .default_actor = "",
    .run = run_submission<submit_draft>,
};

const Subcommand kVerify = {
    .name = "verify",
    .summary = "say what a complaint is; again: correct it",
    .options = kVerifyOptions,
    .example = "aduan verify 7K3M9-QX24B-1 --as verifier:desk/v-1 --category 2014-kesehatan",
    .default_actor = "",
    .run = run_about_case<verify_draft>,
};

const Subcommand kPend = {
    .name = "pend",
    .summary = "ask the reporter for what is missing",
    .options = kPendOptions,
    .example = "aduan pend 7K3M9-QX24B-1 --as verifier:desk/v-1 --question \"Di mana letaknya?\"",
    .default_actor = "",
    .run = run_about_case<pend_draft>,
};

const Subcommand kSupplement = {
    .name = "supplement",
    .summary = "add to one's report",
    .options = kSupplementOptions,
    .example = "aduan supplement 7K3M9-QX24B-1 --as reporter --text \"Depan nomor 12\"",
    .default_actor = "",
    .run = run_about_case<supplement_draft>,
};

const Subcommand kArchive = {
    .name = "archive",
    .summary = "end a complaint without work, with a reason that the reporter is told",
    .options = kArchiveOptions,
    .example =
        "aduan archive 7K3M9-QX24B-1 --as verifier:desk/v-1 --reason unclear --explanation "
        "\"Tempat tidak disebut\"",
    .default_actor = "",
    .run = run_about_case<archive_draft>,
};

const Subcommand kAppeal = {
    .name = "appeal",
    .summary = "ask the overseer to look at an archived case",
    .options = kAppealOptions,
    .example = "aduan appeal 7K3M9-QX24B-1 --as reporter --text \"Tempatnya ada di judul\"",
    .default_actor = "",
    .run = run_about_case<appeal_draft>,
};

const Subcommand kMerge = {
    .name = "merge",
    .summary = "join a case to another one of the same problem",
    .options = kMergeOptions,
    .example = "aduan merge 7K3M9-QX24B-1 --as verifier:desk/v-1 --into 9XKBT-2M7PA-T",
    .default_actor = "",
    .run = run_merge,
};

}  // namespace aduan
