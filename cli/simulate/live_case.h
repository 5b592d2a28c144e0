// What the simulation keeps of a case while steps of it lie ahead: it knows what it sent, and what
// the rules and the system's roles make of that. Never read back from the ledger.

#pragma once

#include "cli/simulate/nation.h"
#include "core/base/clock.h"
#include "schemas/codes.h"
#include "schemas/ids.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace aduan::simulation {

/// A place in the table of live cases; used again when its case has no step left.
using Slot = std::uint32_t;

struct LiveCase {
  std::uint64_t number = 0;  ///< of its arrival, from 1
  CaseId id;
  Channel channel = Channel::sms;
  ComplaintKind kind = ComplaintKind::complaint;
  bool anonymous = false;
  bool confidential = false;
  bool named = false;
  std::uint16_t topic = 0;
  OfficeNumber district = kNobody;
  OfficeNumber responsible = kNobody;
  std::uint64_t words = 0;  ///< the seed of the report's text: a duplicate has its original's

  Chance chance{0};
  std::uint32_t waiting = 0;   ///< steps in the queue, and duplicates that point here
  std::uint32_t commands = 0;  ///< sent so far: they number the keys
  std::uint16_t turn = 0;      ///< a step of an earlier turn is void

  Status status = Status::submitted;
  Status before_pend = Status::submitted;
  OfficeNumber lead = kNobody;
  OfficeNumber support = kNobody;
  std::vector<OfficeNumber> returned_by;  ///< in this round
  std::uint8_t returns = 0;
  std::uint8_t replies = 0;
  std::uint8_t looks = 0;  ///< of the desk
  bool verified_once = false;
  bool published = false;
  bool ruled = false;
  bool under_appeal = false;
  bool appealed = false;
  bool reopened_by_reporter = false;
  bool erased = false;
  std::uint32_t archived_by = 0;  ///< number of the verifier
  Instant forwarded_at;
  Instant return_due;            ///< after that no return
  Instant window_ends;           ///< to appeal, reopen, rate
  std::optional<Slot> original;  ///< of a duplicate, until it is settled

  bool is_open() const { return aduan::is_open(status); }
};

/// What can lie ahead of a case. Each has one function, see world.h.
enum class StepKind : std::uint8_t {
  desk_looks,
  desk_forwards,
  desk_reroutes,
  desk_corrects,
  desk_asks_support,
  desk_extends,
  desk_comments,
  desk_notes,
  desk_intervenes,
  desk_answers_request,
  desk_closes,
  pend_ran_out,
  appeal_decided,
  reporter_supplements,
  reporter_appeals,
  reporter_confirms,
  reporter_replies,
  silence_ran_out,
  reporter_rates,
  reporter_reopens,
  reporter_asks_again,
  reporter_withdraws,
  reporter_adds,
  reporter_tightens,
  reporter_loosens,
  citizen_supports,
  citizen_comments,
  agency_reads,
  agency_starts,
  agency_notes,
  agency_interim,
  agency_answers,
  agency_returns,
  agency_closes,
  support_answers,
  text_redacted,
  identity_revealed,
  texts_erased,
};

struct Step {
  Instant at;
  std::uint64_t order = 0;  ///< steps of one instant happen as they were planned
  Slot slot = 0;
  std::uint16_t turn = 0;
  StepKind kind = StepKind::desk_looks;

  /// The later one is the lesser: a std::priority_queue gives the greatest first.
  bool operator<(const Step& other) const {
    return at != other.at ? at > other.at : order > other.order;
  }
};

}  // namespace aduan::simulation
