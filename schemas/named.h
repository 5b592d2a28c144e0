// How a body names its fields: one templated `serialize` a type, read by every archive there is
// (the JSON writer and reader, the stored binary form, the schema printer, the sealer).
//
//   template <class Archive>
//   void serialize(Archive& archive, Returned& event) {
//     archive(named("by", event.by), named("to", event.to), official("note", event.note));
//   }
//
// Rules of the JSON form: fields stand in the order of `serialize`; an absent optional, an empty
// list and a text that was not written are not there at all; everything else always is.

#pragma once

#include "schemas/sealed.h"

namespace aduan {

/// A field and its name in JSON. The binary form stores the value alone.
template <class T>
struct Named {
  const char* name;
  T& value;
};

template <class T>
Named<T> named(const char* name, T& value) {
  return {name, value};
}

/// A field whose text is sealed under one of the case's keys.
struct NamedSealed {
  const char* name;
  KeyKind kind;
  SealedText& value;
};

inline NamedSealed content(const char* name, SealedText& value) {
  return {name, KeyKind::content, value};
}
inline NamedSealed official(const char* name, SealedText& value) {
  return {name, KeyKind::official, value};
}
inline NamedSealed identity(const char* name, SealedText& value) {
  return {name, KeyKind::identity, value};
}

}  // namespace aduan
