#include "cli/render/words.h"

namespace aduan {
namespace {

constexpr Words kEnglish = {
    CodeWords<Status>{{"waiting to be verified", "waiting for more from the reporter",
                       "verified, waiting to be forwarded", "forwarded, work not begun",
                       "in progress", "answered, waiting for the reporter",
                       "waiting for an answer to the reporter", "reopened", "closed", "archived",
                       "merged"}},
    CodeWords<HandlingRole>{{"lead", "support"}},
    // A desk's verify clock runs until it has forwarded the case.
    CodeWords<Clock>{{"verifying and forwarding", "more from the reporter", "forwarding anew",
                      "first answer", "final answer", "return", "answer to the reply",
                      "the reporter's word", "appeal", "decision on the appeal", "reopening",
                      "rating"}},
    CodeWords<Channel>{{"SMS", "web", "Android", "BlackBerry", "mobile app", "Twitter", "Facebook",
                        "Messenger", "Open311", "e-mail", "phone", "letter", "visit",
                        "another channel"}},
    CodeWords<ComplaintKind>{
        {"complaint", "aspiration", "request for information", "whistleblowing"}},
    CodeWords<ArchiveReason>{{"unclear", "not about a public service", "nothing was added",
                              "insult or hate", "spam", "a case of law", "a criminal case",
                              "corruption", "a matter of legislation", "referred elsewhere",
                              "appeal dismissed", "another reason"}},
    CodeWords<ReturnReason>{{"not our authority", "wrong region", "incomplete",
                             "as the source says", "another reason"}},
    CodeWords<Outcome>{{"fulfilled", "partly fulfilled", "explained", "refused", "referred"}},
    CodeWords<ClosingBasis>{{"confirmed by the reporter", "the reporter stayed silent",
                             "withdrawn by the reporter", "by ruling", "as the source says"}},
    CodeWords<ReopeningReason>{{"not solved", "new facts", "appeal granted",
                                "it could not be merged", "as the source says", "another reason"}},
    CodeWords<EscalationTarget>{
        {"the agency's leader", "the national administrator", "the overseer"}},
    CodeWords<EscalationReason>{{"a deadline was missed", "sent to and fro", "appeal"}},
    CodeWords<ExtensionReason>{{"a check on the spot", "complex", "waiting for the reporter",
                                "waiting for an agency", "force majeure", "another reason"}},
    CodeWords<VisibilityReason>{{"the reporter asked for it", "protects the reporter",
                                 "protects others", "court order", "another reason"}},
    CodeWords<RedactionReason>{
        {"personal data", "a third party", "insult or hate", "court order", "another reason"}},
    CodeWords<LegalBasis>{{"the reporter agreed", "the reporter asked for it", "court order",
                           "law enforcement", "ombudsman", "retention ended", "another basis"}},
    CodeWords<ErasureScope>{{"identity", "the reporter's words", "official texts"}},
    CodeWords<RejectionCode>{{"not authorised",
                              "conflict of interest",
                              "importers only",
                              "case id taken",
                              "case finished",
                              "not submitted",
                              "not verified",
                              "pended",
                              "has a lead",
                              "no lead",
                              "not your case",
                              "already answered",
                              "not responded",
                              "not closed",
                              "not archived",
                              "not merged",
                              "not under appeal",
                              "not published",
                              "ruling required",
                              "ruling binds",
                              "return too late",
                              "answer and reply needed",
                              "window over",
                              "already appealed",
                              "already reopened",
                              "already rated",
                              "too early",
                              "clock not running",
                              "already due",
                              "already missed",
                              "cannot loosen",
                              "visibility differs",
                              "seal again",
                              "not connected",
                              "not dissolved",
                              "already handling",
                              "same case",
                              "not later",
                              "nothing changes",
                              "no such event",
                              "unknown code",
                              "unknown category",
                              "bad stars",
                              "before submission",
                              "before previous",
                              "closing time ignored",
                              "no agency",
                              "ledger exists",
                              "already connected",
                              "unknown agency",
                              "bad id",
                              "bad name",
                              "bad policy",
                              "category exists",
                              "no successor"}},
    Language::english,
    {"submitted", "pended", "verified", "forwarded", "in progress", "responded", "reporter replied",
     "reopened", "closed", "archived", "merged"},
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
    {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
    {{{"title", "Title"},
      {"text", "Text"},
      {"location", "Place"},
      {"attachments", "Attached"},
      {"name", "Name"},
      {"contact", "Contact"},
      {"id_number", "Identity number"},
      {"reference", "Reference"},
      {"note", "Note"},
      {"question", "Question"},
      {"explanation", "Explanation"},
      {"reasons", "Reasons"},
      {"comment", "Comment"},
      {"category", "Topic"},
      {"region", "Region"},
      {"incident_date", "Happened on"}}},
    {{{"submit", "submit"},
      {"verify", "verify"},
      {"pend", "pend"},
      {"supplement", "supplement"},
      {"archive", "archive"},
      {"appeal", "appeal"},
      {"merge", "merge"},
      {"absorb", "absorb"},
      {"change_visibility", "change visibility"},
      {"redact", "redact"},
      {"reveal", "reveal"},
      {"erase", "erase"},
      {"escalate", "escalate"},
      {"miss", "miss"},
      {"extend", "extend"},
      {"comment", "comment"},
      {"reply", "reply"},
      {"close", "close"},
      {"withdraw", "withdraw"},
      {"reopen", "reopen"},
      {"rate", "rate"},
      {"support", "support"},
      {"forward", "forward"},
      {"return", "return"},
      {"rule", "rule"},
      {"assign", "assign"},
      {"start", "start"},
      {"note", "note"},
      {"respond", "respond"}}},
    {{
        {Phrase::national_desk, "The national desk"},
        {Phrase::desk, "the desk"},
        {Phrase::reporter, "the reporter"},
        {Phrase::citizen, "a citizen"},
        {Phrase::verifier_of, "a verifier of {0}"},  // agency
        {Phrase::overseer, "the overseer"},
        {Phrase::custodian, "the custodian"},
        {Phrase::operator_, "the operator"},
        {Phrase::system, "the system"},
        {Phrase::auditor, "the auditor"},
        {Phrase::analyst, "the analyst"},
        {Phrase::of_agency, "{0}: {1}"},  // agency, what it did

        {Phrase::submitted, "Submitted: {0}, by {1}"},                              // kind, channel
        {Phrase::submitted_for, "Submitted by {2} for the reporter: {0}, by {1}"},  // , who
        {Phrase::verified, "Verified: {0}"},                                        // kind
        {Phrase::corrected, "Verification corrected: {0}"},                         // kind
        {Phrase::pended, "The reporter was asked for more"},
        {Phrase::supplemented, "The reporter added to the report"},
        {Phrase::archived, "Archived by {1}, no work will be done: {0}"},  // reason, who
        {Phrase::merged, "Merged into case {0}"},                          // tracking number
        {Phrase::absorbed, "Case {0} was merged into this one"},           // tracking number
        {Phrase::forwarded, "Forwarded to {0}"},                           // agency
        {Phrase::forwarded_by, "Forwarded to {0} by {1}"},                 // agency, who
        {Phrase::support_asked, "{0} was asked to support"},               // agency
        {Phrase::passed_on, "Passed on to {0}: {1} was dissolved"},        // agency, agency
        {Phrase::returned, "Returned: {0}"},                               // reason
        {Phrase::returned_to, "Returned, straight to {1}: {0}"},           // reason, agency
        {Phrase::orphaned, "Back at the desk: {0} was dissolved"},         // agency
        {Phrase::suggests, "{0}; suggests {1}"},                           // sentence, agency
        {Phrase::ruled, "Ruled: {0} must take the case"},                  // agency
        {Phrase::ruled_by, "Ruled by {1}: {0} must take the case"},        // agency, who
        {Phrase::assigned, "Assigned to unit {0}, officer {1}"},
        {Phrase::work_started, "Work began"},
        {Phrase::noted, "Note"},
        {Phrase::noted_status, "Note: {0}"},                               // the source's status
        {Phrase::notes, "{0} notes, last {1}"},                            // how many, when
        {Phrase::notes_status, "{0} notes, last {1}: {2}"},                // how many, when, status
        {Phrase::commented, "{0} commented"},                              // who
        {Phrase::commented_inside, "{0} commented, for officials alone"},  // who
        {Phrase::answered_interim, "Interim answer"},
        {Phrase::answered_finally, "Answered finally"},
        {Phrase::answered_outcome, "Answered finally: {0}"},  // outcome
        {Phrase::replied, "The reporter replied"},
        {Phrase::replied_after_closing, "The reporter replied after the closing"},
        {Phrase::closed, "Closed: {0}"},                                     // basis
        {Phrase::closed_by, "Closed by {1}: {0}"},                           // basis, who
        {Phrase::reopened, "Reopened: {0}"},                                 // reason
        {Phrase::reopened_by, "Reopened by {1}: {0}"},                       // reason, who
        {Phrase::rated, "Rated by the reporter: {0} of 5"},                  // stars
        {Phrase::escalated, "Escalated to {0}: {1}"},                        // whom, reason
        {Phrase::appealed, "The reporter appealed to {0}"},                  // whom
        {Phrase::deadline_missed, "Deadline missed: {0} was due by {1}"},    // clock, date
        {Phrase::deadline_extended, "More time: {0} now due by {1} ({2})"},  // , , reason
        {Phrase::visibility_changed, "Who sees it changed to {0}: {1}"},     // flags, reason
        {Phrase::text_redacted, "Hidden: {0} of event {1} ({2})"},  // field, sequence, reason
        {Phrase::identity_revealed,
         "The reporter's identity was shown to {0} ({1})"},  // code, basis
        {Phrase::erased, "Erased for ever: {0} ({1})"},      // scopes, basis
        {Phrase::supported, "Another citizen has the same problem"},
        {Phrase::supports, "{0} citizens have the same problem, last {1}"},   // how many, when
        {Phrase::opaque, "An event that this version does not know: {0}"},    // type
        {Phrase::unreadable, "An event that this version cannot read: {0}"},  // type

        {Phrase::topic, "topic: {0}"},
        {Phrase::region, "region: {0}"},
        {Phrase::incident_date, "happened on {0}"},
        {Phrase::addressed_to, "the reporter wrote to {0}"},
        {Phrase::said_at, "said to be from {0}"},
        {Phrase::needs_inspection, "needs an inspection"},
        {Phrase::breaches, "against the rules: {0}"},

        {Phrase::due_by, "{0} due by {1}"},                                // clock, date
        {Phrase::due_by_of, "{0} of {2} due by {1}"},                      // clock, date, agency
        {Phrase::in_time, "{0} in time, {1} early"},                       // clock, duration
        {Phrase::late, "{0} {1} late"},                                    // clock, duration
        {Phrase::was_overdue, "{0} not done, {1} overdue"},                // clock, duration
        {Phrase::time_left, "{0}, {1} left"},                              // due_by, duration
        {Phrase::overdue_by, "{0}, overdue by {1}"},                       // due_by, duration
        {Phrase::promises_rest, "promises the rest by {0}"},               // date
        {Phrase::promise_kept, "as promised by {0}"},                      // date
        {Phrase::promise_late, "promised by {0}, {1} late"},               // date, duration
        {Phrase::promise_left, "{2} promised the rest by {0}, {1} left"},  // , , agency
        {Phrase::promise_broken, "{2} promised the rest by {0}, {1} overdue"},  // , , agency
        {Phrase::add_until, "the reporter can add until {0}"},
        {Phrase::closes_after, "closes if the reporter says nothing until {0}"},
        {Phrase::return_until, "can be returned until {0}"},
        {Phrase::appeal_until, "can be appealed until {0}"},
        {Phrase::reopen_until, "can be reopened until {0}"},
        {Phrase::rate_until, "can be rated until {0}"},

        {Phrase::attachments_one, "1 file"},
        {Phrase::attachments_many, "{0} files"},
        {Phrase::anonymous_name, "Anonim"},  // as the site prints it, in every language
        {Phrase::not_allowed, "not shown to this reader: {0}"},  // fields
        {Phrase::redacted, "hidden by the desk"},
        {Phrase::erased_text, "erased for ever"},
        {Phrase::damaged, "damaged: its bytes are not those of the record"},
        {Phrase::more_lines, "… {0} more lines; --format json has them all"},

        {Phrase::case_of, "Case {0}: {1}"},  // tracking number, status
        {Phrase::flag_anonymous, "anonymous"},
        {Phrase::flag_confidential, "confidential"},
        {Phrase::flag_open_to_all, "open to all"},
        {Phrase::flag_oversight, "needs an inspection"},
        {Phrase::flag_appeal, "under appeal"},
        {Phrase::flag_ruled, "by a binding ruling"},
        {Phrase::flag_supports_one, "supported by 1 citizen"},
        {Phrase::flag_supports_many, "supported by {0} citizens"},
        {Phrase::parked,
         "This version of aduan cannot read all of this case: it is shown as far as it was read."},
        {Phrase::label_now, "Now"},
        {Phrase::label_support, "Support"},
        {Phrase::label_due, "Next"},
        {Phrase::label_as_of, "As of"},
        {Phrase::label_reference, "Source"},
        {Phrase::with_since, "{0}, since {1} ({2})"},              // who, when, duration
        {Phrase::finished_since, "{0} since {1}, last with {2}"},  // status, when, who
        {Phrase::no_due, "nothing is due by a date"},

        {Phrase::so_far, "{0} so far"},           // duration
        {Phrase::again, "again"},                 // the holder had it before
        {Phrase::times_in, "times in {0}"},       // zone
        {Phrase::still_open, "Still open: {0}"},  // status

        {Phrase::handovers_one, "1 handover"},
        {Phrase::handovers_many, "{0} handovers"},
        {Phrase::returns_one, "1 return"},
        {Phrase::returns_many, "{0} returns"},
        {Phrase::reopenings_one, "1 reopening"},
        {Phrase::reopenings_many, "{0} reopenings"},
        {Phrase::open_for, "open for {0}"},
        {Phrase::kept, "{0} kept"},
        {Phrase::missed, "{0} missed"},
        {Phrase::due_dates, "Due dates: {0}"},  // kept and missed
        {Phrase::history_one, "This history: 1 event, last leaf {1}…"},
        {Phrase::history_many, "This history: {0} events, last leaf {1}…"},

        {Phrase::label_state, "State"},
        {Phrase::label_queue, "Queue"},
        {Phrase::label_clock, "Clock"},
        {Phrase::with_in_round, "{0} · {1} · round {2}"},  // status, who, number
        {Phrase::waits_nowhere, "nobody's"},
        {Phrase::miss_on_record, "{0}; the miss is on record"},  // overdue_by

        {Phrase::title_case, "CASE"},
        {Phrase::title_due, "DUE"},
        {Phrase::title_overdue, "OVERDUE"},
        {Phrase::title_returns, "RETURNS"},
        {Phrase::title_status, "STATUS"},
        {Phrase::title_role, "ROLE"},
        {Phrase::title_agency, "AGENCY"},
        {Phrase::title_cases, "CASES"},
        {Phrase::title_open, "OPEN"},
        {Phrase::title_responded, "RESPONDED"},
        {Phrase::title_closed, "CLOSED"},
        {Phrase::title_returned, "RETURNED"},
        {Phrase::title_reopened, "REOPENED"},
        {Phrase::title_to_answer, "TO ANSWER"},
        {Phrase::title_to_close, "TO CLOSE"},
        {Phrase::yes, "yes"},
        {Phrase::nothing_waits, "Nothing waits in this queue."},
        {Phrase::all_agencies, "all"},

        {Phrase::received, "Received: case {0}, event {1}"},  // tracking number, sequence
        {Phrase::done, "Done ({2}): case {0}, event {1}"},    // , , command
        {Phrase::known_already, "{0} (known already, nothing was added)"},  // received or done
        {Phrase::reporter_code, "The reporter's secret code: {0}"},
        {Phrase::merge_failed,
         "The merge failed, and the case is open again: the other case does not exist, is merged "
         "or archived itself, or is hidden in another way. Look at it with `aduan show`, then "
         "merge into another"},
        {Phrase::revealed, "On record as event {1} of case {0}."},  // tracking number, sequence
        {Phrase::never_given, "never given"},
        {Phrase::rejected, "rejected ({0}). {1}"},          // code, explanation
        {Phrase::did_you_mean, "{0} Did you mean '{1}'?"},  // rejected, id
        {Phrase::outcome_unknown,
         "the outcome is unknown: it may have happened. Send the same command again; it acts once "
         "at most"},

        {Phrase::name_one_case, "name one case: a tracking number, or --ref REFERENCE"},
        {Phrase::no_tracking_number,
         "that is no tracking number: it has two groups of five letters or digits and a check "
         "character, as 7K3M9-QX24B-1, and one of these was mistyped"},
        {Phrase::no_such_case,
         "there is no such case for this reader at that time. Check the tracking number or the "
         "reference (written <source>:<id>, as bpic2013:1-364285768), --as, --code and --as-of"},
        {Phrase::no_case_to_act_on,
         "there is no case of this number; nothing was written. Check the tracking number"},

        {Phrase::weekday_date, "{0} {1} {2} {3:04}"},  // weekday, day, month, year
        {Phrase::time_of_day, "{0:02}:{1:02}"},
        {Phrase::days, "{0} d"},
        {Phrase::hours, "{0} h"},
        {Phrase::minutes, "{0} min"},
        {Phrase::seconds, "{0} s"},
        {Phrase::short_days, "{0} d"},
        {Phrase::short_hours, "{0} h"},
        {Phrase::short_minutes, "{0} min"},
        {Phrase::short_seconds, "{0} s"},
    }},
};

static_assert(is_in_order(kEnglish));

}  // namespace

const Words& english() { return kEnglish; }

}  // namespace aduan
