#include "consumers/derived/derived_state.h"

#include "core/log/rocks/rocks_event_log.h"

#include <system_error>
#include <utility>
#include <vector>

namespace aduan {
namespace {

constexpr std::size_t kRestoreBatchMax = 2'048;

Error stopped() {
  return Error{ErrorKind::unavailable, "it was stopped before its state was restored"};
}

Error does_not_follow(Position position) {
  return Error{ErrorKind::corrupt, "the record at offset " + std::to_string(position.offset) +
                                       " of partition " + std::to_string(position.stream) +
                                       " does not follow on the role's own state; stop the role, "
                                       "delete its folder, and start it again"};
}

}  // namespace

Result<std::unique_ptr<DerivedState>> DerivedState::open(const std::filesystem::path& folder,
                                                         const std::string& ledger,
                                                         std::uint32_t partitions) {
  std::unique_ptr<DerivedState> state(new DerivedState(folder, ledger, partitions));
  auto opened = state->open_parts();
  // What is damaged, or another ledger's, is only a copy.
  if (!opened && opened.error().kind != ErrorKind::unavailable) opened = state->begin_anew();
  if (!opened) return opened.error();
  return state;
}

Result<void> DerivedState::open_parts() {
  std::error_code failed;
  std::filesystem::create_directories(folder_, failed);
  if (failed) {
    return Error{ErrorKind::unavailable,
                 "the folder '" + folder_.string() + "' cannot be made: " + failed.message()};
  }
  const auto records = folder_ / "records";
  const bool is_new = !std::filesystem::exists(records / "CURRENT", failed);
  auto log = is_new ? RocksEventLog::create(records, partitions_)
                    : RocksEventLog::open(records, partitions_, RocksEventLog::Access::read_write);
  if (!log) return log.error();
  records_ = std::move(log.value());
  StoreOptions options;
  options.ledger = ledger_;
  options.partitions = partitions_;
  auto store = ProjectionStore::open(folder_ / "cases", options);
  if (!store) return store.error();
  store_ = std::move(store.value());
  return store_->catch_up(*records_);
}

Result<void> DerivedState::begin_anew() {
  store_.reset();
  records_.reset();
  for (const std::string_view part : {"records", "cases"}) {
    std::error_code failed;
    std::filesystem::remove_all(folder_ / part, failed);
    if (failed) {
      return Error{ErrorKind::unavailable, "the folder '" + (folder_ / part).string() +
                                               "' cannot be deleted: " + failed.message()};
    }
  }
  return open_parts();
}

Result<bool> DerivedState::is_ahead(const std::map<std::uint32_t, std::uint64_t>& committed) const {
  for (const auto& [stream, offset] : committed) {
    const auto end = records_->end(stream);
    if (!end) return end.error();
    if (end.value() > offset) return true;
  }
  return false;
}

Result<void> DerivedState::restore(const EventLog& log,
                                   const std::map<std::uint32_t, std::uint64_t>& committed,
                                   const std::stop_token& stop) {
  const auto ahead = is_ahead(committed);
  if (!ahead) return ahead.error();
  if (ahead.value()) {
    if (const auto begun = begin_anew(); !begun) return begun;
  }
  for (const auto& [stream, offset] : committed) {
    const auto from = records_->end(stream);
    if (!from) return from.error();
    std::vector<Record> batch;
    Result<void> taken = success();
    const auto take_batch = [&] {
      taken = take(batch);
      batch.clear();
      return taken.has_value() && !stop.stop_requested();
    };
    const auto end = offset;
    if (from.value() >= end) continue;
    const auto scanned = log.scan(stream, from.value(), [&](const Record& record) {
      if (record.position.offset >= end) return false;
      batch.push_back(record);
      return batch.size() < kRestoreBatchMax || take_batch();
    });
    if (!scanned) return scanned.error();
    if (stop.stop_requested()) return stopped();
    if (!taken) return taken.error();
    if (!batch.empty() && !take_batch()) return taken ? stopped() : taken.error();
    const auto reached = records_->end(stream);
    if (!reached) return reached.error();
    if (reached.value() < end) return does_not_follow({stream, reached.value()});
  }
  return success();
}

Result<History> DerivedState::read_history(const CaseId& id, RecordFold& fold) const {
  return aduan::read_history(store_->reader(), *records_, fold, id);
}

Result<void> DerivedState::take(std::span<const Record> records) {
  if (records.empty()) return success();
  const auto positions = records_->append(records);
  if (!positions) return positions.error();
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (positions.value()[i] != records[i].position) return does_not_follow(records[i].position);
  }
  return store_->apply(records);
}

}  // namespace aduan
