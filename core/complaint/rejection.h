// A rule says no: the code, and what the person can do next.

#pragma once

#include "schemas/codes.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// Every rule that can be broken, by the phase in which a person would be told: who, status, rule,
/// target. An importer's `breaches` are these names. Append, never rename: they are stored.
enum class RejectionCode : std::uint8_t {
  // who
  not_authorised,
  conflict_of_interest,
  importers_only,
  // status
  case_id_taken,
  case_finished,
  not_submitted,
  not_verified,
  pended,
  has_a_lead,
  no_lead,
  not_your_case,
  already_answered,
  not_responded,
  not_closed,
  not_archived,
  not_merged,
  not_under_appeal,
  not_published,
  // rule
  ruling_required,
  ruling_binds,
  return_too_late,
  answer_and_reply_needed,
  window_over,
  already_appealed,
  already_reopened,
  already_rated,
  too_early,
  clock_not_running,
  already_due,
  already_missed,
  cannot_loosen,
  visibility_differs,
  seal_again,
  // target
  not_connected,
  not_dissolved,
  already_handling,
  same_case,
  not_later,
  nothing_changes,
  no_such_event,
  unknown_code,
  unknown_category,
  bad_stars,
  // an importer's anomalies of the source
  before_submission,
  before_previous,
  closing_time_ignored,
  no_agency,
  // the directory
  ledger_exists,
  already_connected,
  unknown_agency,
  bad_id,
  bad_name,
  bad_policy,
  category_exists,
  no_successor,
};

template <>
struct Names<RejectionCode> {
  static constexpr std::array values = std::to_array<std::string_view>({"not_authorised",
                                                                        "conflict_of_interest",
                                                                        "importers_only",
                                                                        "case_id_taken",
                                                                        "case_finished",
                                                                        "not_submitted",
                                                                        "not_verified",
                                                                        "pended",
                                                                        "has_a_lead",
                                                                        "no_lead",
                                                                        "not_your_case",
                                                                        "already_answered",
                                                                        "not_responded",
                                                                        "not_closed",
                                                                        "not_archived",
                                                                        "not_merged",
                                                                        "not_under_appeal",
                                                                        "not_published",
                                                                        "ruling_required",
                                                                        "ruling_binds",
                                                                        "return_too_late",
                                                                        "answer_and_reply_needed",
                                                                        "window_over",
                                                                        "already_appealed",
                                                                        "already_reopened",
                                                                        "already_rated",
                                                                        "too_early",
                                                                        "clock_not_running",
                                                                        "already_due",
                                                                        "already_missed",
                                                                        "cannot_loosen",
                                                                        "visibility_differs",
                                                                        "seal_again",
                                                                        "not_connected",
                                                                        "not_dissolved",
                                                                        "already_handling",
                                                                        "same_case",
                                                                        "not_later",
                                                                        "nothing_changes",
                                                                        "no_such_event",
                                                                        "unknown_code",
                                                                        "unknown_category",
                                                                        "bad_stars",
                                                                        "before_submission",
                                                                        "before_previous",
                                                                        "closing_time_ignored",
                                                                        "no_agency",
                                                                        "ledger_exists",
                                                                        "already_connected",
                                                                        "unknown_agency",
                                                                        "bad_id",
                                                                        "bad_name",
                                                                        "bad_policy",
                                                                        "category_exists",
                                                                        "no_successor"});
};

struct Rejection {
  RejectionCode code = RejectionCode::not_authorised;

  bool operator==(const Rejection&) const = default;
};

/// What happened and what to do next, in English; one sentence each.
std::string_view explanation_of(RejectionCode code);

}  // namespace aduan
