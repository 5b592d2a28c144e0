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
  bytes_ += taken.value.value_or("").size() + taken.sealed().size();
  records_.push_back(std::move(taken));
  const Record& record = records_.back();
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
  touched.value()->places.push_back(records_.size() - 1);
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
  const auto known = cases_.find(id);
  if (known != cases_.end()) return &known->second;
  auto state = state_.read_case(id);
  if (!state) return state.error();
  const std::uint64_t stored = state.value().head.sequence;
  return &cases_.emplace(id, Touched{std::move(state.value()), stored, {}}).first->second;
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
  if (const auto prepared = prepare(subscriber); !prepared) return prepared;
  send(subscriber, news.partition, event_id(news.id, step.recorded.attributes.sequence),
       std::move(value.value()));
  return success();
}

Result<void> Routing::tell_changes(News& news, const Subscriber& subscriber) {
  const auto history = history_of(news);
  if (!history) return history.error();
  const Revision revision = revise(*history.value(), subscriber);
  if (revision.changes.empty()) return success();
  if (const auto prepared = prepare(subscriber); !prepared) return prepared;
  for (const Change& change : revision.changes) {
    const HistoryEntry& entry = (*history.value())[change.entry];
    const std::uint64_t sequence = entry.envelope.sequence;
    const std::string key = event_id(news.id, sequence);
    if (change.is_taken_back) {
      send(subscriber, news.partition, key, std::nullopt);
      ++tombstones_;
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
  if (news.touched.stored > 0) {
    auto stored = state_.read_history(news.id, history_fold_);
    if (!stored) return stored.error();
    history = std::move(stored.value());
  }
  CaseState state = history.empty() ? CaseState() : history.back().after;
  history.reserve(history.size() + news.touched.places.size());
  for (const std::size_t place : news.touched.places) {
    HistoryEntry& entry = history.emplace_back();
    entry.record = records_[place];
    const auto envelope = history_fold_.read(entry.record);
    CHECK(envelope.has_value());  // it was valid when it was taken
    entry.envelope = *envelope;
    entry.recorded = history_fold_.apply(state, *envelope, entry.record);
    entry.after = state;
  }
  news.history = std::move(history);
  return &*news.history;
}

Result<void> Routing::prepare(const Subscriber& subscriber) {
  if (prepared_.contains(&subscriber)) return success();
  if (const auto prepared = subscribers_.prepare(subscriber); !prepared) return prepared;
  prepared_.insert(&subscriber);
  return success();
}

void Routing::send(const Subscriber& subscriber, std::uint32_t partition, std::string key,
                   std::optional<std::string> value) {
  bytes_ += value.value_or("").size();
  KafkaDraft& draft = drafts_.emplace_back();
  draft.to = {subscriber.topic, subscriber.is_partitioned ? partition : 0};
  draft.key = std::move(key);
  if (value) {
    draft.headers.push_back({std::string(kContentTypeHeader), std::string(kContentType)});
  }
  draft.value = std::move(value);
}

void Routing::clear() {
  records_.clear();
  drafts_.clear();
  cases_.clear();
  bytes_ = 0;
  tombstones_ = 0;
}

}  // namespace aduan
