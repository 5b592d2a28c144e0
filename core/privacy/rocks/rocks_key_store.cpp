#include "core/privacy/rocks/rocks_key_store.h"

#include "core/base/check.h"
#include "core/privacy/rocks/key_database.h"
#include "core/privacy/rocks/key_rows.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace aduan {
namespace {

Error damaged_row() {
  return Error{.kind = ErrorKind::corrupt,
               .message =
                   "A row of the key store does not unwrap. The texts under its key stay "
                   "sealed. Restore the key store from its backup."};
}

Error opened_for_reading() {
  return Error{.kind = ErrorKind::unavailable,
               .message =
                   "The key store was opened for reading alone. No key was made or erased. "
                   "Run this in the process that owns the ledger."};
}

}  // namespace

struct RocksKeyStore::State {
  explicit State(const MasterKey& master) : wrapping(master) {}

  std::unique_ptr<KeyDatabase> database;
  KeyWrapping wrapping;
  RandomSource* random = nullptr;
  bool is_read_only = false;

  /// One write of buffered rows at a time, so that when a flush returns the earlier ones are done.
  /// Taken before `mutex`.
  std::mutex flush_mutex;
  /// Over look-up and making, so that two threads don't make a key each.
  std::mutex mutex;
  /// Rows that no sync has reached yet, under `mutex`; they stay until the database has them.
  std::map<std::string, std::string, std::less<>> buffered;

  Result<CaseKey> unwrapped(std::string_view row, std::string_view value) const {
    const auto id = key_id_of(row);
    const auto key = wrapping.unwrap(row, value);
    if (!id || !key) return damaged_row();
    return CaseKey{*id, *key};
  }

  /// The first buffered row with the prefix. Requires: `mutex` is held.
  auto find_buffered(std::string_view prefix) {
    const auto row = buffered.lower_bound(prefix);
    return row != buffered.end() && row->first.starts_with(prefix) ? row : buffered.end();
  }

  /// Requires: `mutex` is held.
  Result<std::optional<CaseKey>> find_stored(std::string_view prefix) const {
    std::optional<Result<CaseKey>> found;
    const auto read = database->each(prefix, [&](std::string_view row, std::string_view value) {
      found = unwrapped(row, value);
      return false;
    });
    if (!read) return read.error();
    if (!found) return std::optional<CaseKey>();
    if (!*found) return found->error();
    return std::optional<CaseKey>(found->value());
  }

  /// Requires: `mutex` is held.
  CaseKey make_buffered(const CaseId& case_id, KeyKind kind) {
    // One call: the machine's generator costs more a call than a byte.
    std::array<std::uint8_t, 48> bytes;
    random->fill(bytes);
    const CaseKey made{*as_array<16>(as_view(bytes).substr(0, 16)),
                       *as_array<32>(as_view(bytes).substr(16))};
    const std::string row = key_row(case_id, kind, made.id);
    buffered.insert_or_assign(row, wrapping.wrap(row, made.key));
    return made;
  }

  /// Adds the rows with the prefix, buffered and stored. Requires: `mutex` is held.
  Result<void> collect_rows(std::string_view prefix, std::vector<std::string>& rows) const {
    for (auto row = buffered.lower_bound(prefix);
         row != buffered.end() && row->first.starts_with(prefix); ++row) {
      rows.push_back(row->first);
    }
    return database->each(prefix, [&](std::string_view row, std::string_view) {
      rows.emplace_back(row);
      return true;
    });
  }

  /// Deletes the rows that `collect(rows)` gives, durably, and their bytes.
  template <class Collect>
  Result<void> erase_rows(const CaseId& case_id, const Collect& collect) {
    if (is_read_only) return opened_for_reading();
    {
      // No flush runs meanwhile: it would bring back what it copied before.
      const std::scoped_lock both(flush_mutex, mutex);
      std::vector<std::string> rows;
      if (const auto collected = collect(rows); !collected) return collected.error();
      std::vector<KeyRowChange> deletions;
      for (std::string& row : rows) {
        buffered.erase(row);
        deletions.push_back({std::move(row), std::nullopt});
      }
      const auto written = database->write(deletions, true, "Cannot erase the keys");
      if (!written) return written.error();
    }
    // Also where no row is left: an earlier erasure may have ended between the two steps.
    return database->compact_away(case_id.text());
  }

  Result<void> check_master_key(bool is_new) {
    if (is_new) {
      const KeyRowChange first{std::string(kCheckRow), wrapping.wrap(kCheckRow, Hash{})};
      return database->write(std::span(&first, 1), true, "Cannot set the key store up");
    }
    const auto value = database->get(kCheckRow);
    if (!value) return value.error();
    if (!value.value()) {
      return Error{ErrorKind::corrupt,
                   "The key store lacks its first row: it was not set up to the end. Restore it "
                   "from its backup, or set up a new ledger."};
    }
    if (wrapping.unwrap(kCheckRow, *value.value()) == Hash{}) return success();
    return wrong_master_key();
  }
};

RocksKeyStore::RocksKeyStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
RocksKeyStore::~RocksKeyStore() = default;

Result<std::unique_ptr<RocksKeyStore>> RocksKeyStore::open(const std::filesystem::path& folder,
                                                           Access access, const MasterKey& master,
                                                           RandomSource& random) {
  const bool exists = KeyDatabase::exists(folder);
  if (access == Access::create && exists) {
    return Error{.kind = ErrorKind::invalid,
                 .message = "There is a key store already in " + folder.string() +
                            ". It was not changed. Open it, or choose another folder."};
  }
  if (access != Access::create && !exists) {
    return Error{.kind = ErrorKind::not_found,
                 .message = "There is no key store in " + folder.string() +
                            ". Restore it from its backup: without it no text can be opened."};
  }
  auto state = std::make_unique<State>(master);
  state->random = &random;
  state->is_read_only = access == Access::read_only;
  auto database =
      KeyDatabase::open(folder, access == Access::create       ? KeyDatabase::Access::create
                                : access == Access::read_write ? KeyDatabase::Access::read_write
                                                               : KeyDatabase::Access::read_only);
  if (!database) return database.error();
  state->database = std::move(database.value());
  const auto checked = state->check_master_key(access == Access::create);
  if (!checked) return checked.error();
  return std::unique_ptr<RocksKeyStore>(new RocksKeyStore(std::move(state)));
}

Result<CaseKey> RocksKeyStore::current_key(const CaseId& case_id, KeyKind kind,
                                           KeyDurability when) {
  const std::string prefix = key_prefix(case_id, kind);
  std::unique_lock lock(state_->mutex);
  std::optional<CaseKey> key;
  if (const auto row = state_->find_buffered(prefix); row != state_->buffered.end()) {
    const auto buffered = state_->unwrapped(row->first, row->second);
    CHECK(buffered);
    key = buffered.value();
  } else {
    const auto stored = state_->find_stored(prefix);
    if (!stored) return stored.error();
    if (stored.value()) return *stored.value();
    if (state_->is_read_only) return opened_for_reading();
    key = state_->make_buffered(case_id, kind);
  }
  lock.unlock();
  if (when == KeyDurability::now) {
    const auto flushed = flush();
    if (!flushed) return flushed.error();
  }
  return *key;
}

Result<std::optional<CaseKey>> RocksKeyStore::find_key(const CaseId& case_id, KeyKind kind,
                                                       const Bytes16& key_id) {
  const std::string row = key_row(case_id, kind, key_id);
  std::string value;
  {
    const std::scoped_lock lock(state_->mutex);
    const auto buffered = state_->buffered.find(row);
    if (buffered != state_->buffered.end()) value = buffered->second;
  }
  if (value.empty()) {
    auto stored = state_->database->get(row);
    if (!stored) return stored.error();
    if (!stored.value()) return std::optional<CaseKey>();
    value = std::move(*stored.value());
  }
  const auto key = state_->unwrapped(row, value);
  if (!key) return key.error();
  return std::optional<CaseKey>(key.value());
}

Result<void> RocksKeyStore::flush() {
  const std::scoped_lock flushing(state_->flush_mutex);
  std::vector<KeyRowChange> rows;
  {
    const std::scoped_lock lock(state_->mutex);
    if (state_->buffered.empty()) return success();
    for (const auto& [row, value] : state_->buffered) rows.push_back({row, value});
  }
  const auto written = state_->database->write(rows, true, "Cannot write the keys of the batch");
  if (!written) return written.error();
  const std::scoped_lock lock(state_->mutex);
  for (const KeyRowChange& row : rows) state_->buffered.erase(row.row);
  return success();
}

Result<void> RocksKeyStore::erase(const CaseId& case_id, std::span<const KeyKind> kinds) {
  return state_->erase_rows(case_id, [&](std::vector<std::string>& rows) -> Result<void> {
    for (const KeyKind kind : kinds) {
      const auto collected = state_->collect_rows(key_prefix(case_id, kind), rows);
      if (!collected) return collected.error();
    }
    return success();
  });
}

Result<std::vector<Bytes16>> RocksKeyStore::key_ids(const CaseId& case_id, KeyKind kind) {
  std::vector<std::string> rows;
  {
    const std::scoped_lock lock(state_->mutex);
    const auto collected = state_->collect_rows(key_prefix(case_id, kind), rows);
    if (!collected) return collected.error();
  }
  std::vector<Bytes16> ids;
  for (const std::string& row : rows) {
    if (const auto id = key_id_of(row)) ids.push_back(*id);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

Result<void> RocksKeyStore::erase_keys(const CaseId& case_id, std::span<const KeyName> keys) {
  return state_->erase_rows(case_id, [&](std::vector<std::string>& rows) -> Result<void> {
    for (const KeyName& key : keys) rows.push_back(key_row(case_id, key.kind, key.id));
    return success();
  });
}

Result<std::vector<std::uint64_t>> RocksKeyStore::erased_through() {
  const auto value = state_->database->get(kErasedRow);
  if (!value) return value.error();
  if (!value.value()) return std::vector<std::uint64_t>();
  auto offsets = decode_erased_through(*value.value());
  if (!offsets) return damaged_row();
  return std::move(*offsets);
}

Result<void> RocksKeyStore::set_erased_through(std::span<const std::uint64_t> offsets) {
  if (state_->is_read_only) return opened_for_reading();
  const KeyRowChange row{std::string(kErasedRow), encode_erased_through(offsets)};
  return state_->database->write(std::span(&row, 1), true,
                                 "Cannot note the erasures that are done");
}

Result<void> RocksKeyStore::each_wrapped(
    const std::function<bool(std::string_view, std::string_view)>& use) const {
  return state_->database->each("", use);
}

Result<void> RocksKeyStore::put_wrapped(std::span<const KeyRowChange> rows) {
  if (state_->is_read_only) return opened_for_reading();
  return state_->database->write(rows, true, "Cannot write the keys");
}

}  // namespace aduan
