#include "core/log/rocks/record_rows.h"

#include "core/base/bytes.h"

#include <bit>
#include <chrono>
#include <cstdint>
#include <utility>

namespace aduan {
namespace {

constexpr std::uint8_t kHasKey = 0x01;
constexpr std::uint8_t kHasValue = 0x02;
/// The first header is our content type, and is not among those that follow.
constexpr std::uint8_t kStandardType = 0x04;
constexpr std::uint8_t kKnownFlags = kHasKey | kHasValue | kStandardType;

/// A size, seven bits a byte, lowest first; the top bit says that more follow.
void append_size(std::string& out, std::uint64_t size) {
  for (; size >= 0x80; size >>= 7) out.push_back(static_cast<char>(size | 0x80));
  out.push_back(static_cast<char>(size));
}

std::optional<std::uint64_t> take_size(std::string_view& in) {
  std::uint64_t size = 0;
  for (int shift = 0; shift < 63; shift += 7) {
    const auto byte = take_u8(in);
    if (!byte) return std::nullopt;
    size |= std::uint64_t{*byte & 0x7fu} << shift;
    if (*byte < 0x80) return size;
  }
  return std::nullopt;
}

void append_text(std::string& out, std::string_view text) {
  append_size(out, text.size());
  out.append(text);
}

std::optional<std::string_view> take_text(std::string_view& in) {
  const auto size = take_size(in);
  return size ? take_bytes(in, *size) : std::nullopt;
}

bool is_standard_type(const RecordHeader& header) {
  return header.name == kContentTypeHeader && header.value == kContentType;
}

/// Size 0 is a null value; else the value's size and one.
void append_header(std::string& out, const RecordHeader& header) {
  append_text(out, header.name);
  append_size(out, header.value ? header.value->size() + 1 : 0);
  if (header.value) out.append(*header.value);
}

std::optional<RecordHeader> take_header(std::string_view& in) {
  const auto name = take_text(in);
  if (!name) return std::nullopt;
  const auto size = take_size(in);
  if (!size) return std::nullopt;
  RecordHeader header{std::string(*name), std::nullopt};
  if (*size == 0) return header;
  const auto value = take_bytes(in, *size - 1);
  if (!value) return std::nullopt;
  header.value.emplace(*value);
  return header;
}

std::optional<Record> decode(Position position, std::string_view in) {
  const auto flags = take_u8(in);
  if (!flags || (*flags & ~kKnownFlags) != 0) return std::nullopt;
  const auto timestamp = take_u64(in);
  if (!timestamp) return std::nullopt;

  Record record;
  record.position = position;
  record.timestamp = Instant{std::chrono::milliseconds{std::bit_cast<std::int64_t>(*timestamp)}};
  if ((*flags & kHasKey) != 0) {
    const auto key = take_text(in);
    if (!key) return std::nullopt;
    record.key.emplace(*key);
  }
  if ((*flags & kStandardType) != 0) {
    record.headers.push_back({std::string(kContentTypeHeader), std::string(kContentType)});
  }
  const auto headers = take_size(in);
  // A header takes two bytes at least, so a number above the bytes left is damage.
  if (!headers || *headers > in.size()) return std::nullopt;
  for (std::uint64_t i = 0; i < *headers; ++i) {
    auto header = take_header(in);
    if (!header) return std::nullopt;
    record.headers.push_back(std::move(*header));
  }
  if ((*flags & kHasValue) != 0) {
    record.value.emplace(in);
  } else if (!in.empty()) {
    return std::nullopt;
  }
  return record;
}

}  // namespace

std::string record_key(Position position) {
  std::string key;
  append_u32(key, position.stream);
  append_u64(key, position.offset);
  return key;
}

std::optional<Position> parse_record_key(std::string_view key) {
  const auto stream = take_u32(key);
  const auto offset = take_u64(key);
  if (!stream || !offset || !key.empty()) return std::nullopt;
  return Position{*stream, *offset};
}

void append_record_value(std::string& out, const Record& record) {
  const bool is_standard = !record.headers.empty() && is_standard_type(record.headers.front());
  std::uint8_t flags = 0;
  if (record.key) flags |= kHasKey;
  if (record.value) flags |= kHasValue;
  if (is_standard) flags |= kStandardType;

  out.push_back(static_cast<char>(flags));
  append_u64(
      out, std::bit_cast<std::uint64_t>(std::int64_t{record.timestamp.time_since_epoch().count()}));
  if (record.key) append_text(out, *record.key);
  const std::size_t first = is_standard ? 1 : 0;
  append_size(out, record.headers.size() - first);
  for (std::size_t i = first; i < record.headers.size(); ++i) {
    append_header(out, record.headers[i]);
  }
  if (record.value) out.append(*record.value);
}

Result<Record> decode_record_value(Position position, std::string_view value) {
  auto record = decode(position, value);
  if (record) return std::move(*record);
  return Error{ErrorKind::corrupt,
               "a record of the log does not decode, in stream " + std::to_string(position.stream) +
                   " at offset " + std::to_string(position.offset) +
                   "; restore the log from its backup, nothing else was changed"};
}

}  // namespace aduan
