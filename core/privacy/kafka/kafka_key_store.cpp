#include "core/privacy/kafka/kafka_key_store.h"

#include "core/base/check.h"
#include "core/base/encoding.h"
#include "core/log/kafka/kafka_consumer.h"
#include "core/log/kafka/kafka_producer.h"
#include "core/log/kafka/kafka_topics.h"
#include "core/log/partition.h"
#include "core/privacy/rocks/key_copy.h"
#include "core/privacy/rocks/key_rows.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <utility>

namespace aduan {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::array<std::string_view, 4> kKinds{"", "content", "official", "identity"};
constexpr std::size_t kPollRecordsMax = 8'192;
constexpr milliseconds kPollWait{100};
/// Keys that were made here and that the topic has not given back yet.
constexpr std::size_t kUnreadMax = 16'384;
/// How often a follower asks for the ends of all partitions, so that an idle one counts as read.
constexpr std::chrono::minutes kLookAtAll{1};
/// Rows kept in memory beside an owner, before its folder is looked at again.
constexpr std::size_t kBesideMax = 262'144;

bool is_ours(std::string_view name) { return name == kCheckRow || name == kErasedRow; }

/// The row that a record of the topic stands for; nothing for a record that is none of ours.
std::optional<std::string> row_of(std::string_view name) {
  if (is_ours(name)) return std::string(name);
  const auto named = parse_key_name(name);
  if (!named) return std::nullopt;
  return key_row(named->case_id, named->key.kind, named->key.id);
}

std::optional<NamedKey> named_of(std::string_view row) {
  const auto id = key_id_of(row);
  if (!id) return std::nullopt;
  const auto case_id = CaseId::from_text(row.substr(0, kKeyPrefixBytes - 1));
  const auto kind = static_cast<std::uint8_t>(row[kKeyPrefixBytes - 1]);
  if (!case_id || kind == 0 || kind >= kKinds.size()) return std::nullopt;
  return NamedKey{*case_id, {static_cast<KeyKind>(kind), *id}};
}

Error unreached(std::string_view what) {
  return Error{ErrorKind::unavailable, std::string(what) +
                                           "; nothing was changed: see that the brokers run, then "
                                           "try again"};
}

}  // namespace

std::string format_key_name(const CaseId& case_id, const KeyName& key) {
  return std::string(case_id.text()) + "/" +
         std::string(kKinds[static_cast<std::size_t>(key.kind)]) + "/" + to_hex(as_view(key.id));
}

std::optional<NamedKey> parse_key_name(std::string_view text) {
  const std::size_t first = text.find('/');
  const std::size_t second = text.find('/', first == text.npos ? first : first + 1);
  if (second == text.npos) return std::nullopt;
  const auto case_id = CaseId::from_text(text.substr(0, first));
  const auto kind =
      std::find(kKinds.begin() + 1, kKinds.end(), text.substr(first + 1, second - first - 1));
  const auto bytes = from_hex(text.substr(second + 1));
  const auto id = bytes ? as_array<16>(*bytes) : std::nullopt;
  if (!case_id || kind == kKinds.end() || !id) return std::nullopt;
  return NamedKey{*case_id, {static_cast<KeyKind>(kind - kKinds.begin()), *id}};
}

struct KafkaKeyStore::State {
  State(const KafkaConnection& given, const KafkaKeySettings& wanted, const MasterKey& master,
        RandomSource& source, const TimeSource& clock)
      : connection(given),
        settings(wanted),
        topic(given.address.named(kKeysTopic)),
        wrapping(master),
        random(source),
        time(clock),
        fresh_at(wanted.partitions) {}

  const KafkaConnection connection;
  const KafkaKeySettings settings;
  const std::string topic;
  const KeyWrapping wrapping;
  RandomSource& random;
  const TimeSource& time;

  /// Over sending: rows that are under way are not erased meanwhile. Taken first.
  std::mutex sending;
  std::unique_ptr<KafkaProducer> producer;  // under sending; made by the first send

  /// Over reading the topic. Taken before `mutex`, which nobody holds who waits for a broker.
  std::mutex reading;
  std::unique_ptr<KafkaConsumer> consumer;  // under reading; made by the first look
  Steady::time_point all_at;  // under reading: when the whole copy was last known to be up to date

  std::mutex mutex;
  std::unique_ptr<KeyCopy> copy;  // under mutex
  /// Made here and not sent yet, under mutex: row → wrapped.
  std::map<std::string, std::string, std::less<>> unsent;
  /// Sent, and not read back yet, under mutex.
  std::map<std::string, std::string, std::less<>> unread;
  /// When a partition was last known to be up to date, under mutex.
  std::vector<Steady::time_point> fresh_at;

  std::uint32_t partition_of_row(std::string_view row) const {
    if (is_ours(row)) return 0;
    return partition_of(row.substr(0, kKeyPrefixBytes - 1), settings.partitions);
  }
  TopicPartition place(std::uint32_t partition) const { return {topic, partition}; }

  // Reading ----------------------------------------------------------------------------------

  Result<void> open_copy() {
    const bool owns = settings.copy == KafkaKeySettings::Copy::owned;
    auto opened = owns ? KeyCopy::open(settings.folder, settings.partitions, time.now())
                       : KeyCopy::open_beside(settings.folder, settings.partitions, time.now());
    if (!opened) return opened.error();
    copy = std::move(opened.value());
    return success();
  }

  /// Requires: `reading` is held.
  Result<void> open_consumer() {
    if (consumer) return success();
    KafkaConsumerSettings wanted;
    wanted.tells_ends = true;
    auto opened = KafkaConsumer::open(connection, wanted);
    if (!opened) return opened.error();
    std::vector<KafkaStart> starts;
    {
      const std::scoped_lock lock(mutex);
      for (std::uint32_t i = 0; i < settings.partitions; ++i) {
        const std::uint64_t from = copy->positions()[i];
        starts.push_back({place(i), from == 0 ? std::nullopt : std::optional(from)});
      }
    }
    if (auto assigned = opened.value()->assign(starts); !assigned) return assigned.error();
    consumer = std::move(opened.value());
    return success();
  }

  /// What a record changes; nothing when it is none of ours.
  std::optional<KeyRowChange> change_of(const KafkaRecord& record) const {
    if (!record.key) return std::nullopt;
    auto row = row_of(*record.key);
    if (!row || partition_of_row(*row) != record.at.in.partition) return std::nullopt;
    if (!record.value) {
      if (is_ours(*row)) return std::nullopt;
      return KeyRowChange{std::move(*row), std::nullopt};
    }
    const bool fits = *row == kErasedRow ? decode_erased_through(*record.value).has_value()
                                         : wrapping.unwrap(*row, *record.value).has_value();
    if (!fits) return std::nullopt;
    return KeyRowChange{std::move(*row), *record.value};
  }

  /// One poll. Requires: `reading` is held, the consumer is open.
  Result<void> take_in(milliseconds wait) {
    const auto polled = consumer->poll(kPollRecordsMax, wait);
    if (!polled) {
      // A place that the topic has not: the copy knows more than the topic does.
      if (polled.error().kind == ErrorKind::not_found) return ahead();
      return polled.error();
    }
    std::vector<KeyRowChange> changes;
    const std::scoped_lock lock(mutex);
    std::vector<std::uint64_t> positions = copy->positions();
    for (const KafkaRecord& record : polled.value().records) {
      positions[record.at.in.partition] = record.at.offset + 1;
      auto change = change_of(record);
      if (!change) continue;
      unread.erase(change->row);
      changes.push_back(std::move(*change));
    }
    for (const TopicOffset& end : polled.value().ends) {
      std::uint64_t& position = positions[end.in.partition];
      position = std::max(position, end.offset);
    }
    const auto applied = copy->apply(std::move(changes), positions, std::nullopt);
    if (!applied) return applied.error();
    if (copy->rows_in_memory() < kBesideMax) return success();
    // The owner has them on its disk by now, or has most of them.
    consumer.reset();
    return open_copy();
  }

  /// Reads until the copy has what the partitions have now. Requires: `reading` is held.
  Result<void> catch_up(std::uint32_t first, std::uint32_t last) {
    std::map<std::uint32_t, std::uint64_t> ends;
    if (auto opened = open_consumer(); !opened) return opened.error();
    const auto asked = Steady::now();
    for (std::uint32_t i = first; i < last; ++i) {
      const auto end = consumer->end_of(place(i));
      if (!end) return end.error();
      ends[i] = end.value();
    }
    const auto reached = [&] {
      const std::scoped_lock lock(mutex);
      return std::all_of(ends.begin(), ends.end(), [&](const auto& end) {
        return copy->positions()[end.first] >= end.second;
      });
    };
    if (const auto before = check_not_ahead(ends); !before) return before.error();
    auto deadline = Steady::now() + connection.patience;
    while (!reached()) {
      const auto before = total();
      if (auto opened = open_consumer(); !opened) return opened.error();
      if (const auto taken = take_in(kPollWait); !taken) return taken.error();
      if (total() != before) deadline = Steady::now() + connection.patience;
      if (Steady::now() < deadline) continue;
      if (consumer) {
        if (auto trouble = consumer->trouble()) return *trouble;
      }
      return unreached("topic " + topic + " gives nothing");
    }
    const std::scoped_lock lock(mutex);
    for (const auto& [partition, end] : ends) fresh_at[partition] = asked;
    if (ends.size() < settings.partitions) return success();
    all_at = asked;
    const std::vector<std::uint64_t> positions = copy->positions();
    return copy->apply({}, positions, time.now());
  }

  std::uint64_t total() {
    const std::scoped_lock lock(mutex);
    std::uint64_t sum = 0;
    for (const std::uint64_t position : copy->positions()) sum += position;
    return sum;
  }

  Error ahead() const {
    return Error{
        ErrorKind::corrupt,
        "the copy of the keys in " + settings.folder.string() + " knows more than topic " + topic +
            " has: the topic was made anew, or lost its end. Nothing was changed: bring "
            "the topic back from its backup; if it is another ledger's, remove the folder"};
  }

  Result<void> check_not_ahead(const std::map<std::uint32_t, std::uint64_t>& ends) {
    const std::scoped_lock lock(mutex);
    for (const auto& [partition, end] : ends) {
      if (copy->positions()[partition] > end) return ahead();
    }
    return success();
  }

  Result<void> catch_up_all() {
    const std::scoped_lock lock(reading);
    return catch_up(0, settings.partitions);
  }

  /// The partition's part of the copy is not older than `fresh_for`.
  Result<void> freshen(std::uint32_t partition) {
    const auto is_fresh = [&] {
      const std::scoped_lock lock(mutex);
      return Steady::now() - fresh_at[partition] < settings.fresh_for;
    };
    if (is_fresh()) return success();
    const std::scoped_lock lock(reading);
    if (is_fresh()) return success();
    return catch_up(partition, partition + 1);
  }

  Result<void> catch_up_partition(std::uint32_t partition) {
    const std::scoped_lock lock(reading);
    return catch_up(partition, partition + 1);
  }

  // Looking up. Each requires that `mutex` is held. ------------------------------------------

  Result<std::optional<std::string>> value_of(std::string_view row) const {
    for (const auto* const rows : {&unsent, &unread}) {
      if (const auto found = rows->find(row); found != rows->end()) {
        return std::optional<std::string>(found->second);
      }
    }
    return copy->get(row);
  }

  Result<void> each_of(std::string_view prefix,
                       const std::function<bool(std::string_view, std::string_view)>& use) const {
    for (const auto* const rows : {&unsent, &unread}) {
      for (auto row = rows->lower_bound(prefix);
           row != rows->end() && row->first.starts_with(prefix); ++row) {
        if (!use(row->first, row->second)) return success();
      }
    }
    return copy->each(prefix, use);
  }

  Result<CaseKey> unwrapped(std::string_view row, std::string_view value) const {
    const auto id = key_id_of(row);
    const auto key = wrapping.unwrap(row, value);
    if (id && key) return CaseKey{*id, *key};
    return Error{ErrorKind::corrupt,
                 "A row of the copy of the keys in " + settings.folder.string() +
                     " does not unwrap. Remove the folder: it is made anew from topic " + topic};
  }

  CaseKey make(const CaseId& case_id, KeyKind kind) {
    std::array<std::uint8_t, 48> bytes;
    random.fill(bytes);
    const CaseKey made{*as_array<16>(as_view(bytes).substr(0, 16)),
                       *as_array<32>(as_view(bytes).substr(16))};
    const std::string row = key_row(case_id, kind, made.id);
    unsent.insert_or_assign(row, wrapping.wrap(row, made.key));
    return made;
  }

  // Sending. Each requires that `sending` is held. -------------------------------------------

  Result<void> open_producer() {
    if (producer && !producer->is_broken()) return success();
    producer.reset();
    KafkaProducerSettings wanted;
    wanted.tells_each_delivery = false;
    auto opened = KafkaProducer::open(connection, wanted);
    if (!opened) return opened.error();
    producer = std::move(opened.value());
    return success();
  }

  KafkaDraft draft_of(const KeyRowChange& change) const {
    const auto named = named_of(change.row);
    return {.to = place(partition_of_row(change.row)),
            .key = named ? format_key_name(named->case_id, named->key) : change.row,
            .value = change.value,
            .headers = {}};
  }

  /// Durable in the topic on return.
  Result<void> send(std::span<const KeyRowChange> changes) {
    if (changes.empty()) return success();
    if (auto opened = open_producer(); !opened) return opened.error();
    std::optional<Error> failed;
    for (const KeyRowChange& change : changes) {
      const auto queued = producer->send(draft_of(change));
      if (!queued) failed = queued.error();
      if (failed) break;
    }
    const auto flushed = producer->flush();
    if (!flushed) {
      producer.reset();  // its late deliveries are no later send's
      return flushed.error();
    }
    for (const KafkaDelivery& each : producer->deliveries(milliseconds(0))) {
      if (!each.at && !failed) failed = each.at.error();
    }
    if (failed) return *failed;
    return success();
  }
};

KafkaKeyStore::KafkaKeyStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
KafkaKeyStore::~KafkaKeyStore() = default;

Result<void> KafkaKeyStore::found(const KafkaConnection& connection, std::uint32_t partitions,
                                  const MasterKey& master) {
  const std::string topic = connection.address.named(kKeysTopic);
  KafkaConsumerSettings settings;
  settings.tells_ends = true;
  auto consumer = KafkaConsumer::open(connection, settings);
  if (!consumer) return consumer.error();
  const KafkaStart start{{topic, 0}, std::nullopt};
  if (auto assigned = consumer.value()->assign(std::span(&start, 1)); !assigned) {
    return assigned.error();
  }
  const auto end = consumer.value()->end_of(start.in);
  if (!end) return end.error();
  const KeyWrapping wrapping(master);
  std::optional<std::string> first;
  std::uint64_t next = 0;
  const auto deadline = Steady::now() + connection.patience;
  while (next < end.value() && !first) {
    const auto polled = consumer.value()->poll(kPollRecordsMax, kPollWait);
    if (!polled) return polled.error();
    for (const KafkaRecord& record : polled.value().records) {
      next = record.at.offset + 1;
      if (record.key == kCheckRow && record.value) first = record.value;
    }
    for (const TopicOffset& each : polled.value().ends) next = std::max(next, each.offset);
    if (Steady::now() > deadline) return unreached("topic " + topic + " gives nothing");
  }
  if (first) {
    if (wrapping.unwrap(kCheckRow, *first) == Hash{}) return success();
    return wrong_master_key();
  }
  KafkaKeySettings sending;
  sending.partitions = partitions;
  SystemRandom random;
  const SystemTime time;
  State state(connection, sending, master, random, time);
  const KeyRowChange row{std::string(kCheckRow), wrapping.wrap(kCheckRow, Hash{})};
  const std::scoped_lock lock(state.sending);
  return state.send(std::span(&row, 1));
}

Result<std::unique_ptr<KafkaKeyStore>> KafkaKeyStore::open(const KafkaConnection& connection,
                                                           const KafkaKeySettings& settings,
                                                           const MasterKey& master,
                                                           RandomSource& random,
                                                           const TimeSource& time) {
  CHECK(settings.partitions > 0);
  auto state = std::make_unique<State>(connection, settings, master, random, time);
  if (auto opened = state->open_copy(); !opened) return opened.error();
  auto first = state->copy->get(kCheckRow);
  if (!first) return first.error();
  if (!first.value()) {
    if (auto caught_up = state->catch_up_all(); !caught_up) return caught_up.error();
    first = state->copy->get(kCheckRow);
    if (!first) return first.error();
    // Ours is passed over like any record that does not unwrap: either way it is not there.
    if (!first.value()) {
      return Error{ErrorKind::invalid,
                   "topic " + state->topic +
                       " has no first record under this master key: it is another ledger's, or "
                       "`aduan init` was cut short. Nothing was changed: give the ledger its own "
                       "master key, or run `aduan init` again"};
    }
  }
  if (state->wrapping.unwrap(kCheckRow, *first.value()) != Hash{}) return wrong_master_key();
  return std::unique_ptr<KafkaKeyStore>(new KafkaKeyStore(std::move(state)));
}

Result<CaseKey> KafkaKeyStore::current_key(const CaseId& case_id, KeyKind kind,
                                           KeyDurability when) {
  const std::string prefix = key_prefix(case_id, kind);
  // An erased key may still stand here for as long as the copy is not fresh.
  if (auto fresh = state_->freshen(state_->partition_of_row(prefix)); !fresh) return fresh.error();
  std::optional<CaseKey> key;
  bool is_unsent = false;
  {
    const std::scoped_lock lock(state_->mutex);
    std::optional<Result<CaseKey>> found;
    const auto read = state_->each_of(prefix, [&](std::string_view row, std::string_view value) {
      found = state_->unwrapped(row, value);
      is_unsent = state_->unsent.contains(row);
      return false;
    });
    if (!read) return read.error();
    if (found && !*found) return found->error();
    key = found ? found->value() : state_->make(case_id, kind);
    is_unsent = is_unsent || !found;
  }
  if (is_unsent && when == KeyDurability::now) {
    if (const auto flushed = flush(); !flushed) return flushed.error();
  }
  return *key;
}

Result<std::optional<CaseKey>> KafkaKeyStore::find_key(const CaseId& case_id, KeyKind kind,
                                                       const Bytes16& key_id) {
  const std::string row = key_row(case_id, kind, key_id);
  const std::uint32_t partition = state_->partition_of_row(row);
  if (auto fresh = state_->freshen(partition); !fresh) return fresh.error();
  const auto look = [&]() -> Result<std::optional<CaseKey>> {
    const std::scoped_lock lock(state_->mutex);
    const auto value = state_->value_of(row);
    if (!value) return value.error();
    if (!value.value()) return std::optional<CaseKey>();
    const auto key = state_->unwrapped(row, *value.value());
    if (!key) return key.error();
    return std::optional<CaseKey>(key.value());
  };
  auto found = look();
  if (!found || found.value()) return found;
  if (auto caught_up = state_->catch_up_partition(partition); !caught_up) return caught_up.error();
  return look();
}

Result<void> KafkaKeyStore::flush() {
  const std::scoped_lock sending(state_->sending);
  std::vector<KeyRowChange> rows;
  {
    const std::scoped_lock lock(state_->mutex);
    for (const auto& [row, value] : state_->unsent) rows.push_back({row, value});
    // Before they are sent: the topic may give one back before we are told that it has it.
    for (const KeyRowChange& row : rows) state_->unread.insert_or_assign(row.row, *row.value);
  }
  if (const auto sent = state_->send(rows); !sent) return sent.error();
  bool is_full = false;
  {
    const std::scoped_lock lock(state_->mutex);
    for (const KeyRowChange& row : rows) state_->unsent.erase(row.row);
    is_full = state_->unread.size() > kUnreadMax;
  }
  return is_full ? state_->catch_up_all() : Result<void>(success());
}

Result<void> KafkaKeyStore::erase(const CaseId& case_id, std::span<const KeyKind> kinds) {
  std::vector<KeyName> keys;
  for (const KeyKind kind : kinds) {
    const auto ids = key_ids(case_id, kind);
    if (!ids) return ids.error();
    for (const Bytes16& id : ids.value()) keys.push_back({kind, id});
  }
  return erase_keys(case_id, keys);
}

Result<std::vector<Bytes16>> KafkaKeyStore::key_ids(const CaseId& case_id, KeyKind kind) {
  const std::string prefix = key_prefix(case_id, kind);
  const auto caught_up = state_->catch_up_partition(state_->partition_of_row(prefix));
  if (!caught_up) return caught_up.error();
  std::vector<Bytes16> ids;
  const std::scoped_lock lock(state_->mutex);
  const auto read = state_->each_of(prefix, [&](std::string_view row, std::string_view) {
    if (const auto id = key_id_of(row)) ids.push_back(*id);
    return true;
  });
  if (!read) return read.error();
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

Result<void> KafkaKeyStore::erase_keys(const CaseId& case_id, std::span<const KeyName> keys) {
  std::vector<KeyRowChange> deletions;
  for (const KeyName& key : keys) {
    deletions.push_back({key_row(case_id, key.kind, key.id), std::nullopt});
  }
  {
    const std::scoped_lock sending(state_->sending);
    {
      const std::scoped_lock lock(state_->mutex);
      for (const KeyRowChange& deletion : deletions) {
        state_->unsent.erase(deletion.row);
        state_->unread.erase(deletion.row);
      }
    }
    if (const auto sent = state_->send(deletions); !sent) return sent.error();
  }
  return state_->catch_up_partition(state_->partition_of_row(case_id.text()));
}

Result<std::vector<std::uint64_t>> KafkaKeyStore::erased_through() {
  if (const auto caught_up = state_->catch_up_partition(0); !caught_up) return caught_up.error();
  const std::scoped_lock lock(state_->mutex);
  const auto value = state_->copy->get(kErasedRow);
  if (!value) return value.error();
  if (!value.value()) return std::vector<std::uint64_t>();
  return decode_erased_through(*value.value()).value_or(std::vector<std::uint64_t>());
}

Result<void> KafkaKeyStore::set_erased_through(std::span<const std::uint64_t> offsets) {
  const KeyRowChange row{std::string(kErasedRow), encode_erased_through(offsets)};
  return put_wrapped(std::span(&row, 1));
}

Result<void> KafkaKeyStore::catch_up() { return state_->catch_up_all(); }

Result<void> KafkaKeyStore::follow(milliseconds wait) {
  const std::scoped_lock lock(state_->reading);
  if (Steady::now() - state_->all_at > kLookAtAll) {
    return state_->catch_up(0, state_->settings.partitions);
  }
  if (auto opened = state_->open_consumer(); !opened) return opened.error();
  return state_->take_in(wait);
}

Result<void> KafkaKeyStore::each_wrapped(
    const std::function<bool(std::string_view, std::string_view)>& use) {
  if (const auto caught_up = catch_up(); !caught_up) return caught_up.error();
  const std::scoped_lock lock(state_->mutex);
  return state_->each_of("", [&](std::string_view row, std::string_view value) {
    return !(is_ours(row) || named_of(row)) || use(row, value);
  });
}

Result<void> KafkaKeyStore::put_wrapped(std::span<const KeyRowChange> rows) {
  const std::scoped_lock sending(state_->sending);
  return state_->send(rows);
}

}  // namespace aduan
