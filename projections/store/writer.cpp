#include "projections/store/writer.h"

#include "core/base/check.h"
#include "core/base/encoding.h"
#include "schemas/binary.h"

#include <algorithm>
#include <utility>

namespace aduan {
namespace {

/// The bytes of an attribute; nothing where it is absent or has another form.
template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> bytes_of(std::string_view base64) {
  const auto bytes = from_base64(base64);
  return bytes ? as_array<N>(*bytes) : std::nullopt;
}

Error hole(Position position, std::uint64_t expected) {
  return Error{ErrorKind::corrupt, "stream " + std::to_string(position.stream) +
                                       " goes on at offset " + std::to_string(position.offset) +
                                       " where " + std::to_string(expected) +
                                       " comes next; nothing was applied: check the log"};
}

}  // namespace

StoreWriter::StoreWriter(Database& database, const StoreOptions& options)
    : database_(database),
      projections_(options.projections),
      identity_{options.ledger, options.partitions},
      fold_(options.ledger, options.partitions),
      cache_(options.cases_cached_max) {}

Result<void> StoreWriter::begin() {
  status_ = StoreStatus();
  status_.positions.assign(std::size_t{identity_.partitions} + 1, 0);
  rocksdb::WriteBatch batch;
  batch.Put(database_.family(kMeta).place, slice(kIdentityRow), slice(encode_binary(identity_)));
  batch.Put(database_.family(kMeta).place, slice(kStatusRow), slice(encode_binary(status_)));
  return database_.write(batch);
}

Result<void> StoreWriter::load() {
  const Family& meta = database_.family(kMeta);
  const auto identity = database_.get(meta, kIdentityRow, nullptr);
  if (!identity) return identity.error();
  const auto status = database_.get(meta, kStatusRow, nullptr);
  if (!status) return status.error();
  if (!identity.value() || !status.value()) return damaged_row(kMetaFamily);
  const auto made_for = decode_binary<StoreIdentity>(*identity.value());
  if (!made_for) return made_for.error();
  if (made_for.value() != identity_) {
    return Error{ErrorKind::corrupt,
                 "the projections' store belongs to another ledger, or to another number of "
                 "partitions; nothing was changed: rebuild the projections"};
  }
  auto decoded = decode_binary<StoreStatus>(*status.value());
  if (!decoded) return decoded.error();
  if (decoded.value().positions.size() != std::size_t{identity_.partitions} + 1) {
    return damaged_row(kMetaFamily);
  }
  const auto chain = database_.get(database_.family(kDirectory), kDirectoryRow, nullptr);
  if (!chain) return chain.error();
  if (chain.value()) {
    const auto directory = decode_binary<DirectoryChain>(*chain.value());
    if (!directory) return directory.error();
    directory_ = directory.value();
  }
  status_ = std::move(decoded.value());
  return success();
}

const CaseState* StoreWriter::find_cached(const CaseId& id) {
  const CachedCase* const entry = cache_.find(id);
  return entry != nullptr ? &entry->state : nullptr;
}

Result<bool> StoreWriter::is_next(Position position) {
  if (position.stream >= next_status_.positions.size()) {
    return Error{ErrorKind::corrupt, "the log has no stream " + std::to_string(position.stream) +
                                         "; nothing was applied: check the log"};
  }
  std::uint64_t& next = next_status_.positions[position.stream];
  if (position.offset < next) return false;
  if (position.offset > next) return hole(position, next);
  ++next;
  return true;
}

Result<CachedCase> StoreWriter::decode_case(const CaseId& id, std::string_view value) const {
  auto state = decode_binary<CaseState>(value);
  if (!state) return state.error();
  CachedCase entry;
  entry.state = std::move(state.value());
  entry.term = row_term(kCasesFamily, id.text(), value);
  return entry;
}

Result<CachedCase*> StoreWriter::find_case(const CaseId& id, bool is_new) {
  if (CachedCase* const entry = cache_.find(id)) return entry;
  if (is_new) return &cache_.insert(id, CachedCase());
  const auto value = database_.get(database_.family(kCases), id.text(), nullptr);
  if (!value) return value.error();
  if (!value.value()) return &cache_.insert(id, CachedCase());
  auto entry = decode_case(id, *value.value());
  if (!entry) return entry.error();
  return &cache_.insert(id, std::move(entry.value()));
}

Result<void> StoreWriter::load_cases(std::span<const Record> records) {
  // A record's key plays no part in its verdict: here it only says what is likely to be needed.
  std::vector<CaseId> ids;
  for (const Record& record : records) {
    const auto id = record.key ? CaseId::from_text(*record.key) : std::nullopt;
    if (id && cache_.find(*id) == nullptr) ids.push_back(*id);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (ids.size() < 2) return success();

  std::vector<rocksdb::Slice> keys;
  for (const CaseId& id : ids) keys.push_back(slice(id.text()));
  std::vector<rocksdb::PinnableSlice> values(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  database_.rocks().MultiGet(rocksdb::ReadOptions(), database_.family(kCases).place, keys.size(),
                             keys.data(), values.data(), statuses.data(), /*sorted_input=*/true);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (statuses[i].IsNotFound()) {
      cache_.insert(ids[i], CachedCase());
      continue;
    }
    if (!statuses[i].ok()) return store_error(statuses[i], "the projections cannot be read");
    auto entry = decode_case(ids[i], view(values[i]));
    if (!entry) return entry.error();
    cache_.insert(ids[i], std::move(entry.value()));
  }
  return success();
}

template <class Items, class Apply>
Result<void> StoreWriter::apply_all(Items items, const Apply& apply_one) {
  next_status_ = status_;
  next_directory_ = directory_;
  Batch batch(database_, StateDigest(status_.digest), sum_terms_);
  Result<void> applied = success();
  for (const auto& item : items) {
    applied = apply_one(batch, item);
    if (!applied) break;
  }
  if (applied) applied = commit(batch);
  // What the cases became without being written must not be seen.
  if (!applied) cache_.clear();
  for (const auto& [id, entry] : touched_) {
    if (!applied) break;
    entry->is_touched = false;
  }
  touched_.clear();
  cache_.trim();
  return applied;
}

Result<void> StoreWriter::apply(std::span<const Record> records) {
  const auto loaded = load_cases(records);
  if (!loaded) return loaded.error();
  return apply_all(
      records, [this](Batch& batch, const Record& record) { return apply_record(batch, record); });
}

Result<void> StoreWriter::apply(std::span<const JudgedStep> steps) {
  return apply_all(
      steps, [this](Batch& batch, const JudgedStep& step) { return apply_step(batch, step); });
}

Result<void> StoreWriter::apply_record(Batch& batch, const Record& record) {
  const auto next = is_next(record.position);
  if (!next) return next.error();
  if (!next.value()) return success();
  const auto envelope = fold_.read(record);
  if (!envelope) {
    put_void(batch, record.position);
    return success();
  }
  const auto id = CaseId::from_text(envelope->subject);
  if (id) return apply_case(batch, *id, *envelope, record);
  apply_directory(batch, *envelope, record);
  return success();
}

void StoreWriter::apply_directory(Batch& batch, const Envelope& envelope, const Record& record) {
  if (!fold_.extends(next_directory_.head, envelope)) return put_void(batch, record.position);
  const auto applied = fold_.apply_directory(next_directory_.head, envelope, record);
  if (!applied && !next_directory_.parked) {
    next_directory_.parked = true;
    park(batch, envelope.subject, record.position, applied.error().message);
  }
  ++next_status_.directory_events;
  put_history(batch, envelope.subject, envelope.sequence,
              {record.position, next_directory_.head.leaf, bytes_of<32>(envelope.payloadhash)},
              bytes_of<16>(envelope.commandid), nullptr);
}

Result<void> StoreWriter::apply_case(Batch& batch, const CaseId& id, const Envelope& envelope,
                                     const Record& record) {
  const auto found = find_case(id, /*is_new=*/false);
  if (!found) return found.error();
  CachedCase& entry = *found.value();
  if (!fold_.extends(entry.state.head, envelope)) {
    put_void(batch, record.position);
    return success();
  }
  touch(id, entry);
  before_ = entry.state;
  const auto recorded = fold_.apply(entry.state, envelope, record);
  if (entry.state.parked && !before_.parked) {
    park(batch, id.text(), record.position, fold_.why_parked());
  }
  if (!before_.exists()) ++next_status_.cases;
  ++next_status_.events;
  std::optional<Step> step;
  if (recorded) step.emplace(Step{id, before_, *recorded, entry.state});
  put_history(batch, id.text(), envelope.sequence,
              {record.position, entry.state.head.leaf, bytes_of<32>(envelope.payloadhash)},
              bytes_of<16>(envelope.commandid), step ? &*step : nullptr);
  if (step) put_step(batch, *step);
  return success();
}

Result<void> StoreWriter::apply_step(Batch& batch, const JudgedStep& step) {
  const auto next = is_next(step.record.position);
  if (!next) return next.error();
  if (!next.value()) return success();
  const Attributes& attributes = step.recorded.attributes;
  const auto id = CaseId::from_text(attributes.subject);
  CHECK(id);
  const auto found = find_case(*id, attributes.sequence == 1);
  if (!found) return found.error();
  CachedCase& entry = *found.value();
  touch(*id, entry);
  const CaseState& before = entry.judged != nullptr ? *entry.judged : entry.state;
  CHECK(before.head.sequence + 1 == attributes.sequence);
  if (!before.exists()) ++next_status_.cases;
  ++next_status_.events;
  const Step seen{*id, before, step.recorded, step.after};
  put_history(batch, id->text(), attributes.sequence,
              {step.record.position, step.recorded.leaf, attributes.payload_hash},
              attributes.command_id, &seen);
  put_step(batch, seen);
  entry.judged = &step.after;
  return success();
}

void StoreWriter::put_void(Batch& batch, Position position) {
  ++next_status_.void_records;
  batch.count("void", 1);
  batch.put_silently(kMeta, objection_key(kVoidRows, position),
                     encode_objection({}, fold_.objection()));
}

void StoreWriter::park(Batch& batch, std::string_view subject, Position position,
                       std::string_view reason) {
  ++next_status_.parked;
  batch.count("parked", 1);
  batch.put_silently(kMeta, objection_key(kParkedRows, position),
                     encode_objection(subject, reason));
}

void StoreWriter::put_history(Batch& batch, std::string_view subject, std::uint64_t sequence,
                              const HistoryRow& row, const std::optional<CommandId>& command,
                              const Step* step) {
  if (step != nullptr) summarise(step->recorded, step->after.complaint, summary_);
  batch.put(kHistory, history_key(subject, sequence),
            encode_history_row(row, step != nullptr ? &summary_ : nullptr));
  if (command) batch.put(kCommands, command_key(subject, *command, sequence), {});
}

void StoreWriter::put_step(Batch& batch, const Step& step) {
  for (std::size_t i = 0; i < projections_.size(); ++i) {
    const Projection& projection = projections_[i];
    if (projection.step_rows != nullptr) {
      rows_.clear();
      projection.step_rows(step, rows_);
      for (const Row& row : rows_) batch.put(kBuiltInFamilies + i, row.key, row.value);
    }
    if (projection.addends != nullptr) {
      addends_.clear();
      projection.addends(step, addends_);
      for (const Addend& each : addends_) batch.add(kBuiltInFamilies + i, each.key, each.amount);
    }
  }
}

Rows StoreWriter::rows_of(const Projection& projection, const CaseId& id,
                          const CaseState& state) const {
  Rows rows;
  if (projection.case_rows != nullptr && state.exists()) projection.case_rows(id, state, rows);
  std::sort(rows.begin(), rows.end());
  return rows;
}

void StoreWriter::touch(const CaseId& id, CachedCase& entry) {
  if (entry.is_touched) return;
  entry.is_touched = true;
  entry.was_stored = entry.state.exists();
  touched_.emplace_back(id, &entry);
  if (!entry.was_stored) return;
  entry.rows_before.resize(projections_.size());
  for (std::size_t i = 0; i < projections_.size(); ++i) {
    entry.rows_before[i] = rows_of(projections_[i], id, entry.state);
  }
}

void StoreWriter::put_case(Batch& batch, const CaseId& id, CachedCase& entry) {
  if (entry.judged != nullptr) entry.state = *std::exchange(entry.judged, nullptr);
  value_.clear();
  binary::Writer(value_).write(entry.state);
  entry.term = batch.replace(kCases, id.text(), entry.was_stored ? &entry.term : nullptr, value_);
  for (std::size_t i = 0; i < projections_.size(); ++i) {
    if (projections_[i].case_rows == nullptr) continue;
    const Rows before = entry.was_stored ? std::move(entry.rows_before[i]) : Rows();
    const Rows after = rows_of(projections_[i], id, entry.state);
    for (const Row& row : before) {
      if (!std::binary_search(after.begin(), after.end(), row)) {
        batch.erase(kBuiltInFamilies + i, row.key, row.value);
      }
    }
    for (const Row& row : after) {
      if (!std::binary_search(before.begin(), before.end(), row)) {
        batch.put(kBuiltInFamilies + i, row.key, row.value);
      }
    }
  }
  entry.rows_before.clear();
}

Result<void> StoreWriter::commit(Batch& batch) {
  for (const auto& [id, entry] : touched_) put_case(batch, id, *entry);
  if (next_directory_ != directory_) {
    const Hash old_term = row_term(kDirectoryFamily, kDirectoryRow, encode_binary(directory_));
    batch.replace(kDirectory, kDirectoryRow, directory_.head.sequence > 0 ? &old_term : nullptr,
                  encode_binary(next_directory_));
  }
  batch.finish_sums();
  next_status_.digest = batch.digest();
  batch.put_silently(kMeta, kStatusRow, encode_binary(next_status_));
  rocksdb::WriteBatch writes = batch.writes();
  const auto written = database_.write(writes);
  if (!written) return written.error();
  std::swap(status_, next_status_);
  std::swap(directory_, next_directory_);
  return success();
}

}  // namespace aduan
