// Which erasures the log asks for, in its order: what whoever keeps the keys carries out.
//
// Rows   of a step: one for each `personal_data_erased`.
// Key    stream u32be, offset u64be.
// Value  Erasure without its position, binary.h.

#pragma once

#include "core/log/record.h"
#include "projections/projection.h"
#include "projections/store/reader.h"
#include "schemas/codes.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace aduan {

struct Erasure {
  Position position;
  CaseId case_id;
  std::uint64_t sequence = 0;  ///< of its event
  std::vector<Code<ErasureScope>> scope;

  bool operator==(const Erasure&) const = default;
};

extern const Projection kErasures;

/// Calls `visit` for the erasures of a stream at `from` and after, by offset, until it gives false.
/// Errors: corrupt, unavailable.
Result<void> scan_erasures(const Reader& reader, std::uint32_t stream, std::uint64_t from,
                           const std::function<bool(const Erasure&)>& visit);

}  // namespace aduan
