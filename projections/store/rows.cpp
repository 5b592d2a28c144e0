#include "projections/store/rows.h"

#include "core/base/bytes.h"
#include "core/base/check.h"

#include <bit>

namespace aduan {

std::string encode_sum(std::int64_t value) {
  std::string out;
  append_u64(out, std::bit_cast<std::uint64_t>(value));
  return out;
}

std::optional<std::int64_t> decode_sum(std::string_view value) {
  const auto number = take_u64(value);
  if (!number || !value.empty()) return std::nullopt;
  return std::bit_cast<std::int64_t>(*number);
}

Error damaged_row(std::string_view family) {
  return Error{ErrorKind::corrupt, "a row of " + std::string(family) +
                                       " does not decode; the log is untouched: rebuild the "
                                       "projections"};
}

void append_subject(std::string& key, std::string_view subject) {
  CHECK(subject.size() == kSubjectKeyBytes || subject == kDirectorySubject);
  key.append(subject);
  if (subject.size() < kSubjectKeyBytes) key.push_back('\0');
}

std::string history_key(std::string_view subject, std::uint64_t sequence) {
  std::string key;
  key.reserve(kSubjectKeyBytes + 8);
  append_subject(key, subject);
  append_u64(key, sequence);
  return key;
}

std::string encode_history_row(const HistoryRow& row, const StepSummary* summary) {
  std::string value;
  value.reserve(256);
  append_u32(value, row.position.stream);
  append_u64(value, row.position.offset);
  value.append(as_view(row.leaf));
  value.push_back(row.payload_hash ? 1 : 0);
  if (row.payload_hash) value.append(as_view(*row.payload_hash));
  if (summary != nullptr) append_step_summary(value, *summary);
  return value;
}

namespace {

/// Takes the row's own bytes off `value`; what stays is its summary's.
std::optional<HistoryRow> take_history_row(std::string_view& value) {
  const auto stream = take_u32(value);
  const auto offset = take_u64(value);
  const auto leaf = take_bytes(value, Hash{}.size());
  const auto payload_hashes = take_u8(value);
  if (!stream || !offset || !leaf || !payload_hashes || *payload_hashes > 1) return std::nullopt;
  HistoryRow row{{*stream, *offset}, *as_array<32>(*leaf), std::nullopt};
  if (*payload_hashes == 0) return row;
  const auto payload_hash = take_bytes(value, Hash{}.size());
  if (!payload_hash) return std::nullopt;
  row.payload_hash = as_array<32>(*payload_hash);
  return row;
}

}  // namespace

std::optional<HistoryRow> decode_history_row(std::string_view value) {
  return take_history_row(value);
}

std::optional<std::string_view> summary_of_history_row(std::string_view value) {
  if (!take_history_row(value)) return std::nullopt;
  return value;
}

std::string command_prefix(std::string_view subject, const CommandId& command) {
  std::string key;
  key.reserve(kCommandPrefixBytes + 8);
  append_subject(key, subject);
  key.append(as_view(command));
  return key;
}

std::string command_key(std::string_view subject, const CommandId& command,
                        std::uint64_t sequence) {
  std::string key = command_prefix(subject, command);
  append_u64(key, sequence);
  return key;
}

std::optional<std::uint64_t> sequence_of_command_key(std::string_view key) {
  if (key.size() != kCommandPrefixBytes + 8) return std::nullopt;
  key.remove_prefix(kCommandPrefixBytes);
  return take_u64(key);
}

std::string objection_key(std::string_view rows, Position position) {
  std::string key(rows);
  append_u32(key, position.stream);
  append_u64(key, position.offset);
  return key;
}

std::string encode_objection(std::string_view subject, std::string_view reason) {
  std::string value(subject);
  value.push_back('\0');
  value.append(reason);
  return value;
}

std::optional<Objection> decode_objection(std::string_view rows, std::string_view key,
                                          std::string_view value) {
  if (!key.starts_with(rows)) return std::nullopt;
  key.remove_prefix(rows.size());
  const auto stream = take_u32(key);
  const auto offset = take_u64(key);
  const std::size_t end = value.find('\0');
  if (!stream || !offset || !key.empty() || end == std::string_view::npos) return std::nullopt;
  return Objection{
      {*stream, *offset}, std::string(value.substr(0, end)), std::string(value.substr(end + 1))};
}

}  // namespace aduan
