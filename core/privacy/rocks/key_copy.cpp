#include "core/privacy/rocks/key_copy.h"

#include "core/base/bytes.h"
#include "core/base/check.h"
#include "core/privacy/rocks/key_rows.h"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

namespace aduan {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCopiedRow = "aduan/copied/v1";
constexpr std::string_view kUncleanRow = "aduan/unclean/v1";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kCaseBytes = kKeyPrefixBytes - 1;
/// More cases than these are not cleaned one by one.
constexpr std::size_t kUncleanMax = 64;
/// A write for the mere time is worth it that often.
constexpr std::chrono::minutes kTimeStep{1};

KeyRowChange copied_row(Instant up_to_date, std::span<const std::uint64_t> positions) {
  std::string value(1, static_cast<char>(kVersion));
  append_u64(value, static_cast<std::uint64_t>(up_to_date.time_since_epoch().count()));
  for (const std::uint64_t position : positions) append_u64(value, position);
  return {std::string(kCopiedRow), std::move(value)};
}

Error damaged(const fs::path& folder) {
  return Error{ErrorKind::corrupt, "the copy of the keys in " + folder.string() +
                                       " does not say how far it is, or is of a topic with another "
                                       "number of partitions. Remove the folder: it is made anew "
                                       "from the topic"};
}

bool is_stale(Instant up_to_date, Instant now) { return now - up_to_date > kKeyCopyStaleAfter; }

}  // namespace

Result<std::unique_ptr<KeyCopy>> KeyCopy::open(const fs::path& folder, std::uint32_t partitions,
                                               Instant now) {
  std::error_code code;
  fs::create_directories(folder, code);
  std::unique_ptr<KeyCopy> copy(new KeyCopy());
  copy->is_owner_ = true;
  bool is_new = !KeyDatabase::exists(folder);
  if (!is_new) {
    auto database = KeyDatabase::open(folder, KeyDatabase::Access::read_write);
    if (!database) return database.error();
    copy->database_ = std::move(database.value());
    if (const auto loaded = copy->load(partitions); !loaded) {
      if (loaded.error().kind != ErrorKind::not_found) return damaged(folder);
      is_new = true;  // killed before its first write
    } else if (is_stale(copy->up_to_date_, now)) {
      is_new = true;
    }
  }
  if (is_new) {
    if (copy->database_) {
      copy->database_.reset();
      for (const auto& entry : fs::directory_iterator(folder, code)) fs::remove_all(entry, code);
    }
    auto database = KeyDatabase::open(folder, KeyDatabase::Access::create);
    if (!database) return database.error();
    copy->database_ = std::move(database.value());
    copy->positions_.assign(partitions, 0);
    copy->up_to_date_ = now;
    const KeyRowChange row = copied_row(now, copy->positions_);
    const auto written =
        copy->database_->write(std::span(&row, 1), true, "Cannot set the copy of the keys up");
    if (!written) return written.error();
  }
  if (const auto cleaned = copy->clean(); !cleaned) return cleaned.error();
  return copy;
}

Result<std::unique_ptr<KeyCopy>> KeyCopy::open_beside(const fs::path& folder,
                                                      std::uint32_t partitions, Instant now) {
  auto database = KeyDatabase::open(folder, KeyDatabase::Access::read_only);
  if (!database) return database.error();
  std::unique_ptr<KeyCopy> copy(new KeyCopy());
  copy->database_ = std::move(database.value());
  if (!copy->load(partitions)) return damaged(folder);
  if (is_stale(copy->up_to_date_, now)) {
    return Error{ErrorKind::unavailable,
                 "the process that owns " + folder.string() +
                     " has not followed the keys' topic for hours, so that it may hold erased "
                     "keys; nothing was opened: see what keeps it, or name another --state"};
  }
  return copy;
}

Result<void> KeyCopy::load(std::uint32_t partitions) {
  const auto value = database_->get(kCopiedRow);
  if (!value) return value.error();
  if (!value.value()) return Error{ErrorKind::not_found, "the copy is empty"};
  std::string_view in = *value.value();
  const auto version = take_u8(in);
  const auto up_to_date = take_u64(in);
  while (const auto position = take_u64(in)) positions_.push_back(*position);
  if (version != kVersion || !up_to_date || !in.empty() || positions_.size() != partitions) {
    return Error{ErrorKind::corrupt, "the copy does not say how far it is"};
  }
  up_to_date_ = Instant(std::chrono::milliseconds(static_cast<std::int64_t>(*up_to_date)));
  return success();
}

Result<void> KeyCopy::clean() {
  const auto unclean = database_->get(kUncleanRow);
  if (!unclean) return unclean.error();
  if (!unclean.value()) return success();
  std::string_view cases = *unclean.value();
  take_u8(cases);
  if (cases.empty()) {
    if (const auto gone = database_->compact_away(""); !gone) return gone.error();
  }
  while (const auto id = take_bytes(cases, kCaseBytes)) {
    if (const auto gone = database_->compact_away(*id); !gone) return gone.error();
  }
  const KeyRowChange row{std::string(kUncleanRow), std::nullopt};
  return database_->write(std::span(&row, 1), false, "Cannot note that the keys are gone");
}

Result<std::optional<std::string>> KeyCopy::get(std::string_view row) const {
  if (const auto found = beside_.find(row); found != beside_.end()) return found->second;
  return database_->get(row);
}

Result<void> KeyCopy::each(
    std::string_view prefix,
    const std::function<bool(std::string_view, std::string_view)>& use) const {
  bool goes_on = true;
  for (auto row = beside_.lower_bound(prefix);
       goes_on && row != beside_.end() && row->first.starts_with(prefix); ++row) {
    if (row->second) goes_on = use(row->first, *row->second);
  }
  if (!goes_on) return success();
  return database_->each(prefix, [&](std::string_view row, std::string_view value) {
    return beside_.contains(row) || use(row, value);
  });
}

/// The row that says what is to be cleaned after these; nothing when they delete no row.
Result<std::optional<KeyRowChange>> KeyCopy::unclean_after(
    std::span<const KeyRowChange> changes) const {
  std::set<std::string_view> cases;
  for (const KeyRowChange& change : changes) {
    if (change.value) continue;
    const auto stored = database_->get(change.row);
    if (!stored) return stored.error();
    if (stored.value()) cases.insert(std::string_view(change.row).substr(0, kCaseBytes));
  }
  if (cases.empty()) return std::optional<KeyRowChange>();
  std::string value(1, static_cast<char>(kVersion));
  if (cases.size() <= kUncleanMax) {
    for (const std::string_view id : cases) value.append(id);
  }
  return std::optional(KeyRowChange{std::string(kUncleanRow), std::move(value)});
}

Result<void> KeyCopy::apply(std::vector<KeyRowChange> changes,
                            std::span<const std::uint64_t> positions, std::optional<Instant> now) {
  CHECK(positions.size() == positions_.size());
  const Instant up_to_date = now ? std::max(up_to_date_, *now) : up_to_date_;
  if (!is_owner_) {
    for (KeyRowChange& change : changes) {
      beside_.insert_or_assign(std::move(change.row), std::move(change.value));
    }
    positions_.assign(positions.begin(), positions.end());
    up_to_date_ = up_to_date;
    return success();
  }
  const bool stands = std::equal(positions.begin(), positions.end(), positions_.begin());
  if (stands && changes.empty() && up_to_date - up_to_date_ < kTimeStep) return success();
  // Of several changes of a row only the last is written, so that a key that is erased within the
  // batch never reaches the disk.
  std::map<std::string, std::optional<std::string>> last;
  for (KeyRowChange& change : changes) last[std::move(change.row)] = std::move(change.value);
  changes.clear();
  for (auto& [row, value] : last) changes.push_back({row, std::move(value)});
  auto unclean = unclean_after(changes);
  if (!unclean) return unclean.error();
  const bool deletes = unclean.value().has_value();
  if (deletes) changes.push_back(std::move(*unclean.value()));
  changes.push_back(copied_row(up_to_date, positions));
  // Not synced but for deletions: what a power loss takes away comes from the topic again.
  const auto written = database_->write(changes, deletes, "Cannot write the copy of the keys");
  if (!written) return written.error();
  positions_.assign(positions.begin(), positions.end());
  up_to_date_ = up_to_date;
  return deletes ? clean() : success();
}

}  // namespace aduan
