// A case as the log has it: the head of its chain, and what its events made of it.

#pragma once

#include "core/complaint/complaint.h"

namespace aduan {

/// The last valid record of a subject. Before its first: all zero.
struct ChainHead {
  std::uint64_t sequence = 0;
  Hash leaf{};       ///< its leaf hash; the next record's `prevhash`
  Instant recorded;  ///< its `recordedtime`; the next one's is never before

  bool operator==(const ChainHead&) const = default;
};

struct CaseState {
  ChainHead head;
  /// A valid record's body did not decode: the chain goes on, the complaint stands still, and
  /// nothing is decided on it until a version that can read it rebuilds.
  bool parked = false;
  Complaint complaint;

  bool exists() const { return head.sequence > 0; }
  bool operator==(const CaseState&) const = default;
};

template <class Archive>
void serialize(Archive& archive, ChainHead& head) {
  archive(named("sequence", head.sequence), named("leaf", head.leaf),
          named("recorded", head.recorded));
}

template <class Archive>
void serialize(Archive& archive, CaseState& state) {
  archive(named("head", state.head), named("parked", state.parked),
          named("complaint", state.complaint));
}

}  // namespace aduan
