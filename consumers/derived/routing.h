// From the ledger's records to what goes to the derived topics, a batch at a time. The batch counts
// when its transaction is committed; until then nothing of it is on the disk. While one is being
// committed the next is taken, on what that one made of its cases.

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
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// A batch that is whole: what it tells, and what the state is to take when that is committed.
struct RoutedBatch {
  /// A case that the batch touched.
  struct Touched {
    CaseState state;
    std::vector<std::size_t> places;  ///< its valid records in `records`
  };

  std::vector<Record> records;
  std::vector<KafkaDraft> drafts;  ///< in order
  std::map<CaseId, Touched> cases;
  std::size_t bytes = 0;  ///< about so many are kept for it
  std::uint64_t tombstones = 0;
};

/// Threads: one at a time; the state may take the batch that was handed over meanwhile.
class Routing {
 public:
  /// All but the name must outlive it.
  Routing(std::string_view ledger, std::uint32_t partitions, const DerivedState& state,
          Subscribers& subscribers, KeyStore& keys);

  /// The next record of its partition. A void one, or one that cannot be read, is told to nobody.
  /// Errors: those of state and keys; the batch is then of no use.
  Result<void> take(Record record);
  /// Makes the topics that the batch is the first to need. Errors: those of Subscribers::prepare.
  Result<void> prepare();

  /// The batch that is being taken.
  const RoutedBatch& batch() const { return batch_; }
  /// Drops it.
  void clear();
  /// Ends it; the next one begins, on what this one made of its cases. Requires: the one handed
  /// over before is released.
  std::shared_ptr<const RoutedBatch> hand_over();
  /// The state has taken what was handed over.
  void release() { handed_over_.reset(); }

 private:
  using Touched = RoutedBatch::Touched;

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
  void extend(History& history, const RoutedBatch& batch, const CaseId& id);
  void send(const Subscriber& subscriber, std::uint32_t partition, std::string key,
            std::optional<std::string> value);

  const DerivedState& state_;
  Subscribers& subscribers_;
  KeyStore& keys_;
  RecordFold fold_;
  RecordFold history_fold_;
  std::set<const Subscriber*> prepared_;  ///< their topics are there
  std::set<const Subscriber*> met_;       ///< of the batch, not prepared yet
  const Withheld nothing_withheld_;

  RoutedBatch batch_;
  std::shared_ptr<const RoutedBatch> handed_over_;  ///< the state may not have it yet

  std::vector<const Subscriber*> found_;  ///< kept for its room
};

}  // namespace aduan
