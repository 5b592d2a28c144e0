// Values of the projections in the layout of cereal's PortableBinary: one byte 01 (little-endian),
// then the fields in the order of `serialize`; sizes as u64, optionals after a byte 0 or 1,
// enumerators as their number. The reader trusts no size that it finds: cereal's own asks for
// 0x1fff… bytes when a row is damaged.
//
// Not for records: their bytes are JSON and frozen. A value's form belongs to its column family's
// version; a changed form is a rebuilt family.

#pragma once

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "schemas/codes.h"
#include "schemas/ids.h"
#include "schemas/named.h"

#include <cereal/cereal.hpp>

#include <array>
#include <bit>
#include <chrono>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace aduan::binary {

static_assert(std::endian::native == std::endian::little, "numbers are stored as they stand");

inline constexpr char kLittleEndian = 1;

class Writer : public cereal::OutputArchive<Writer> {
 public:
  /// Appends to `out`.
  explicit Writer(std::string& out) : cereal::OutputArchive<Writer>(this), out_(out) {
    out_ += kLittleEndian;
  }

  template <class T>
    requires std::is_arithmetic_v<T>
  void write(T value) { out_.append(reinterpret_cast<const char*>(&value), sizeof value); }
  template <class E>
    requires std::is_enum_v<E>
  void write(E value) { write(static_cast<std::underlying_type_t<E>>(value)); }
  void write(Instant value) { write(std::int64_t{value.time_since_epoch().count()}); }
  void write(std::string_view text) {
    write(std::uint64_t{text.size()});
    out_.append(text);
  }
  void write(const std::string& text) { write(std::string_view(text)); }
  void write(const CaseId& id) { out_.append(id.text()); }
  void write(const Actor& actor) { write(actor.text()); }
  template <std::size_t N>
  void write(const std::array<std::uint8_t, N>& bytes) {
    out_.append(as_view(bytes));
  }
  template <class Tag>
  void write(const Name<Tag>& name) {
    write(std::string_view(name.value));
  }
  template <class E>
  void write(const Code<E>& code) {
    write(code.text());
  }
  template <class T>
  void write(const std::optional<T>& value) {
    write(value.has_value());
    if (value) write(*value);
  }
  template <class T>
  void write(const std::vector<T>& list) {
    write(std::uint64_t{list.size()});
    for (const T& each : list) write(each);
  }
  template <class T>
    requires std::is_class_v<T>
  void write(const T& body) { (*this)(body); }

 private:
  std::string& out_;
};

/// Thrown by Reader; never leaves `decode_binary`.
struct DecodeError {};

class Reader : public cereal::InputArchive<Reader> {
 public:
  explicit Reader(std::string_view bytes) : cereal::InputArchive<Reader>(this), rest_(bytes) {
    if (take(1).front() != kLittleEndian) throw DecodeError{};
  }

  bool at_end() const { return rest_.empty(); }

  void read(bool& value) {
    const char byte = take(1).front();
    if (byte != 0 && byte != 1) throw DecodeError{};
    value = byte == 1;
  }
  template <class T>
    requires std::is_arithmetic_v<T>
  void read(T& value) { std::memcpy(&value, take(sizeof value).data(), sizeof value); }
  template <class E>
    requires std::is_enum_v<E>
  void read(E& value) {
    std::underlying_type_t<E> number = 0;
    read(number);
    if (static_cast<std::size_t>(number) >= Names<E>::values.size()) throw DecodeError{};
    value = static_cast<E>(number);
  }
  void read(Instant& value) {
    std::int64_t count = 0;
    read(count);
    value = Instant{std::chrono::milliseconds{count}};
  }
  void read(std::string& text) { text = take(take_size()); }
  void read(CaseId& id) {
    const auto parsed = CaseId::from_text(take(id.text().size()));
    if (!parsed) throw DecodeError{};
    id = *parsed;
  }
  void read(Actor& actor) {
    const auto parsed = parse_actor(take(take_size()));
    if (!parsed) throw DecodeError{};
    actor = *parsed;
  }
  template <std::size_t N>
  void read(std::array<std::uint8_t, N>& bytes) {
    bytes = *as_array<N>(take(N));
  }
  template <class Tag>
  void read(Name<Tag>& name) {
    read(name.value);
  }
  template <class E>
  void read(Code<E>& code) {
    code = Code<E>::from_text(take(take_size()));
  }
  template <class T>
  void read(std::optional<T>& value) {
    bool present = false;
    read(present);
    value.reset();
    if (present) read(value.emplace());
  }
  template <class T>
  void read(std::vector<T>& list) {
    // Every element takes a byte at least, so a size above the bytes left is damage.
    const std::size_t size = take_size();
    list.clear();
    for (std::size_t i = 0; i < size; ++i) read(list.emplace_back());
  }
  template <class T>
    requires std::is_class_v<T>
  void read(T& body) { (*this)(body); }

 private:
  std::string_view take(std::size_t size) {
    if (size > rest_.size()) throw DecodeError{};
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }
  std::size_t take_size() {
    std::uint64_t size = 0;
    read(size);
    if (size > rest_.size()) throw DecodeError{};
    return static_cast<std::size_t>(size);
  }

  std::string_view rest_;
};

template <class T>
void CEREAL_SAVE_FUNCTION_NAME(Writer& writer, const Named<T>& field) {
  writer.write(field.value);
}
template <class T>
void CEREAL_LOAD_FUNCTION_NAME(Reader& reader, Named<T>& field) {
  reader.read(field.value);
}

}  // namespace aduan::binary

namespace aduan {
// cereal looks a field's function up beside its type, which is ours.
using binary::CEREAL_LOAD_FUNCTION_NAME;
using binary::CEREAL_SAVE_FUNCTION_NAME;

/// The stored form of a projection's value.
template <class T>
std::string encode_binary(const T& value) {
  std::string out;
  binary::Writer(out).write(value);
  return out;
}

/// Errors: corrupt (bytes are missing or left over, a number is out of its range).
template <class T>
Result<T> decode_binary(std::string_view bytes) {
  try {
    T value;
    binary::Reader reader(bytes);
    reader.read(value);
    if (reader.at_end()) return value;
  } catch (const binary::DecodeError&) {
    // Falls through: both are damage.
  }
  return Error{ErrorKind::corrupt, "a stored value does not decode; rebuild the projections"};
}

}  // namespace aduan
