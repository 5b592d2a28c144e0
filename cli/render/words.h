// The words of what citizens and officials read: one table a language, and no sentence is put
// together elsewhere. Codes, ids and JSON are the same in every language, and so is what only
// operators read.
//
// A sentence is a template of fmt with numbered places (`{0}`), so that a language can order its
// words as it likes. Another language is one more enumerator, its name and its table.

#pragma once

#include "core/complaint/rejection.h"
#include "schemas/codes.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace aduan {

enum class Language : std::uint8_t { english, indonesian };
/// As `--lang` takes them.
template <>
struct Names<Language> {
  static constexpr std::array values = std::to_array<std::string_view>({"en", "id"});
};

/// Every sentence and part of one. Its places are described where the English words stand.
// clang-format off
enum class Phrase : std::uint8_t {
  // who
  national_desk, desk, reporter, citizen, verifier_of, overseer, custodian, operator_, system,
  auditor, analyst, of_agency,
  // events
  submitted, submitted_for, verified, corrected, pended, supplemented, archived, merged, absorbed,
  forwarded, forwarded_by, support_asked, passed_on, returned, returned_to, orphaned, suggests,
  ruled, ruled_by, assigned, work_started, noted, noted_status, notes, notes_status, commented,
  commented_inside, answered_interim, answered_finally, answered_outcome, replied,
  replied_after_closing, closed, closed_by, reopened, reopened_by, rated, escalated, appealed,
  deadline_missed, deadline_extended, visibility_changed, text_redacted, identity_revealed, erased,
  supported, supports, opaque, unreadable,
  // facts of an event
  topic, region, incident_date, addressed_to, said_at, needs_inspection, breaches,
  // promises
  due_by, due_by_of, in_time, late, was_overdue, time_left, overdue_by, promises_rest,
  promise_kept, promise_late, promise_left, promise_broken, add_until, closes_after, return_until,
  appeal_until, reopen_until, rate_until,
  // texts
  attachments_one, attachments_many, anonymous_name, not_allowed, redacted, erased_text, damaged,
  more_lines,
  // the head
  case_of, flag_anonymous, flag_confidential, flag_open_to_all, flag_oversight, flag_appeal,
  flag_ruled, flag_supports_one, flag_supports_many, parked, label_now, label_support, label_due,
  label_as_of, label_reference, with_since, finished_since, no_due,
  // custodies
  so_far, again, times_in, still_open,
  // the foot
  handovers_one, handovers_many, returns_one, returns_many, reopenings_one, reopenings_many,
  open_for, kept, missed, due_dates, history_one, history_many,
  // replay
  label_state, label_queue, label_clock, with_in_round, waits_nowhere, miss_on_record,
  // tables
  title_case, title_due, title_overdue, title_returns, title_status, title_role, title_agency,
  title_cases, title_open, title_responded, title_closed, title_returned, title_reopened,
  title_to_answer, title_to_close, yes, nothing_waits, all_agencies,
  // receipts and rejections
  received, done, known_already, reporter_code, merge_failed, revealed, never_given, rejected,
  did_you_mean, outcome_unknown,
  // the mistakes that citizens and officials make
  name_one_case, no_tracking_number, no_such_case, no_case_to_act_on,
  // times
  weekday_date, time_of_day, days, hours, minutes, seconds,
  // the same in a column
  short_days, short_hours, short_minutes, short_seconds,
  count_,
};
// clang-format on
inline constexpr std::size_t kPhrases = static_cast<std::size_t>(Phrase::count_);

/// The words of a closed vocabulary, in its order.
template <class E>
struct CodeWords {
  std::array<std::string_view, Names<E>::values.size()> words;
};

/// A language.
struct Words : CodeWords<Status>,
               CodeWords<HandlingRole>,
               CodeWords<Clock>,
               CodeWords<Channel>,
               CodeWords<ComplaintKind>,
               CodeWords<ArchiveReason>,
               CodeWords<ReturnReason>,
               CodeWords<Outcome>,
               CodeWords<ClosingBasis>,
               CodeWords<ReopeningReason>,
               CodeWords<EscalationTarget>,
               CodeWords<EscalationReason>,
               CodeWords<ExtensionReason>,
               CodeWords<VisibilityReason>,
               CodeWords<RedactionReason>,
               CodeWords<LegalBasis>,
               CodeWords<ErasureScope>,
               CodeWords<RejectionCode> {
  using Named = std::pair<std::string_view, std::string_view>;

  Language language;
  std::array<std::string_view, Names<Status>::values.size()> short_statuses;  ///< in a table
  std::array<std::string_view, 12> short_months;                              ///< of the same width
  std::array<std::string_view, 12> months;                                    ///< in a sentence
  std::array<std::string_view, 7> weekdays;                                   ///< from Sunday
  std::array<Named, 16> fields;                                       ///< of an event's texts
  std::array<Named, 29> commands;                                     ///< by short type: `forward`
  std::array<std::pair<Phrase, std::string_view>, kPhrases> phrases;  ///< in the order of Phrase
};

/// Whether the phrases stand where their enumerators say: each table asserts it.
constexpr bool is_in_order(const Words& words) {
  for (std::size_t i = 0; i < kPhrases; ++i) {
    if (static_cast<std::size_t>(words.phrases[i].first) != i) return false;
  }
  return true;
}

const Words& english();
const Words& indonesian();
const Words& words_in(Language language);

template <class E>
std::string_view word_of(const Words& words, E code) {
  return static_cast<const CodeWords<E>&>(words).words[static_cast<std::size_t>(code)];
}

/// A code that this version does not know is shown as it stands.
template <class E>
std::string_view word_of(const Words& words, const Code<E>& code) {
  return code.known() ? word_of(words, *code.known()) : code.text();
}

/// The name of an event's field: `Explanation`.
std::string_view field_word(const Words& words, std::string_view field);
/// What a command was, for its receipt: `forward`, `penerusan`.
std::string_view command_word(const Words& words, std::string_view short_type);
/// Where a case stands, for a column: `in progress`. A code that is not known stands as it is.
std::string_view short_word_of(const Words& words, const Code<Status>& status);
/// An error's message in the language, where it is one of the phrases above for mistakes; else as
/// it stands, in English.
std::string_view translated(const Words& words, std::string_view message);
/// What happened and what to do next, one sentence each.
std::string_view explanation_of(const Words& words, RejectionCode code);

/// The phrase with its places filled.
template <class... Parts>
std::string say(const Words& words, Phrase phrase, const Parts&... parts) {
  return fmt::format(fmt::runtime(words.phrases[static_cast<std::size_t>(phrase)].second),
                     parts...);
}

}  // namespace aduan
