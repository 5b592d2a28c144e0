// A body out of a parsed object: a cereal input archive over simdjson's DOM.
//
// Fields may stand in any order; unknown ones are passed over; a required one that is missing or
// has another form throws DecodeError, which the codec's door turns into an Error. (cereal's own
// JSON input archive must never see outside bytes: it overflows the stack on deep nesting.)

#pragma once

#include "core/base/encoding.h"
#include "schemas/codes.h"
#include "schemas/ids.h"
#include "schemas/instant.h"
#include "schemas/json/document_state.h"
#include "schemas/named.h"

#include <cereal/cereal.hpp>

#include <concepts>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace aduan::json {

/// The field that does not decode. Never leaves `schemas`.
struct DecodeError {
  std::string field;
};

class Reader : public cereal::InputArchive<Reader> {
 public:
  explicit Reader(const Document& document)
      : cereal::InputArchive<Reader>(this),
        object_(document.state().root),
        next_(object_.begin()) {}

  template <class T>
  void read_field(const char* name, T& value) {
    field_ = name;
    simdjson::dom::element element;
    if (find(name, element)) {
      read(element, value);
    } else {
      read_absent(value);
    }
  }

 private:
  [[noreturn]] void fail() const { throw DecodeError{field_}; }

  /// Our own writer keeps the order of `serialize`, so the next field is mostly the one asked for.
  bool find(std::string_view name, simdjson::dom::element& element) {
    if (next_ != object_.end() && next_.key() == name) {
      element = next_.value();
      ++next_;
      return true;
    }
    return object_.at_key(name).get(element) == simdjson::SUCCESS;
  }

  template <class T>
  void read_absent(std::optional<T>& value) {
    value.reset();
  }
  template <class T>
  void read_absent(std::vector<T>& value) {
    value.clear();
  }
  template <class T>
  void read_absent(Disclosed<T>& value) {
    value = {};
  }
  void read_absent(SealedText& value) { value = {}; }
  template <class T>
  void read_absent(T&) {
    fail();
  }

  std::string_view text_of(simdjson::dom::element element) {
    std::string_view text;
    if (element.get(text) != simdjson::SUCCESS) fail();
    return text;
  }

  template <class T>
  void take(const std::optional<T>& parsed, T& value) {
    if (!parsed) fail();
    value = *parsed;
  }

  void read(simdjson::dom::element element, bool& value) {
    if (element.get(value) != simdjson::SUCCESS) fail();
  }
  template <std::unsigned_integral T>
  void read(simdjson::dom::element element, T& value) {
    std::uint64_t number = 0;
    if (element.get(number) != simdjson::SUCCESS || number > std::numeric_limits<T>::max()) fail();
    value = static_cast<T>(number);
  }
  void read(simdjson::dom::element element, std::string& value) { value = text_of(element); }
  void read(simdjson::dom::element element, CaseId& value) {
    take(CaseId::from_text(text_of(element)), value);
  }
  void read(simdjson::dom::element element, Instant& value) {
    take(parse_instant(text_of(element)), value);
  }
  template <class Tag>
  void read(simdjson::dom::element element, Name<Tag>& value) {
    value.value = text_of(element);
  }
  template <class E>
    requires std::is_enum_v<E>
  void read(simdjson::dom::element element, E& value) {
    take(parse_code<E>(text_of(element)), value);
  }
  template <class E>
  void read(simdjson::dom::element element, Code<E>& value) {
    value = Code<E>::from_text(text_of(element));
  }
  void read(simdjson::dom::element element, SealedText& value) {
    simdjson::dom::element commit;
    if (element["commit"].get(commit) != simdjson::SUCCESS) fail();
    if (!decode_base64(text_of(commit), value.commit.emplace())) fail();
  }
  template <class T>
  void read(simdjson::dom::element element, Disclosed<T>& value) {
    value = {};
    element.is_string() ? read(element, value.open.emplace()) : read(element, value.sealed);
  }
  template <class T>
  void read(simdjson::dom::element element, std::optional<T>& value) {
    read(element, value.emplace());
  }
  template <class T>
  void read(simdjson::dom::element element, std::vector<T>& list) {
    simdjson::dom::array array;
    if (element.get(array) != simdjson::SUCCESS) fail();
    list.clear();
    for (const simdjson::dom::element each : array) read(each, list.emplace_back());
  }
  template <class T>
    requires std::is_class_v<T>
  void read(simdjson::dom::element element, T& body) {
    simdjson::dom::object object;
    if (element.get(object) != simdjson::SUCCESS) fail();
    // Not an archive of its own: cereal's base class has tables that are costly to make.
    const auto outer = std::pair(object_, next_);
    object_ = object;
    next_ = object.begin();
    (*this)(body);
    std::tie(object_, next_) = outer;
  }

  simdjson::dom::object object_;
  simdjson::dom::object::iterator next_;
  const char* field_ = "";
};

template <class T>
void CEREAL_LOAD_FUNCTION_NAME(Reader& reader, Named<T>& field) {
  reader.read_field(field.name, field.value);
}

inline void CEREAL_LOAD_FUNCTION_NAME(Reader& reader, NamedSealed& field) {
  reader.read_field(field.name, field.value);
}

}  // namespace aduan::json

namespace aduan {
// cereal looks a field's function up beside its type, which is ours.
using json::CEREAL_LOAD_FUNCTION_NAME;
}  // namespace aduan
