#include "projections/store/reader.h"

#include "core/base/encoding.h"
#include "projections/store/database.h"
#include "projections/store/digest.h"
#include "projections/store/reader_state.h"
#include "projections/store/rows.h"
#include "schemas/binary.h"

#include <algorithm>
#include <utility>

namespace aduan {
namespace {

Error no_family(std::string_view family) {
  return Error{ErrorKind::invalid, "the store has no family " + std::string(family)};
}

bool is_zero_sum(const Family& family, std::string_view value) {
  return family.is_sum && decode_sum(value) == 0;
}

/// The first key after all that begin with `prefix`; empty where there is none.
std::string end_of(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

/// What a scan needs to live as long as its iterator.
struct Rowset {
  Rowset(const Reader::State& state, const Family& family, std::string_view prefix)
      : end(end_of(prefix)), bound(slice(end)) {
    rocksdb::ReadOptions options;
    options.snapshot = state.snapshot;
    // Within one prefix, its filter spares every file that has no such row.
    const bool is_filtered = family.prefix_bytes > 0 && prefix.size() >= family.prefix_bytes;
    options.total_order_seek = !is_filtered;
    options.prefix_same_as_start = is_filtered;
    // A walk over all cases reads ahead, and leaves the cache to those who look one up.
    const bool is_walk = family.prefix_bytes > 0 && !is_filtered;
    options.fill_cache = !is_walk;
    if (is_walk) options.readahead_size = std::size_t{1} << 20;
    if (!end.empty()) options.iterate_upper_bound = &bound;
    rows.reset(state.database->rocks().NewIterator(options, family.place));
  }

  std::string end;
  rocksdb::Slice bound;
  std::unique_ptr<rocksdb::Iterator> rows;
};

Result<std::vector<Objection>> objections(const Reader& reader, std::string_view kind,
                                          std::size_t rows) {
  std::vector<Objection> found;
  bool is_damaged = false;
  const auto scanned =
      reader.scan(kMetaFamily, kind, {}, [&](std::string_view key, std::string_view value) {
        if (found.size() == rows) return false;
        auto objection = decode_objection(kind, key, value);
        is_damaged = !objection;
        if (objection) found.push_back(std::move(*objection));
        return !is_damaged;
      });
  if (!scanned) return scanned.error();
  if (is_damaged) return damaged_row(kMetaFamily);
  return found;
}

}  // namespace

Reader::Reader(std::unique_ptr<State> state) : state_(std::move(state)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<std::optional<std::string>> Reader::get(std::string_view family,
                                               std::string_view key) const {
  const Family* const place = state_->database->find_family(family);
  if (place == nullptr) return no_family(family);
  auto value = state_->database->get(*place, key, state_->snapshot);
  if (value && value.value() && is_zero_sum(*place, *value.value())) {
    return std::optional<std::string>();
  }
  return value;
}

Result<void> Reader::scan(
    std::string_view family, std::string_view prefix, std::string_view after,
    const std::function<bool(std::string_view key, std::string_view value)>& visit) const {
  const Family* const place = state_->database->find_family(family);
  if (place == nullptr) return no_family(family);
  const Rowset set(*state_, *place, prefix);
  set.rows->Seek(slice(std::max(prefix, after)));
  if (!after.empty() && set.rows->Valid() && view(set.rows->key()) == after) set.rows->Next();
  for (; set.rows->Valid(); set.rows->Next()) {
    const std::string_view key = view(set.rows->key());
    if (!key.starts_with(prefix)) break;
    const std::string_view value = view(set.rows->value());
    if (!is_zero_sum(*place, value) && !visit(key, value)) return success();
  }
  if (set.rows->status().ok()) return success();
  return store_error(set.rows->status(), "the projections cannot be read");
}

Result<std::optional<Row>> Reader::last(std::string_view family, std::string_view prefix,
                                        std::string_view upto) const {
  const Family* const place = state_->database->find_family(family);
  if (place == nullptr) return no_family(family);
  const Rowset set(*state_, *place, prefix);
  set.rows->SeekForPrev(slice(upto));
  if (!set.rows->status().ok()) {
    return store_error(set.rows->status(), "the projections cannot be read");
  }
  if (!set.rows->Valid() || !view(set.rows->key()).starts_with(prefix)) {
    return std::optional<Row>();
  }
  return std::optional<Row>(
      Row{std::string(view(set.rows->key())), std::string(view(set.rows->value()))});
}

Result<PageOf<Row>> Reader::page(std::string_view family, std::string_view prefix,
                                 const Page& page) const {
  const auto after = from_hex(page.after);
  if (!after || (!after->empty() && !after->starts_with(prefix))) {
    return Error{ErrorKind::invalid,
                 "this is not where a page of this answer ended; start from the first page"};
  }
  const std::size_t rows = std::min(page.rows, kPageRowsMax);
  PageOf<Row> answer;
  bool has_more = false;
  const auto scanned =
      scan(family, prefix, *after, [&](std::string_view key, std::string_view value) {
        has_more = answer.items.size() == rows;
        if (!has_more) answer.items.push_back({std::string(key), std::string(value)});
        return !has_more;
      });
  if (!scanned) return scanned.error();
  if (has_more && rows > 0) answer.next = to_hex(answer.items.back().key);
  return answer;
}

Result<std::int64_t> Reader::sum(std::string_view family, std::string_view key) const {
  const auto value = get(family, key);
  if (!value) return value.error();
  if (!value.value()) return std::int64_t{0};
  const auto number = decode_sum(*value.value());
  if (!number) return damaged_row(family);
  return *number;
}

Result<CaseState> Reader::read_case(const CaseId& id) const {
  const auto value = get(kCasesFamily, id.text());
  if (!value) return value.error();
  if (!value.value()) return CaseState();
  return decode_binary<CaseState>(*value.value());
}

Result<std::optional<std::uint64_t>> Reader::find_command(std::string_view subject,
                                                          const CommandId& command) const {
  return state_->database->find_command(subject, command, state_->snapshot);
}

Result<std::pair<Position, Hash>> Reader::locate(std::string_view subject,
                                                 std::uint64_t sequence) const {
  const auto value = get(kHistoryFamily, history_key(subject, sequence));
  if (!value) return value.error();
  if (!value.value()) {
    return Error{ErrorKind::not_found,
                 "the subject has no record of sequence " + std::to_string(sequence)};
  }
  const auto row = decode_history_row(*value.value());
  if (!row) return damaged_row(kHistoryFamily);
  return std::pair{row->position, row->leaf};
}

Result<ChainHead> Reader::read_directory_head() const {
  const auto value = get(kDirectoryFamily, kDirectoryRow);
  if (!value) return value.error();
  if (!value.value()) return ChainHead();
  const auto chain = decode_binary<DirectoryChain>(*value.value());
  if (!chain) return chain.error();
  return chain.value().head;
}

Result<StoreStatus> Reader::status() const {
  const auto value = get(kMetaFamily, kStatusRow);
  if (!value) return value.error();
  if (!value.value()) return damaged_row(kMetaFamily);
  return decode_binary<StoreStatus>(*value.value());
}

Result<Hash> Reader::computed_digest() const {
  const auto counts = status();
  if (!counts) return counts.error();
  StateDigest digest;
  for (const Family& family : state_->database->families()) {
    if (family.name == kMetaFamily) continue;
    const auto scanned =
        scan(family.name, {}, {}, [&](std::string_view key, std::string_view value) {
          if (family.is_sum) {
            digest.add_times(sum_term(family.name, key), decode_sum(value).value_or(0));
          } else {
            digest.add(row_term(family.name, key, value));
          }
          return true;
        });
    if (!scanned) return scanned.error();
  }
  digest.add_times(sum_term(kMetaFamily, "void"),
                   static_cast<std::int64_t>(counts.value().void_records));
  digest.add_times(sum_term(kMetaFamily, "parked"),
                   static_cast<std::int64_t>(counts.value().parked));
  return digest.value();
}

Result<std::vector<Objection>> Reader::void_records(std::size_t rows) const {
  return objections(*this, kVoidRows, rows);
}

Result<std::vector<Objection>> Reader::parked(std::size_t rows) const {
  return objections(*this, kParkedRows, rows);
}

}  // namespace aduan
