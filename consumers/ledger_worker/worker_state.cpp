#include "consumers/ledger_worker/worker_state.h"

#include "core/base/check.h"
#include "schemas/ids.h"

#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace aduan {
namespace {

constexpr std::size_t kWriteBufferBytes = std::size_t{32} << 20;

}  // namespace

/// The cases of a ledger that is not created.
class WorkerState::NothingStored final : public CaseStore {
 public:
  Result<CaseState> read_case(const CaseId&) const override { return CaseState(); }
  Result<std::optional<std::uint64_t>> find_command(std::string_view,
                                                    const CommandId&) const override {
    return std::optional<std::uint64_t>();
  }
  Result<std::pair<Position, Hash>> locate(std::string_view, std::uint64_t) const override {
    return Error{ErrorKind::not_found, "the ledger has no record"};
  }
};

WorkerState::WorkerState(std::filesystem::path folder, std::uint32_t partitions,
                         std::size_t cache_bytes)
    : folder_(std::move(folder)),
      partitions_(partitions),
      cache_bytes_(cache_bytes),
      directory_(partitions),
      nothing_stored_(std::make_unique<NothingStored>()) {}

WorkerState::~WorkerState() = default;

Result<void> WorkerState::open_store() {
  StoreOptions options;
  options.ledger = directory_.directory()->ledger;
  options.partitions = partitions_;
  options.block_cache_bytes = cache_bytes_;
  options.write_buffer_bytes = kWriteBufferBytes;
  auto opened = ProjectionStore::open(folder_, options);
  if (opened) {
    // A ledger of the same name that was made anew has another first record.
    const auto first = opened.value()->locate(kDirectorySubject, 1);
    const bool is_others = first && first.value().second != directory_.first_leaf();
    const bool is_unread = !first && first.error().kind != ErrorKind::not_found;
    if (!is_others && !is_unread) {
      store_ = std::move(opened.value());
      return success();
    }
    opened.value().reset();
  } else if (opened.error().kind != ErrorKind::corrupt) {
    return opened.error();
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
  auto fresh = ProjectionStore::open(folder_, options);
  if (!fresh) return fresh.error();
  store_ = std::move(fresh.value());
  return success();
}

Result<void> WorkerState::begin_again() {
  CHECK(store_ != nullptr);
  store_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
  if (auto opened = open_store(); !opened) return opened.error();
  return store_->apply(directory_records_);
}

Result<void> WorkerState::apply(std::span<const Record> records) {
  bool has_other = false;
  for (const Record& record : records) {
    if (record.position.stream != partitions_) {
      has_other = true;
      continue;
    }
    if (const auto applied = directory_.apply(record); !applied) return applied.error();
    directory_records_.push_back(record);
  }
  if (store_ == nullptr) {
    CHECK(!has_other);
    if (!directory_.directory()->is_created()) return success();
    if (const auto opened = open_store(); !opened) return opened.error();
    return store_->apply(directory_records_);
  }
  return store_->apply(records);
}

Result<void> WorkerState::apply(const ProcessedBatch& batch) {
  std::vector<JudgedStep> steps;
  std::vector<Record> directory_records;
  for (std::size_t i = 0; i < batch.records.size(); ++i) {
    if (batch.made[i]) {
      steps.push_back({batch.records[i], batch.made[i]->recorded, batch.made[i]->after});
    } else {
      directory_records.push_back(batch.records[i]);
    }
  }
  if (!directory_records.empty()) {
    if (const auto applied = apply(directory_records); !applied) return applied.error();
  }
  if (steps.empty()) return success();
  CHECK(store_ != nullptr);
  return store_->apply(std::span<const JudgedStep>(steps));
}

std::vector<Position> WorkerState::next_of(std::span<const std::uint32_t> partitions) const {
  std::vector<Position> next{{partitions_, directory_records_.size()}};
  if (store_ == nullptr) return next;
  const StoreStatus status = store_->status();
  for (const std::uint32_t each : partitions) next.push_back({each, status.positions[each]});
  return next;
}

std::uint64_t WorkerState::next_of(std::uint32_t partition) const {
  return store_ == nullptr ? 0 : store_->status().positions[partition];
}

std::unique_ptr<CommandProcessor> WorkerState::processor() {
  return std::make_unique<CommandProcessor>(cases(), directory_.directory(), directory_.head());
}

const CaseStore& WorkerState::cases() const {
  if (store_ == nullptr) return *nothing_stored_;
  return *store_;
}

}  // namespace aduan
