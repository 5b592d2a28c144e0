#include "core/ledger/fold.h"

#include "core/base/encoding.h"
#include "core/base/hash.h"
#include "core/log/partition.h"
#include "schemas/instant.h"

#include <utility>

namespace aduan {
namespace {

/// A recordedtime that does not decode parks the subject and leaves the last one that did.
void move_head(ChainHead& head, const Envelope& envelope, const Record& record) {
  head.sequence = envelope.sequence;
  head.leaf = leaf_hash(*record.value);
  if (const auto recorded = parse_instant(envelope.recordedtime)) head.recorded = *recorded;
}

}  // namespace

RecordFold::RecordFold(std::string_view ledger, std::uint32_t partitions)
    : reader_(ledger), partitions_(partitions) {}

std::optional<Envelope> RecordFold::read(const Record& record) {
  objection_ = {};
  if (!record.value) {
    objection_ = "no value";
    return std::nullopt;
  }
  const auto envelope = reader_.read(*record.value);
  if (!envelope) {
    objection_ = reader_.objection();
    return std::nullopt;
  }
  if (stream_of(envelope->subject, partitions_) != record.position.stream) {
    objection_ = "the subject belongs to another stream";
    return std::nullopt;
  }
  return envelope;
}

bool RecordFold::extends(const ChainHead& head, const Envelope& envelope) {
  objection_ = {};
  if (envelope.sequence != head.sequence + 1) {
    objection_ = "the sequence does not follow the subject's last valid record";
    return false;
  }
  // Strict base64 spells each hash in one way, so the texts can be compared.
  const std::string expected = head.sequence == 0 ? std::string() : to_base64(as_view(head.leaf));
  if (envelope.prevhash != expected) {
    objection_ = "the prevhash is not the leaf hash of the subject's last valid record";
    return false;
  }
  return true;
}

std::optional<RecordedEvent> RecordFold::apply(CaseState& state, const Envelope& envelope,
                                               const Record& record) {
  why_parked_.clear();
  move_head(state.head, envelope, record);
  if (state.parked) {
    why_parked_ = "an earlier record of the case does not decode";
    return std::nullopt;
  }
  auto attributes = reader_.decode_attributes(envelope);
  if (!attributes) {
    state.parked = true;
    why_parked_ = std::move(attributes.error().message);
    return std::nullopt;
  }
  auto event = reader_.decode_event(envelope);
  if (!event) {
    state.parked = true;
    why_parked_ = std::move(event.error().message);
    return std::nullopt;
  }
  evolve(state.complaint, attributes.value(), event.value());
  return RecordedEvent{record.position, state.head.leaf, std::move(attributes.value()),
                       std::move(event.value())};
}

Result<std::pair<Attributes, DirectoryEvent>> RecordFold::apply_directory(ChainHead& head,
                                                                          const Envelope& envelope,
                                                                          const Record& record) {
  move_head(head, envelope, record);
  auto attributes = reader_.decode_attributes(envelope);
  if (!attributes) return attributes.error();
  auto event = reader_.decode_directory_event(envelope);
  if (!event) return event.error();
  return std::pair{std::move(attributes.value()), std::move(event.value())};
}

}  // namespace aduan
