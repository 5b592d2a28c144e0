#include "tests/support/chain.h"

#include "core/base/bytes.h"
#include "core/base/check.h"
#include "core/base/hash.h"
#include "core/log/partition.h"
#include "schemas/envelope.h"

#include <array>
#include <chrono>
#include <utility>

namespace aduan {
namespace {

const std::array kAgencies{AgencyId("kl-kemenkes"), AgencyId("kl-pupr"), AgencyId("prov-51")};
const Actor kClerk{Role::verifier, "desk/v-1"};

CommandId command_of(std::uint64_t number) {
  std::string bytes;
  append_u64(bytes, number);
  append_u64(bytes, number);
  return *as_array<16>(bytes);
}

AgencyId any_agency(Prng& prng) { return kAgencies[prng.below(kAgencies.size())]; }

Consequences any_clocks(Prng& prng, std::optional<AgencyId> agency, Instant time) {
  Consequences consequences;
  if (prng.one_in(4)) return consequences;
  const auto clock = static_cast<Clock>(prng.below(Names<Clock>::values.size()));
  const auto days = std::chrono::days(static_cast<int>(prng.below(9)));
  consequences.clocks.push_back({clock, std::move(agency), time + days});
  consequences.policy = PolicyVersion("sp4n-2015.1");
  return consequences;
}

Forwarded any_forwarding(Prng& prng, const AgencyId& agency, Instant time) {
  Forwarded event;
  event.to = agency;
  event.role = prng.one_in(3) ? HandlingRole::support : HandlingRole::lead;
  event.consequences = any_clocks(prng, agency, time);
  return event;
}

Forwarded any_succession(Prng& prng, const AgencyId& agency) {
  Forwarded event;
  event.to = any_agency(prng);
  event.from = agency;
  event.cause = Cause::succession;
  return event;
}

Returned any_return(Prng& prng, const AgencyId& agency, Instant time) {
  Returned event;
  event.by = agency;
  event.reason = ReturnReason::not_our_authority;
  event.consequences = any_clocks(prng, std::nullopt, time);
  return event;
}

Ruled any_ruling(Prng& prng, const AgencyId& agency, Instant time) {
  Ruled event;
  event.to = agency;
  event.consequences = any_clocks(prng, agency, time);
  return event;
}

Responded any_answer(Prng& prng, const AgencyId& agency) {
  Responded event;
  event.agency = agency;
  event.final_ = prng.one_in(2);
  return event;
}

Event any_handling_event(Prng& prng, Instant time) {
  const AgencyId agency = any_agency(prng);
  switch (prng.below(6)) {
    case 0:
      return any_return(prng, agency, time);
    case 1:
      return any_succession(prng, agency);
    case 2:
      return any_ruling(prng, agency, time);
    case 3:
      return any_answer(prng, agency);
    case 4: {
      WorkStarted event;
      event.agency = agency;
      return event;
    }
    default:
      return any_forwarding(prng, agency, time);
  }
}

Event any_event(Prng& prng, Instant time) {
  switch (prng.below(17)) {
    case 0: {
      Verified event;
      event.consequences = any_clocks(prng, std::nullopt, time);
      return event;
    }
    case 1:
      return Closed{};
    case 2:
      return Reopened{};
    case 3: {
      Rated event;
      event.stars = static_cast<std::uint8_t>(1 + prng.below(5));
      return event;
    }
    case 4:
      return ReporterReplied{};
    case 5:
      return Opaque{"aduan.complaint.sung.v1"};
    case 6: {
      DeadlineMissed event;
      event.started = 1;
      event.due = time;
      return event;
    }
    case 7:
      return Archived{};
    case 8:
      return Pended{};
    default:
      return any_handling_event(prng, time);
  }
}

Event first_event(Prng& prng, Instant time) {
  Submitted event;
  if (prng.one_in(4)) event.holder = any_agency(prng);
  event.consequences = any_clocks(prng, std::nullopt, time);
  return event;
}

void append_fault(RecordChain& chain, Prng& prng, const CaseId& id, Instant time) {
  const auto stream = static_cast<std::uint32_t>(prng.below(chain.partitions() + 1));
  switch (prng.below(6)) {
    case 0:
      chain.append_raw(stream, std::nullopt);
      break;
    case 1:
      chain.append_raw(stream, "not an envelope");
      break;
    case 2:
      // A whole record of a case, where it does not belong or for a second time.
      if (!chain.made().empty()) {
        chain.append_raw(stream, chain.made()[prng.below(chain.made().size())].record.value);
      }
      break;
    case 3:
      if (prng.one_in(4)) chain.append_unreadable(id, time);
      break;
    default:
      chain.append_broken(id, ReporterReplied{}, time, 1 + prng.below(2));
  }
}

}  // namespace

CaseId chain_case(std::uint64_t n) {
  std::string bytes;
  append_u64(bytes, n * 0x9e3779b97f4a7c15);
  return CaseId::from_bits(bytes);
}

Instant chain_time(std::int64_t minutes) {
  return Instant(std::chrono::milliseconds(1'422'835'200'000) + std::chrono::minutes(minutes));
}

Attributes RecordChain::attributes(std::string_view subject, const ChainHead& head, Instant time,
                                   const Actor& actor, std::uint64_t command) {
  Attributes attributes;
  attributes.subject = subject;
  attributes.sequence = head.sequence + 1;
  attributes.time = time;
  attributes.recorded = std::max(time, head.recorded);
  if (head.sequence > 0) attributes.prevhash = head.leaf;
  if (subject != kDirectorySubject) attributes.directory_sequence = 1;
  attributes.command_id =
      command_of(command != 0 ? command : (std::uint64_t{1} << 32) + ++commands_);
  attributes.actor = actor;
  return attributes;
}

const RecordChain::Made& RecordChain::keep(std::string_view subject, std::string value) {
  const std::uint32_t stream = stream_of(subject, partitions_);
  Made made;
  made.record = make_record(stream, subject, std::move(value), {}, chain_time(0));
  made.record.position.offset = offsets_[stream]++;
  return made_.emplace_back(std::move(made));
}

const RecordChain::Made& RecordChain::keep_valid(const CaseId& id, std::string value) {
  keep(id.text(), std::move(value));
  Made& made = made_.back();
  CaseState& state = states_[id];
  const auto envelope = fold_.read(made.record);
  CHECK(envelope && fold_.extends(state.head, *envelope));
  made.recorded = fold_.apply(state, *envelope, made.record);
  made.after = state;
  return made;
}

const RecordChain::Made& RecordChain::append(const CaseId& id, const Event& event, Instant time,
                                             const Actor& actor, std::uint64_t command) {
  auto value =
      encode_record(kLedger, attributes(id.text(), states_[id].head, time, actor, command), event);
  CHECK(value);
  return keep_valid(id, std::move(value.value()));
}

const RecordChain::Made& RecordChain::append(const DirectoryEvent& event, Instant time) {
  const Actor actor{Role::operator_, "op-1"};
  auto value =
      encode_record(kLedger, attributes(kDirectorySubject, directory_, time, actor, 0), event);
  CHECK(value);
  directory_ = {directory_.sequence + 1, leaf_hash(value.value()), time};
  return keep(kDirectorySubject, std::move(value.value()));
}

const RecordChain::Made& RecordChain::append_unreadable(const CaseId& id, Instant time) {
  auto value = encode_record(kLedger, attributes(id.text(), states_[id].head, time, kClerk, 0),
                             Event(Merged{}));
  CHECK(value);
  std::string& text = value.value();
  text.replace(text.find("\"data\":"), std::string::npos, "\"data\":{\"into\":5}}");
  return keep_valid(id, std::move(text));
}

const RecordChain::Made& RecordChain::append_broken(const CaseId& id, const Event& event,
                                                    Instant time, std::uint64_t gap) {
  ChainHead head = states_[id].head;
  head.sequence += gap;
  auto value = encode_record(kLedger, attributes(id.text(), head, time, kClerk, 0), event);
  CHECK(value);
  return keep(id.text(), std::move(value.value()));
}

const RecordChain::Made& RecordChain::append_raw(std::uint32_t stream,
                                                 std::optional<std::string> value) {
  Made made;
  made.record.position = {stream, offsets_[stream]++};
  made.record.value = std::move(value);
  return made_.emplace_back(std::move(made));
}

std::vector<Record> RecordChain::records() const {
  std::vector<Record> records;
  for (const Made& made : made_) records.push_back(made.record);
  return records;
}

void append_random(RecordChain& chain, Prng& prng, std::size_t count, bool with_faults) {
  std::int64_t minutes = 0;
  const std::size_t end = chain.made().size() + count;
  while (chain.made().size() < end) {
    minutes += static_cast<std::int64_t>(prng.below(2'000));
    const bool goes_back = prng.one_in(12);
    const Instant time = chain_time(goes_back ? minutes - 5'000 : minutes);
    const CaseId id = chain_case(prng.below(12));
    if (with_faults && prng.one_in(8)) {
      append_fault(chain, prng, id, time);
    } else if (prng.one_in(40)) {
      chain.append(DirectoryEvent(Opaque{"aduan.directory.painted.v1"}), time);
    } else {
      const bool is_first = !chain.state_of(id).exists();
      // A foreign writer may use a command id twice.
      const std::uint64_t command = prng.one_in(10) ? 1 + prng.below(3) : 0;
      chain.append(id, is_first ? first_event(prng, time) : any_event(prng, time), time, kClerk,
                   command);
    }
  }
}

}  // namespace aduan
