// The rows of the families that every store has, and of `meta`. Bytes: docs/formats/projections.md.

#pragma once

#include "core/ledger/case_state.h"
#include "core/log/record.h"
#include "projections/store/reader.h"
#include "projections/store/step_summary.h"
#include "schemas/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aduan {

inline constexpr std::string_view kCasesFamily = "cases.1";
inline constexpr std::string_view kHistoryFamily = "case_history.2";
inline constexpr std::string_view kCommandsFamily = "commands.1";
inline constexpr std::string_view kDirectoryFamily = "directory.1";
inline constexpr std::string_view kMetaFamily = "meta";

/// What a row that does not decode means to whoever reads it.
Error damaged_row(std::string_view family);

/// A subject at the front of a key: always 10 bytes, the directory's with a zero at its end, so
/// that all keys of a family have one length.
inline constexpr std::size_t kSubjectKeyBytes = 10;
void append_subject(std::string& key, std::string_view subject);

/// Subject, sequence u64be.
std::string history_key(std::string_view subject, std::uint64_t sequence);

struct HistoryRow {
  Position position;
  Hash leaf{};
  std::optional<Hash> payload_hash;

  bool operator==(const HistoryRow&) const = default;
};
/// `summary` may be null: of the directory, and of a body that does not decode.
std::string encode_history_row(const HistoryRow& row, const StepSummary* summary);
/// The row without its summary.
std::optional<HistoryRow> decode_history_row(std::string_view value);
/// The bytes of the row's summary, for `read_step_summary`; empty where it has none. Nothing where
/// the row does not decode.
std::optional<std::string_view> summary_of_history_row(std::string_view value);

/// Subject, command id; then in the row's key the sequence u64be. The sequence stands in the key so
/// that a command id that a foreign writer used twice makes two rows, not a changed one.
inline constexpr std::size_t kCommandPrefixBytes = kSubjectKeyBytes + 16;
std::string command_prefix(std::string_view subject, const CommandId& command);
std::string command_key(std::string_view subject, const CommandId& command, std::uint64_t sequence);
std::optional<std::uint64_t> sequence_of_command_key(std::string_view key);

/// The one row of the directory's family.
inline constexpr std::string_view kDirectoryRow = "chain";
struct DirectoryChain {
  ChainHead head;
  bool parked = false;  ///< a record's body did not decode

  bool operator==(const DirectoryChain&) const = default;
};
template <class Archive>
void serialize(Archive& archive, DirectoryChain& chain) {
  archive(named("head", chain.head), named("parked", chain.parked));
}

/// In `meta`: what the store was made for, and where it stands.
inline constexpr std::string_view kIdentityRow = "identity";
inline constexpr std::string_view kStatusRow = "status";
/// In `meta`: prefix, stream u32be, offset u64be → Objection's subject, 0x00, reason.
inline constexpr std::string_view kVoidRows = "void/";
inline constexpr std::string_view kParkedRows = "parked/";
std::string objection_key(std::string_view rows, Position position);
std::string encode_objection(std::string_view subject, std::string_view reason);
std::optional<Objection> decode_objection(std::string_view rows, std::string_view key,
                                          std::string_view value);

struct StoreIdentity {
  std::string ledger;
  std::uint32_t partitions = 0;

  bool operator==(const StoreIdentity&) const = default;
};
template <class Archive>
void serialize(Archive& archive, StoreIdentity& identity) {
  archive(named("ledger", identity.ledger), named("partitions", identity.partitions));
}

template <class Archive>
void serialize(Archive& archive, StoreStatus& status) {
  archive(named("cases", status.cases), named("events", status.events),
          named("directory_events", status.directory_events),
          named("void_records", status.void_records), named("parked", status.parked),
          named("digest", status.digest), named("positions", status.positions));
}

}  // namespace aduan
