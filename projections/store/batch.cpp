#include "projections/store/batch.h"

#include "projections/store/rows.h"

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
  writes_.Put(place.place, slice(key), slice(value));
  return term;
}

void Batch::erase(std::size_t family, std::string_view key, std::string_view value) {
  const Family& place = database_.family(family);
  digest_.subtract(row_term(place.name, key, value));
  writes_.Delete(place.place, slice(key));
}

void Batch::add(std::size_t family, std::string_view key, std::int64_t amount) {
  sum_key_.assign(1, static_cast<char>(family));
  sum_key_.append(key);
  sums_[sum_key_] += amount;
}

void Batch::put_silently(std::size_t family, std::string_view key, std::string_view value) {
  writes_.Put(database_.family(family).place, slice(key), slice(value));
}

void Batch::count(std::string_view what, std::int64_t amount) {
  digest_.add_times(sum_term(kMetaFamily, what), amount);
}

rocksdb::WriteBatch& Batch::finish() {
  for (const auto& [name, amount] : sums_) {
    if (amount == 0) continue;
    const Family& family = database_.family(static_cast<unsigned char>(name.front()));
    const std::string_view key = std::string_view(name).substr(1);
    digest_.add_times(terms_.term(family, key), amount);
    writes_.Merge(family.place, slice(key), slice(encode_sum(amount)));
  }
  sums_.clear();
  return writes_;
}

}  // namespace aduan
