#include "projections/store/batch.h"

#include "projections/store/rows.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace aduan {
namespace {

/// Above this number of sums their terms are computed anew: memory stays flat.
constexpr std::size_t kSumTermsMax = 100'000;

}  // namespace

const Hash& SumTerms::term(const Family& family, std::string_view key) {
  if (terms_.size() > kSumTermsMax) terms_.clear();
  std::string name(family.name);
  name.push_back('\0');
  name.append(key);
  const auto [place, is_new] = terms_.try_emplace(std::move(name));
  if (is_new) place->second = sum_term(family.name, key);
  return place->second;
}

void Batch::put(std::size_t family, std::string_view key, std::string_view value) {
  replace(family, key, nullptr, value);
}

Hash Batch::replace(std::size_t family, std::string_view key, const Hash* old_term,
                    std::string_view value) {
  const Family& place = database_.family(family);
  const Hash term = row_term(place.name, key, value);
  if (old_term != nullptr) digest_.subtract(*old_term);
  digest_.add(term);
  write(Kind::put, family, key, value);
  return term;
}

void Batch::erase(std::size_t family, std::string_view key, std::string_view value) {
  const Family& place = database_.family(family);
  digest_.subtract(row_term(place.name, key, value));
  write(Kind::erase, family, key, {});
}

void Batch::add(std::size_t family, std::string_view key, std::int64_t amount) {
  sum_key_.assign(1, static_cast<char>(family));
  sum_key_.append(key);
  sums_[sum_key_] += amount;
}

void Batch::put_silently(std::size_t family, std::string_view key, std::string_view value) {
  write(Kind::put, family, key, value);
}

void Batch::count(std::string_view what, std::int64_t amount) {
  digest_.add_times(sum_term(kMetaFamily, what), amount);
}

void Batch::finish_sums() {
  for (const auto& [name, amount] : sums_) {
    if (amount == 0) continue;
    const std::size_t family = static_cast<unsigned char>(name.front());
    const std::string_view key = std::string_view(name).substr(1);
    digest_.add_times(terms_.term(database_.family(family), key), amount);
    write(Kind::add, family, key, encode_sum(amount));
  }
  sums_.clear();
}

void Batch::write(Kind kind, std::size_t family, std::string_view key, std::string_view value) {
  writes_.push_back({static_cast<std::uint8_t>(family), kind,
                     static_cast<std::uint32_t>(key.size()),
                     static_cast<std::uint32_t>(value.size()), bytes_.size()});
  bytes_.append(key);
  bytes_.append(value);
}

rocksdb::WriteBatch Batch::writes() const {
  // RocksDB puts rows into a skip list one by one. Neighbours in a row find their place from the
  // last one's; in the order of events each search starts from the top and misses the cache all the
  // way down. What is written to one key stays in its order.
  struct Place {
    std::uint64_t front;  // family, then the first bytes of the key
    const Write* write;
  };
  std::vector<Place> places;
  places.reserve(writes_.size());
  for (const Write& each : writes_) {
    std::uint64_t front = 0;
    const std::string_view key = key_of(each);
    std::memcpy(&front, key.data(), std::min(key.size(), sizeof front));
    if constexpr (std::endian::native == std::endian::little) front = __builtin_bswap64(front);
    places.push_back({std::uint64_t{each.family} << 56 | front >> 8, &each});
  }
  std::sort(places.begin(), places.end(), [this](const Place& a, const Place& b) {
    if (a.front != b.front) return a.front < b.front;
    const int order = key_of(*a.write).compare(key_of(*b.write));
    return order != 0 ? order < 0 : a.write < b.write;
  });

  rocksdb::WriteBatch batch(bytes_.size() + 16 * writes_.size());
  for (const Place& place : places) {
    const Write& each = *place.write;
    const Family& family = database_.family(each.family);
    const rocksdb::Slice key = slice(key_of(each));
    const rocksdb::Slice value(bytes_.data() + each.begin + each.key_size, each.value_size);
    if (each.kind == Kind::put) batch.Put(family.place, key, value);
    if (each.kind == Kind::erase) batch.Delete(family.place, key);
    if (each.kind == Kind::add) batch.Merge(family.place, key, value);
  }
  return batch;
}

}  // namespace aduan
