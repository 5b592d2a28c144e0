// A body's JSON Schema (draft 2020-12) out of the same `serialize` that writes and reads it.
//
// The schema says what every reader of ours takes: fields that it does not know may stand anywhere,
// and a code of a closed list may be one that a later version added, so such a list is `anyOf` its
// members and any string. Where the state cannot go on without knowing (role, clock, audience), it
// is `enum`.

#pragma once

#include "core/base/clock.h"
#include "schemas/codes.h"
#include "schemas/ids.h"
#include "schemas/named.h"

#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace aduan::json {

/// What a field of this name is, where its name alone does not say it; empty otherwise.
std::string_view description_of(std::string_view field);

/// The schema of a text: `pattern` where it has one form alone.
std::string text_schema(std::string_view pattern);
/// The schema of a closed list.
std::string list_schema(const std::string_view* names, std::size_t count, bool is_open);
std::string whole_number_schema(std::uint64_t max);
/// The schema of a commitment, `{"commit":"<base64 of 32 bytes>"}`.
std::string commitment_schema();

inline constexpr std::string_view kCaseIdPattern = "^[0-9A-HJKMNP-TV-Z]{10}$";
inline constexpr std::string_view kInstantPattern =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$";
inline constexpr std::string_view kBase64Of16Pattern = "^[A-Za-z0-9+/]{21}[AQgw]==$";
inline constexpr std::string_view kBase64Of32Pattern = "^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$";

/// Collects the fields of one body as compact JSON.
class SchemaWriter {
 public:
  template <class... Fields>
  void operator()(Fields&&... fields) {
    (add(fields.name, fields.value), ...);
  }

  /// The object's schema, once `serialize` has gone through it.
  std::string object() const {
    std::string schema = R"({"type":"object",)";
    if (!required_.empty()) schema.append(R"("required":[)").append(required_).append("],");
    return schema.append(R"("properties":{)").append(properties_).append("}}");
  }

 private:
  template <class T>
  void add(std::string_view name, const T& value) {
    std::string schema = schema_of(value);
    if (const auto description = description_of(name); !description.empty()) {
      schema.insert(1, std::string(R"("description":")").append(description).append("\","));
    }
    if (!properties_.empty()) properties_ += ',';
    properties_.append("\"").append(name).append("\":").append(schema);
    if (may_be_absent(value)) return;
    if (!required_.empty()) required_ += ',';
    required_.append("\"").append(name).append("\"");
  }

  template <class T>
  static bool may_be_absent(const T&) {
    return false;
  }
  template <class T>
  static bool may_be_absent(const std::optional<T>&) {
    return true;
  }
  template <class T>
  static bool may_be_absent(const std::vector<T>&) {
    return true;
  }
  template <class T>
  static bool may_be_absent(const Disclosed<T>&) {
    return true;
  }
  static bool may_be_absent(const SealedText&) { return true; }

  static std::string schema_of(bool) { return R"({"type":"boolean"})"; }
  template <std::unsigned_integral T>
  static std::string schema_of(T) {
    return whole_number_schema(std::numeric_limits<T>::max());
  }
  static std::string schema_of(const std::string&) { return text_schema(""); }
  static std::string schema_of(const CaseId&) { return text_schema(kCaseIdPattern); }
  static std::string schema_of(Instant) { return text_schema(kInstantPattern); }
  template <class Tag>
  static std::string schema_of(const Name<Tag>&) {
    return text_schema("");
  }
  template <class E>
    requires std::is_enum_v<E>
  static std::string schema_of(E) {
    return list_schema(Names<E>::values.data(), Names<E>::values.size(), false);
  }
  template <class E>
  static std::string schema_of(const Code<E>&) {
    return list_schema(Names<E>::values.data(), Names<E>::values.size(), true);
  }
  static std::string schema_of(const SealedText&) { return commitment_schema(); }
  template <class T>
  static std::string schema_of(const Disclosed<T>&) {
    return R"({"anyOf":[)" + schema_of(T{}) + "," + commitment_schema() + "]}";
  }
  template <class T>
  static std::string schema_of(const std::optional<T>&) {
    return schema_of(T{});
  }
  template <class T>
  static std::string schema_of(const std::vector<T>&) {
    return R"({"type":"array","items":)" + schema_of(T{}) + "}";
  }
  template <class T>
    requires std::is_class_v<T>
  static std::string schema_of(const T&) {
    T body;
    SchemaWriter nested;
    serialize(nested, body);
    return nested.object();
  }

  std::string properties_;
  std::string required_;
};

/// The schema of a body's object.
template <class Body>
std::string body_schema() {
  Body body;
  SchemaWriter writer;
  serialize(writer, body);
  return writer.object();
}

}  // namespace aduan::json
