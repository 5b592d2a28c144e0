#include "cli/commands/case_dialogue.h"

#include "cli/send.h"

#include <algorithm>
#include <utility>

namespace aduan {
namespace {

using Form = Option::Form;

/// The reporter's own words.
FieldText words(const Arguments& arguments, std::string_view option) {
  return {std::string(option), KeyKind::content, arguments.text(option)};
}

/// What the desk or an agency says.
FieldText official(const Arguments& arguments, std::string_view option) {
  return {std::string(option), KeyKind::official, arguments.text(option)};
}

constexpr auto kReplyOptions = with_case_options({
    {"text", Form::value, "TEXT", "the reporter's words", true},
});

Result<Draft> reply_draft(const Arguments& arguments, const Actor&) {
  return Draft{Reply{}, {words(arguments, "text")}, false};
}

constexpr auto kCommentOptions = with_case_options({
    {"text", Form::value, "TEXT", "the comment", true},
    {"internal", Form::flag, "", "for the agencies and the desk alone"},
});

Result<Draft> comment_draft(const Arguments& arguments, const Actor&) {
  const Audience audience = arguments.flag("internal") ? Audience::internal : Audience::public_;
  return Draft{Comment{audience, {}}, {official(arguments, "text")}, false};
}

constexpr auto kCloseOptions = with_case_options({
    {"basis", Form::value, "CODE", "confirmed_by_reporter, by_ruling or reporter_silent", true},
    {"note", Form::value, "TEXT", "public"},
});

Result<Draft> close_draft(const Arguments& arguments, const Actor&) {
  const auto basis = read_code<ClosingBasis>(arguments, "basis");
  if (!basis) return basis.error();
  return Draft{Close{basis.value(), {}}, {official(arguments, "note")}, false};
}

constexpr auto kWithdrawOptions = with_case_options({
    {"note", Form::value, "TEXT", "why"},
});

Result<Draft> withdraw_draft(const Arguments& arguments, const Actor&) {
  return Draft{Withdraw{}, {official(arguments, "note")}, false};
}

constexpr auto kReopenOptions = with_case_options({
    {"reason", Form::value, "CODE", "not_solved, new_facts, appeal_granted or other", true},
    {"text", Form::value, "TEXT", "the reporter's words"},
    {"note", Form::value, "TEXT", "the desk's"},
});

Result<Draft> reopen_draft(const Arguments& arguments, const Actor&) {
  const auto reason = read_code<ReopeningReason>(arguments, "reason");
  if (!reason) return reason.error();
  return Draft{Reopen{reason.value(), {}, {}},
               {words(arguments, "text"), official(arguments, "note")},
               false};
}

constexpr auto kRateOptions = with_case_options({
    {"stars", Form::value, "N", "1 to 5", true},
    {"comment", Form::value, "TEXT", "the reporter's words"},
});

Result<Draft> rate_draft(const Arguments& arguments, const Actor&) {
  const auto stars = read_number(arguments, "stars");
  if (!stars) return stars.error();
  constexpr std::uint64_t kTooMany = 6;  // the rule refuses it, whatever was typed above
  const auto given = static_cast<std::uint8_t>(std::min(stars.value(), kTooMany));
  return Draft{Rate{given, {}}, {words(arguments, "comment")}, false};
}

Result<Draft> support_draft(const Arguments&, const Actor&) { return Draft{Support{}, {}, false}; }

}  // namespace

const Subcommand kReply = {
    .name = "reply",
    .summary = "answer the agency, or ask for a closed case to be reopened",
    .options = kReplyOptions,
    .example = "aduan reply 7K3M9-QX24B-1 --as reporter --text \"Belum diperbaiki\"",
    .default_actor = "",
    .run = run_about_case<reply_draft>,
};

const Subcommand kComment = {
    .name = "comment",
    .summary = "add a word to a case",
    .options = kCommentOptions,
    .example = "aduan comment 7K3M9-QX24B-1 --as verifier:desk/v-1 --text \"Mohon dijawab\"",
    .default_actor = "",
    .run = run_about_case<comment_draft>,
};

const Subcommand kClose = {
    .name = "close",
    .summary = "end a case that was answered; never an agency's own word",
    .options = kCloseOptions,
    .example = "aduan close 7K3M9-QX24B-1 --as reporter --basis confirmed_by_reporter",
    .default_actor = "",
    .run = run_about_case<close_draft>,
};

const Subcommand kWithdraw = {
    .name = "withdraw",
    .summary = "take one's complaint back",
    .options = kWithdrawOptions,
    .example = "aduan withdraw 7K3M9-QX24B-1 --as reporter",
    .default_actor = "",
    .run = run_about_case<withdraw_draft>,
};

const Subcommand kReopen = {
    .name = "reopen",
    .summary = "go on with a finished case",
    .options = kReopenOptions,
    .example = "aduan reopen 7K3M9-QX24B-1 --as reporter --reason not_solved",
    .default_actor = "",
    .run = run_about_case<reopen_draft>,
};

const Subcommand kRate = {
    .name = "rate",
    .summary = "give a closed case 1 to 5 stars",
    .options = kRateOptions,
    .example = "aduan rate 7K3M9-QX24B-1 --as reporter --stars 4",
    .default_actor = "",
    .run = run_about_case<rate_draft>,
};

const Subcommand kSupport = {
    .name = "support",
    .summary = "say that one has the same problem",
    .options = kCaseOptions,
    .example = "aduan support 7K3M9-QX24B-1 --as citizen:c-77",
    .default_actor = "",
    .run = run_about_case<support_draft>,
};

}  // namespace aduan
