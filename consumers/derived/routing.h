// From the ledger's records to what goes to the derived topics, a batch at a time. The batch counts
// when its transaction is committed; until then nothing of it is on the disk.

#pragma once

#include "consumers/derived/derived_event.h"
#include "consumers/derived/derived_state.h"
#include "consumers/derived/subscriber.h"
#include "core/ledger/fold.h"
#include "core/log/kafka/kafka_record.h"
#include "core/privacy/case_keys.h"
#include "projections/history.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// Threads: one at a time.
class Routing {
 public:
  /// All but the name must outlive it.
  Routing(std::string_view ledger, std::uint32_t partitions, const DerivedState& state,
          Subscribers& subscribers, KeyStore& keys);

  /// The next record of its partition. A void one, or one that cannot be read, is told to nobody.
  /// Errors: those of state and keys, and of making a topic; the batch is then of no use.
  Result<void> take(Record record);

  /// What the batch tells, in order.
  std::span<const KafkaDraft> drafts() const { return drafts_; }
  /// The batch's records, for DerivedState::take.
  std::span<const Record> records() const { return records_; }
  /// About so many bytes are kept for it.
  std::size_t bytes() const { return bytes_; }
  std::uint64_t tombstones() const { return tombstones_; }
  /// The next batch: the state has taken this one, or it is dropped.
  void clear();

 private:
  /// A case that the batch touched.
  struct Touched {
    CaseState state;
    std::uint64_t stored = 0;         ///< the sequence that the state has
    std::vector<std::size_t> places;  ///< its valid records in `records_`
  };
  /// The record that is being taken.
  struct News {
    const CaseId& id;
    Touched& touched;
    const Complaint& before;
    DerivedStep step;
    std::uint32_t partition = 0;
    std::optional<History> history;  ///< read when first asked for
  };

  Result<Touched*> find_case(const CaseId& id);
  Result<void> tell(News& news, const Subscriber& subscriber);
  Result<void> tell_changes(News& news, const Subscriber& subscriber);
  Result<const History*> history_of(News& news);
  Result<void> prepare(const Subscriber& subscriber);
  void send(const Subscriber& subscriber, std::uint32_t partition, std::string key,
            std::optional<std::string> value);

  const DerivedState& state_;
  Subscribers& subscribers_;
  KeyStore& keys_;
  RecordFold fold_;
  RecordFold history_fold_;
  std::set<const Subscriber*> prepared_;
  const Withheld nothing_withheld_;

  std::vector<Record> records_;
  std::vector<KafkaDraft> drafts_;
  std::map<CaseId, Touched> cases_;
  std::size_t bytes_ = 0;
  std::uint64_t tombstones_ = 0;

  std::vector<const Subscriber*> found_;  ///< kept for its room
};

}  // namespace aduan
