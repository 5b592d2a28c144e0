// What a projection is: a pure function from the log to rows, so that live and rebuilt stores agree
// by construction. Three forms (DESIGN §6):
//
// - of a step: rows that an event appends and nothing takes away again;
// - of a case: all rows of its state; live, the store writes the difference between the rows
//   before and after; a rebuild writes the final ones alone;
// - sums: numbers that an event adds to; a sum of zero is no row.

#pragma once

#include "core/ledger/fold.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

struct Row {
  std::string key;
  std::string value;

  auto operator<=>(const Row&) const = default;
};
using Rows = std::vector<Row>;

struct Addend {
  std::string key;
  std::int64_t amount = 0;
};
using Addends = std::vector<Addend>;

/// One event between two states of its case.
struct Step {
  const CaseId& id;
  const CaseState& before;
  const RecordedEvent& recorded;
  const CaseState& after;
};

/// A projection's name is its column family's; a changed form gets a new version and is rebuilt
/// beside the old one. Exactly one of the three functions is set.
struct Projection {
  std::string_view name;
  std::uint32_t version = 1;
  void (*step_rows)(const Step& step, Rows& out) = nullptr;
  void (*case_rows)(const CaseId& id, const CaseState& state, Rows& out) = nullptr;
  void (*addends)(const Step& step, Addends& out) = nullptr;

  /// The column family: `agency_queue.1`.
  std::string family() const { return std::string(name) + "." + std::to_string(version); }
};

}  // namespace aduan
