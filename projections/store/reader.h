// How the projections' read functions see the rows: one snapshot of the whole store, so that what a
// question reads from two families agrees.

#pragma once

#include "core/ledger/case_store.h"
#include "projections/projection.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// No page is longer.
inline constexpr std::size_t kPageRowsMax = 10'000;

/// Which part of a long answer.
struct Page {
  std::size_t rows = 100;  ///< at most; cut to kPageRowsMax
  std::string after;       ///< where the page before ended (`PageOf::next`); empty: from the start
};

template <class T>
struct PageOf {
  std::vector<T> items;
  std::string next;  ///< for the next page's `after`; empty: there is no more
};

/// What the store has counted up to its positions.
struct StoreStatus {
  std::uint64_t cases = 0;             ///< with a valid record
  std::uint64_t events = 0;            ///< valid records of cases
  std::uint64_t directory_events = 0;  ///< valid records of the directory
  std::uint64_t void_records = 0;
  std::uint64_t parked = 0;  ///< subjects whose history has a body that this version cannot read
  Hash digest{};             ///< docs/formats/digest.md
  std::vector<std::uint64_t> positions;  ///< a stream: the offset that is applied next

  bool operator==(const StoreStatus&) const = default;
};

/// Why a record was void, or parked its subject: for people.
struct Objection {
  Position position;
  std::string subject;  ///< empty for a void record
  std::string reason;
};

/// A snapshot. Cheap to make; keeps old rows alive, so don't keep it long.
/// Threads: its functions may be called from any; any number of readers beside each other and the
/// writer.
class Reader final : public CaseStore {
 public:
  struct State;
  explicit Reader(std::unique_ptr<State> state);
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader() override;

  /// The row's value; nothing when there is none. A sum of zero is no row.
  /// Errors: invalid (no such family), corrupt, unavailable.
  Result<std::optional<std::string>> get(std::string_view family, std::string_view key) const;

  /// Calls `visit(key, value)` for each row of the family whose key begins with `prefix`, in the
  /// order of keys, from the first that is after `after` (empty: all), until it gives false. Views
  /// live during the call.
  /// Errors: as get.
  Result<void> scan(
      std::string_view family, std::string_view prefix, std::string_view after,
      const std::function<bool(std::string_view key, std::string_view value)>& visit) const;

  /// The last row whose key begins with `prefix` and is not after `upto`.
  Result<std::optional<Row>> last(std::string_view family, std::string_view prefix,
                                  std::string_view upto) const;

  /// A page of the family's rows below a prefix.
  Result<PageOf<Row>> page(std::string_view family, std::string_view prefix,
                           const Page& page) const;

  /// The value of a row of a sum; 0 when there is none.
  Result<std::int64_t> sum(std::string_view family, std::string_view key) const;

  Result<CaseState> read_case(const CaseId& id) const override;
  Result<std::optional<std::uint64_t>> find_command(std::string_view subject,
                                                    const CommandId& command) const override;
  Result<std::pair<Position, Hash>> locate(std::string_view subject,
                                           std::uint64_t sequence) const override;

  /// The directory's chain. Errors: corrupt, unavailable.
  Result<ChainHead> read_directory_head() const;

  Result<StoreStatus> status() const;
  /// The digest as the rows have it, read one by one; `status` has the one that is kept.
  Result<Hash> computed_digest() const;
  /// The first `rows` void records, and the first `rows` records that parked a subject, by
  /// position.
  Result<std::vector<Objection>> void_records(std::size_t rows) const;
  Result<std::vector<Objection>> parked(std::size_t rows) const;

 private:
  std::unique_ptr<State> state_;
};

/// A sum's stored value: 8 bytes, two's complement, big-endian. Nothing for another length.
std::string encode_sum(std::int64_t value);
std::optional<std::int64_t> decode_sum(std::string_view value);

}  // namespace aduan
