#include "core/complaint/rejection.h"

namespace aduan {

std::string_view explanation_of(RejectionCode code) {
  switch (code) {
    case RejectionCode::not_authorised:
      return "This role may not do that. `aduan help rules` shows who may.";
    case RejectionCode::conflict_of_interest:
      return "The verifier's own agency handled this case. Ask a verifier of another agency or the "
             "desk.";
    case RejectionCode::importers_only:
      return "Only an importer may say that. Leave the field out.";
    case RejectionCode::case_id_taken:
      return "Another case has this id. Send the report with the next try.";
    case RejectionCode::case_finished:
      return "The case is closed, archived or merged. Reopen it, or appeal the archive.";
    case RejectionCode::not_submitted:
      return "The case is not waiting for the desk in a state that allows this.";
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
      return "The agency has no active handling of this case.";
    case RejectionCode::already_answered:
      return "The agency has given its final answer. Wait for the reporter.";
    case RejectionCode::not_responded:
      return "The agency has not given a final answer that waits for the reporter.";
    case RejectionCode::not_closed:
      return "The case is not closed.";
    case RejectionCode::not_archived:
      return "The case is not archived.";
    case RejectionCode::not_merged:
      return "The case is not merged into another.";
    case RejectionCode::not_under_appeal:
      return "Nobody has appealed the archive of this case, or the appeal is decided.";
    case RejectionCode::not_published:
      return "The case is not public yet. It is when it is forwarded.";
    case RejectionCode::ruling_required:
      return "The case was returned too often, or a ruling was made. Only a ruling moves it now.";
    case RejectionCode::ruling_binds:
      return "A ruling gave the case to this agency. It may not be returned; ask for a new ruling.";
    case RejectionCode::return_too_late:
      return "The time to return the case is over. The agency keeps it; a verifier may rule.";
    case RejectionCode::answer_and_reply_needed:
      return "A desk may close only after a final answer and a reply of the reporter to it.";
    case RejectionCode::window_over:
      return "The time for this is over. A verifier may still reopen the case.";
    case RejectionCode::already_appealed:
      return "The archive of this case was appealed once already.";
    case RejectionCode::already_reopened:
      return "The reporter reopened this case once already. Ask a verifier.";
    case RejectionCode::already_rated:
      return "This closing has its rating already.";
    case RejectionCode::too_early:
      return "The clock has not run out. Send it again when it has.";
    case RejectionCode::clock_not_running:
      return "No such clock runs. It was stopped, or it never started.";
    case RejectionCode::already_due:
      return "The clock has run out. An extension must come before its due date.";
    case RejectionCode::already_missed:
      return "The miss of this clock is on record already.";
    case RejectionCode::cannot_loosen:
      return "Flags may be set at any time; only the reporter may lift them, and only before the "
             "case is public.";
    case RejectionCode::visibility_differs:
      return "The two cases have different flags. Cases of different visibility are not merged.";
    case RejectionCode::seal_again:
      return "The case's confidentiality differs from what the command was sealed for. Read the "
             "case again and send the command anew.";
    case RejectionCode::not_connected:
      return "The agency is not connected. `aduan agency list` shows those that are.";
    case RejectionCode::not_dissolved:
      return "The agency is not dissolved, so nobody succeeds it.";
    case RejectionCode::already_handling:
      return "The agency has an active handling of this case already.";
    case RejectionCode::same_case:
      return "A case is not merged into itself.";
    case RejectionCode::not_later:
      return "The new due date must be later than the old one.";
    case RejectionCode::nothing_changes:
      return "The case's flags have these values already.";
    case RejectionCode::no_such_event:
      return "The case has no event of that sequence.";
    case RejectionCode::unknown_code:
      return "A code is none of its list. `--help` of the command shows the list.";
    case RejectionCode::unknown_category:
      return "No such category is defined. `aduan category list` shows them.";
    case RejectionCode::bad_stars:
      return "A rating has 1 to 5 stars.";
    case RejectionCode::before_submission:
      return "The source dates the event before the submission.";
    case RejectionCode::before_previous:
      return "The source dates the event before the one that precedes it.";
    case RejectionCode::closing_time_ignored:
      return "The source has a closing time on a case that it does not call closed.";
    case RejectionCode::no_agency:
      return "The source names no agency.";
    case RejectionCode::ledger_exists:
      return "The ledger was created already.";
    case RejectionCode::already_connected:
      return "The agency is connected already, or was dissolved: ids never come back.";
    case RejectionCode::unknown_agency:
      return "No such agency is connected.";
    case RejectionCode::bad_id:
      return "An id or code is 1 to 64 of a-z, 0-9, '.' and '-', begins with a letter or digit, "
             "and "
             "is not 'desk'; a day is written 2014-12-19.";
    case RejectionCode::bad_name:
      return "A name is 1 to 500 bytes of valid UTF-8 without control characters.";
    case RejectionCode::bad_policy:
      return "The policy's id or first day is malformed, a length is not 1 to 3,660 days, no "
             "return is "
             "allowed, or its free days are not ascending days.";
    case RejectionCode::category_exists:
      return "The category is defined already.";
    case RejectionCode::no_successor:
      return "A dissolved agency needs successors that are connected, and its default among them.";
  }
  return "";
}

}  // namespace aduan
