// The words of what people read: one table a language. English is the one there is; another is one
// more constant, and no sentence is put together elsewhere.
//
// A sentence is a template of fmt with numbered places (`{0}`), so that a language can order its
// words as it likes.

#pragma once

#include "schemas/codes.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace aduan {

/// Every sentence and part of one. Its places are described where the words stand, in words.cpp.
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
  // durations
  days, hours, minutes, seconds,
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
               CodeWords<ErasureScope> {
  std::array<std::string_view, 12> months;
  std::array<std::string_view, 7> weekdays;                              ///< from Sunday
  std::array<std::pair<std::string_view, std::string_view>, 16> fields;  ///< of an event's texts
  std::array<std::pair<Phrase, std::string_view>, kPhrases> phrases;     ///< in the order of Phrase
};

const Words& english();

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

/// The phrase with its places filled.
template <class... Parts>
std::string say(const Words& words, Phrase phrase, const Parts&... parts) {
  return fmt::format(fmt::runtime(words.phrases[static_cast<std::size_t>(phrase)].second),
                     parts...);
}

}  // namespace aduan
