// The one verdict about a record, and what a valid one does to its subject. Live projections,
// rebuild, audit and the ledger worker all come here: nobody reads the log by rules of his own.
//
// Valid: the value is a canonical envelope, its subject belongs to the stream it stands in, and its
// sequence and prevhash extend the subject's last valid record. Anything else is void. Key,
// headers, type and body play no part. Source: DESIGN §1 law 2, PROOF §4.

#pragma once

#include "core/ledger/case_state.h"
#include "core/log/record.h"
#include "schemas/envelope.h"

#include <optional>
#include <string_view>

namespace aduan {

/// A record's valid event, as the projections see it.
struct RecordedEvent {
  Position position;
  Hash leaf{};
  Attributes attributes;
  Event event;
};

/// Threads: one at a time; make one a thread.
class RecordFold {
 public:
  RecordFold(std::string_view ledger, std::uint32_t partitions);

  /// The part of the verdict that needs no history: canonical, and in its stream. Views live as
  /// long as the record. Nothing: void, see `objection`.
  std::optional<Envelope> read(const Record& record);

  /// The part that needs it: whether the envelope extends the chain that ends in `head`.
  bool extends(const ChainHead& head, const Envelope& envelope);

  /// Why the last record was void, for people.
  std::string_view objection() const { return objection_; }

  /// A valid record moves its case: the chain to its head; the complaint by its event, unless the
  /// case is parked. A body or attribute that does not decode parks it. Gives the event, or nothing
  /// where there is none to be seen (parked now or before). `why_parked` then names the field.
  /// Requires: `read` gave `envelope` of this record last, and `extends` agreed.
  std::optional<RecordedEvent> apply(CaseState& state, const Envelope& envelope,
                                     const Record& record);
  std::string_view why_parked() const { return why_parked_; }

  /// The same for the directory, whose state is somebody else's: moves the chain alone.
  Result<std::pair<Attributes, DirectoryEvent>> apply_directory(ChainHead& head,
                                                                const Envelope& envelope,
                                                                const Record& record);

 private:
  EnvelopeReader reader_;
  std::uint32_t partitions_;
  std::string_view objection_;
  std::string why_parked_;
};

}  // namespace aduan
