#include "consumers/derived/routing.h"

#include "consumers/derived/revision.h"
#include "core/base/check.h"

#include <utility>

namespace aduan {

Routing::Routing(std::string_view ledger, std::uint32_t partitions, const DerivedState& state,
                 Subscribers& subscribers, KeyStore& keys)
    : state_(state),
      subscribers_(subscribers),
      keys_(keys),
      fold_(ledger, partitions),
      history_fold_(ledger, partitions) {}

Result<void> Routing::take(Record taken) {
  batch_.bytes += (taken.value ? taken.value->size() : 0) + taken.sealed().size();
  batch_.records.push_back(std::move(taken));
  const Record& record = batch_.records.back();
  const auto envelope = fold_.read(record);
  if (!envelope) return success();
  const auto id = CaseId::from_text(envelope->subject);
  if (!id) return success();
  const auto touched = find_case(*id);
  if (!touched) return touched.error();
  CaseState& state = touched.value()->state;
  if (!fold_.extends(state.head, *envelope)) return success();

  const Complaint before = state.complaint;
  const auto recorded = fold_.apply(state, *envelope, record);
  touched.value()->places.push_back(batch_.records.size() - 1);
  if (!recorded) return success();  // parked: `doctor` tells
  News news{*id,
            *touched.value(),
            before,
            {*id, *envelope, *recorded, record.sealed(), state.complaint},
            record.position.stream,
            std::nullopt};
  found_.clear();
  subscribers_.find(state.complaint, found_);
  for (const Subscriber* const subscriber : found_) {
    if (const auto told = tell(news, *subscriber); !told) return told;
  }
  return success();
}

Result<Routing::Touched*> Routing::find_case(const CaseId& id) {
  const auto known = batch_.cases.find(id);
  if (known != batch_.cases.end()) return &known->second;
  if (handed_over_ != nullptr) {
    const auto before = handed_over_->cases.find(id);
    if (before != handed_over_->cases.end()) {
      return &batch_.cases.emplace(id, Touched{before->second.state, {}}).first->second;
    }
  }
  auto state = state_.read_case(id);
  if (!state) return state.error();
  return &batch_.cases.emplace(id, Touched{std::move(state.value()), {}}).first->second;
}

Result<void> Routing::tell(News& news, const Subscriber& subscriber) {
  const DerivedStep& step = news.step;
  if (is_revision(subscriber, news.before, step.recorded.event, step.after)) {
    return tell_changes(news, subscriber);
  }
  const Sight sight = sight_of_news(subscriber, news.before, step.after);
  if (sight.is_blind()) return success();
  auto value =
      derived_event(step, subscriber, {sight, step.after.anonymous, nothing_withheld_}, keys_);
  if (!value) return value.error();
  send(subscriber, news.partition, event_id(news.id, step.recorded.attributes.sequence),
       std::move(value.value()));
  return success();
}

Result<void> Routing::tell_changes(News& news, const Subscriber& subscriber) {
  const auto history = history_of(news);
  if (!history) return history.error();
  const Revision revision = revise(*history.value(), subscriber);
  if (revision.changes.empty()) return success();
  for (const Change& change : revision.changes) {
    const HistoryEntry& entry = (*history.value())[change.entry];
    const std::uint64_t sequence = entry.envelope.sequence;
    const std::string key = event_id(news.id, sequence);
    if (change.is_taken_back) {
      send(subscriber, news.partition, key, std::nullopt);
      ++batch_.tombstones;
    }
    if (!change.is_told) continue;
    const DerivedStep step{news.id, entry.envelope, *entry.recorded, entry.record.sealed(),
                           entry.after.complaint};
    const CaseSight& sight = revision.sight;
    auto value = derived_event(step, subscriber,
                               {sight.at(sequence), sight.anonymous(), sight.withheld()}, keys_);
    if (!value) return value.error();
    send(subscriber, news.partition, key, std::move(value.value()));
  }
  return success();
}

Result<const History*> Routing::history_of(News& news) {
  if (news.history) return &*news.history;
  History history;
  if (news.touched.state.head.sequence > news.touched.places.size()) {
    auto stored = state_.read_history(news.id, history_fold_);
    if (!stored) return stored.error();
    history = std::move(stored.value());
  }
  if (handed_over_ != nullptr) extend(history, *handed_over_, news.id);
  extend(history, batch_, news.id);
  news.history = std::move(history);
  return &*news.history;
}

/// Appends the batch's records of the case that the history does not have.
void Routing::extend(History& history, const RoutedBatch& batch, const CaseId& id) {
  const auto touched = batch.cases.find(id);
  if (touched == batch.cases.end()) return;
  CaseState state = history.empty() ? CaseState() : history.back().after;
  for (const std::size_t place : touched->second.places) {
    Record record = batch.records[place];
    const auto envelope = history_fold_.read(record);
    CHECK(envelope.has_value());  // it was valid when it was taken
    if (envelope->sequence <= state.head.sequence) continue;
    HistoryEntry& entry = history.emplace_back();
    entry.record = std::move(record);
    // Read anew: the views are to lie in the entry's own bytes.
    entry.envelope = *history_fold_.read(entry.record);
    entry.recorded = history_fold_.apply(state, entry.envelope, entry.record);
    entry.after = state;
  }
}

Result<void> Routing::prepare() {
  if (met_.empty()) return success();
  const std::vector<const Subscriber*> met(met_.begin(), met_.end());
  if (const auto prepared = subscribers_.prepare(met); !prepared) return prepared;
  prepared_.merge(met_);
  met_.clear();
  return success();
}

void Routing::send(const Subscriber& subscriber, std::uint32_t partition, std::string key,
                   std::optional<std::string> value) {
  batch_.bytes += value ? value->size() : 0;
  if (!prepared_.contains(&subscriber)) met_.insert(&subscriber);
  KafkaDraft& draft = batch_.drafts.emplace_back();
  draft.to = {subscriber.topic, subscriber.is_partitioned ? partition : 0};
  draft.key = std::move(key);
  if (value) {
    draft.headers.push_back({std::string(kContentTypeHeader), std::string(kContentType)});
  }
  draft.value = std::move(value);
}

void Routing::clear() {
  batch_ = {};
  met_.clear();
}

std::shared_ptr<const RoutedBatch> Routing::hand_over() {
  CHECK(handed_over_ == nullptr);
  handed_over_ = std::make_shared<const RoutedBatch>(std::move(batch_));
  batch_ = {};
  return handed_over_;
}

}  // namespace aduan
