// A body as canonical JSON: a cereal output archive that writes fields in the order of `serialize`.
//
// No whitespace; strings escape `"`, `\` and bytes below 0x20 alone. Absent optionals, empty lists
// and texts that were not written are left out.

#pragma once

#include "core/base/encoding.h"
#include "schemas/codes.h"
#include "schemas/ids.h"
#include "schemas/instant.h"
#include "schemas/named.h"

#include <cereal/cereal.hpp>

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace aduan::json {

/// Appends `text` as a JSON string. Requires: valid UTF-8 (whoever takes a text in from outside
/// checks).
void append_string(std::string& out, std::string_view text);

class Writer : public cereal::OutputArchive<Writer> {
 public:
  /// Appends to `out`.
  explicit Writer(std::string& out) : cereal::OutputArchive<Writer>(this), out_(out) {}

  /// `{…}` of a body.
  template <class T>
  void write_object(const T& body) {
    out_ += '{';
    first_ = true;
    (*this)(body);
    out_ += '}';
    first_ = false;
  }

  template <class T>
  void write_field(const char* name, const T& value) {
    if (is_absent(value)) return;
    write_name(name);
    write(value);
  }

 private:
  template <class T>
  static bool is_absent(const T&) {
    return false;
  }
  template <class T>
  static bool is_absent(const std::optional<T>& value) {
    return !value;
  }
  template <class T>
  static bool is_absent(const std::vector<T>& value) {
    return value.empty();
  }
  template <class T>
  static bool is_absent(const Disclosed<T>& value) {
    return !value.has_value();
  }
  static bool is_absent(const SealedText& value) { return !value.has_value(); }

  void write_name(const char* name) {
    if (!first_) out_ += ',';
    first_ = false;
    out_.append("\"").append(name).append("\":");
  }

  void write(bool value) { out_ += value ? "true" : "false"; }
  template <std::unsigned_integral T>
  void write(T value) {
    char digits[20];
    const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
    out_.append(digits, end);
  }
  void write(const std::string& value) { append_string(out_, value); }
  void write(const CaseId& value) { append_string(out_, value.text()); }
  void write(Instant value) { out_.append("\"").append(format_instant(value)).append("\""); }
  template <class Tag>
  void write(const Name<Tag>& value) {
    append_string(out_, value.value);
  }
  template <class E>
    requires std::is_enum_v<E>
  void write(E value) { append_string(out_, name_of_code(value)); }
  template <class E>
  void write(const Code<E>& value) {
    append_string(out_, value.text());
  }
  void write(const SealedText& value) {
    out_ += "{\"commit\":\"";
    append_base64(out_, as_view(*value.commit));
    out_ += "\"}";
  }
  template <class T>
  void write(const Disclosed<T>& value) {
    value.open ? write(*value.open) : write(value.sealed);
  }
  template <class T>
  void write(const std::optional<T>& value) {
    write(*value);
  }
  template <class T>
  void write(const std::vector<T>& list) {
    char separator = '[';
    for (const T& each : list) {
      out_ += separator;
      write(each);
      separator = ',';
    }
    out_ += ']';
  }
  template <class T>
    requires std::is_class_v<T>
  void write(const T& body) { write_object(body); }

  std::string& out_;
  bool first_ = true;
};

template <class T>
void CEREAL_SAVE_FUNCTION_NAME(Writer& writer, const Named<T>& field) {
  writer.write_field(field.name, field.value);
}

inline void CEREAL_SAVE_FUNCTION_NAME(Writer& writer, const NamedSealed& field) {
  writer.write_field(field.name, field.value);
}

}  // namespace aduan::json

namespace aduan {
// cereal looks a field's function up beside its type, which is ours.
using json::CEREAL_SAVE_FUNCTION_NAME;
}  // namespace aduan
