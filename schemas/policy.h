// A deadline policy: how long each clock runs, how often a case may be returned, which days are
// free. Adopted by an event that holds all of it, so that a due date can be recomputed for ever.
// Source of the lengths: domain/policy.md §2.

#pragma once

#include "schemas/codes.h"
#include "schemas/ids.h"
#include "schemas/named.h"

#include <cstdint>
#include <string>
#include <vector>

namespace aduan {

/// What a length counts.
enum class DayUnit : std::uint8_t { wd, d };
template <>
struct Names<DayUnit> {
  static constexpr std::array values = std::to_array<std::string_view>({"wd", "d"});
};

/// `n` working days (wd) or calendar days (d).
struct ClockLength {
  std::uint32_t n = 0;
  DayUnit unit = DayUnit::wd;

  bool operator==(const ClockLength&) const = default;
};

template <class Archive>
void serialize(Archive& archive, ClockLength& length) {
  archive(named("n", length.n), named("unit", length.unit));
}

/// `resolve` runs for a time that depends on what the case is.
struct ResolveLengths {
  ClockLength information_request;
  ClockLength aspiration;
  ClockLength complaint;
  ClockLength complaint_oversight;

  bool operator==(const ResolveLengths&) const = default;
};

template <class Archive>
void serialize(Archive& archive, ResolveLengths& lengths) {
  archive(named("information_request", lengths.information_request),
          named("aspiration", lengths.aspiration), named("complaint", lengths.complaint),
          named("complaint_oversight", lengths.complaint_oversight));
}

struct ClockLengths {
  ClockLength verify;
  ClockLength pend;
  ClockLength reroute;
  ClockLength follow_up;
  ClockLength return_agency;
  ClockLength answer;
  ResolveLengths resolve;
  ClockLength reporter_silence;
  ClockLength appeal;
  ClockLength appeal_window;
  ClockLength reopen_window;
  ClockLength rate_window;

  bool operator==(const ClockLengths&) const = default;
};

template <class Archive>
void serialize(Archive& archive, ClockLengths& lengths) {
  archive(named("verify", lengths.verify), named("pend", lengths.pend),
          named("reroute", lengths.reroute), named("follow_up", lengths.follow_up),
          named("return_agency", lengths.return_agency), named("answer", lengths.answer),
          named("resolve", lengths.resolve), named("reporter_silence", lengths.reporter_silence),
          named("appeal", lengths.appeal), named("appeal_window", lengths.appeal_window),
          named("reopen_window", lengths.reopen_window), named("rate_window", lengths.rate_window));
}

struct Policy {
  PolicyVersion version;
  DateText in_force_from;  ///< its first day, WIB
  std::string calendar;    ///< the calendar's name, `id-national`
  std::uint32_t max_returns = 0;
  ClockLengths clocks;
  std::vector<DateText> holidays;  ///< ascending; of any kind, all free

  bool operator==(const Policy&) const = default;
};

template <class Archive>
void serialize(Archive& archive, Policy& policy) {
  archive(named("policy", policy.version), named("in_force_from", policy.in_force_from),
          named("calendar", policy.calendar), named("max_returns", policy.max_returns),
          named("clocks", policy.clocks), named("holidays", policy.holidays));
}

}  // namespace aduan
