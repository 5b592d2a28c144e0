#include "cli/migration.h"

#include "cli/folder_parts.h"
#include "cli/followed_ledger.h"
#include "cli/ledger_folder.h"
#include "cli/open_ledger.h"
#include "core/base/random.h"
#include "core/ledger/load_directory.h"
#include "core/log/kafka/kafka_admin.h"
#include "core/log/kafka/kafka_event_log.h"
#include "core/log/kafka/kafka_topics.h"
#include "core/log/rocks/rocks_event_log.h"
#include "core/privacy/kafka/kafka_key_store.h"
#include "core/privacy/rocks/key_rows.h"
#include "core/privacy/rocks/rocks_key_store.h"

#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace aduan {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBatchRecordsMax = 2'048;
constexpr std::size_t kBatchBytesMax = std::size_t{8} << 20;
constexpr std::size_t kBatchKeysMax = 4'096;

/// The state of this machine has one owner; a move wants to be it.
class MovingFolder final : public MovingLedger {
 public:
  MovingFolder(fs::path folder, LedgerSecrets secrets, std::unique_ptr<RocksEventLog> log)
      : folder_(std::move(folder)), secrets_(std::move(secrets)), log_(std::move(log)) {}

  Result<void> open_keys() {
    auto keys = RocksKeyStore::open(key_folder(folder_), RocksKeyStore::Access::read_write,
                                    secrets_.master, random_);
    if (!keys) return keys.error();
    keys_ = std::move(keys.value());
    return success();
  }

  EventLog& log() override { return *log_; }
  const LedgerSecrets& secrets() const override { return secrets_; }
  fs::path store() const override { return store_folder(folder_); }
  Result<void> each_key(
      const std::function<bool(std::string_view, std::string_view)>& use) override {
    return keys_->each_wrapped(use);
  }
  Result<void> put_keys(std::span<const KeyRowChange> rows) override {
    return keys_->put_wrapped(rows);
  }

 private:
  const fs::path folder_;
  const LedgerSecrets secrets_;
  SystemRandom random_;
  std::unique_ptr<RocksEventLog> log_;
  std::unique_ptr<RocksKeyStore> keys_;
};

class MovingKafka final : public MovingLedger {
 public:
  MovingKafka(KafkaPlace place, LedgerSecrets secrets, std::unique_ptr<KafkaEventLog> log)
      : place_(std::move(place)), secrets_(std::move(secrets)), log_(std::move(log)) {}

  Result<void> open_keys() {
    KafkaKeySettings settings;
    settings.folder = key_folder(place_.state);
    settings.partitions = log_->partitions();
    auto keys = KafkaKeyStore::open(place_.connection, settings, secrets_.master, random_, time_);
    if (!keys) return keys.error();
    keys_ = std::move(keys.value());
    return success();
  }

  EventLog& log() override { return *log_; }
  const LedgerSecrets& secrets() const override { return secrets_; }
  fs::path store() const override { return store_folder(place_.state); }
  Result<void> each_key(
      const std::function<bool(std::string_view, std::string_view)>& use) override {
    return keys_->each_wrapped(use);
  }
  Result<void> put_keys(std::span<const KeyRowChange> rows) override {
    return keys_->put_wrapped(rows);
  }

 private:
  const KafkaPlace place_;
  const LedgerSecrets secrets_;
  SystemRandom random_;
  const SystemTime time_;
  std::unique_ptr<KafkaEventLog> log_;
  std::unique_ptr<KafkaKeyStore> keys_;
};

/// The secrets of the other end: written, or compared with those that are there.
Result<void> put_secrets(const fs::path& folder, const LedgerSecrets& secrets) {
  if (!has_secrets(folder)) return write_secrets(folder, secrets);
  const auto there = read_secrets(folder);
  if (!there) return there.error();
  if (there.value() == secrets) return success();
  return Error{ErrorKind::invalid, "'" + secret_folder(folder).string() +
                                       "' has the secrets of another ledger; nothing was moved: "
                                       "name another place"};
}

template <class Moving>
Result<std::unique_ptr<MovingLedger>> with_keys(std::unique_ptr<Moving> moving) {
  if (const auto keys = moving->open_keys(); !keys) return keys.error();
  return std::unique_ptr<MovingLedger>(std::move(moving));
}

Error other_records(std::uint32_t stream) {
  return Error{ErrorKind::invalid,
               "there are records in stream " + std::to_string(stream) +
                   " of the place to move to that are not those of the ledger to move; nothing "
                   "more was moved: name an empty place"};
}

Error somebody_writes(std::uint32_t stream) {
  return Error{ErrorKind::invalid,
               "somebody else wrote to stream " + std::to_string(stream) +
                   " of the place to move to, which is spoilt by that: stop all workers, then "
                   "move to a new place"};
}

/// All but the timestamp.
bool is_same(const Record& a, const Record& b) {
  return a.key == b.key && a.value == b.value && a.headers == b.headers;
}

std::size_t bytes_of(const Record& record) {
  std::size_t size = record.value ? record.value->size() : 0;
  for (const RecordHeader& header : record.headers) {
    size += header.value ? header.value->size() : 0;
  }
  return size;
}

class Move {
 public:
  Move(MovingLedger& from, MovingLedger& to, const Progress& progress)
      : from_(from), to_(to), progress_(progress) {}

  Result<MovedLedger> run() {
    const auto ends = ends_of(from_.log());
    if (!ends) return ends.error();
    for (const std::uint64_t end : ends.value()) total_ += end;
    if (const auto begun = look_at_what_is_there(ends.value()); !begun) return begun.error();
    // An erased key must not come back from a source that the other end has left behind.
    if (done_ < total_) {
      if (const auto keys = move_keys(); !keys) return keys.error();
    }
    // The directory, the last stream, last.
    for (std::uint32_t stream = 0; stream < ends.value().size(); ++stream) {
      const auto moved = move_stream(stream, ends.value()[stream]);
      if (!moved) return moved.error();
    }
    const auto now = ends_of(from_.log());
    if (!now) return now.error();
    for (std::uint32_t stream = 0; stream < ends.value().size(); ++stream) {
      moved_.left_behind += now.value()[stream] - ends.value()[stream];
    }
    if (moved_.left_behind > 0) return moved_;
    if (const auto compared = compare(); !compared) return compared.error();
    return moved_;
  }

 private:
  Result<void> look_at_what_is_there(const std::vector<std::uint64_t>& ends) {
    for (std::uint32_t stream = 0; stream < ends.size(); ++stream) {
      const auto there = to_.log().end(stream);
      if (!there) return there.error();
      if (there.value() > ends[stream]) return other_records(stream);
      begins_.push_back(there.value());
      done_ += there.value();
      if (there.value() == 0) continue;
      for (const std::uint64_t offset : {std::uint64_t{0}, there.value() - 1}) {
        const auto ours = from_.log().read({stream, offset});
        if (!ours) return ours.error();
        const auto theirs = to_.log().read({stream, offset});
        if (!theirs) return theirs.error();
        if (!is_same(ours.value(), theirs.value())) return other_records(stream);
      }
    }
    moved_.before = done_;
    return success();
  }

  Result<void> move_keys() {
    std::vector<KeyRowChange> rows;
    std::optional<Error> failed;
    const auto put = [&] {
      const auto done = to_.put_keys(rows);
      if (!done) failed = done.error();
      rows.clear();
      return !failed;
    };
    const auto read = from_.each_key([&](std::string_view row, std::string_view value) {
      if (row == kErasedRow) return true;
      rows.push_back({std::string(row), std::string(value)});
      ++moved_.keys;
      return rows.size() < kBatchKeysMax || put();
    });
    if (failed) return *failed;
    if (!read) return read.error();
    if (!rows.empty() && !put()) return *failed;
    return success();
  }

  Result<void> move_stream(std::uint32_t stream, std::uint64_t end) {
    std::vector<Record> batch;
    std::size_t bytes = 0;
    std::optional<Error> failed;
    const auto append = [&] {
      if (const auto done = append_batch(batch); !done) failed = done.error();
      batch.clear();
      bytes = 0;
      return !failed;
    };
    const auto scanned = from_.log().scan(stream, begins_[stream], [&](const Record& record) {
      if (record.position.offset >= end) return false;
      batch.push_back(record);
      bytes += bytes_of(record);
      return (batch.size() < kBatchRecordsMax && bytes < kBatchBytesMax) || append();
    });
    if (failed) return *failed;
    if (!scanned) return scanned.error();
    if (!batch.empty() && !append()) return *failed;
    return success();
  }

  Result<void> append_batch(const std::vector<Record>& batch) {
    const auto positions = to_.log().append(batch);
    if (!positions) return positions.error();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (positions.value()[i] != batch[i].position) {
        return somebody_writes(batch[i].position.stream);
      }
    }
    moved_.records += batch.size();
    done_ += batch.size();
    if (progress_) progress_(done_, total_);
    return success();
  }

  Result<void> compare() {
    const auto ours = digest_of(from_);
    if (!ours) return ours.error();
    const auto theirs = digest_of(to_);
    if (!theirs) return theirs.error();
    moved_.digest = ours.value();
    moved_.digest_there = theirs.value();
    return success();
  }

  static Result<Hash> digest_of(MovingLedger& side) {
    const auto loaded = load_directory(side.log());
    if (!loaded) return loaded.error();
    const auto store = ProjectionStore::open(
        side.store(), store_options(loaded.value().directory->ledger, side.log().partitions()));
    if (!store) return store.error();
    const auto caught_up = store.value()->catch_up(side.log());
    if (!caught_up) return caught_up.error();
    return store.value()->status().digest;
  }

  MovingLedger& from_;
  MovingLedger& to_;
  const Progress& progress_;
  std::vector<std::uint64_t> begins_;  ///< a stream: the first offset that is not there yet
  std::uint64_t done_ = 0;
  std::uint64_t total_ = 0;
  MovedLedger moved_;
};

Error no_ledger_to_move(const std::string& where) {
  return Error{ErrorKind::not_found,
               "there is no ledger at '" + where + "' that could be moved; nothing was changed"};
}

}  // namespace

Result<std::unique_ptr<MovingLedger>> open_moving_folder(const fs::path& folder) {
  if (!has_secrets(folder)) return no_ledger_to_move(folder.string());
  auto log = RocksEventLog::open(log_folder(folder), RocksEventLog::Access::read_write);
  if (!log) return log.error();
  const auto secrets = read_secrets(folder);
  if (!secrets) return secrets.error();
  return with_keys(std::make_unique<MovingFolder>(folder, secrets.value(), std::move(log.value())));
}

Result<std::unique_ptr<MovingLedger>> open_moving_kafka(const KafkaPlace& place) {
  auto log = KafkaEventLog::open(place.connection);
  if (!log) return log.error();
  const std::string address = format_kafka_address(place.connection.address);
  const auto directory = log.value()->end(log.value()->partitions());
  if (!directory) return directory.error();
  if (directory.value() == 0) return no_ledger_to_move(address);
  const auto secrets = read_secrets(place.state);
  if (!secrets) return secrets.error();
  return with_keys(std::make_unique<MovingKafka>(place, secrets.value(), std::move(log.value())));
}

Result<std::unique_ptr<MovingLedger>> make_moving_folder(const fs::path& folder,
                                                         const MovingShape& shape) {
  std::error_code code;
  const bool is_new = !fs::exists(folder, code) || fs::is_empty(folder, code);
  if (!is_new && !has_secrets(folder)) {
    return Error{ErrorKind::invalid, "the folder '" + folder.string() +
                                         "' is not empty and holds no ledger; nothing was moved: "
                                         "name a new one"};
  }
  if (const auto put = put_secrets(folder, shape.secrets); !put) return put.error();
  if (!KeyDatabase::exists(key_folder(folder))) {
    SystemRandom random;
    const auto keys = RocksKeyStore::open(key_folder(folder), RocksKeyStore::Access::create,
                                          shape.secrets.master, random);
    if (!keys) return keys.error();
  }
  if (!fs::exists(log_folder(folder), code)) {
    const auto made = RocksEventLog::create(log_folder(folder), shape.partitions);
    if (!made) return made.error();
  }
  auto log =
      RocksEventLog::open(log_folder(folder), shape.partitions, RocksEventLog::Access::read_write);
  if (!log) return log.error();
  return with_keys(std::make_unique<MovingFolder>(folder, shape.secrets, std::move(log.value())));
}

Result<std::unique_ptr<MovingLedger>> make_moving_kafka(const KafkaPlace& place,
                                                        const MovingShape& shape) {
  {
    const auto admin = KafkaAdmin::open(place.connection);
    if (!admin) return admin.error();
    const auto ensured = ensure_topics(*admin.value(), place.connection.address, shape.partitions);
    if (!ensured) return ensured.error();
  }
  if (const auto put = put_secrets(place.state, shape.secrets); !put) return put.error();
  const auto keyed = KafkaKeyStore::found(place.connection, shape.partitions, shape.secrets.master);
  if (!keyed) return keyed.error();
  auto log = KafkaEventLog::open(place.connection, shape.partitions);
  if (!log) return log.error();
  return with_keys(std::make_unique<MovingKafka>(place, shape.secrets, std::move(log.value())));
}

Result<MovedLedger> move_ledger(MovingLedger& from, MovingLedger& to, const Progress& progress) {
  return Move(from, to, progress).run();
}

Result<void> finish_moved_folder(const fs::path& folder, const TimeSource& time) {
  const auto opened = open_ledger_folder(folder, LedgerAccess::read_write, time);
  if (!opened) return opened.error();
  return success();
}

}  // namespace aduan
