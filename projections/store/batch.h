// One batch of records on its way to become one write: rows, sums, and what they add to the digest.

#pragma once

#include "projections/store/database.h"
#include "projections/store/digest.h"

#include <rocksdb/write_batch.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace aduan {

/// The terms of sums that come again and again: a hash once, not a batch.
class SumTerms {
 public:
  const Hash& term(const Family& family, std::string_view key);

 private:
  std::unordered_map<std::string, Hash> terms_;
};

class Batch {
 public:
  Batch(const Database& database, const StateDigest& digest, SumTerms& terms)
      : database_(database), digest_(digest), terms_(terms) {}

  /// A row that was not there.
  void put(std::size_t family, std::string_view key, std::string_view value);
  /// A row whose old term, where it was there, the caller knows. Gives the new one.
  Hash replace(std::size_t family, std::string_view key, const Hash* old_term,
               std::string_view value);
  /// A row that was there with this value.
  void erase(std::size_t family, std::string_view key, std::string_view value);
  void add(std::size_t family, std::string_view key, std::int64_t amount);

  /// A row of `meta`, or any other outside the digest.
  void put_silently(std::size_t family, std::string_view key, std::string_view value);
  /// A count that stands in the digest.
  void count(std::string_view what, std::int64_t amount);

  /// Adds the sums up; after this only put_silently may be called.
  void finish_sums();
  Hash digest() const { return digest_.value(); }
  /// Everything, in the order of families and keys.
  rocksdb::WriteBatch writes() const;

 private:
  enum class Kind : std::uint8_t { put, erase, add };
  /// Bytes in bytes_: the key, then the value.
  struct Write {
    std::uint8_t family;
    Kind kind;
    std::uint32_t key_size;
    std::uint32_t value_size;
    std::size_t begin;
  };

  void write(Kind kind, std::size_t family, std::string_view key, std::string_view value);
  std::string_view key_of(const Write& write) const {
    return std::string_view(bytes_).substr(write.begin, write.key_size);
  }

  const Database& database_;
  StateDigest digest_;
  SumTerms& terms_;
  std::vector<Write> writes_;
  std::string bytes_;
  /// A family's index, then the key: many events of a batch add to the same sums.
  std::unordered_map<std::string, std::int64_t> sums_;
  std::string sum_key_;
};

}  // namespace aduan
