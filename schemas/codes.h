// The closed vocabularies, as RULES spells them.
//
// An enumerator's name in JSON is `Names<E>::values[index]`. A trailing underscore in C++ (a
// keyword) is not part of the name. Append, never reorder: the index is the stored binary form.
//
// Most fields hold a Code<E>: a reader keeps a code that a later version wrote and it does not
// know. Where the state cannot go on without knowing (role, clock, audience), the field holds E
// itself, and an unknown value does not decode.

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace aduan {

template <class E>
struct Names;

template <class E>
constexpr std::string_view name_of_code(E value) {
  return Names<E>::values[static_cast<std::size_t>(value)];
}

template <class E>
constexpr std::optional<E> parse_code(std::string_view text) {
  const auto& names = Names<E>::values;
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<E>(found - names.begin());
}

/// A member of the list E, or the text of a member that this version does not know.
template <class E>
class Code {
 public:
  Code() = default;
  Code(E known) : known_(known) {}
  /// Keeps whatever it is given.
  static Code from_text(std::string_view text) {
    Code code;
    code.known_ = parse_code<E>(text);
    if (!code.known_) code.unknown_ = text;
    return code;
  }

  std::optional<E> known() const { return known_; }
  std::string_view text() const { return known_ ? name_of_code(*known_) : unknown_; }

  bool operator==(const Code&) const = default;
  bool operator==(E other) const { return known_ == other; }

 private:
  std::optional<E> known_ = E{};
  std::string unknown_;  // the text when not known; it may be empty
};

/// Where a case stands. *Open* is every status but closed, archived and merged.
enum class Status : std::uint8_t {
  submitted,
  pended,
  verified,
  forwarded,
  in_progress,
  responded,
  reporter_replied,
  reopened,
  closed,
  archived,
  merged,
};
template <>
struct Names<Status> {
  static constexpr std::array values = std::to_array<std::string_view>(
      {"submitted", "pended", "verified", "forwarded", "in_progress", "responded",
       "reporter_replied", "reopened", "closed", "archived", "merged"});
};

/// One lead a case, any number of support.
enum class HandlingRole : std::uint8_t { lead, support };
template <>
struct Names<HandlingRole> {
  static constexpr std::array values = std::to_array<std::string_view>({"lead", "support"});
};

/// How far one agency's work on a case has come.
enum class HandlingState : std::uint8_t { new_, in_progress, responded, returned, released };
template <>
struct Names<HandlingState> {
  static constexpr std::array values =
      std::to_array<std::string_view>({"new", "in_progress", "responded", "returned", "released"});
};

/// What can run out. verify, reroute, follow_up, resolve, answer and appeal are duty clocks; the
/// rest are windows. Source: RULES §4.
enum class Clock : std::uint8_t {
  verify,
  pend,
  reroute,
  follow_up,
  resolve,
  return_agency,
  answer,
  reporter_silence,
  appeal_window,
  appeal,
  reopen_window,
  rate_window,
};
template <>
struct Names<Clock> {
  static constexpr std::array values = std::to_array<std::string_view>(
      {"verify", "pend", "reroute", "follow_up", "resolve", "return_agency", "answer",
       "reporter_silence", "appeal_window", "appeal", "reopen_window", "rate_window"});
};

/// Who a comment is for.
enum class Audience : std::uint8_t { public_, internal };
template <>
struct Names<Audience> {
  static constexpr std::array values = std::to_array<std::string_view>({"public", "internal"});
};

/// Why a handling moved without anybody's decision about the case.
enum class Cause : std::uint8_t { succession };
template <>
struct Names<Cause> {
  static constexpr std::array values = std::to_array<std::string_view>({"succession"});
};

/// By which door a complaint came in.
enum class Channel : std::uint8_t {
  sms,
  web,
  android,
  blackberry,
  mobile,
  twitter,
  facebook,
  messenger,
  open311,
  email,
  phone,
  letter,
  walk_in,
  other,
};
template <>
struct Names<Channel> {
  static constexpr std::array values = std::to_array<std::string_view>(
      {"sms", "web", "android", "blackberry", "mobile", "twitter", "facebook", "messenger",
       "open311", "email", "phone", "letter", "walk_in", "other"});
};

/// What the reporter wants. `whistleblowing` is a kind of the command alone: it is written as a
/// complaint, with both flags.
enum class ComplaintKind : std::uint8_t {
  complaint,
  aspiration,
  information_request,
  whistleblowing,
};
template <>
struct Names<ComplaintKind> {
  static constexpr std::array values = std::to_array<std::string_view>(
      {"complaint", "aspiration", "information_request", "whistleblowing"});
};

/// Why a complaint leads to no work.
enum class ArchiveReason : std::uint8_t {
  unclear,
  not_public_service,
  not_supplemented,
  insult_or_hate,
  spam,
  law_case,
  criminal_case,
  corruption,
  legislative,
  referred_outside,
  appeal_dismissed,
  other,
};
template <>
struct Names<ArchiveReason> {
  static constexpr std::array values = std::to_array<std::string_view>(
      {"unclear", "not_public_service", "not_supplemented", "insult_or_hate", "spam", "law_case",
       "criminal_case", "corruption", "legislative", "referred_outside", "appeal_dismissed",
       "other"});
};

/// Why an agency gives a case back.
enum class ReturnReason : std::uint8_t {
  not_our_authority,
  wrong_region,
  incomplete,
  source,
  other,
};
template <>
struct Names<ReturnReason> {
  static constexpr std::array values = std::to_array<std::string_view>(
      {"not_our_authority", "wrong_region", "incomplete", "source", "other"});
};

/// What came of the agency's work.
enum class Outcome : std::uint8_t { fulfilled, partly, explained, refused, referred };
template <>
struct Names<Outcome> {
  static constexpr std::array values =
      std::to_array<std::string_view>({"fulfilled", "partly", "explained", "refused", "referred"});
};

/// By what right a case was closed; never an agency's own word.
enum class ClosingBasis : std::uint8_t {
  confirmed_by_reporter,
  reporter_silent,
  withdrawn,
  by_ruling,
  source,
};
template <>
struct Names<ClosingBasis> {
  static constexpr std::array values = std::to_array<std::string_view>(
      {"confirmed_by_reporter", "reporter_silent", "withdrawn", "by_ruling", "source"});
};

/// Why a finished case goes on.
enum class ReopeningReason : std::uint8_t {
  not_solved,
  new_facts,
  appeal_granted,
  merge_failed,
  source,
  other,
};
template <>
struct Names<ReopeningReason> {
  static constexpr std::array values = std::to_array<std::string_view>(
      {"not_solved", "new_facts", "appeal_granted", "merge_failed", "source", "other"});
};

/// Who is told.
enum class EscalationTarget : std::uint8_t { agency_leader, national_admin, overseer };
template <>
struct Names<EscalationTarget> {
  static constexpr std::array values =
      std::to_array<std::string_view>({"agency_leader", "national_admin", "overseer"});
};

/// Why they are told.
enum class EscalationReason : std::uint8_t { deadline, ping_pong, appeal };
template <>
struct Names<EscalationReason> {
  static constexpr std::array values =
      std::to_array<std::string_view>({"deadline", "ping_pong", "appeal"});
};

/// Why a due date moved.
enum class ExtensionReason : std::uint8_t {
  field_check,
  complex,
  awaiting_reporter,
  awaiting_agency,
  force_majeure,
  other,
};
template <>
struct Names<ExtensionReason> {
  static constexpr std::array values = std::to_array<std::string_view>(
      {"field_check", "complex", "awaiting_reporter", "awaiting_agency", "force_majeure", "other"});
};

/// Why a case's flags changed.
enum class VisibilityReason : std::uint8_t {
  reporter_request,
  protects_reporter,
  protects_others,
  court_order,
  other,
};
template <>
struct Names<VisibilityReason> {
  static constexpr std::array values = std::to_array<std::string_view>(
      {"reporter_request", "protects_reporter", "protects_others", "court_order", "other"});
};

/// Why a text is hidden.
enum class RedactionReason : std::uint8_t {
  personal_data,
  third_party,
  insult_or_hate,
  court_order,
  other,
};
template <>
struct Names<RedactionReason> {
  static constexpr std::array values = std::to_array<std::string_view>(
      {"personal_data", "third_party", "insult_or_hate", "court_order", "other"});
};

/// The law under which an identity is revealed or data erased.
enum class LegalBasis : std::uint8_t {
  reporter_consent,
  reporter_request,
  court_order,
  law_enforcement,
  ombudsman,
  retention_ended,
  other,
};
template <>
struct Names<LegalBasis> {
  static constexpr std::array values =
      std::to_array<std::string_view>({"reporter_consent", "reporter_request", "court_order",
                                       "law_enforcement", "ombudsman", "retention_ended", "other"});
};

/// Which of a case's keys an erasure destroys.
enum class ErasureScope : std::uint8_t { identity, content, official };
template <>
struct Names<ErasureScope> {
  static constexpr std::array values =
      std::to_array<std::string_view>({"identity", "content", "official"});
};

/// What an agency is.
enum class AgencyKind : std::uint8_t {
  ministry,
  institution,
  soe,
  province,
  regency,
  city,
  company,
  department,
  team,
  other,
};
template <>
struct Names<AgencyKind> {
  static constexpr std::array values =
      std::to_array<std::string_view>({"ministry", "institution", "soe", "province", "regency",
                                       "city", "company", "department", "team", "other"});
};

/// The zone of an agency's working days. UTC+7, +8, +9, +0; no daylight saving time.
enum class Zone : std::uint8_t { WIB, WITA, WIT, UTC };
template <>
struct Names<Zone> {
  static constexpr std::array values =
      std::to_array<std::string_view>({"WIB", "WITA", "WIT", "UTC"});
};

/// Open: somebody may still owe work.
constexpr bool is_open(Status status) {
  return status != Status::closed && status != Status::archived && status != Status::merged;
}

/// A clock that somebody owes a step by; the others are windows, never missed or overdue.
constexpr bool is_duty(Clock clock) {
  return clock == Clock::verify || clock == Clock::reroute || clock == Clock::follow_up ||
         clock == Clock::resolve || clock == Clock::answer || clock == Clock::appeal;
}

}  // namespace aduan
