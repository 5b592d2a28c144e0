// Every figure of RULES §7, as of any instant. Answers `stats`.
//
// Counted from the summaries of the steps (store/step_summary.h), a case at a time, so that memory
// does not grow with the ledger. Where a case's times go back over the instant, its events are
// folded from the log instead: exact at every instant.

#pragma once

#include "core/base/result.h"
#include "core/log/event_log.h"
#include "projections/store/reader.h"
#include "schemas/ids.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// What is counted for all cases, for one agency, and for the desk. Which case counts for whom: the
/// table of RULES §7.
struct Figures {
  std::uint64_t cases = 0;
  std::uint64_t events = 0;
  std::map<std::string, std::uint64_t, std::less<>> events_by_type;  ///< by `submitted`, …
  std::uint64_t open = 0;
  std::uint64_t responded = 0;
  std::uint64_t closed = 0;
  std::uint64_t reopened = 0;
  std::uint64_t returned = 0;
  std::uint64_t overdue = 0;
  std::vector<std::int64_t> milliseconds_to_close;           ///< negatives left out
  std::vector<std::int64_t> milliseconds_to_first_response;  ///< negatives left out
  std::uint64_t handovers_in = 0;                            ///< an agency's
  std::uint64_t handovers_out = 0;                           ///< an agency's
};

struct LongestChain {
  CaseId case_id;
  std::uint32_t handovers = 0;
};

struct LedgerFigures {
  Instant as_of;
  Figures total;
  std::uint64_t handovers = 0;
  std::optional<LongestChain> longest_chain;  ///< absent where no case was handed over
  std::map<std::uint32_t, std::uint64_t> reopened_histogram;  ///< cases by number of times
  std::map<AgencyId, Figures> agencies;                       ///< `desk` included
};

/// The figures as of `instant`, over the cases that exist then and are not parked; valid records
/// alone. `threads`: how many count beside each other.
/// Errors: corrupt (a row does not decode, or the log disagrees with it), those of the log.
Result<LedgerFigures> figures_as_of(const Reader& reader, const EventLog& log,
                                    std::string_view ledger, Instant instant, unsigned threads);

/// The middle value in seconds, the mean of the middle two for an even count; nothing of nothing.
/// Reorders its argument.
std::optional<double> median_seconds(std::vector<std::int64_t>& milliseconds);

}  // namespace aduan
