#include "core/complaint/rejection.h"

namespace aduan {

std::string_view explanation_of(RejectionCode code) {
  switch (code) {
    case RejectionCode::not_authorised:
      return "This role may not do that. `aduan help rules` shows who may.";
    case RejectionCode::conflict_of_interest:
      return "Whoever judges had a part in this case: the verifier's agency handled it, or the "
             "same verifier archived it. Ask a verifier of the desk or of another agency.";
    case RejectionCode::importers_only:
      return "Only an importer may say that. Leave the field out.";
    case RejectionCode::case_id_taken:
      return "Another case has this id. Send the report with the next try.";
    case RejectionCode::case_finished:
      return "The case is closed, archived or merged. Reopen a closed one, appeal an archived one "
             "within its time, follow the target of a merged one.";
    case RejectionCode::not_submitted:
      return "The case does not stand at the desk in a status that allows this. `aduan show` tells "
             "its status: wait for the reporter of a pended case, or for the agency that has it.";
    case RejectionCode::not_verified:
      return "The desk has not verified the case yet. Verify it first.";
    case RejectionCode::pended:
      return "The case waits for the reporter. Wait for the supplement, or for the time to run "
             "out.";
    case RejectionCode::has_a_lead:
      return "An agency leads the case. It moves only by that agency's return or by a ruling.";
    case RejectionCode::no_lead:
      return "No agency leads the case. Forward it to a lead first.";
    case RejectionCode::not_your_case:
      return "The agency has no active handling of this case. `aduan show` tells who has; ask the "
             "desk to forward it to you.";
    case RejectionCode::already_answered:
      return "The agency has given its final answer. Wait for the reporter.";
    case RejectionCode::not_responded:
      return "No final answer waits for the reporter. Wait for the agency's answer; `supplement` "
             "adds to an open case.";
    case RejectionCode::not_closed:
      return "The case is not closed. Wait for its closing; an archive is not reopened but "
             "appealed.";
    case RejectionCode::not_archived:
      return "The case is not archived. There is nothing to appeal; a closed case can be reopened.";
    case RejectionCode::not_merged:
      return "The case is not merged into another. There is nothing to take back.";
    case RejectionCode::not_under_appeal:
      return "Nobody has appealed the archive of this case, or the appeal is decided. Wait for the "
             "reporter's appeal.";
    case RejectionCode::not_published:
      return "The case is not public: it is confidential, or no agency was given it yet. Come back "
             "when it is published.";
    case RejectionCode::ruling_required:
      return "The case was returned too often, or a ruling was made. Only a ruling moves it now.";
    case RejectionCode::ruling_binds:
      return "A ruling gave the case to this agency. It may not be returned; ask for a new ruling.";
    case RejectionCode::return_too_late:
      return "The time to return the case is over. The agency keeps it; a verifier may rule.";
    case RejectionCode::answer_and_reply_needed:
      return "The desk closes only after a final answer and a reply of the reporter to it. Wait "
             "for both; the reporter may confirm or withdraw at once.";
    case RejectionCode::window_over:
      return "The time for this is over, or never ran. The desk may still reopen a closed case; an "
             "archive is final now: send a new report.";
    case RejectionCode::already_appealed:
      return "The case was appealed once already, and that is all. With new facts, send a new "
             "report.";
    case RejectionCode::already_reopened:
      return "The reporter reopened this case once already. Reply to it: the desk sees the reply "
             "and may reopen.";
    case RejectionCode::already_rated:
      return "This closing has its rating already. Another is possible after the next closing.";
    case RejectionCode::too_early:
      return "The clock has not run out, or does not run. Send it again when it has.";
    case RejectionCode::clock_not_running:
      return "No such clock runs: it was stopped, or it never started. `aduan show` lists those "
             "that run.";
    case RejectionCode::already_due:
      return "The clock has run out. An extension must come before its due date: the miss stands.";
    case RejectionCode::already_missed:
      return "The miss of this clock is on record already. Nothing is left to send.";
    case RejectionCode::cannot_loosen:
      return "Flags may be set at any time; only the reporter may lift them, and only before the "
             "case is public. Keep them as they are.";
    case RejectionCode::visibility_differs:
      return "The two cases have different flags. Cases of different visibility are not merged: "
             "handle each by itself.";
    case RejectionCode::seal_again:
      return "The case's confidentiality differs from what the command was sealed for. Read the "
             "case again and send the command anew.";
    case RejectionCode::not_connected:
      return "The agency is not connected, and nothing can be given to the desk. `aduan agency "
             "list` shows those that are.";
    case RejectionCode::not_dissolved:
      return "The agency is not dissolved, so nobody succeeds it. Dissolve it first.";
    case RejectionCode::already_handling:
      return "The agency has an active handling of this case already. Nothing is left to forward.";
    case RejectionCode::same_case:
      return "A case is not merged into itself. Name the other case.";
    case RejectionCode::not_later:
      return "The new due date is not later than the old one. Name a later one.";
    case RejectionCode::nothing_changes:
      return "The case's flags have these values already. Nothing is left to change.";
    case RejectionCode::no_such_event:
      return "The case has no event of that sequence. `aduan show` lists its events.";
    case RejectionCode::unknown_code:
      return "A code is none of its list, or not one for this command. `--help` of the command "
             "shows the list.";
    case RejectionCode::unknown_category:
      return "No such category is defined. `aduan category list` shows them.";
    case RejectionCode::bad_stars:
      return "A rating has 1 to 5 stars. Rate again with one of them.";
    case RejectionCode::before_submission:
      return "The source dates the event before the submission.";
    case RejectionCode::before_previous:
      return "The source dates the event before the one that precedes it.";
    case RejectionCode::closing_time_ignored:
      return "The source has a closing time on a case that it does not call closed.";
    case RejectionCode::no_agency:
      return "The source names no agency.";
    case RejectionCode::ledger_exists:
      return "The ledger was created already. Use it as it is, or create another in an empty "
             "folder.";
    case RejectionCode::already_connected:
      return "The agency is connected already, or was dissolved: ids never come back. Choose "
             "another id.";
    case RejectionCode::unknown_agency:
      return "No such agency is connected. `aduan agency list` shows those that are.";
    case RejectionCode::bad_id:
      return "An id or code is malformed: it is 1 to 64 of a-z, 0-9, '.' and '-', begins with a "
             "letter or digit, and is not 'desk'; a day is written 2014-12-19. Send it so.";
    case RejectionCode::bad_name:
      return "A name is 1 to 500 bytes of valid UTF-8 without control characters. Send it so.";
    case RejectionCode::bad_policy:
      return "The policy is malformed: its id, calendar or first day, a length that is not 1 to "
             "3,660 days, no return allowed, or free days that do not ascend; or a ledger has not "
             "1 to 10,000 partitions. `aduan policy show` prints a policy that is right.";
    case RejectionCode::category_exists:
      return "The category is defined already. Choose another id.";
    case RejectionCode::no_successor:
      return "A dissolved agency needs successors that are connected, and its default among them. "
             "Connect them first.";
  }
  return "";
}

}  // namespace aduan
