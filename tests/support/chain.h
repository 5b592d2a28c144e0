// Records as a log may hold them: valid chains of many cases, and whatever else a foreign hand
// could have put between: bytes that are no envelope, breaks of a chain, bodies of another form.

#pragma once

#include "core/ledger/fold.h"
#include "core/log/event_log.h"
#include "tests/support/prng.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// The n-th case of the tests.
CaseId chain_case(std::uint64_t n);

/// `2015-02-02T00:00:00.000Z` and so many minutes.
Instant chain_time(std::int64_t minutes);

/// Makes records that belong together, offsets included, and remembers them.
class RecordChain {
 public:
  /// A record, and for a valid one of a case what the ledger would know of it.
  struct Made {
    Record record;
    std::optional<RecordedEvent> recorded;
    CaseState after;
  };

  static constexpr std::string_view kLedger = "chain";

  explicit RecordChain(std::uint32_t partitions)
      : partitions_(partitions), fold_(kLedger, partitions) {}

  /// The next valid record of the case. `command` 0: one that no other record has.
  const Made& append(const CaseId& id, const Event& event, Instant time, const Actor& actor,
                     std::uint64_t command = 0);
  const Made& append(const DirectoryEvent& event, Instant time);
  /// Valid by its envelope, with a body that does not decode: parks the case.
  const Made& append_unreadable(const CaseId& id, Instant time);
  /// A whole envelope whose chain does not fit: the sequence is `gap` too far.
  const Made& append_broken(const CaseId& id, const Event& event, Instant time, std::uint64_t gap);
  /// Anything at all.
  const Made& append_raw(std::uint32_t stream, std::optional<std::string> value);

  const std::vector<Made>& made() const { return made_; }
  std::vector<Record> records() const;
  const CaseState& state_of(const CaseId& id) { return states_[id]; }
  std::uint32_t partitions() const { return partitions_; }

 private:
  Attributes attributes(std::string_view subject, const ChainHead& head, Instant time,
                        const Actor& actor, std::uint64_t command);
  const Made& keep(std::string_view subject, std::string value);
  const Made& keep_valid(const CaseId& id, std::string value);

  std::uint32_t partitions_;
  RecordFold fold_;
  std::map<CaseId, CaseState> states_;
  ChainHead directory_;
  std::map<std::uint32_t, std::uint64_t> offsets_;
  std::uint64_t commands_ = 0;
  std::vector<Made> made_;
};

/// Appends `count` records to the chain: events of every kind in orders that no rule would allow,
/// over few cases and agencies, times that go back, and with `with_faults` also void and unreadable
/// ones.
void append_random(RecordChain& chain, Prng& prng, std::size_t count, bool with_faults);

}  // namespace aduan
